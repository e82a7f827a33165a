"""The generated client, held to the contract."""
