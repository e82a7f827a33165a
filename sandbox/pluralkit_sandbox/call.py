"""One API request as operations and layers see it, and what an operation answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from pluralkit_sandbox import errors, refs
from pluralkit_sandbox.auth import Caller
from pluralkit_sandbox.compat import convert, json, times
from pluralkit_sandbox.contract import Operation
from pluralkit_sandbox.store import Document, Entity, Kind, Switch
from pluralkit_sandbox.world import World

_MEDIA_TYPE = re.compile(r"\s*(?:application|text)/json\s*|\s*application/[^;\s]*\+json\s*", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_BOUNDARY = re.compile(r";\s*boundary\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
# A byte order mark is no white space of JSON.
_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le"}
_UNSIGNED = re.compile(r"\s*(?:(?:0[xX]|&[hH]|#)([0-9a-fA-F]+)|\+?([0-9]+))\s*")
_SIGNED = re.compile(r"\s*(?:(?:0[xX]|&[hH]|#)([0-9a-fA-F]+)|([+-]?[0-9]+))\s*")


_KINDS: dict[str, Kind] = {"systemRef": "systems", "memberRef": "members", "groupRef": "groups"}


class Answer(NamedTuple):
    status: int
    body: object


NO_CONTENT = Answer(204, None)


def ok(body: object) -> Answer:
    return Answer(200, body)


@dataclass(slots=True)
class Call:
    """What an operation, and every layer in front of it, knows of a request."""

    world: World
    request: Request
    operation: Operation | None
    """None where the route does not have the method."""
    caller: Caller
    params: dict[str, str]
    """The parameters of the path, decoded."""
    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    """What the references in the path name, by the name of the parameter; a switch stands in `switch`."""
    switch: Switch | None = None
    body: bytes | None = b""
    """None for one that is too long."""

    @property
    def subject(self) -> int | None:
        """The system that the thing asked for belongs to; None where nothing in particular is asked for."""
        if self.switch:
            return self.switch.system
        return next((entity.system for entity in reversed(self.entities.values())), None)

    # What the path names

    def resolve(self) -> None:
        """Look up what the references in the path name, as it is now.

        Raises ApiError where something is not there.
        """
        for name, ref in self.params.items():
            if name == "systemRef" and ref == "@me":
                self.entities[name] = self.world.store.get("systems", self.require_caller())
            elif name in _KINDS:
                self.entities[name] = refs.find(self.world.store, _KINDS[name], ref)
                if self.operation and not self.operation.by_face and not refs.is_taken(_KINDS[name], ref):
                    # One operation names the reference.
                    names_it = self.operation.id == "listMemberGroups"
                    raise (
                        errors.error("ListedMemberNotFound", ref)
                        if names_it
                        else refs.not_found(_KINDS[name])
                    )
            elif name == "switchRef":
                self.switch = refs.find_switch(self.world.store, ref)

    @property
    def system(self) -> Entity:
        return self.entities["systemRef"]

    @property
    def member(self) -> Entity:
        return self.entities["memberRef"]

    @property
    def group(self) -> Entity:
        return self.entities["groupRef"]

    def own_switch(self) -> Switch:
        """The switch in the path, which must be of the system in the path. Raises ApiError."""
        if self.switch is None or self.switch.system != self.system.id:
            raise errors.error("SwitchNotVisible")
        return self.switch

    def snowflake(self, name: str) -> str:
        """A parameter of the path that is the id of a Discord thing. Raises ApiError."""
        return _unsigned(self.params[name])

    # Who asks

    def is_self(self, system: int) -> bool:
        """Whether the caller is this system, whatever its key lets it see."""
        return self.caller.system == system

    def is_owner(self, system: int) -> bool:
        """Whether the private side of this system is open to the caller."""
        return self.caller.private and self.caller.system == system

    def require_caller(self) -> int:
        """The caller's system. Raises ApiError for an anonymous caller."""
        if self.caller.system is None:
            raise errors.general(401)
        return self.caller.system

    def require_own_system(self) -> None:
        """Raises ApiError unless the system in the path is the caller's."""
        if not self.is_owner(self.system.id):
            raise errors.general(403)

    def require_listable(self, entity: Entity) -> None:
        """Raises ApiError where a list privacy of this system or group closes the operation to the caller."""
        rule = self.operation and self.operation.list_privacy
        if rule and not self.is_self(entity.system) and entity.document["privacy"][rule.key] == "private":
            raise errors.error(rule.error)

    def require_own_member(self) -> None:
        """Raises ApiError unless the member in the path is of the caller's system."""
        if self.member.system != self.require_caller():
            raise errors.error("MemberNotYours")

    def require_own_group(self) -> None:
        """Raises ApiError unless the group in the path is of the caller's system."""
        if self.group.system != self.require_caller():
            raise errors.error("GroupNotYours")

    # What is sent

    def json_object(self, *, typed: bool = False) -> Document:
        """The body, which must be an object; `typed` as in `json.loads`. Raises ApiError or ProblemError."""
        value = self._json(typed=typed)
        if not json.is_object(value):
            raise errors.general(400)
        return value

    def json_list(self) -> list[object]:
        """The body, which must be a list. Raises ApiError or ProblemError."""
        value = self._json()
        if not json.is_list(value):
            raise errors.general(400)
        return value

    def _json(self, *, typed: bool = False) -> object:
        if self.body is None:
            raise errors.general(400)
        # Of a list of types the service reads the first.
        content_type = self.request.headers.get("content-type", "").partition(",")[0]
        media_type = content_type.partition(";")[0]
        if media_type.strip().lower() == "multipart/form-data" and not _is_form(content_type, self.body):
            raise errors.general(400)
        charset = _CHARSET.search(content_type)
        codec = _CODECS.get(charset[1].lower()) if charset else "utf-8"
        if codec is None or not _MEDIA_TYPE.fullmatch(media_type):
            raise errors.ProblemError(415)
        try:
            return json.loads(self.body.decode(codec), typed=typed)
        except ValueError:
            raise errors.general(400) from None

    def _raw_query(self, name: str) -> str | None:
        """A parameter of the query, by its name in any case; the first counts."""
        raw = self.request.scope["query_string"].decode("latin-1")
        parameters = parse_qsl(raw, keep_blank_values=True) if raw else ()
        return next((value for key, value in parameters if key.lower() == name), None)

    def _query(self, name: str) -> str | None:
        """A parameter of the query; None where it is missing or blank."""
        value = self._raw_query(name)
        return None if value is None or convert.is_blank(value) else value

    def query_flag(self, name: str) -> bool:
        """A boolean of the query, false where it is missing.

        Raises ApiError for all but true and false, also for blanks.
        """
        value = self._raw_query(name)
        try:
            return value is not None and convert.to_bool(value)
        except convert.ConversionError:
            raise errors.general(400) from None

    def query_int(self, name: str) -> int | None:
        """A 32-bit integer of the query. Raises ApiError."""
        if (value := self._query(name)) is None:
            return None
        if not (found := _SIGNED.fullmatch(value)) or len(value) > 40:
            raise errors.general(400)
        number = int(found[1], 16) if found[1] else int(found[2])
        if not -(2**31) <= number < 2**31:
            raise errors.general(400)
        return number

    def query_snowflake(self, name: str) -> str | None:
        """The id of a Discord thing in the query. Raises ApiError."""
        value = self._query(name)
        return None if value is None else _unsigned(value)

    def query_instant(self, name: str) -> int | None:
        """A time of the query, in microseconds since 1970. Raises ApiError."""
        if (value := self._query(name)) is None:
            return None
        try:
            return times.to_stored(times.parse_instant(value))
        except convert.ConversionError:
            raise errors.general(400) from None


Handler = Callable[[Call], Response]
Layer = Callable[[Call, Handler], Response]
"""Stands in front of the operations, and may answer in their place: the rate limiter."""


def _is_form(content_type: str, body: bytes) -> bool:
    """Whether a multipart form is complete, so that the service reads it before it refuses the type."""
    boundary = _BOUNDARY.search(content_type)
    return boundary is not None and f"--{boundary[1]}--".encode("latin-1") in body


def _unsigned(text: str) -> str:
    """A 64-bit unsigned integer as ASP.NET reads it, in plain digits."""
    if not (found := _UNSIGNED.fullmatch(text)) or len(text) > 40:
        raise errors.general(400)
    number = int(found[1], 16) if found[1] else int(found[2])
    if number >= 2**64:
        raise errors.general(400)
    return str(number)
