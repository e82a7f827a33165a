"""Exports and imports of the tools, compared with those of the recorded bot."""
