"""Checks a running server against PluralKit's contract, by reading alone.

Each line imports from those above it alone.

contract, schemas, values     the contract as values; validation; every rule by its JSON pointer
exchange, failures            a request with its response; how a breach of the contract is shown
access                        callers, and how much of a resource each may see
probe/                        what to send: the inventory of operations, positive and negative test cases
results                       the results of test cases
conformance/                  one response or request against the contract
observations                  every resource that was observed, by view
checks/                       responses against each other
engine/                       one request over HTTP, the rate limiter, the session that sends and judges
reporters/                    the report in the terminal, as Markdown and as JUnit
traversal                     the order of a run
cli                           options and exit codes
command                       the command line, or which extra is missing
deviations                    where the service differs from what schemathesis expects
schemathesis_checks           the rules as checks for schemathesis (extra `[schemathesis]`)
"""
