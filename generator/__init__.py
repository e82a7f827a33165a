"""Makes the client out of the contract: `python -m generator`.

    load → check → normalise → parse → plan → emit → write

`document` loads, `check` refuses whatever nobody decided about (`vocabulary` lists what was), `normalise`
puts into the parser's words what it has none for, `parse` hands over to openapi-python-client, `planning`
turns what it found into the small values of `plan`, `emit` renders one template a file and formats them. Each
is a function from value to value; only `package` reads and writes a directory. `outline` tells what a change
of the contract did to the client.
"""
