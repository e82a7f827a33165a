"""Validation of a single response or request against the contract."""
