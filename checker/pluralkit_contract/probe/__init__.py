"""What to ask a server: the test cases, made without asking."""
