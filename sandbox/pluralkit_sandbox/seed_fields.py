"""Validate the fields of a seed against the contract's schemas."""

from __future__ import annotations

from jsonschema_rs import ValidationError, ValidationErrorKind

from pluralkit_sandbox import schemas


def mistake(schema: str, field: str, value: object) -> tuple[str, str] | None:
    """Return the first error in the value of a field.

    Args:
        schema: Name of the schema that has the field, such as "Member".
        field: Name of the field.
        value: Its value; required fields of nested objects may be missing.

    Returns:
        The place of the error within the value (empty, or as `[0].prefix`) and a description; None if the
        value is valid.
    """
    for error in schemas.validator(f"#/components/schemas/{schema}/properties/{field}").iter_errors(value):
        if not isinstance(error.kind, ValidationErrorKind.Required):
            return schemas.place_of(error), _message(error)
    return None


def _message(error: ValidationError) -> str:
    match error.kind:
        case ValidationErrorKind.Type(types=types):
            # List null last.
            return f"must be of type {' or '.join(sorted(types, key=lambda name: (name == 'null', name)))}"
        case ValidationErrorKind.Enum(options=options):
            return f"must be one of {', '.join(map(str, options))}"
        case ValidationErrorKind.Pattern(pattern=pattern):
            return f"does not fit the pattern {pattern}"
        case ValidationErrorKind.MaxItems(limit=limit):
            return f"has more than {limit} items"
        case ValidationErrorKind.Format(format="date"):
            return "must be a date, YYYY-MM-DD"
        case ValidationErrorKind.Format(format="date-time"):
            return "must be a time in UTC that ends in Z, as 2020-01-02T03:04:05Z"
        case ValidationErrorKind.UnevaluatedProperties(unexpected=unexpected):
            return f"has the unknown field {unexpected[0]!r}"
        case _:
            return error.message
