"""Validation of `x-` extensions against openapi/extensions.schema.json."""

from typing import Any

from .document import ContractError, below


class Extensions:
    """Allowed extensions of each kind of object.

    Args:
        schema: The content of extensions.schema.json.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        import jsonschema

        self._of_kind: dict[str, dict[str, Any]] = {
            kind: definition["properties"]
            for kind, definition in schema["$defs"].items()
            if "properties" in definition
        }
        self._validator: Any = jsonschema.Draft202012Validator(schema)

    def check(self, kind: str, name: str, value: Any, pointer: str) -> None:
        """Validate an extension.

        Args:
            kind: Kind of the object that has it.
            name: Its name.
            value: Its value.
            pointer: JSON pointer of the value.

        Raises:
            ContractError: The extension is unknown for this kind, or its value is invalid.
        """
        schema = self._of_kind.get(kind, {}).get(name)
        if schema is None:
            raise ContractError(
                pointer, f"the extension {name!r} is unknown here; openapi/extensions.schema.json has all"
            )
        for error in self._validator.evolve(schema=schema).iter_errors(value):
            raise ContractError(below(pointer, *error.absolute_path), error.message)
