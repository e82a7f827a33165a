"""Control API for tests, under /sandbox/. See docs/sandbox.md."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router

from pluralkit_sandbox import events, identifiers, page, refs, registration
from pluralkit_sandbox.compat.json import is_object
from pluralkit_sandbox.errors import ApiError
from pluralkit_sandbox.faults import Fault
from pluralkit_sandbox.guard import Guard
from pluralkit_sandbox.keys import Kind
from pluralkit_sandbox.proxying import NewMessage
from pluralkit_sandbox.routing import respond
from pluralkit_sandbox.seed import SeedError, read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.store import Entity
from pluralkit_sandbox.webhook_faults import WebhookFault

_T = TypeVar("_T")
_Operation = Callable[[Request], Awaitable[Response]]


class _NewKey(msgspec.Struct, forbid_unknown_fields=True):
    system: str
    scopes: list[str]
    type: Kind = "user_created"


class _Webhook(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    signing_token: str | None = None


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    system: str
    event: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    raw: object = msgspec.UNSET


class _Import(msgspec.Struct, forbid_unknown_fields=True):
    file: dict[str, Any]
    system: str | None = None
    account: str | None = None


class _Time(msgspec.Struct, forbid_unknown_fields=True):
    now: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    advance: float = 0
    frozen: bool | None = None


class RefusedError(Exception):
    """A request that the control API rejects; the message says why."""


def routes(sandbox: Sandbox, allowed_hosts: Iterable[str] = ()) -> list[BaseRoute]:
    """Return the routes of the control API and its web page.

    Args:
        sandbox: The state that it controls.
        allowed_hosts: Host names besides loopback for which it is served.
    """
    control = _Control(sandbox)
    table: list[tuple[str, str, _Operation]] = [
        ("POST", "/reset", control.reset),
        ("GET", "/systems", control.list_systems),
        ("POST", "/systems", control.add_systems),
        ("POST", "/import", control.import_file),
        ("PUT", "/systems/{ref}/webhook", control.set_webhook),
        ("DELETE", "/systems/{ref}/webhook", control.remove_webhook),
        ("POST", "/keys", control.make_key),
        ("POST", "/events", control.send_event),
        ("POST", "/messages", control.proxy_message),
        ("GET", "/webhooks", control.list_webhooks),
        ("DELETE", "/webhooks", control.clear_webhooks),
        ("GET", "/webhook-faults", control.list_webhook_faults),
        ("POST", "/webhook-faults", control.add_webhook_fault),
        ("DELETE", "/webhook-faults", control.clear_webhook_faults),
        ("GET", "/faults", control.list_faults),
        ("POST", "/faults", control.add_fault),
        ("DELETE", "/faults", control.clear_faults),
        ("GET", "/clock", control.read_clock),
        ("PUT", "/clock", control.set_clock),
        ("DELETE", "/clock", control.reset_clock),
    ]
    own = [Route(path, _answering(operation), methods=[method]) for method, path, operation in table]
    # Starlette's redirect is not reached: the API is the default application.
    guarded = Guard(Router([*own, *page.routes(sandbox.seed)]), allowed_hosts)
    return [Mount("/sandbox", guarded), Route("/sandbox", _add_slash)]


class _Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def reset(self, _request: Request) -> Response:
        self._sandbox.reset()
        return _DONE

    # Systems and their webhooks

    async def list_systems(self, _request: Request) -> Response:
        return respond(200, [self._describe(system) for system in self._sandbox.world.store.systems()])

    async def add_systems(self, request: Request) -> Response:
        try:
            seed = read(await request.body())
            self._sandbox.add(seed)
        except SeedError as mistake:
            raise RefusedError(str(mistake)) from None
        except sqlite3.IntegrityError:
            raise RefusedError("an id, token or account exists already") from None
        return respond(201, [self._describe(self._find(system.system["uuid"])) for system in seed.systems])

    async def import_file(self, request: Request) -> Response:
        wanted = await _body(request, _Import)
        if (wanted.system is None) == (wanted.account is None):
            raise RefusedError("give either system or account")
        if wanted.system is not None:
            result, found = self._sandbox.import_into(self._find(wanted.system), wanted.file)
        else:
            result, found = self._sandbox.import_for(_account(wanted.account or ""), wanted.file)
        # Read the system again after the import.
        system = self._describe(self._find(found)) if found else None
        return respond(200, {"result": result, "system": system})

    async def set_webhook(self, request: Request) -> Response:
        system, wanted = self._find(request.path_params["ref"]), await _body(request, _Webhook)
        url, token = wanted.url, wanted.signing_token or identifiers.new_token()
        try:
            await asyncio.to_thread(registration.try_receiver, self._sandbox.world.sender, url, system, token)
        except registration.ReceiverError as reason:
            raise RefusedError(str(reason)) from None
        # Look the system up again: it may have changed while the receiver was pinged.
        with self._sandbox.world.transaction():
            self._sandbox.world.set_webhook(self._find(system.uuid).id, url, token)
        return respond(200, {"url": url, "signing_token": token})

    async def remove_webhook(self, request: Request) -> Response:
        with self._sandbox.world.transaction():
            self._sandbox.world.set_webhook(self._find(request.path_params["ref"]).id, None, None)
        return _DONE

    def _find(self, ref: str) -> Entity:
        """Return the system with a key in the seed, or with a reference of the API."""
        world = self._sandbox.world
        try:
            return refs.find(world.store, "systems", self._sandbox.uuid_of(ref) or ref)
        except ApiError:
            raise RefusedError(f"there is no system {ref!r}") from None

    def _describe(self, system: Entity) -> dict[str, object]:
        known = self._sandbox.known.get(system.uuid)
        return {
            "key": known and known.key,
            "id": system.hid,
            "uuid": system.uuid,
            "name": system.document["name"],
            "token": known and known.token,
            "webhook_url": system.document["webhook_url"],
        }

    # Keys

    async def make_key(self, request: Request) -> Response:
        wanted = await _body(request, _NewKey)
        system = self._find(wanted.system)
        try:
            key = self._sandbox.world.signer.mint(system.uuid, wanted.scopes, wanted.type)
        except ValueError as mistake:
            raise RefusedError(str(mistake)) from None
        return respond(201, {"key": key})

    # Events and messages

    async def send_event(self, request: Request) -> Response:
        wanted = await _body(request, _Event)
        if (wanted.event is msgspec.UNSET) == (wanted.raw is msgspec.UNSET):
            raise RefusedError("give either event or raw")
        system = self._find(wanted.system)
        if (webhook := self._sandbox.world.store.webhook(system.id)) is None:
            raise RefusedError(f"the system {wanted.system!r} has no webhook")
        if wanted.event is not msgspec.UNSET:
            body: object = (event := events.sign(webhook, wanted.event))
            try:
                events.check(event)
            except events.EventError as mistake:
                raise RefusedError(str(mistake)) from None
        else:
            body = events.sign(webhook, wanted.raw) if is_object(wanted.raw) else wanted.raw
        self._sandbox.world.sender.send(webhook.url, body)
        return respond(201, body)

    async def proxy_message(self, request: Request) -> Response:
        try:
            message = self._sandbox.proxy_message(await _body(request, NewMessage))
        except ApiError as mistake:
            raise RefusedError(str(mistake.body["message"])) from None
        except ValueError as mistake:
            raise RefusedError(str(mistake)) from None
        return respond(201, message)

    # Sent webhooks

    async def list_webhooks(self, _request: Request) -> Response:
        return respond(200, list(self._sandbox.world.sender.dispatches))

    async def clear_webhooks(self, _request: Request) -> Response:
        self._sandbox.world.sender.dispatches.clear()
        return _DONE

    # Webhook faults

    async def list_webhook_faults(self, _request: Request) -> Response:
        return respond(200, self._sandbox.world.sender.faults.waiting())

    async def add_webhook_fault(self, request: Request) -> Response:
        self._sandbox.world.sender.faults.add(await _body(request, WebhookFault))
        return _DONE

    async def clear_webhook_faults(self, _request: Request) -> Response:
        self._sandbox.world.sender.clear_faults()
        return _DONE

    # Faults

    async def list_faults(self, _request: Request) -> Response:
        return respond(200, self._sandbox.faults.waiting())

    async def add_fault(self, request: Request) -> Response:
        self._sandbox.faults.add(await _body(request, Fault))
        return _DONE

    async def clear_faults(self, _request: Request) -> Response:
        self._sandbox.faults.clear()
        return _DONE

    # Clock

    async def read_clock(self, _request: Request) -> Response:
        clock = self._sandbox.clock
        return respond(200, {"now": self._sandbox.world.timestamp(), "frozen": clock.frozen})

    async def set_clock(self, request: Request) -> Response:
        clock, wanted = self._sandbox.clock, await _body(request, _Time)
        try:
            now = (wanted.now or clock()) + timedelta(seconds=wanted.advance)
        except OverflowError:
            raise RefusedError("advance is out of range") from None
        try:
            self._sandbox.set_clock(now, frozen=clock.frozen if wanted.frozen is None else wanted.frozen)
        except ValueError as mistake:
            raise RefusedError(str(mistake)) from None
        return await self.read_clock(request)

    async def reset_clock(self, _request: Request) -> Response:
        self._sandbox.reset_clock()
        return _DONE


def _account(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**63:
        raise RefusedError("account: must be the id of a Discord account, digits in a string")
    return int(text)


async def _add_slash(_request: Request) -> Response:
    return RedirectResponse("/sandbox/")


_DONE = Response(status_code=204)


def _answering(operation: _Operation) -> _Operation:
    async def answer(request: Request) -> Response:
        try:
            return await operation(request)
        except RefusedError as reason:
            return respond(400, {"message": str(reason)})
        except sqlite3.OperationalError as failure:
            return respond(503, {"message": f"the sandbox's database: {failure}"})

    return answer


async def _body(request: Request, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.DecodeError as mistake:
        raise RefusedError(str(mistake)) from None
