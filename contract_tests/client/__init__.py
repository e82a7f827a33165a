"""Contract and generated client."""
