"""Contract tests: contract, client, sandbox, checker and recorded service against each other.

    document/     the contract by itself
    recordings/   contract and recorded service
    client/       contract and generated client
    sandbox/      contract and sandbox
    stateful/     client, sandbox and a reference model over sequences of calls
    checker/      the checker against correct and mutated servers
    tools/        exports and imports: tools, sandbox and recorded bot
    support/      shared harness

README.md lists where to look after which change.
"""
