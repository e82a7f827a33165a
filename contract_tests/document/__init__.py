"""The contract by itself."""
