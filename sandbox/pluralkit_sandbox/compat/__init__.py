"""Imitates how the service, a .NET program, reads what it is sent."""
