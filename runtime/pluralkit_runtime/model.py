"""The base of all models."""

from __future__ import annotations

from typing import Any, Self

import msgspec
from msgspec import Struct

from .codec import decode
from .json_body import encode


class Model(Struct, frozen=True, kw_only=True):
    """A value that the API sends. Models with equal fields are equal."""

    def to_dict(self) -> dict[str, Any]:
        """Convert to a dict of JSON values, as the API sends it. Fields that are UNSET are left out."""
        value: dict[str, Any] = msgspec.json.decode(encode(self))
        return value

    def to_json(self) -> str:
        """Convert to JSON, as the API sends it. Fields that are UNSET are left out."""
        return encode(self).decode()

    @classmethod
    def from_json(cls, content: str | bytes) -> Self:
        """Convert from JSON.

        Args:
            content: What `to_json` returned, or the API sent.

        Raises:
            ValueError: It is no JSON of this model; the message says why, and where.
        """
        value: Self = decode(cls, content.encode() if isinstance(content, str) else content)
        return value
