"""Holds the client, the sandbox and the service, as recorded, to the contract.

    document/     the contract by itself
    recordings/   the contract and the service, as recorded
    client/       the contract and the generated client
    sandbox/      the contract and the sandbox
    stateful/     the client, the sandbox and a reference model, over time
    checker/      the checker, against servers that are right and servers that are wrong
    tools/        exports and imports: the tools, the sandbox, and the bot as recorded
    support/      what several of these need

README.md says where to look after which change.
"""
