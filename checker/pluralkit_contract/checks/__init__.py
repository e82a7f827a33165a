"""Cross-response checks."""
