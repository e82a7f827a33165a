"""Decode JSON to typed values by msgspec, with one decoder for each type.

`decode(type, content)`   raises `DecodeError` for whatever is not that type's JSON
`AwareDatetime`, `Date`   how models spell a datetime (one without a time zone breaks the contract), a date
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_args

import msgspec

from .clamping import decode_clamped

if TYPE_CHECKING:
    AwareDatetime: TypeAlias = datetime
    Date: TypeAlias = date
else:
    # The types themselves, also while a test has replaced `date` and `datetime` in all modules (freezegun): a
    # model is resolved when it is first decoded, and would stay broken for the whole process.
    _DATETIME, _DATE = (
        next(each for each in type_.__mro__ if each.__module__ == "datetime") for type_ in (datetime, date)
    )
    AwareDatetime = Annotated[_DATETIME, msgspec.Meta(tz=True)]
    Date = Annotated[_DATE, msgspec.Meta()]

_decoders: dict[object, Callable[[bytes], Any]] = {}


class DecodeError(ValueError):
    """The bytes are not the JSON of the type asked for; the text says why and where."""


def decode(type_: Any, content: bytes) -> Any:
    """Decode JSON to a type.

    Args:
        type_: The type; `Any` takes any JSON, and `A | B`, of Structs, is the first of them, in this order,
            whose required fields are all there.
        content: The JSON.

    Returns:
        The value. Times outside the years 1 to 9999 are clamped to `datetime.min` and `datetime.max` in UTC,
        and sent back as the text that was decoded. Fractions beyond microseconds are rounded.

    Raises:
        DecodeError: The bytes are no JSON, or not that of the type.
    """
    # Unions are equal whatever their order, and the order decides here.
    key = get_args(type_) if isinstance(type_, UnionType) else type_
    decoder = _decoders.get(key)
    if decoder is None:
        decoder = _decoders[key] = _decoder(type_)
    try:
        try:
            return decoder(content)
        except msgspec.ValidationError:
            clamped = decode_clamped(decoder, content)
            if clamped is None:
                raise
            return clamped
    except RecursionError:
        raise DecodeError("nested too deeply") from None
    # msgspec raises UnicodeDecodeError where text is not UTF-8.
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecodeError(str(error)) from None


def _decoder(type_: Any) -> Callable[[bytes], Any]:
    models = get_args(type_) if isinstance(type_, UnionType) else ()
    if len(models) < 2 or not all(isinstance(model, msgspec.StructMeta) for model in models):
        return msgspec.json.Decoder(type_).decode
    return _first_that_fits(models)


def _first_that_fits(models: tuple[type[msgspec.Struct], ...]) -> Callable[[bytes], Any]:
    # To try one after the other would read a broken A as a B that has fewer fields.
    fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
    choices = [
        (
            {field.encode_name for field in msgspec.structs.fields(model) if field.required},
            msgspec.json.Decoder(model),
        )
        for model in models
    ]

    def decode_first(content: bytes) -> Any:
        found = fields.decode(content).keys()
        fitting = [decoder for required, decoder in choices if required <= found]
        return (fitting or [choices[0][1]])[0].decode(content)

    return decode_first
