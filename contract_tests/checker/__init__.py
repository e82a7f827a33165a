"""The checker against correct servers and servers with seeded defects."""
