"""Stateful tests: the client drives the sandbox, and a reference model predicts each result.

`model`             reference model: state, visibility, and the effect of each operation
`initial_state`     state at the beginning of every example
`webhook_consumer`  reconstructs the state from webhooks
`state_machine`     draws sequences of calls, and compares client, model and consumer after each
"""
