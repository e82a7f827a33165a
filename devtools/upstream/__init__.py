"""Compare PluralKit's own documentation, as Markdown, with the contract."""
