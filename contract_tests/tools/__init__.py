"""Exports and imports: what the tools make of them, beside what the bot was recorded to make."""
