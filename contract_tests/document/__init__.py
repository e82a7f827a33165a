"""Tests of the contract by itself."""
