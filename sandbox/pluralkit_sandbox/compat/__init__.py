"""Emulation of how the service, a .NET program, parses its input."""
