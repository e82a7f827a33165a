"""`RunningSandbox`: a sandbox in a thread of the current process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket
from typing import Any, Self, TypedDict, TypeVar, Unpack

import msgspec

from pluralkit_sandbox import contract, events, realtime, refs, registration, server
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.errors import ApiError
from pluralkit_sandbox.faults import Fault, Place
from pluralkit_sandbox.identifiers import new_token
from pluralkit_sandbox.keys import Kind
from pluralkit_sandbox.proxying import NewMessage
from pluralkit_sandbox.rates import Applications, Limits
from pluralkit_sandbox.seed import DEMO, read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.store import Entity
from pluralkit_sandbox.webhook_faults import WebhookFault
from pluralkit_sandbox.webhooks import Dispatch

_T = TypeVar("_T")
_SHUTDOWN = 20.0
"""Seconds for open requests (2), the webhook that is on its way (10), and what a slow machine adds."""


class Failure(TypedDict, total=False):
    """What happens to an answer; each key is explained at `pluralkit_sandbox.faults.Fault`."""

    delay: float
    status: int
    headers: dict[str, str]
    json: Any
    html: str
    text: str
    cut: Place
    stall: Place
    drip: float
    length: int


class RunningSandbox:
    """A sandbox that serves on a port of its own, in a thread, until it is closed."""

    def __init__(
        self,
        seed: Path | Mapping[str, Any] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        database: Path | None = None,
        limits: Limits = None,
        app_tokens: Applications | None = None,
    ) -> None:
        """Start it.

        Args:
            seed: What it holds at first: a file, or what would stand in one; a small world if left out.
            host: The address to listen on.
            port: 0 picks a free one.
            database: Keeps everything in this file.
            limits: Requests a second for reading (`get`) and all else (`update`); those that are left out are
                the service's, and `None` limits nothing.
            app_tokens: The tokens of registered applications, each with its requests a second; what else is
                sent as such a token is ignored.

        Raises:
            OSError: The seed cannot be read, or the address not be listened on.
            SeedError: The seed has a mistake.
            sqlite3.DatabaseError: The database is not a sandbox's, or another sandbox serves it.
        """
        source = msgspec.json.encode(seed) if isinstance(seed, Mapping) else (seed or DEMO).read_bytes()
        listener = server.listen(host, port)
        try:
            self._sandbox = Sandbox(read(source), database=database, limits=limits, applications=app_tokens)
        except BaseException:
            listener.close()
            raise
        self._server = server.build(create_app(self._sandbox))
        self._loop = realtime.EventLoop()
        address = server.address(listener)
        self.base_url = address + contract.load().base_path
        """The API's address; ends in /v2."""
        self.control_url = f"{address}/sandbox"
        """The control API's address."""
        self._thread = threading.Thread(target=self._run, args=(listener,), name="sandbox", daemon=True)
        self._thread.start()

    def _run(self, listener: socket) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._server.serve(sockets=[listener]))

    def _call(self, function: Callable[[], _T]) -> _T:
        """Call a function in the server's thread, between two requests."""

        async def call() -> _T:
            return function()

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()

    def close(self) -> None:
        """End it, once all webhooks are sent.

        Raises:
            RuntimeError: It has not ended after 20 seconds.
        """
        self._server.should_exit = True
        self._thread.join(_SHUTDOWN)
        if self._thread.is_alive():
            raise RuntimeError(f"the sandbox did not end within {_SHUTDOWN:g} s")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def tokens(self) -> dict[str, str]:
        """The token of each system, by its key in the seed, or its short id where it has none."""
        systems = self._sandbox.known.values()
        return {system.key or system.system["id"]: system.token for system in systems}

    @property
    def webhooks(self) -> list[Dispatch]:
        """The webhooks sent since the last reset, oldest first, also those that nobody received."""
        return self._call(lambda: list(self._sandbox.world.sender.dispatches))

    def wait_for_webhook(self, event: str | None = None, *, timeout: float = 5.0) -> Dispatch:
        """Wait until a webhook is delivered, or recorded where nobody receives it.

        Args:
            event: The type of the event, say "UPDATE_MEMBER"; None stands for any.
            timeout: Seconds to wait at most.

        Returns:
            The oldest one since the last reset.

        Raises:
            TimeoutError: There was no such event, or its receiver has not answered yet.
        """
        return self._sandbox.world.sender.wait(event, timeout=timeout)

    def set_webhook(
        self, url: str, system: str | None = None, *, signing_token: str | None = None, ping: bool = True
    ) -> str:
        """Send the events of a system to a receiver from now on.

        Args:
            url: The receiver's address, on loopback.
            system: The system's key in the seed, or a reference as the API takes it; the first if left out.
            signing_token: Signs the events; a new one is made if left out.
            ping: Whether the receiver must first answer 200 to a PING, and 401 to one with a wrong token, as
                the service demands.

        Returns:
            The signing token.

        Raises:
            ValueError: The receiver does not answer a PING as it must.
            LookupError: There is no such system.
        """
        token = signing_token or new_token()
        world = self._sandbox.world
        if ping:
            found = self._call(lambda: self._find(system))
            registration.try_receiver(world.sender, url, found, token)

        def set_webhook() -> None:
            with world.transaction():
                world.set_webhook(self._find(system).id, url, token)

        self._call(set_webhook)
        return token

    def signed(self, event: Mapping[str, Any], system: str | None = None) -> dict[str, Any]:
        """The body of an event as it is sent to the webhook of a system, to be handed to a receiver.

        Args:
            event: Its `type`, and mostly `id` and `data`. What else it has is kept; a `signing_token` of its
                own, too.
            system: As for `set_webhook`.

        Raises:
            ValueError: The system has no webhook.
            LookupError: There is no such system.
        """

        def sign() -> dict[str, Any]:
            webhook = self._sandbox.world.store.webhook(self._find(system).id)
            if webhook is None:
                raise ValueError("the system has no webhook: set one with set_webhook")
            return events.sign(webhook, event)

        return self._call(sign)

    def proxy_message(
        self,
        member: str,
        *,
        sender: str | None = None,
        channel: str | None = None,
        guild: str | None = None,
        original: str | None = None,
    ) -> dict[str, Any]:
        """Let a member send a message through the bot: it is stored and counted, and CREATE_MESSAGE is sent.

        Args:
            member: The member's short id or UUID.
            sender: The account that sends it; if left out, one of the system's.
            channel: Where it is sent; made up if left out.
            guild: The server of the channel; None for a direct message.
            original: The message that the proxied one replaces; made up if left out.

        Returns:
            The message as its owner reads it from the API.

        Raises:
            LookupError: There is no such member.
            ValueError: An id is none of Discord.
        """
        message = NewMessage(member=member, sender=sender, channel=channel, guild=guild, original=original)

        def proxy() -> dict[str, Any]:
            try:
                return self._sandbox.proxy_message(message)
            except ApiError:
                raise LookupError(f"there is no member {member!r}") from None

        return self._call(proxy)

    def _find(self, system: str | None) -> Entity:
        store = self._sandbox.world.store
        if system is None:
            if not (systems := store.systems()):
                raise LookupError("there is no system")
            return systems[0]
        try:
            return refs.find(store, "systems", self._sandbox.uuid_of(system) or system)
        except ApiError:
            raise LookupError(f"there is no system {system!r}") from None

    def reset(self) -> None:
        """Restore the seed. Webhooks that are still to be sent are dropped."""
        self._call(self._sandbox.reset)

    def fail_next(self, times: int = 1, **failure: Unpack[Failure]) -> None:
        """Let the next answers fail. Raises ValueError for what cannot be."""
        fault = Fault(times=times, **failure)
        self._call(lambda: self._sandbox.faults.add(fault))

    def fail_next_webhook(
        self,
        event: str | None = None,
        *,
        times: int = 1,
        lose: bool = False,
        double: bool = False,
        reorder: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next webhooks get lost, come twice, late or in another order.

        Args:
            event: The type of event that it happens to, say "UPDATE_MEMBER"; None stands for any.
            times: How many webhooks it happens to.
            lose: They are not sent.
            double: They are sent twice.
            reorder: They are sent after the next webhook that is not itself held back.
            delay: They are sent so many seconds late; others overtake them.

        Raises:
            ValueError: There is no such type of event, or not just one thing is to happen.
        """
        fault = WebhookFault(type=event, times=times, lose=lose, double=double, reorder=reorder, delay=delay)
        self._call(lambda: self._sandbox.world.sender.faults.add(fault))

    def release_webhooks(self) -> None:
        """Forget webhook faults, and send what they hold back until after the next webhook."""
        self._call(self._sandbox.world.sender.clear_faults)

    def key(self, system: str, *scopes: str, kind: Kind = "user_created") -> str:
        """A new API key, as it stands after `Bearer`, for the system that has this key in the seed.

        Raises KeyError for another system, ValueError for what is no scope.
        """
        if (uuid := self._sandbox.uuid_of(system)) is None:
            raise KeyError(system)
        return self._sandbox.world.signer.mint(uuid, scopes, kind)

    def limit_rates(self, *, get: int | None = None, update: int | None = None) -> None:
        """Limit rates until the next reset: as the service does, or to other numbers of requests a second."""
        given: dict[Any, int] = {
            kind: limit for kind, limit in (("get", get), ("update", update)) if limit is not None
        }
        self._call(lambda: self._sandbox.rates.set(given))
