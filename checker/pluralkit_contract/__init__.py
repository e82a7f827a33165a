"""Checks a running server against PluralKit's contract, by reading alone.

contract, schemas, values     the contract as values; validation; every rule by its JSON pointer
exchange, failures            a request with its response; how a breach of the contract is shown
probe/                        what to ask: the inventory of operations, positive and negative test cases
access                        who asks, and how much of a thing they may see
engine/                       one request over HTTP, the rate limiter, the session that sends and judges
conformance/                  one response or request against the contract
observations                  everything that was seen, by whom
checks/                       responses against each other
traversal                     the order of a run
reporters/                    the report in the terminal, as Markdown and as JUnit
cli                           options and exit codes
"""
