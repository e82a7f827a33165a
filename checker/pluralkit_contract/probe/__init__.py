"""Test cases for a server, built without I/O."""
