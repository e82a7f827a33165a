"""Sandbox: a PluralKit API server to test against."""
