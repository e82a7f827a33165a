"""Check a running server against PluralKit's contract with GET requests only.

Modules in order of dependency: each imports only from those above it.

contract, schemas, values     the parsed contract; JSON Schema validation; conversion of texts to typed values
exchange, failures            a request with its response; rendering of contract breaches
access                        callers, and which view of a resource each caller gets
probe/                        requests to send: inventory of operations, positive and negative test cases
results                       results of test cases
conformance/                  validation of one response or request against the contract
observations                  every observed resource, by view
checks/                       cross-response checks
engine/                       HTTP client, rate limiter, session that sends test cases
reporters/                    terminal, Markdown and JUnit reports
traversal                     order of a run
cli                           options and exit codes
deviations                    known deviations of the service from schemathesis' expectations
schemathesis_checks           the same rules as schemathesis checks (extra `[schemathesis]`)
"""
