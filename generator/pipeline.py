"""All stages, one after the other: from the text of a contract to the text of a client."""

import json

from .document import ContractError, load


def generate(contract: bytes, extensions: bytes, *, is_json: bool = False) -> dict[str, str]:
    """The files of the package, by name. `extensions` is the extensions' schema. Raises ContractError."""
    document = load(contract, is_json=is_json)
    # What takes long to import is imported where a contract could be read at all.
    from .adapt import parse
    from .build import build
    from .extensions import Extensions
    from .normalise import normalise
    from .render import render
    from .validate import validate

    try:
        validate(document, Extensions(json.loads(extensions)))
        return render(build(document, parse(normalise(document))))
    except RecursionError:
        raise ContractError("", "is nested too deeply") from None
