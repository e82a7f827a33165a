"""Send requests to one server within its rate limits."""
