"""Decode JSON to typed values by msgspec, with one decoder for each type.

`decode(type, content)`   raises `DecodeError` for whatever is not that type's JSON
`AwareDatetime`           how models spell a datetime: one without a time zone breaks the contract
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, TypeAlias, get_args

import msgspec

AwareDatetime: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]

_decoders: dict[object, Callable[[bytes], Any]] = {}


class DecodeError(ValueError):
    """The bytes are not the JSON of the type asked for; the text says why and where."""


def decode(type_: Any, content: bytes) -> Any:
    """`content` as a `type_` (`Any` takes any JSON).

    `A | B`, of Structs: the first of them, in this order, whose required fields are all there.
    """
    # Unions are equal whatever their order, and the order decides here.
    key = get_args(type_) if isinstance(type_, UnionType) else type_
    decoder = _decoders.get(key)
    if decoder is None:
        decoder = _decoders[key] = _decoder(type_)
    try:
        return decoder(content)
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
