"""`RunningSandbox`: a sandbox server in a thread of the current process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket
from typing import Any, Self, TypedDict, TypeVar, Unpack

import msgspec

from pluralkit_sandbox.extra import explanation

try:
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
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        explanation(missing, "pluralkit_sandbox.testing"), name=missing.name
    ) from missing

_T = TypeVar("_T")
_SHUTDOWN = 20.0
"""Seconds for open requests (2), the webhook in delivery (10), and a margin for slow machines."""


class Failure(TypedDict, total=False):
    """A fault in a response. At most one of `cut`, `stall`, `drip` and `length`."""

    delay: float
    """Seconds to wait before the request is handled."""
    status: int
    """The status to answer with; the request is not handled then."""
    headers: dict[str, str]
    """Headers beside those of the response, or in their place."""
    json: Any
    """The body beside `status`, as JSON."""
    html: str
    """The body beside `status`, as HTML."""
    text: str
    """The body beside `status`, as plain text."""
    cut: Place
    """Where the connection is reset: "request", "answer", "headers" or "body"."""
    stall: Place
    """Where nothing more is sent, until the client gives up."""
    drip: float
    """Seconds between any two bytes."""
    length: int
    """How many bytes more (below 0: less) Content-Length promises than there are."""


class RunningSandbox:
    """A sandbox server on its own port, in a thread, until it is closed. Usable as a context manager.

    Attributes:
        base_url: URL of the API, ending in the contract's base path.
        control_url: URL of the control API.
    """

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
        """Start the server.

        Args:
            seed: Initial data: a file or its decoded content. Default: a small example.
            host: Address to listen on.
            port: Port to listen on; 0 picks a free one.
            database: SQLite file that keeps all data. Default: in memory.
            limits: Requests per second for reads (`get`) and writes (`update`); missing ones are the
                service's. None for no limits.
            app_tokens: Tokens of registered applications, each with its requests per second. Other
                application tokens are ignored.

        Raises:
            OSError: The seed cannot be read, or the address cannot be bound.
            SeedError: The seed is invalid.
            sqlite3.DatabaseError: The file is not a sandbox's database, or another sandbox uses it.
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
        self.control_url = f"{address}/sandbox"
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
        """Stop the server after delivering all webhooks.

        Raises:
            RuntimeError: It did not stop within 20 seconds.
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
        """Token of each system, by its key in the seed, or by its short id without one."""
        systems = self._sandbox.known.values()
        return {system.key or system.system["id"]: system.token for system in systems}

    @property
    def webhooks(self) -> list[Dispatch]:
        """Webhooks since the last reset, oldest first, including those that were only recorded."""
        return self._call(lambda: list(self._sandbox.world.sender.dispatches))

    def wait_for_webhook(self, event: str | None = None, *, timeout: float = 5.0) -> Dispatch:
        """Wait until a webhook is delivered, or recorded if its receiver may not be contacted.

        Args:
            event: Type of the event, such as "UPDATE_MEMBER"; None for any.
            timeout: Maximum seconds to wait.

        Returns:
            The oldest matching webhook since the last reset.

        Raises:
            TimeoutError: There was no such event, or its receiver has not responded.
        """
        return self._sandbox.world.sender.wait(event, timeout=timeout)

    def set_webhook(
        self, url: str, system: str | None = None, *, signing_token: str | None = None, ping: bool = True
    ) -> str:
        """Set the webhook of a system.

        Args:
            url: URL of the receiver, on loopback.
            system: The system's key in the seed, or a reference. Default: the first system.
            signing_token: Signing token. Default: a new one.
            ping: Whether the receiver must first answer 200 to a PING, and 401 to one with a wrong token, as
                the service requires.

        Returns:
            The signing token.

        Raises:
            ValueError: The receiver does not answer a PING as required.
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
        """Return the payload of an event, signed for the webhook of a system, to pass it to a receiver.

        Args:
            event: Its `type`, and mostly `id` and `data`. Further keys are kept, including a `signing_token`.
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
        """Proxy a message of a member: store it, count it, and send CREATE_MESSAGE.

        Args:
            member: Short id or UUID of the member.
            sender: Id of the sending account. Default: one of the system's.
            channel: Id of the channel. Default: generated.
            guild: Id of the Discord server; None for a direct message.
            original: Id of the message that the proxied one replaces. Default: generated.

        Returns:
            The message as its owner reads it from the API.

        Raises:
            LookupError: There is no such member.
            ValueError: An id is not a Discord id.
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
        """Restore the seed. Pending webhooks are dropped."""
        self._call(self._sandbox.reset)

    def fail_next(self, times: int = 1, **failure: Unpack[Failure]) -> None:
        """Inject a fault into the next responses.

        Args:
            times: Number of responses.
            **failure: The fault, see `pluralkit_sandbox.faults.Fault`.

        Raises:
            ValueError: The combination of values is invalid.
        """
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
        """Inject a fault into the next webhooks: lost, duplicated, reordered or delayed.

        Args:
            event: Type of the affected events, such as "UPDATE_MEMBER"; None for any.
            times: Number of webhooks.
            lose: Whether they are not sent.
            double: Whether they are sent twice.
            reorder: Whether they are sent after the next webhook that is not itself reordered.
            delay: Seconds by which they are sent late; later events may overtake them.

        Raises:
            ValueError: There is no such type of event, or not exactly one of the faults is set.
        """
        fault = WebhookFault(type=event, times=times, lose=lose, double=double, reorder=reorder, delay=delay)
        self._call(lambda: self._sandbox.world.sender.faults.add(fault))

    def release_webhooks(self) -> None:
        """Remove webhook faults, and send reordered webhooks that still wait."""
        self._call(self._sandbox.world.sender.clear_faults)

    def key(self, system: str, *scopes: str, kind: Kind = "user_created") -> str:
        """Create an API key, without the prefix `Bearer`.

        Args:
            system: The system's key in the seed.
            *scopes: Scopes of the API key.
            kind: How the API key was created.

        Raises:
            KeyError: There is no such system.
            ValueError: A scope does not exist.
        """
        if (uuid := self._sandbox.uuid_of(system)) is None:
            raise KeyError(system)
        return self._sandbox.world.signer.mint(uuid, scopes, kind)

    def limit_rates(self, *, get: int | None = None, update: int | None = None) -> None:
        """Set rate limits until the next reset.

        Args:
            get: Reads per second. Default: the service's limits.
            update: Writes per second. Default: the service's limits.
        """
        given: dict[Any, int] = {
            kind: limit for kind, limit in (("get", get), ("update", update)) if limit is not None
        }
        self._call(lambda: self._sandbox.rates.set(given))
