"""All stages, one after the other: from the text of a contract to the text of a client."""

import json

from .document import ContractError, load


def generate(contract: bytes, extensions: bytes, *, is_json: bool = False) -> dict[str, str]:
    """The files of the package, by name. `extensions` is the extensions' schema. Raises ContractError."""
    document = load(contract, is_json=is_json)
    # What takes long to import is imported where a contract could be read at all.
    from .check import check
    from .emit import emit
    from .extensions import Extensions
    from .normalise import normalise
    from .parse import parse
    from .planning import plan

    try:
        check(document, Extensions(json.loads(extensions)))
        return emit(plan(document, parse(normalise(document))))
    except RecursionError:
        raise ContractError("", "is nested too deeply") from None
