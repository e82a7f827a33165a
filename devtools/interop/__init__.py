"""Feed the contract to other people's tools."""
