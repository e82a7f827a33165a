"""Run all stages: from the text of a contract to the text of a package."""

import json

from .document import ContractError, load


def generate(contract: bytes, extensions: bytes, *, is_json: bool = False) -> dict[str, str]:
    """Generate the package.

    Args:
        contract: The OpenAPI document, in YAML or JSON.
        extensions: The JSON Schema of the extensions.
        is_json: Whether the contract is JSON.

    Returns:
        The files of the package by name, formatted.

    Raises:
        ContractError: The contract is invalid, or has something that is unsupported.
    """
    document = load(contract, is_json=is_json)
    # What takes long to import is imported where a contract could be read at all.
    from .adapt import parse
    from .build import build
    from .extensions import Extensions
    from .normalise import normalise, say_deprecated
    from .places import Places
    from .render import check, formatted, render
    from .validate import validate

    try:
        validate(document, Extensions(json.loads(extensions)))
        document = say_deprecated(document)
        package = build(document, parse(normalise(document)))
        files = render(package)
        check(files, Places(document, package))
        return {**formatted(files), "py.typed": ""}
    except RecursionError:
        raise ContractError("", "is nested too deeply") from None
