"""Apply webhooks to models. Pure; the generated module `events` passes in which event changes which model."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast
from uuid import UUID

from msgspec import UNSET, Struct, structs

UrlRewrite: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one type of event changes. Keys of its data map to fields of the same name."""

    model: type[Struct]
    """The class of the model."""
    action: Literal["create", "update", "delete"]
    """What happened to it."""
    identity: Mapping[str, str] = field(default_factory=dict[str, str])
    """Field of the event → field of the model; both hold the same id."""
    needs: str | None = None
    """The key of the data without which the event is about something else."""
    resolve: tuple[str, ...] = ()
    """Fields with UUIDs in the event and short ids in the model."""
    rewritten: tuple[str, ...] = ()
    """Fields whose URLs an event has as they were sent, and a model as they read back."""
    defaults: Mapping[str, object] = field(default_factory=dict[str, object])
    """What null in an event reads back as."""
    defaults_without: Mapping[str, tuple[str, object]] = field(default_factory=dict[str, tuple[str, object]])
    """Field → (another field, what null reads back as in models without that one)."""
    fetch: str | None = None
    """The method of the client that reads what was created, say `members.get`."""


def url_rewrite(pattern: str, replacement: str) -> UrlRewrite:
    """Make a function from a URL as it was sent to how it reads back.

    Args:
        pattern: Regular expression of what is replaced, wherever it occurs in a URL.
        replacement: Replacement for each match, as `re.sub` takes it.
    """
    compiled = re.compile(pattern)
    return lambda url: compiled.sub(replacement, url)


def apply(
    model: Struct,
    event: Struct,
    change: Change | None,
    *,
    url_rewrite: UrlRewrite,
    resolve: Callable[[UUID], str] | None,
) -> Struct | None:
    """The model after the event; None where it was deleted.

    Args:
        model: The object before the event.
        event: The event.
        change: What events of this type change; None for a type that changes no model.
        url_rewrite: How URLs that were sent read back.
        resolve: Returns the short id of a member by its UUID; None where the caller has no such function.

    Raises:
        ValueError: The event is about another object, changes no such model, or created it.
        TypeError: `resolve` is missing, and the event has UUIDs where the model has short ids.
    """
    if change is None or not isinstance(model, change.model):
        raise ValueError(f"{type(event).__name__} does not change {type(model).__name__}")
    if change.action == "create":
        raise ValueError(
            f"{type(event).__name__} holds only what was sent: fetch the {type(model).__name__.lower()}"
            f" with {change.fetch}"
        )
    for theirs, ours in change.identity.items():
        if getattr(event, theirs) != getattr(model, ours):
            raise ValueError(f"event: is about another {type(model).__name__.lower()} than the model")
    if change.action == "delete":
        return None
    data: Struct = cast("Any", event).data
    if change.needs is not None and getattr(data, change.needs) is UNSET:
        raise ValueError(f"event: has no {change.needs}, and is not about a {type(model).__name__}")
    return _updated(model, data, change, url_rewrite, resolve)


def _updated(
    model: Struct,
    data: Struct,
    change: Change,
    url_rewrite: UrlRewrite,
    resolve: Callable[[UUID], str] | None,
) -> Struct:
    fields: dict[str, Any] = {}
    for name in model.__struct_fields__:
        before, value = getattr(model, name), getattr(data, name, UNSET)
        # What this view of the object does not show is not shown after the event either.
        if value is UNSET or before is UNSET:
            continue
        if name in change.resolve:
            value = _resolved(value, before, resolve)
        elif isinstance(value, Struct):
            value = before and structs.replace(before, **_sent(value))
        elif value is None:
            value = _default(model, name, change)
        elif name in change.rewritten:
            value = url_rewrite(value)
        fields[name] = value
    return structs.replace(model, **fields)


def _sent(data: Struct) -> dict[str, object]:
    values = structs.asdict(data)
    return {name: value for name, value in values.items() if value is not UNSET}


def _default(model: Struct, name: str, change: Change) -> object:
    without, value = change.defaults_without.get(name, (None, None))
    if without is not None and getattr(model, without) is UNSET:
        return value
    return change.defaults.get(name)


def _resolved(value: Any, before: Any, resolve: Callable[[UUID], str] | None) -> Any:
    if value is None or value == []:
        return value
    if resolve is None:
        raise TypeError("resolve: is missing; the event names members by UUID, the model by short id")
    if not isinstance(value, list):
        return resolve(value)
    members = [resolve(each) for each in cast("list[UUID]", value)]
    # The event tells no order; where nothing else changed, the model knows it.
    return before if sorted(members) == sorted(before) else members
