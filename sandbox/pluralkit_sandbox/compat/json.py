"""Lenient JSON parser that accepts what the service accepts.

The service reads bodies with Newtonsoft.Json, which is more lenient than the standard: single quotes, keys
without quotes, comments, trailing commas, gaps in lists, hexadecimal and octal numbers, NaN, line breaks
within texts, constructor calls (`new Date(0)`). The last of repeated keys counts. Text after the value is
ignored, and a text that ends right after a value closes what is open. No Python library parses this language.
Time is linear in the length; the depth is limited.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeGuard

from pluralkit_sandbox.compat.convert import WHITE_SPACE

MAX_DEPTH = 32
_MAX_INTEGER_LENGTH = 380
_EPOCH = datetime(1970, 1, 1)

# NUL counts as white space, too.
_SPACE = rf"{WHITE_SPACE}\0"
_GAP = re.compile(rf"[{_SPACE}]*")
_COMMENT = re.compile(r"/\*(.*?)\*/|//(?!\Z)([^\r\n]*)", re.DOTALL)
_TEXT = {
    '"': re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL),
    "'": re.compile(r"'[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL),
}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_KEY = re.compile(r"[\w$]+")
_CALL = re.compile(rf"new(?=[{_SPACE}])[{_SPACE}]*(\w*)[{_SPACE}]*\(")
_CONSTANT = re.compile(rf"(?:true|false|null|undefined|NaN|-?Infinity)(?=[{_SPACE},}})\]]|/[*/]|\Z)")
_NUMBER = re.compile(rf"[-.0-9][-+.0-9a-fA-FxX]*+(?=[{_SPACE},}})\]/]|\Z)")
_INTEGER = re.compile(r"-?[0-9]+")
_FLOAT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]+")
_OCTAL = re.compile(r"0[0-7]+")
_BASED = re.compile(r"0[^.eE]")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_CONSTANTS: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": None,
    "NaN": math.nan,
    "Infinity": math.inf,
    "-Infinity": -math.inf,
}


class JsonError(ValueError):
    """The text is not JSON, even in this lenient form."""


@dataclass(frozen=True, slots=True)
class Constructor:
    """A call of a constructor other than Date, which the service cannot convert.

    Attributes:
        name: Name of the constructor.
    """

    name: str


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Return whether a JSON value is a list."""
    return isinstance(value, list)


def loads(text: str, *, typed: bool = False) -> object:
    """Parse the value at the start of a text.

    Args:
        text: The text.
        typed: Parse as for deserialization into a C# type: the text must be complete, numbers and booleans in
            lists keep their spelling as texts, lists have no gaps, and comments in lists are ignored.

    Returns:
        Dicts, lists, texts, numbers, booleans and None; a naive datetime for a Date, a `Constructor` for
        another call. A comment within a list is an item, as in the service.

    Raises:
        JsonError: The service could not parse the text.
    """
    return _Reader(text, typed).value(0)


class _Reader:
    def __init__(self, text: str, typed: bool) -> None:
        self._text = text
        self._typed = typed
        self._at = 0

    def _skip_space(self) -> str:
        """Return the next character that is not white space; empty at the end."""
        found = _GAP.match(self._text, self._at)
        assert found is not None  # noqa: S101 (the pattern matches everywhere)
        self._at = found.end()
        return self._text[self._at : self._at + 1]

    def _peek(self, comments: list[object] | None = None) -> str:
        """Return the next character outside comments; empty at the end."""
        while (character := self._skip_space()) == "/":
            comment = self._take(_COMMENT)
            if comments is not None and not self._typed:
                comments.append(comment[1] if comment[2] is None else comment[2])
        return character

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        if not (found := pattern.match(self._text, self._at)):
            raise JsonError
        self._at = found.end()
        return found

    def value(self, depth: int, *, in_list: bool = False) -> object:
        match self._peek():
            case "{":
                return self._object(depth + 1)
            case "[":
                self._at += 1
                return self._items("]", depth + 1)
            case '"' | "'" as quote:
                return self._string(quote)
            case "," if not (in_list and self._typed):
                return None
            case _ if self._text.startswith("ne", self._at):
                return self._call(depth + 1)
            case _:
                word = self._literal()
                return word if in_list and self._typed and word != "null" else _scalar(word)

    def _object(self, depth: int) -> dict[str, object]:
        _check(depth)
        self._at += 1
        result: dict[str, object] = {}
        while (character := self._peek()) != "}":
            key = self._string(character) if character in ("'", '"') else self._take(_KEY)[0]
            if self._skip_space() != ":":
                raise JsonError
            self._at += 1
            result.pop(key, None)
            result[key] = self.value(depth)
            if self._ends_after_value("}"):
                return result
        self._at += 1
        return result

    def _items(self, end: str, depth: int) -> list[object]:
        _check(depth)
        result: list[object] = []
        while self._peek(result) != end:
            result.append(self.value(depth, in_list=True))
            if self._ends_after_value(end, result):
                return result
        self._at += 1
        return result

    def _ends_after_value(self, end: str, comments: list[object] | None = None) -> bool:
        match self._peek(comments):
            case ",":
                self._at += 1
                return False
            case "" if not self._typed:
                return True
            case character if character == end:
                self._at += 1
                return True
            case _:
                raise JsonError

    def _string(self, quote: str) -> str:
        text = self._take(_TEXT[quote])[0][1:-1]
        if "\\" not in text:
            return text
        text = _ESCAPE.sub(_unescape, text)
        # Combine escaped surrogate pairs; lone surrogates are replaced.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _call(self, depth: int) -> datetime | Constructor:
        name = self._take(_CALL)[1]
        arguments = self._items(")", depth)
        if name != "Date":
            return Constructor(name)
        if self._text[self._at - 1 : self._at] != ")":
            raise JsonError
        return _date(arguments)

    def _literal(self) -> str:
        found = _CONSTANT.match(self._text, self._at) or self._take(_NUMBER)
        self._at = found.end()
        _scalar(found[0])
        return found[0]


def _check(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise JsonError


def _unescape(found: re.Match[str]) -> str:
    digits, letter = found.groups()
    if digits:
        return chr(int(digits, 16))
    if letter not in _ESCAPES:
        raise JsonError
    return _ESCAPES[letter]


def _scalar(word: str) -> object:
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if _BASED.match(word):
        return _based(word)
    if _INTEGER.fullmatch(word):
        if len(word) > _MAX_INTEGER_LENGTH:
            raise JsonError
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    raise JsonError


def _based(word: str) -> int:
    """Parse a hexadecimal or octal number, which wraps around at 64 bits."""
    if _HEXADECIMAL.fullmatch(word):
        number = int(word, 16)
    elif _OCTAL.fullmatch(word):
        number = int(word, 8)
    else:
        raise JsonError
    if number >= 2**64:
        raise JsonError
    return number - 2**64 if number >= 2**63 else number


def _date(arguments: list[object]) -> datetime:
    """Return a date as JavaScript does, from milliseconds since 1970 or from year, month (from 0), …"""
    numbers = [number for number in arguments if type(number) is int]
    if len(numbers) < len(arguments) or not 1 <= len(numbers) <= 7:
        raise JsonError
    try:
        if len(numbers) == 1:
            return _EPOCH + timedelta(milliseconds=numbers[0])
        year, month, day, hour, minute, second, millisecond = numbers + [0] * (7 - len(numbers))
        return datetime(year, month + 1, day or 1, hour, minute, second, millisecond * 1000)
    except (ValueError, OverflowError):
        raise JsonError from None
