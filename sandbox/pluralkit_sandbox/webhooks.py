"""Deliver events to webhooks from a background thread."""

from __future__ import annotations

import heapq
import http.client
import ipaddress
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pluralkit_sandbox import contract, realtime
from pluralkit_sandbox.compat.json import is_object
from pluralkit_sandbox.deadline import call_within
from pluralkit_sandbox.store import Webhook
from pluralkit_sandbox.webhook_faults import WebhookFaults

_KEPT = 10_000

Payload = dict[str, Any]


def payload(webhook: Webhook, event: str, about: str | None, data: object) -> Payload:
    """The body of an event."""
    return {
        "type": event,
        "signing_token": webhook.token,
        "system_id": webhook.system_uuid,
        "id": about,
        "data": data,
    }


@dataclass(slots=True)
class Dispatch:
    """An event and what became of it."""

    url: str
    payload: Any
    """Mostly a `Payload`; a test may send anything."""
    outcome: str = "waiting"
    """Outcome of the delivery:

    `waiting`, `recorded` (its receiver gets no traffic), `lost` (a fault), a status, or why there is none.
    """

    @property
    def type(self) -> str | None:
        """The type of the event; None for what is no event."""
        payload: object = self.payload
        found = payload.get("type") if is_object(payload) else None
        return found if isinstance(found, str) else None


def deliver(url: str, body: object, timeout: float | None = None) -> int:
    """POST a body to a receiver, as the service does, and return the status.

    Redirects are not followed, proxies of the environment are not used.

    Args:
        url: The address of the receiver.
        body: What is sent, as JSON.
        timeout: Seconds from the first byte sent to the last one received; else those of the contract.

    Raises:
        TimeoutError: No complete answer within the timeout.
        OSError: The connection failed.
        HTTPException: The answer is not HTTP.
        ValueError: The address is invalid.
    """
    timeout = contract.load().webhook_timeout if timeout is None else timeout
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=timeout)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    headers = {"Content-Type": "application/json", "User-Agent": contract.load().webhook_user_agent}

    def exchange() -> int:
        connection.request("POST", target, msgspec.json.encode(body), headers)
        response = connection.getresponse()
        response.read(65_536)
        return response.status

    return call_within(timeout, connection, exchange)


class Sender:
    """Delivers events one after the other, from a background thread.

    With a relay, all go there, as {"url", "payload"}. Without, an event goes to its receiver if that is on
    loopback or among the allowed hosts; nobody else's server gets traffic from a test, so others are only
    recorded.
    """

    def __init__(
        self,
        relay: str | None = None,
        allow: Iterable[str] = (),
        timeout: float | None = None,
        faults: WebhookFaults | None = None,
    ) -> None:
        self._relay = relay
        self._timeout = contract.load().webhook_timeout if timeout is None else timeout
        self._allow = frozenset(host.lower() for host in allow)
        self.faults = faults or WebhookFaults()
        self._waiting: list[tuple[float, int, Dispatch]] = []
        """What is to be sent, a heap: when, in which order at one time, and what."""
        self._held: list[Dispatch] = []
        """What is to be sent after the next event."""
        self._count = 0
        self._closing = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self.dispatches: deque[Dispatch] = deque(maxlen=_KEPT)
        """The last events, oldest first."""

    def send(self, url: str, body: Any) -> None:
        """Queue an event for delivery. Returns at once."""
        fate = self.faults.take(Dispatch(url, body).type)
        if fate.copies == 0:
            self.dispatches.append(Dispatch(url, body, "lost"))
        for _ in range(fate.copies):
            dispatch = Dispatch(url, body)
            self.dispatches.append(dispatch)
            if self._relay is None and not self.reaches(url):
                self._finish(dispatch, "recorded")
            elif fate.held:
                self._held.append(dispatch)
            else:
                self._schedule(dispatch, fate.delay)
        if fate.copies and not fate.held:
            self._release()

    def clear_faults(self) -> None:
        """Forget all faults, and send what they hold back until after the next event."""
        self.faults.clear()
        self._release()

    def reset(self) -> None:
        """Forget all events and faults.

        Events that still wait are not sent; one that is on its way already arrives.
        """
        with self._changed:
            self._waiting.clear()
        self._held.clear()
        self.dispatches.clear()
        self.faults.clear()

    def wait(self, event: str | None = None, *, timeout: float) -> Dispatch:
        """Wait for the oldest event (of this type, if one is given) to be delivered, or recorded.

        Args:
            event: The type of the event, say "UPDATE_MEMBER"; None stands for any.
            timeout: Seconds to wait at most.

        Raises:
            TimeoutError: There was no such event, or it is still on its way.
        """

        def finished() -> Dispatch | None:
            # Other threads append to the deque, so that it is copied before it is looked through.
            for dispatch in list(self.dispatches):
                if event in (None, dispatch.type) and dispatch.outcome not in ("waiting", "lost"):
                    return dispatch
            return None

        with self._changed:
            if found := self._changed.wait_for(finished, timeout):
                return found
        raise TimeoutError(f"no {event or 'event'} was delivered within {timeout:g} s")

    def reaches(self, url: str) -> bool:
        """Whether events for this address are really sent there."""
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        if host in self._allow or host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def close(self) -> None:
        """Send all events, also those that a fault delays, but wait no longer for a receiver than it has."""
        self._release()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(self._timeout + 1)
            self._thread = None
        self._closing = False

    def _release(self) -> None:
        """Send what a fault holds back."""
        held, self._held = self._held, []
        for dispatch in held:
            self._schedule(dispatch, 0)

    def _schedule(self, dispatch: Dispatch, delay: float) -> None:
        with self._changed:
            self._count += 1
            heapq.heappush(self._waiting, (realtime.monotonic() + delay, self._count, dispatch))
            self._changed.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._thread.start()

    def _next(self) -> Dispatch | None:
        """Wait for the next event that is due. None where there is none left, and nothing more to come."""
        with self._changed:
            while True:
                if self._waiting:
                    left = self._waiting[0][0] - realtime.monotonic()
                    if left <= 0 or self._closing:
                        return heapq.heappop(self._waiting)[2]
                    self._changed.wait(left)
                elif self._closing:
                    return None
                else:
                    self._changed.wait()

    def _work(self) -> None:
        while dispatch := self._next():
            url, body = dispatch.url, dispatch.payload
            try:
                if self._relay:
                    url, body = self._relay, {"url": url, "payload": body}
                status = deliver(url, body, self._timeout)
            except (OSError, http.client.HTTPException, ValueError) as failure:
                self._finish(dispatch, f"{type(failure).__name__}: {failure}")
            else:
                self._finish(dispatch, str(status))

    def _finish(self, dispatch: Dispatch, outcome: str) -> None:
        with self._changed:
            dispatch.outcome = outcome
            self._changed.notify_all()
