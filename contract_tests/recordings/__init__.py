"""Recordings of the deployed service, and the contract held to them."""
