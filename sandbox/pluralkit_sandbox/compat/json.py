"""A reader of JSON that takes what the service takes.

The service reads bodies with Newtonsoft.Json, which is laxer than the standard: single quotes, keys without
quotes, comments, trailing commas, gaps in lists, hexadecimal and octal numbers, NaN, line breaks within
texts; a key that is repeated counts where it stands last; what follows the value is not read. No library of
Python reads this language. The time is linear in the length, the depth is limited.
"""

from __future__ import annotations

import math
import re
from typing import TypeGuard

MAX_DEPTH = 32
_MAX_INTEGER_DIGITS = 380

_SPACE = re.compile(r"(?:\s+|/\*.*?\*/|//[^\r\n]*)*", re.DOTALL)
_TEXT = {
    '"': re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL),
    "'": re.compile(r"'[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL),
}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_WORD = re.compile(r"[\w$]+")
_LITERAL = re.compile(r"[-+.\w]+")
_INTEGER = re.compile(r"-?[0-9]+")
_FLOAT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]+")
_OCTAL = re.compile(r"0[0-7]+")
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
    """The text is no JSON, not even a lax one."""


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a value of JSON is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether a value of JSON is a list."""
    return isinstance(value, list)


def loads(text: str) -> object:
    """Read the value at the start of the text. Raises JsonError."""
    return _Reader(text).value(0)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def _peek(self) -> str:
        """The next character that counts; empty at the end."""
        found = _SPACE.match(self._text, self._at)
        assert found is not None  # noqa: S101 (the pattern fits everywhere)
        self._at = found.end()
        return self._text[self._at : self._at + 1]

    def value(self, depth: int) -> object:
        match self._peek():
            case "{":
                return self._object(depth + 1)
            case "[":
                return self._list(depth + 1)
            case '"' | "'" as quote:
                return self._string(quote)
            case ",":
                return None
            case _:
                return self._literal()

    def _enter(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise JsonError
        self._at += 1

    def _object(self, depth: int) -> dict[str, object]:
        self._enter(depth)
        result: dict[str, object] = {}
        while (character := self._peek()) != "}":
            key = self._string(character) if character in ("'", '"') else self._take(_WORD)
            if self._peek() != ":":
                raise JsonError
            self._at += 1
            result[key] = self.value(depth)
            self._separator("}")
        self._at += 1
        return result

    def _list(self, depth: int) -> list[object]:
        self._enter(depth)
        result: list[object] = []
        while self._peek() != "]":
            result.append(self.value(depth))
            self._separator("]")
        self._at += 1
        return result

    def _separator(self, end: str) -> None:
        match self._peek():
            case ",":
                self._at += 1
            case character if character != end:
                raise JsonError
            case _:
                pass

    def _take(self, pattern: re.Pattern[str]) -> str:
        if not (found := pattern.match(self._text, self._at)):
            raise JsonError
        self._at = found.end()
        return found[0]

    def _string(self, quote: str) -> str:
        text = self._take(_TEXT[quote])[1:-1]
        if "\\" not in text:
            return text
        text = _ESCAPE.sub(_unescape, text)
        # Both halves of a pair may have been escaped: let them meet. A half on its own stays one.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

    def _literal(self) -> object:
        word = self._take(_LITERAL)
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if _HEXADECIMAL.fullmatch(word):
            return int(word, 16)
        if _OCTAL.fullmatch(word):
            return int(word, 8)
        if _INTEGER.fullmatch(word):
            if len(word) > _MAX_INTEGER_DIGITS:
                raise JsonError
            return int(word)
        if _FLOAT.fullmatch(word):
            return float(word)
        raise JsonError


def _unescape(found: re.Match[str]) -> str:
    digits, letter = found.groups()
    if digits:
        return chr(int(digits, 16))
    if letter not in _ESCAPES:
        raise JsonError
    return _ESCAPES[letter]
