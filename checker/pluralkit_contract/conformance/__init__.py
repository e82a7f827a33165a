"""One response, or one request, against the contract."""
