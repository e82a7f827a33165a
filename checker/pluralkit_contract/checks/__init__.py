"""Responses against each other."""
