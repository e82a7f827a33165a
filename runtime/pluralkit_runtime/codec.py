"""JSON to typed values and back, by msgspec, with one decoder a type, made when it is first needed.

`decode(type, content)`   raises `DecodeError` for whatever is not that type's JSON
`encode(body)`            refuses what JSON or the API would take for something else
`timestamp(moment)`       a moment as the API reads it
`AwareDatetime`           how models spell a datetime: one without a time zone is a breach of contract
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import isfinite
from types import UnionType
from typing import Annotated, Any, TypeAlias, cast, get_args

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


def encode(body: object) -> bytes:
    """`body` as JSON: plain values, datetimes, dates, UUIDs, enums and models, however nested.

    ValueError, naming the field, for what has no meaning there: a datetime without a time zone, NaN,
    infinity, half of a surrogate pair; TypeError for what is no JSON at all.
    """
    try:
        return msgspec.json.encode(_meant(body, ""))
    except UnicodeEncodeError:
        raise ValueError("the body holds a lone surrogate, which is no text: take it out") from None


def timestamp(moment: datetime, field: str) -> str:
    """RFC 3339 in UTC with a Z: the API refuses other offsets. ValueError where `moment` has no time zone."""
    return _utc(moment, field).isoformat().replace("+00:00", "Z")


def _utc(moment: datetime, field: str) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{field}: {moment} has no time zone: add one, such as tzinfo=datetime.UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{field}: {moment} lies outside the years 1 to 9999 in UTC") from None


def _meant(value: object, field: str) -> object:
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {key: _meant(each, f"{field}.{key}" if field else str(key)) for key, each in items}
    if isinstance(value, list | tuple):
        values = cast("list[object] | tuple[object, ...]", value)
        return [_meant(each, f"{field}[{place}]") for place, each in enumerate(values)]
    if isinstance(value, datetime):
        return _utc(value, field or "the body")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{field or 'the body'}: {value} is no number in JSON")
    return value
