"""Generate the client from the contract: `python -m generator`.

    load → validate → adapt → build → render → write

`document` loads the contract. `validate` rejects what the generator does not support (`supported` lists what
it does). `normalise` rewrites constructs that openapi-python-client does not support, and `adapt` runs its
parser. `build` converts the parser's result to the frozen dataclasses of `ir`. `render` renders one template
per module and formats the result with ruff. Only `package` reads and writes the output directory. `api_diff`
compares two contracts for `--against`. `package_diff` summarizes changes of the generated package.
"""
