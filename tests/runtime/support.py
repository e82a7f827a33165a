"""A small API for tests of the runtime, with its sync and async clients behind one interface."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import anyio
import httpx
from msgspec import Struct
from pluralkit_runtime import (
    UNSET,
    ApiSpec,
    AsyncClient,
    AwareDatetime,
    BadRequest,
    Client,
    NotFound,
    OpenStrEnum,
    Operation,
    Request,
    Response,
    UnsetType,
    WireFormat,
)

TOKEN = "tOkEn0123456789tOkEn0123456789tOkEn0123456789tOkEn0123456789tOkE"
AGENT = "tests/1 (someone@example.org)"

BARE: dict[str, Any] = {"user_agent": AGENT, "retry": None, "rate_limiter": None}
"""Settings of a client that sends each call once, at once."""


@contextmanager
def garbage_collected() -> Generator[None]:
    """Collect the garbage of a block, and none that is older: all objects of a test run take long to visit.

    A socket that only the garbage collector closes is a ResourceWarning, and that fails the test.
    """
    gc.freeze()
    yield
    gc.collect()


class Level(OpenStrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


class Member(Struct, frozen=True, kw_only=True):
    id: str
    uuid: UUID
    name: str
    level: Level | None
    created: AwareDatetime | None
    birthday: date | None = None
    webhook: str | UnsetType | None = UNSET


class Settings(Struct, frozen=True, kw_only=True):
    zone: str
    pings: bool


class PublicSettings(Struct, frozen=True, kw_only=True):
    pings: bool


class MemberNotFound(NotFound):
    """20002"""


class ModelInvalid(BadRequest):
    """40001"""


def operation(
    name: str, method: str, template: str, reads: dict[int, Any], own: str | None = None
) -> Operation[Any]:
    scope = "generic_get" if method == "GET" else "generic_update"
    return Operation(
        id=name,
        method=method,
        template=template,
        scope=scope,
        own_scope=own,
        idempotent=method != "POST",
        reads=reads,
    )


GET_MEMBER: Operation[Member] = operation(
    "getMember", "GET", "/members/{member}", {200: Member}, "own_system_get"
)
GET_FRONTERS: Operation[Member | None] = operation(
    "getFronters", "GET", "/systems/{system}/fronters", {200: Member, 204: None}
)
GET_SETTINGS: Operation[Settings | PublicSettings] = operation(
    "getSettings", "GET", "/systems/{system}/settings", {200: Settings | PublicSettings}
)
LIST_MEMBERS: Operation[list[Member]] = operation(
    "listMembers", "GET", "/systems/{system}/members", {200: list[Member]}
)
CREATE_MEMBER: Operation[Member] = operation("createMember", "POST", "/members", {200: Member})
DELETE_MEMBER: Operation[None] = operation(
    "deleteMember", "DELETE", "/members/{member}", {204: None}, "own_update"
)

WIRE_FORMAT = WireFormat(
    own_reference="@me",
    bearer_prefix="pkapi:",
    application_header="X-Application",
    scope_header="X-RateLimit-Scope",
    limit_header="X-RateLimit-Limit",
    remaining_header="X-RateLimit-Remaining",
    reset_header="X-RateLimit-Reset",
    reset_milliseconds_from=100_000_000_000,
    retry_after_units=1000,
)
API = ApiSpec(
    base_url="https://api.example.org/v2",
    operations=(GET_MEMBER, GET_FRONTERS, GET_SETTINGS, LIST_MEMBERS, CREATE_MEMBER, DELETE_MEMBER),
    limits={"generic_get": 10, "generic_update": 3, "own_system_get": 10, "own_update": 3},
    errors={20002: MemberNotFound, 40001: ModelInvalid},
    wire_format=WIRE_FORMAT,
)


class Sync(Client):
    api = API


class Async(AsyncClient):
    api = API


ANNIE = {
    "id": "annie",
    "uuid": "134ba358-9c6c-4ff7-9e7f-c51cade930c5",
    "name": "Annie 🌻",
    "level": "public",
    "created": "2021-03-04T05:06:07.123456Z",
    "birthday": "0004-02-29",
}

Handler = Callable[[httpx.Request], httpx.Response]


class Caller:
    """Makes one call with a client of its kind, against a handler or a server, and gives back the answer."""

    def __init__(self, kind: type[Sync] | type[Async], backend: str = "asyncio") -> None:
        self.kind = kind
        self.backend = backend

    def request(
        self,
        method: str,
        path: str,
        *,
        handler: Handler | None = None,
        call: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Response[Any]:
        return self._run(lambda client: client.request(method, path, **(call or {})), handler, settings)

    def send(
        self, request: Request[Any], *, handler: Handler | None = None, **settings: Any
    ) -> Response[Any]:
        return self._run(lambda client: client.send(request), handler, settings)

    def _run(
        self, act: Callable[[Any], Any], handler: Handler | None, settings: dict[str, Any]
    ) -> Response[Any]:
        settings = {**BARE, "token": TOKEN, **settings}
        if issubclass(self.kind, Sync):
            if handler is not None:
                settings["http_client"] = httpx.Client(transport=httpx.MockTransport(handler))
            with self.kind(**settings) as client:
                response: Response[Any] = act(client)
                return response

        async def awaited() -> Response[Any]:
            if handler is not None:
                settings["http_client"] = httpx.AsyncClient(transport=httpx.MockTransport(handler))
            async with Async(**settings) as client:
                response: Response[Any] = await act(client)
                return response

        return anyio.run(awaited, backend=self.backend)
