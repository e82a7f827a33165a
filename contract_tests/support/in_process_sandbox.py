"""In-process sandbox, deterministic by default: frozen clock, sequential ids."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID

import httpx
import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.exchange import Answer, Exchange, Request
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.rates import Limits
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.webhooks import Dispatch
from pluralkit_sandbox.world import World

from contract_tests.recordings.loader import world as recorded_world

from .asgi import LOOPBACK, Application, ask

NOW: Final = datetime(2026, 7, 1, 12, tzinfo=UTC)
USER_AGENT = "contract tests (sandbox)"
Rows: TypeAlias = Mapping[str, frozenset[tuple[object, ...]]]
"""The rows of each table."""

_OWNED: Final = {
    "systems": "system = :system",
    "accounts": "system = :system",
    "api_keys": "system = :system",
    "members": "system = :system",
    "groups": "system = :system",
    "switches": "system = :system",
    "system_guilds": "system = :system",
    "autoproxy": "system = :system OR member IN (SELECT id FROM members WHERE system = :system)",
    "member_guilds": "member IN (SELECT id FROM members WHERE system = :system)",
    "messages": "member IN (SELECT id FROM members WHERE system = :system)",
    "group_members": '"group" IN (SELECT id FROM groups WHERE system = :system)'
    " OR member IN (SELECT id FROM members WHERE system = :system)",
    "switch_members": "switch IN (SELECT id FROM switches WHERE system = :system)"
    " OR member IN (SELECT id FROM members WHERE system = :system)",
}
"""Which rows have to do with a system."""


class CountedIds:
    """Sequential ids."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def short_id(self) -> str:
        number, letters = next(self._numbers), ""
        for _ in range(6):
            number, letter = divmod(number, 26)
            letters = string.ascii_lowercase[letter] + letters
        return letters

    def uuid(self) -> str:
        return str(UUID(int=next(self._numbers), version=4))


class InProcessSandbox:
    """A sandbox that is called without a socket.

    Attributes:
        app: The ASGI application.
        state: Its state.
    """

    def __init__(
        self,
        seed: Json | None = None,
        *,
        limits: Limits = None,
        app_tokens: Mapping[str, int] | None = None,
        database: Path | None = None,
        deterministic: bool = True,
    ) -> None:
        """Start with a seed.

        Args:
            seed: Initial data. Default: the systems of the recordings.
            limits: Rate limits; `{}` for the deployed ones. Default: none.
            app_tokens: Registered applications, with their rates.
            database: SQLite file. Default: in memory.
            deterministic: Whether the clock is frozen and ids are sequential.
        """
        content = msgspec.json.encode(recorded_world() if seed is None else seed)
        self.state = Sandbox(read(content), limits=limits, applications=app_tokens, database=database)
        self.app: Application = create_app(self.state, control_api=False)
        self.tokens: Mapping[str, str] = {
            system.key: system.token for system in self.state.known.values() if system.key
        }
        self._is_deterministic = deterministic
        if deterministic:
            self.reset()

    def reset(self) -> None:
        """Restore the initial state."""
        # Row ids are compared between runs: restart their sequence like that of the other ids.
        self.world.store.connection.execute("DELETE FROM sqlite_sequence")
        self.state.reset()
        if self._is_deterministic:
            self.world.ids = CountedIds()
            self.move_clock(NOW)

    def close(self) -> None:
        self.world.close()

    @property
    def world(self) -> World:
        return self.state.world

    def move_clock(self, now: datetime) -> None:
        """Freeze the clock at a time."""
        self.state.set_clock(now, frozen=True)

    def send(self, request: Request, address: str = LOOPBACK) -> Answer:
        return ask(self.app, request, address)

    def exchange(
        self,
        method: str,
        target: str,
        body: object = None,
        *,
        by: str | None = None,
        address: str = LOOPBACK,
    ) -> Exchange:
        """Send a request.

        Args:
            method: HTTP method.
            target: Path and query below the base path.
            body: JSON body.
            by: Key of a system in the seed, or an Authorization header; None for anonymous.
            address: Address of the client.
        """
        headers = {"user-agent": USER_AGENT}
        if by is not None:
            headers["authorization"] = self.tokens.get(by, by)
        content = None
        if body is not None:
            headers["content-type"] = "application/json"
            content = msgspec.json.encode(body)
        request = Request(method, f"/v2{target}", headers, content)
        return Exchange(request, self.send(request, address), "the sandbox")

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Handle a request of an httpx mock transport."""
        asked = Request(
            request.method,
            request.url.raw_path.decode("ascii"),
            {name.lower(): value for name, value in request.headers.items()},
            request.content or None,
        )
        answer = self.send(asked)
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)

    def key(self, system: str, *scopes: str) -> str:
        """Return an Authorization header with a new API key."""
        uuid = self.state.uuid_of(system)
        assert uuid is not None
        return f"Bearer {self.world.signer.mint(uuid, scopes)}"

    @property
    def now(self) -> str:
        """The time of its clock in the format of the API."""
        return self.world.timestamp()

    @property
    def dispatches(self) -> list[Dispatch]:
        """The webhooks since the last reset."""
        return list(self.world.sender.dispatches)

    def rows(self, system: str | None = None) -> Rows:
        """Return the stored rows of all systems, or of the system with a key in the seed."""
        run = self.world.store.connection.execute
        if system is None:
            return {table: frozenset(run(f"SELECT * FROM {table}")) for table in _OWNED}
        row = run("SELECT id FROM systems WHERE uuid = ?", (self.state.uuid_of(system),)).fetchone()
        return {
            table: frozenset(run(f"SELECT * FROM {table} WHERE {owned}", {"system": row[0]}))
            for table, owned in _OWNED.items()
        }


@cache
def shared_sandbox() -> InProcessSandbox:
    """Return a shared sandbox with the data of the recordings and no rate limits. Reset it before use."""
    return InProcessSandbox()


def row_changes(before: Rows, after: Rows) -> str:
    """Return rows that were added and removed; empty if nothing changed."""
    changes: list[Any] = []
    for table in before:
        gone, new = before[table] - after[table], after[table] - before[table]
        changes += [f"- {table} {row}" for row in gone] + [f"+ {table} {row}" for row in new]
    return "\n".join(changes)
