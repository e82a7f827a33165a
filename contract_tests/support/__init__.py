"""Shared harness: in-process sandboxes, servers, clients, Hypothesis strategies, virtual time."""
