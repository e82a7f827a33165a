"""A proxy that spoils answers: what the live mode is tried with. `proxy` is the proxy, `table` the spoilings."""
