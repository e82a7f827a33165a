"""Stateful tests: the client drives the sandbox, and a reference model says what each call must return.

`model`             systems and what they have, as plain values; who sees what; what each operation does to it
`initial_state`     the state that every example begins with
`webhook_consumer`  knows the state from its webhooks alone
`state_machine`     draws sequences of calls, and compares client, model and consumer after each
"""
