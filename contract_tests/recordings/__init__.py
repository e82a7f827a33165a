"""Recordings of the deployed service, and tests of the contract against them."""
