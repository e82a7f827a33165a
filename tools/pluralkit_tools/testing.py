"""Models and events for tests, made without a server.

    member(name="Maris", birthday=date(4, 5, 12))
    event(events.UpdateMemberEvent, data={"name": "Maris II"})

What is not given is as small as the contract's schemas allow, as the owner of a system sees it: null, empty,
or made up. Ids depend on what is given and on the `seed` alone: the same call gives an equal model, in any
order and process. Give another `seed` where two that are otherwise alike must differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Protocol, Self, TypeVar, cast, overload
from uuid import UUID

from pluralkit_api import UNSET, PluralKit, events
from pluralkit_api.models import (
    Group,
    Member,
    Message,
    MessageMember,
    Switch,
    SwitchWithMembers,
    System,
)
from pluralkit_api.schemas import SCHEMAS


class Model(Protocol):
    """What all models of `pluralkit_api` have."""

    def to_dict(self) -> dict[str, Any]: ...

    @classmethod
    def from_json(cls, content: str | bytes) -> Self: ...


M = TypeVar("M", bound=Model)

_TIME = "2024-01-01T00:00:00Z"
_SIGNATURE = PluralKit.api.wire_format.signature_field
_SHORT_ID = SCHEMAS["ShortId"]["x-pluralkit-new"]


def system(*, seed: int = 0, **fields: object) -> System:
    """Make a system.

    Args:
        seed: Makes the ids of systems that are otherwise alike differ.
        fields: Fields of the model, as the model has them or as JSON has them; of a nested object, some keys
            are enough.

    Raises:
        TypeError: The model has no such field.
        ValueError: A field cannot have this value.
    """
    return make(System, seed=seed, **fields)


def member(*, seed: int = 0, **fields: object) -> Member:
    """Make a member. See `system`."""
    return make(Member, seed=seed, **fields)


def group(*, seed: int = 0, **fields: object) -> Group:
    """Make a group. See `system`."""
    return make(Group, seed=seed, **fields)


@overload
def switch(*, members: Sequence[Member], seed: int = 0, **fields: object) -> SwitchWithMembers: ...


@overload
def switch(*, members: Sequence[str] = (), seed: int = 0, **fields: object) -> Switch: ...


def switch(
    *, members: Sequence[Member] | Sequence[str] = (), seed: int = 0, **fields: object
) -> Switch | SwitchWithMembers:
    """Make a switch. See `system`.

    Args:
        members: The members in full, for a `SwitchWithMembers`, or their short ids, for a `Switch`.
        seed: Makes the ids of switches that are otherwise alike differ.
        fields: Fields of the model. See `system`.
    """
    fields["members"] = list(members)
    if any(isinstance(each, Member) for each in members):
        return make(SwitchWithMembers, seed=seed, **fields)
    return make(Switch, seed=seed, **fields)


def message(*, seed: int = 0, member: Member | None = None, **fields: object) -> Message:
    """Make a message that was proxied, for a member if one is given. See `system`.

    Args:
        seed: See `system`.
        member: The member. Where no `system` is given either, the message has one with the member's short id.
        fields: See `system`.
    """
    if member is None:
        return make(Message, seed=seed, **fields)
    inside = {name: value for name, value in member.to_dict().items() if name != "system"}
    fields = {"system": system(id=member.system, seed=seed), **fields}
    return make(Message, seed=seed, member=MessageMember.from_json(json.dumps(inside)), **fields)


@overload
def event(kind: type[M], *, seed: int = 0, **fields: object) -> M: ...


@overload
def event(kind: str, *, seed: int = 0, **fields: object) -> events.Event: ...


def event(kind: type[M] | str, *, seed: int = 0, **fields: object) -> M | events.Event:
    """Make an event, as `events.parse` returns it.

    Args:
        kind: A class of `pluralkit_api.events`, or the type of the event, such as "UPDATE_MEMBER".
        seed: See `system`.
        fields: Fields of the event, such as `id` and `data`. See `system`.

    Raises:
        TypeError: The event has no such field.
        ValueError: There is no such type, or a field cannot have this value.
    """
    if isinstance(kind, str):
        if kind not in events.BY_TYPE:
            raise ValueError(f"there is no event {kind!r}; there are {', '.join(events.BY_TYPE)}")
        return cast("events.Event", make(cast("type[Model]", events.BY_TYPE[kind]), seed=seed, **fields))
    return make(kind, seed=seed, **fields)


def event_body(event: events.Event, token: str) -> bytes:
    """Make the body of the request that brings an event, to be handed to a receiver.

    Args:
        event: What `event` returned.
        token: The signing token.
    """
    content = cast("Model", event).to_dict()
    return json.dumps({**content, _SIGNATURE: token}).encode()


def make(model: type[M], *, seed: int = 0, **fields: object) -> M:
    """Make any model of `pluralkit_api.models` or `pluralkit_api.events`.

    Args:
        model: The class of the model or event.
        seed: Makes the ids of objects that are otherwise alike differ.
        fields: Fields of the model. See `system`.

    Raises:
        TypeError: The model has no such field.
        ValueError: A field cannot have this value.
    """
    name = model.__name__
    known = SCHEMAS[name]["properties"].keys() - {_SIGNATURE}
    if unknown := fields.keys() - known:
        raise TypeError(
            f"{name} has no {', '.join(map(repr, sorted(unknown)))}; it has {', '.join(sorted(known))}"
        )
    given = {key: _plain(value) for key, value in fields.items() if value is not UNSET}
    ids = _Ids(f"{name} {seed} {json.dumps(given, sort_keys=True)}")
    content = _merged(_object(SCHEMAS[name], name, ids), given, ids, SCHEMAS[name])
    return model.from_json(json.dumps(content))


class _Ids:
    """Ids that follow from a text."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._count = 0

    def _digest(self) -> bytes:
        self._count += 1
        return sha256(f"{self._origin} {self._count}".encode("utf-8", "surrogatepass")).digest()

    def uuid(self) -> str:
        return str(UUID(bytes=self._digest()[:16], version=4))

    def short(self) -> str:
        letters = _SHORT_ID["alphabet"]
        return "".join(letters[byte % len(letters)] for byte in self._digest()[: _SHORT_ID["length"]])

    def snowflake(self) -> str:
        return str(10**17 + int.from_bytes(self._digest()[:7], "big") % 10**17)


def _plain(value: object) -> object:
    """A value as JSON has it."""
    match value:
        case date():
            return value.isoformat()  # of a datetime, too
        case UUID():
            return str(value)
        case Mapping():
            entries = cast("Mapping[str, object]", value).items()
            return {key: _plain(each) for key, each in entries if each is not UNSET}
        case list() | tuple():
            return [_plain(each) for each in cast("Sequence[object]", value)]
        case _:
            to_dict: Callable[[], object] | None = getattr(value, "to_dict", None)
            return value if to_dict is None else to_dict()


def _merged(made: dict[str, Any], given: Mapping[str, object], ids: _Ids, schema: Any) -> dict[str, Any]:
    """What was made, with what is given in its place; of nested objects that are always whole, key by key."""
    result = dict(made)
    for key, value in given.items():
        inner = _alternative(schema["properties"].get(key, {}))
        if isinstance(value, Mapping) and "properties" in inner:
            base = made.get(key)
            start = cast("dict[str, Any]", base) if isinstance(base, dict) else _object(inner, key, ids)
            if not inner.get("required"):
                start = {}
            result[key] = _merged(start, cast("Mapping[str, object]", value), ids, inner)
        else:
            result[key] = value
    return result


def _object(schema: Any, name: str, ids: _Ids) -> dict[str, Any]:
    properties = schema["properties"]
    wanted = list(schema.get("required", ()))
    wanted += [key for key in properties if key not in wanted][: schema.get("minProperties", 0) - len(wanted)]
    return {key: _value(properties[key], key, name, ids) for key in properties if key in wanted}


def _value(schema: Any, key: str, name: str, ids: _Ids) -> Any:
    if "x-pluralkit-initial" in schema:
        return schema["x-pluralkit-initial"]
    if "const" in schema:
        return schema["const"]
    owned = schema.get("x-pluralkit-privacy", {}).get("key") == "owner"
    types = schema.get("type", ())
    nullable = "null" in types or {"type": "null"} in schema.get("oneOf", ())
    if nullable and not owned:
        return None
    if schema.get("$ref", "").endswith("/ShortId"):
        return ids.short()
    schema = _alternative(schema)
    if "x-pluralkit-new" in schema:
        return ids.short()
    if "properties" in schema:
        return _object(schema, key, ids)
    if "enum" in schema:
        return schema["enum"][0]
    types = schema.get("type", "null")  # without a type: any JSON
    kind = types if isinstance(types, str) else next(each for each in types if each != "null")
    match kind:
        case "null":
            return None
        case "boolean":
            return False
        case "integer":
            return max(schema.get("minimum", 0), 0)
        case "array":
            return []
        case _:
            return _text(schema, key, name, ids)


def _text(schema: Any, key: str, name: str, ids: _Ids) -> str:
    match schema.get("format"):
        case "date-time":
            return _TIME
        case "uuid":
            return ids.uuid()
        case _:
            pattern = schema.get("pattern", "")
            literal = re.sub(r"\((\w+)\|[^)]*\)", r"\1", pattern).strip("^$").replace("\\", "")
            made = (f"{name} {key}" if key != "name" else name, ids.uuid(), ids.snowflake(), literal)
            return next((text for text in made if re.search(pattern, text)), made[0])


def _alternative(schema: Any) -> Any:
    """The schema that a reference, or a reference that may be null, stands for."""
    for part in schema.get("oneOf", ()):
        if part != {"type": "null"}:
            schema = {**schema, **part}
            break
    reference = schema.get("$ref")
    return SCHEMAS[reference.rpartition("/")[2]] if reference else schema
