"""`Call`: one API request as seen by operations and layers; `Answer`: the result of an operation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from pluralkit_sandbox import contract, errors, refs
from pluralkit_sandbox.auth import Caller
from pluralkit_sandbox.compat import convert, json, times
from pluralkit_sandbox.contract import Operation
from pluralkit_sandbox.store import Document, Entity, Kind, Switch
from pluralkit_sandbox.world import World

_MEDIA_TYPE = re.compile(r"\s*(?:application|text)/json\s*|\s*application/[^;\s]*\+json\s*", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_BOUNDARY = re.compile(r";\s*boundary\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
# JSON does not treat a byte order mark as white space: do not strip it.
_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le"}
_UNSIGNED = re.compile(r"\s*(?:(?:0[xX]|&[hH]|#)([0-9a-fA-F]+)|\+?([0-9]+))\s*")
_SIGNED = re.compile(r"\s*(?:(?:0[xX]|&[hH]|#)([0-9a-fA-F]+)|([+-]?[0-9]+))\s*")


_KINDS: dict[str, Kind] = {"systemRef": "systems", "memberRef": "members", "groupRef": "groups"}


class Answer(NamedTuple):
    """Result of an operation.

    Attributes:
        status: The status.
        body: The JSON body; None for no body.
    """

    status: int
    body: object


NO_CONTENT = Answer(204, None)


def ok(body: object) -> Answer:
    """Create a 200 result."""
    return Answer(200, body)


@dataclass(slots=True)
class Call:
    """A request with its caller and the entities in its path.

    Attributes:
        world: Data of the API.
        request: The HTTP request.
        operation: The operation; None if the route does not have the method.
        caller: The caller.
        params: Path parameters, decoded.
        entities: Entities that the references in the path name, by parameter; switches are in `switch`.
        switch: The switch in the path.
        body: The body; None if it is too long.
    """

    world: World
    request: Request
    operation: Operation | None
    caller: Caller
    params: dict[str, str]
    entities: dict[str, Entity] = field(default_factory=dict[str, Entity])
    switch: Switch | None = None
    body: bytes | None = b""

    @property
    def subject(self) -> int | None:
        """Row id of the system that owns the last entity in the path; None if the path names no entity."""
        if self.switch:
            return self.switch.system
        return next((entity.system for entity in reversed(self.entities.values())), None)

    # Path

    def resolve(self) -> None:
        """Look up the entities that the references in the path name.

        Raises:
            ApiError: An entity does not exist, or an anonymous caller refers to its own system.
        """
        own_reference = contract.load().own_reference
        for name, ref in self.params.items():
            if name == "systemRef" and ref == own_reference:
                self.entities[name] = self.world.store.get("systems", self.require_caller())
            elif name in _KINDS:
                self.entities[name] = refs.find(self.world.store, _KINDS[name], ref)
                if (
                    self.operation
                    and not self.operation.by_gateway
                    and not refs.is_accepted(_KINDS[name], ref)
                ):
                    # Only this operation has the reference in its error message.
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
        """The system in the path."""
        return self.entities["systemRef"]

    @property
    def member(self) -> Entity:
        """The member in the path."""
        return self.entities["memberRef"]

    @property
    def group(self) -> Entity:
        """The group in the path."""
        return self.entities["groupRef"]

    def own_switch(self) -> Switch:
        """Return the switch in the path.

        Raises:
            ApiError: It does not belong to the system in the path.
        """
        if self.switch is None or self.switch.system != self.system.id:
            raise errors.error("SwitchNotVisible")
        return self.switch

    def snowflake(self, name: str) -> str:
        """Return a path parameter that is a Discord id.

        Args:
            name: Name of the parameter.

        Raises:
            ApiError: The parameter is not an integer of 64 bits.
        """
        return _unsigned(self.params[name])

    # Caller

    def is_self(self, system: int) -> bool:
        """Return whether the caller authenticated as a system, regardless of its key's scopes.

        Args:
            system: Row id of the system.
        """
        return self.caller.system == system

    def is_owner(self, system: int) -> bool:
        """Return whether the caller may access private data of a system.

        Args:
            system: Row id of the system.
        """
        return self.caller.private and self.caller.system == system

    def require_caller(self) -> int:
        """Return the row id of the caller's system.

        Raises:
            ApiError: The caller is anonymous.
        """
        if self.caller.system is None:
            raise errors.general(401)
        return self.caller.system

    def require_own_system(self) -> None:
        """Check that the system in the path is the caller's.

        Raises:
            ApiError: It is not.
        """
        if not self.is_owner(self.system.id):
            raise errors.general(403)

    def require_listable(self, entity: Entity) -> None:
        """Check that a list is not private, or the caller's own.

        Args:
            entity: The system or group that the list belongs to.

        Raises:
            ApiError: The list is private.
        """
        rule = self.operation and self.operation.list_privacy
        if rule and not self.is_self(entity.system) and entity.document["privacy"][rule.key] == "private":
            raise errors.error(rule.error)

    def require_own_member(self) -> None:
        """Check that the member in the path belongs to the caller's system.

        Raises:
            ApiError: It does not.
        """
        if self.member.system != self.require_caller():
            raise errors.error("MemberNotYours")

    def require_own_group(self) -> None:
        """Check that the group in the path belongs to the caller's system.

        Raises:
            ApiError: It does not.
        """
        if self.group.system != self.require_caller():
            raise errors.error("GroupNotYours")

    # Body and query

    def json_object(self, *, typed: bool = False) -> Document:
        """Decode the body as a JSON object.

        Args:
            typed: As for `compat.json.loads`.

        Raises:
            ApiError: The body is not a JSON object.
            ProblemError: The Content-Type is not JSON.
        """
        value = self._json(typed=typed)
        if not json.is_object(value):
            raise errors.general(400)
        return value

    def json_list(self) -> list[object]:
        """Decode the body as a JSON list.

        Raises:
            ApiError: The body is not a JSON list.
            ProblemError: The Content-Type is not JSON.
        """
        value = self._json()
        if not json.is_list(value):
            raise errors.general(400)
        return value

    def _json(self, *, typed: bool = False) -> object:
        if self.body is None:
            raise errors.general(400)
        # The service uses the first of several content types.
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
        """Return the first query parameter with a name, ignoring case; None if it is missing."""
        raw = self.request.scope["query_string"].decode("latin-1")
        parameters = parse_qsl(raw, keep_blank_values=True) if raw else ()
        return next((value for key, value in parameters if key.lower() == name), None)

    def _query(self, name: str) -> str | None:
        """Return a query parameter; None if it is missing or blank."""
        value = self._raw_query(name)
        return None if value is None or convert.is_blank(value) else value

    def query_flag(self, name: str) -> bool:
        """Return a boolean query parameter; False if it is missing.

        Args:
            name: Name of the parameter.

        Raises:
            ApiError: The value is not true or false; also for a blank value.
        """
        value = self._raw_query(name)
        try:
            return value is not None and convert.to_bool(value)
        except convert.ConversionError:
            raise errors.general(400) from None

    def query_int(self, name: str) -> int | None:
        """Return a 32-bit integer query parameter; None if it is missing or blank.

        Args:
            name: Name of the parameter.

        Raises:
            ApiError: The value is not such an integer.
        """
        if (value := self._query(name)) is None:
            return None
        if not (found := _SIGNED.fullmatch(value)) or len(value) > 40:
            raise errors.general(400)
        number = int(found[1], 16) if found[1] else int(found[2])
        if not -(2**31) <= number < 2**31:
            raise errors.general(400)
        return number

    def query_snowflake(self, name: str) -> str | None:
        """Return a query parameter that is a Discord id; None if it is missing or blank.

        Args:
            name: Name of the parameter.

        Raises:
            ApiError: The value is not an integer of 64 bits.
        """
        value = self._query(name)
        return None if value is None else _unsigned(value)

    def query_instant(self, name: str) -> int | None:
        """Return a timestamp query parameter in microseconds since 1970; None if it is missing or blank.

        Args:
            name: Name of the parameter.

        Raises:
            ApiError: The value is not a timestamp.
        """
        if (value := self._query(name)) is None:
            return None
        try:
            return times.to_stored(times.parse_instant(value))
        except convert.ConversionError:
            raise errors.general(400) from None


Handler = Callable[[Call], Response]
Layer = Callable[[Call, Handler], Response]
"""Wraps a handler, and may respond without calling it (rate limits)."""


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
