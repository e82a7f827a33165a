"""Holds the client, the sandbox and the service, as recorded, to the contract.

What the tests stand on:

    pluralkit_contract            the contract as values, and what judges requests and responses by it
    recordings, limits            what the deployed service did, from data/
    belongings, coverage          whose things these were, and what of the contract they show
    recorded_server               plays recordings back over a socket
    clients, calls, arguments     the generated client, its calls as values, and calls that are drawn
    reading                       what the client should make of an answer
    strategies, profiles           bodies drawn from the contract, and for how long

The tests, by what they hold to what:

    test_document, test_judging                   the contract and the judges by themselves
    test_recordings, test_recorded_privacy,
    test_limits, test_coverage                    the contract and the service, as recorded
    test_client_recordings, test_client_answers   answers, and what the client makes of them
    test_client_requests, test_client_arrivals    calls, and what the client sends
    sandbox/                                      the contract and the sandbox
    test_live_*, response_mutations/              the checker, against servers that are right and wrong
    interop                                       other people's tools: `python -m contract_tests.interop`
"""
