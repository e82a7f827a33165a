"""Tokens that cannot be shown by accident."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

_SHORT = 12  # characters; a shorter secret may be part of ordinary words


class Secret:
    """A secret that is sent in a header, and shown to nobody.

    It is no `str`, so that no formatter, logger or pickle can take it for one.

    Args:
        header: The header's value.
        token: The part of it that is the secret; all of it by default.
    """

    __slots__ = ("_header", "_token")

    def __init__(self, header: str, token: str | None = None) -> None:
        self._header = header
        self._token = header if token is None else token

    def reveal(self) -> str:
        """The header's value, to be handed to a transport at the last moment."""
        return self._header

    def hide_in(self, text: str) -> str:
        """`text`, with each occurrence of the secret replaced."""
        if len(self._token) >= _SHORT:
            return text.replace(self._token, "[secret]")
        # Within a word, a short one is no sign of the secret.
        return re.sub(rf"(?<!\w){re.escape(self._token)}(?!\w)", "[secret]", text)

    def __repr__(self) -> str:
        return "[secret]"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled or copied")


def hide(secrets: Iterable[Secret], text: str) -> str:
    """Return `text`, with each occurrence of each secret replaced.

    Args:
        secrets: The secrets; short ones are replaced only where they are whole words.
        text: The text, for example of an error.
    """
    for secret in secrets:
        text = secret.hide_in(text)
    return text
