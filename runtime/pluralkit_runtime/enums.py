"""Base class of the generated enums."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class OpenStrEnum(StrEnum):
    """A StrEnum that accepts unknown values, so that a new value on the server breaks nobody.

    An unknown value compares and encodes as the text that it came as. It is no member of the class (`value in
    list(Class)` is False) and is created anew each time: compare with `==`.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        return unknown
