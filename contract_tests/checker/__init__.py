"""The checker, held to servers that are right and servers that are wrong."""
