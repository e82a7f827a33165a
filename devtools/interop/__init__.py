"""Run third-party tools on the contract."""
