"""Read, validate and complete seeds: JSON files with initial data.

docs/seed.md describes the format. The contract states the fields of systems, members and groups; missing
fields are null, false, empty or public, and missing ids and tokens are generated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from pluralkit_sandbox import contract, documents
from pluralkit_sandbox.compat import convert, times
from pluralkit_sandbox.compat.json import is_list, is_object
from pluralkit_sandbox.contract import Schema
from pluralkit_sandbox.export_seed import is_export, to_seed
from pluralkit_sandbox.identifiers import new_short_id, new_token, new_uuid
from pluralkit_sandbox.seed_fields import mistake
from pluralkit_sandbox.store import Document

_T = TypeVar("_T")

_SNOWFLAKE = re.compile(r"[0-9]{1,19}")
DEMO = Path(__file__).with_name("demo.json")
"""The default seed."""
_DEFAULT_CREATED = "2020-01-01T00:00:00Z"


class SeedError(ValueError):
    """A seed is invalid; the message begins with the place of the error."""


class KeySeed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An API key in a seed. docs/seed.md describes the fields."""

    id: str = msgspec.field(default_factory=new_uuid)
    type: str = "user_created"
    scopes: list[str]
    token: str


class SwitchSeed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A switch in a seed. docs/seed.md describes the fields."""

    id: str = msgspec.field(default_factory=new_uuid)
    timestamp: str
    members: list[str] = []


class AutoproxySeed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Autoproxy settings for a guild in a seed. docs/seed.md describes the fields."""

    guild_id: str
    autoproxy_mode: str
    autoproxy_member: str | None = None
    last_latch_timestamp: str | None = None


class MessageSeed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A proxied message in a seed. docs/seed.md describes the fields."""

    id: str
    original: str | None = None
    sender: str
    channel: str
    guild: str | None = None
    member: str | None = None


class SystemSeed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A system in a seed. docs/seed.md describes the fields."""

    key: str = ""
    token: str = msgspec.field(default_factory=new_token)
    api_keys: list[KeySeed] = []
    webhook_token: str | None = None
    accounts: list[str] = []
    system: Document = {}
    settings: Document = {}
    members: list[Document] = []
    groups: list[Document] = []
    switches: list[SwitchSeed] = []
    guilds: list[Document] = []
    member_guilds: list[Document] = []
    autoproxy: list[AutoproxySeed] = []
    messages: list[MessageSeed] = []


class Seed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Initial data of a sandbox; `read` returns it validated and complete.

    Attributes:
        systems: The systems.
    """

    systems: list[SystemSeed]


def read(source: bytes) -> Seed:
    """Parse, validate and complete a seed or an export file of the bot.

    Args:
        source: The JSON text.

    Raises:
        SeedError: The seed is invalid; the message begins with the place of the first error.
    """
    try:
        document = msgspec.json.decode(source)
        seed = msgspec.convert(to_seed(document) if is_export(document) else document, type=Seed)
    except msgspec.ValidationError as mistake:
        problem, _, place = str(mistake).partition(" - at `$")
        raise SeedError(f"{place.strip('`.') or 'the file'}: {problem[:1].lower()}{problem[1:]}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as mistake:
        raise SeedError(f"the file: not JSON ({mistake})") from None
    checker = _Checker()
    for at, system in _each("systems", seed.systems):
        checker.system(at, system)
    return seed


def _each(at: str, items: Iterable[_T]) -> Iterator[tuple[str, _T]]:
    for index, item in enumerate(items):
        yield f"{at}[{index}]", item


class _Checker:
    """Validates what types cannot express, and adds missing values."""

    def __init__(self) -> None:
        self._schemas = contract.load().schemas
        self._seen: dict[tuple[str, str], str] = {}

    def system(self, at: str, seed: SystemSeed) -> None:
        self._once("token", seed.token, f"{at}.token")
        for place, key in _each(f"{at}.api_keys", seed.api_keys):
            self._once("token", key.token, f"{place}.token")
            self._once("key", key.id, f"{place}.id")
        for place, account in _each(f"{at}.accounts", seed.accounts):
            self._once("account", _snowflake(place, account), place)
        seed.system = self._entity(f"{at}.system", seed.system, "System")
        if seed.system["webhook_url"] and seed.webhook_token is None:
            seed.webhook_token = new_token()
        # A null limit means the default.
        limits = {
            key: seed.settings.pop(key)
            for key in ("member_limit", "group_limit")
            if seed.settings.get(key, 0) is None
        }
        seed.settings = self._complete(f"{at}.settings", seed.settings, "SystemSettings") | limits
        seed.members = [
            self._entity(place, given, "Member") for place, given in _each(f"{at}.members", seed.members)
        ]
        for member in seed.members:
            member["proxy_tags"] = [{"prefix": None, "suffix": None, **tag} for tag in member["proxy_tags"]]
        members = {member["id"] for member in seed.members}
        seed.groups = [
            self._group(place, given, members) for place, given in _each(f"{at}.groups", seed.groups)
        ]
        self._switches(f"{at}.switches", seed.switches, members)
        seed.guilds = [
            self._guild(place, given, "SystemGuildSettings")
            for place, given in _each(f"{at}.guilds", seed.guilds)
        ]
        seed.member_guilds = [
            self._guild(place, given, "MemberGuildSettings", members)
            for place, given in _each(f"{at}.member_guilds", seed.member_guilds)
        ]
        for place, proxy in _each(f"{at}.autoproxy", seed.autoproxy):
            self._autoproxy(place, proxy, members)
        for place, message in _each(f"{at}.messages", seed.messages):
            self._message(place, message, members)

    def _entity(self, at: str, given: Document, schema: str) -> Document:
        """Return a complete system, member or group."""
        document = self._complete(at, given, schema)
        document["id"] = given.get("id") or self._new_short_id(schema)
        document["uuid"] = _uuid(f"{at}.uuid", given.get("uuid") or new_uuid())
        self._check(f"{at}.id", schema, "id", document["id"])
        self._once(schema, document["id"], f"{at}.id")
        self._once(f"{schema} uuid", document["uuid"], f"{at}.uuid")
        document["created"] = document["created"] or _DEFAULT_CREATED
        if not document["name"] and not self._schemas[schema].fields["name"].nullable:
            raise SeedError(f"{at}.name: must be a text that is not empty")
        return document

    def _group(self, at: str, given: Document, members: set[str]) -> Document:
        group = self._entity(at, given, "Group")
        group["members"] = _list(f"{at}.members", given.get("members", []))
        for place, ref in _each(f"{at}.members", group["members"]):
            _known(place, ref, members)
        if len(set(group["members"])) < len(group["members"]):
            raise SeedError(f"{at}.members: names a member twice")
        return group

    def _switches(self, at: str, switches: list[SwitchSeed], members: set[str]) -> None:
        for place, switch in _each(at, switches):
            switch.id = _uuid(f"{place}.id", switch.id)
            self._once("switch", switch.id, f"{place}.id")
            self._once(
                f"time in {at}", str(_instant(f"{place}.timestamp", switch.timestamp)), f"{place}.timestamp"
            )
            for where, ref in _each(f"{place}.members", switch.members):
                _known(where, ref, members)

    def _guild(self, at: str, given: Document, schema: str, members: set[str] | None = None) -> Document:
        """Return complete settings for a Discord server."""
        own = {"guild_id", "member"} if members is not None else {"guild_id"}
        document = self._complete(at, {key: value for key, value in given.items() if key not in own}, schema)
        document["guild_id"] = _snowflake(f"{at}.guild_id", given.get("guild_id"))
        if members is not None:
            document["member"] = given.get("member")
            _known(f"{at}.member", document["member"], members)
        return document

    def _autoproxy(self, at: str, proxy: AutoproxySeed, members: set[str]) -> None:
        _snowflake(f"{at}.guild_id", proxy.guild_id)
        self._check(f"{at}.autoproxy_mode", "AutoproxySettings", "autoproxy_mode", proxy.autoproxy_mode)
        if proxy.autoproxy_member is not None:
            _known(f"{at}.autoproxy_member", proxy.autoproxy_member, members)
        if proxy.last_latch_timestamp is not None:
            _instant(f"{at}.last_latch_timestamp", proxy.last_latch_timestamp)

    def _message(self, at: str, message: MessageSeed, members: set[str]) -> None:
        self._once("message", _snowflake(f"{at}.id", message.id), f"{at}.id")
        if message.member is not None:
            _known(f"{at}.member", message.member, members)

    def _complete(self, at: str, given: Document, schema: str) -> Document:
        """Return a document with all fields of its schema."""
        document = documents.blank(schema)
        known = self._schemas[schema]
        for key, value in given.items():
            if key not in known.fields:
                raise SeedError(f"{at}.{key}: is not a field of {schema}")
            if key == "privacy":
                document[key] |= self._levels(f"{at}.{key}", value, self._schemas[f"{schema}Privacy"])
            elif key not in documents.COLUMNS:
                self._check(f"{at}.{key}", schema, key, value)
                document[key] = value
        return document

    def _levels(self, at: str, value: object, schema: Schema) -> Document:
        if not is_object(value):
            raise SeedError(f"{at}: must be an object")
        for key, level in value.items():
            if key not in schema.fields:
                raise SeedError(f"{at}.{key}: is not a field of {schema.name}")
            self._check(f"{at}.{key}", schema.name, key, level)
        return value

    def _check(self, at: str, schema: str, field: str, value: object) -> None:
        """Validate the value of a field against the contract."""
        if found := mistake(schema, field, value):
            place, message = found
            raise SeedError(f"{at}{place}: {message}")
        if isinstance(value, str) and self._schemas[schema].fields[field].format == "date-time":
            _instant(at, value)

    def _once(self, kind: str, value: str, at: str) -> None:
        if (first := self._seen.setdefault((kind, value), at)) != at:
            raise SeedError(f"{at}: is the same as {first}")

    def _new_short_id(self, kind: str) -> str:
        while (kind, hid := new_short_id()) in self._seen:
            pass
        return hid


def _instant(at: str, text: str) -> int:
    try:
        return times.to_stored(times.parse_instant(text))
    except convert.ConversionError:
        raise SeedError(f"{at}: must be a time in UTC that ends in Z, as 2020-01-02T03:04:05Z") from None


def _uuid(at: str, value: object) -> str:
    if not isinstance(value, str) or (found := convert.parse_guid(value)) is None:
        raise SeedError(f"{at}: must be a UUID")
    return found


def _snowflake(at: str, value: object) -> str:
    if not isinstance(value, str) or not _SNOWFLAKE.fullmatch(value) or int(value) >= 2**63:
        raise SeedError(f"{at}: must be a Discord id, digits in a string")
    return value


def _list(at: str, value: object) -> list[object]:
    if not is_list(value):
        raise SeedError(f"{at}: must be a list")
    return value


def _known(at: str, ref: object, members: set[str]) -> None:
    if ref not in members:
        raise SeedError(f"{at}: {ref!r} is not the id of a member of this system")
