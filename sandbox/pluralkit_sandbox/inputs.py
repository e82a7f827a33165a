"""Read request bodies: convert and validate the fields that an operation changes.

The contract states the keys, their types, lengths and patterns. Values of other types are converted as the
service does (`compat`).
"""

from __future__ import annotations

import re
import zoneinfo
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from pluralkit_sandbox import contract, errors
from pluralkit_sandbox.compat import convert, times
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.compat.json import is_list, is_object
from pluralkit_sandbox.compat.uri import is_https_uri
from pluralkit_sandbox.contract import Field
from pluralkit_sandbox.store import Document, encode

_FIXED_OFFSET = re.compile(r"UTC(?:[+-](?:0[0-9]|1[0-7])(?::[0-5][0-9]){0,2}|[+-]18(?::00){0,2})?")


@dataclass(frozen=True, slots=True)
class Input:
    """A kind of request body, with the peculiarities of the service.

    Attributes:
        schema: Name of the body's schema.
        output: Name of the schema of the entity that it changes.
        blank_clears: Whether blank text counts as null.
        privacy_must_be_object: Whether a `privacy` that is not an object is rejected rather than ignored.
        blank_is_measured: Whether a blank text for a field that is not nullable is also checked for its
            length.
    """

    schema: str
    output: str
    blank_clears: bool = True
    privacy_must_be_object: bool = True
    blank_is_measured: bool = False


SYSTEM = Input("SystemUpdate", "System")
SETTINGS = Input("SystemSettingsUpdate", "SystemSettings", blank_clears=False)
SYSTEM_GUILD = Input("SystemGuildSettingsUpdate", "SystemGuildSettings")
MEMBER = Input("MemberUpdate", "Member", privacy_must_be_object=False, blank_is_measured=True)
MEMBER_GUILD = Input("MemberGuildSettingsUpdate", "MemberGuildSettings")
GROUP = Input("GroupUpdate", "Group")


@dataclass(slots=True)
class Changes:
    """The changes of a body, and its errors.

    Attributes:
        values: Values to store, for the keys of the body.
        errors: Errors by field.
        unstorable: Whether a value passes the service's validation, but is rejected by its database.
    """

    values: Document = field(default_factory=dict[str, object])
    errors: defaultdict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    unstorable: bool = False

    def check(self) -> Document:
        """Return the values.

        Raises:
            ApiError: There are errors, or no changes.
        """
        if self.errors:
            raise errors.invalid_model(self.errors)
        if self.unstorable or not self.values:
            raise errors.general(400)
        return self.values

    def refuse(self, key: str, message: str) -> None:
        """Add an error with a message.

        Args:
            key: The key of the field in the body.
            message: The message, as the service has it.
        """
        self.errors[key].append({"message": message})

    def refuse_invalid(self, key: str) -> None:
        """Add the error for an invalid value."""
        self.refuse(key, f"Field {key} is invalid.")

    def refuse_length(self, key: str, actual: int, maximum: int) -> None:
        """Add the error for a value that is too long.

        Args:
            key: The key of the field in the body.
            actual: Its length, in UTF-16 code units or items.
            maximum: The length that is allowed.
        """
        self.errors[key].append(
            {"message": f"Field {key} is too long.", "actual_length": actual, "max_length": maximum}
        )


def read(kind: Input, body: Document) -> Changes:
    """Read a request body.

    Args:
        kind: The kind of body.
        body: The body. Unknown keys are ignored.

    Raises:
        ConversionError: A value has a type that the service cannot convert.
    """
    changes = Changes()
    if "webhook_avatar_url" in body and body["webhook_avatar_url"] == body.get("avatar_url"):
        # The service treats equal URLs as a client error and ignores the second one.
        body = {**body, "webhook_avatar_url": None}
    for key, known in contract.load().schemas[kind.schema].fields.items():
        if key in body:
            _read_field(kind, known, body[key], changes)
    return changes


def require_storable(values: Document, before_refusal: Callable[[], None] | None = None) -> None:
    """Reject NUL characters, which the service's database cannot store.

    Args:
        values: Values to store.
        before_refusal: Called before the error is raised, for events that the service sends before it stores.

    Raises:
        ApiError: A text contains NUL.
    """
    if "\\u0000" in encode(values):
        if before_refusal:
            before_refusal()
        raise errors.general(400)


def merge(document: Document, values: Document) -> Document:
    """Return a document with changes applied; `privacy` is merged by key.

    Args:
        document: The stored document.
        values: The changes.
    """
    merged = {**document, **values}
    if "privacy" in values:
        merged["privacy"] = {**document["privacy"], **values["privacy"]}
    return merged


def _read_field(kind: Input, known: Field, value: object, changes: Changes) -> None:
    key = known.name
    if known.name == "privacy":
        _read_privacy(kind, known, value, changes)
    elif known.schema == "ProxyTagInput" or (known.items and known.items.schema == "ProxyTagInput"):
        changes.values[key] = _read_proxy_tags(known, value, changes)
    elif "array" in known.types:
        changes.values[key] = _read_texts(known, value, changes)
    elif "boolean" in known.types:
        changes.values[key] = convert.to_bool(value)
    elif "integer" in known.types:
        changes.values[key] = None if value is None else convert.to_int(value)
    elif known.enum:
        text = convert.to_text(value)
        changes.values[key] = text if text in known.enum else known.enum[0]
    else:
        changes.values[key] = _read_text(kind, known, convert.to_text(value), changes)


def _read_text(kind: Input, known: Field, text: str | None, changes: Changes) -> str | None:
    key, sent = known.name, text
    if kind.blank_clears and text is not None and convert.is_blank(text):
        text = None
    if text is None:
        if not known.nullable:
            if not kind.blank_clears:
                raise ConversionError
            changes.refuse(key, f"{kind.output} {key} can not be set to null.")
            if kind.blank_is_measured:
                _measure(known, sent or "", changes)
        return None
    shown = contract.load().schemas[kind.output].fields[key].pattern
    if known.pattern and shown and known.pattern != shown:
        # The output pattern is stricter: the service stores colours of members and groups in lower case.
        text = text.lower()
    _measure(known, text, changes)
    # A pattern of the input alone is for clients: what it excludes, a blank name, was refused above.
    pattern = known.pattern if shown else None
    if pattern and text.endswith("\n") and pattern.search(text[:-1]):
        # In the service's pattern `$` also matches before a line feed; its database rejects the value.
        changes.unstorable, pattern = True, None
    if (
        (known.is_url and not is_https_uri(text))
        or (pattern and not pattern.search(text))
        or (known.format == "date" and times.parse_date(text) is None)
        or (key == "timezone" and not _is_timezone(text))
    ):
        changes.refuse_invalid(key)
    return text


def _measure(known: Field, text: str, changes: Changes) -> None:
    if known.max_length is not None and convert.length(text) > known.max_length:
        changes.refuse_length(known.name, convert.length(text), known.max_length)


def _is_timezone(name: str) -> bool:
    return name in _timezones() or bool(_FIXED_OFFSET.fullmatch(name))


@cache
def _timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _read_privacy(kind: Input, known: Field, value: object, changes: Changes) -> None:
    if not is_object(value):
        if value is not None and kind.privacy_must_be_object:
            raise ConversionError
        return
    levels: Document = {}
    for key, level in contract.load().schemas[known.schema or ""].fields.items():
        if key not in value:
            continue
        text = convert.to_text(value[key])
        if text is None:
            levels[key] = "public"
        elif text == "":
            levels[key] = "private"
        elif level.enum and text in level.enum:
            levels[key] = text
        else:
            changes.refuse_invalid(key)
    if levels:
        changes.values["privacy"] = levels


def _read_proxy_tags(known: Field, value: object, changes: Changes) -> list[Document]:
    if not is_list(value):
        raise ConversionError
    tags: list[Document] = []
    for item in value:
        if is_object(item):
            tag = {side: convert.to_text(item.get(side)) or None for side in ("prefix", "suffix")}
            if any(tag.values()):
                tags.append(tag)
    longest = contract.load().schemas["ProxyTag"].combined_max_length
    too_long = longest and any(
        sum(convert.length(text or "") for text in tag.values()) > longest for tag in tags
    )
    if too_long or (known.max_items is not None and len(tags) > known.max_items):
        changes.refuse_invalid(known.name)
    return tags


def _read_texts(known: Field, value: object, changes: Changes) -> list[str]:
    if not is_list(value):
        raise ConversionError
    texts: list[str] = []
    for item in value:
        if (text := convert.to_text(item)) is None:
            raise ConversionError
        texts.append(text)
    if known.max_items is not None and len(texts) > known.max_items:
        changes.refuse_length(known.name, len(texts), known.max_items)
    longest = known.items.max_length if known.items else None
    for text in texts:
        if longest is not None and convert.length(text) > longest:
            # The service swaps the two numbers, and names the first of equal texts.
            changes.refuse_length(f"{known.name}[{texts.index(text)}]", longest, convert.length(text))
    return texts
