"""A system's data, whole: export files, written and read."""
