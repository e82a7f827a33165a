"""What the tests of several folders need: sandboxes in this process, clients, strategies, time."""
