"""From the text of an argument to the value that is sent."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, TypeAlias, is_typeddict

import click

from .inspection import Parameter

_PLACEHOLDER = "text"

Converter: TypeAlias = "click.ParamType[Any]"


class _Checked(click.ParamType[Any]):
    """Converts by a function whose ValueError says what is wrong."""

    def parse(self, text: str) -> object:
        raise NotImplementedError

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Date(_Checked):
    name = "date"

    def parse(self, text: str) -> object:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a date such as 2001-02-03") from None


class Time(_Checked):
    name = "time"

    def parse(self, text: str) -> object:
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a time such as 2024-01-31T12:00:00Z") from None
        if time.tzinfo is None:
            raise ValueError(f"{text!r} has no time zone: add Z for UTC, or an offset such as +02:00")
        return time


class ProxyTag(_Checked):
    """A message with the word "text" in it, as the bot takes it, or JSON."""

    name = "A:text"

    def parse(self, text: str) -> object:
        if text.startswith("{"):
            return json.loads(text)
        prefix, found, suffix = text.partition(_PLACEHOLDER)
        if not found:
            raise ValueError(f"{text!r} must hold the word {_PLACEHOLDER}, where the message stands")
        return {"prefix": prefix or None, "suffix": suffix or None}


class Cleared(_Checked):
    """Another converter, for a value that can be null: an empty text is null."""

    def __init__(self, inner: Converter) -> None:
        self.name = inner.name
        self._inner = inner

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return None if value == "" else self._inner.convert(value, param, ctx)


def converter(parameter: Parameter) -> Converter:
    """The converter of a parameter."""
    kinds: dict[Any, Converter] = {int: click.INT, date: Date(), datetime: Time()}
    if parameter.choices:
        return click.Choice(parameter.choices)
    if is_typeddict(parameter.type):
        return ProxyTag()
    return kinds.get(parameter.type, click.STRING)
