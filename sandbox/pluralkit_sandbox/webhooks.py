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
    """Build the payload of an event.

    Args:
        webhook: The system's webhook, whose token signs the event.
        event: Type of the event.
        about: UUID of the entity; None for events about the system itself.
        data: The event's data.
    """
    return {
        "type": event,
        "signing_token": webhook.token,
        "system_id": webhook.system_uuid,
        "id": about,
        "data": data,
    }


@dataclass(slots=True)
class Dispatch:
    """An event and the outcome of its delivery.

    Attributes:
        url: URL of the receiver.
        payload: The payload; mostly a `Payload`, but tests may send any JSON.
        outcome: `waiting`, `recorded` (the receiver may not be contacted), `lost` (by a fault), the status of
            the response, or the error.
    """

    url: str
    payload: Any
    outcome: str = "waiting"

    @property
    def type(self) -> str | None:
        """Type of the event; None for other payloads."""
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

    With a relay, all events go there as {"url", "payload"}. Otherwise an event is delivered if its receiver
    is on loopback or an allowed host, and only recorded if not: tests must not send traffic to third parties.

    Args:
        relay: URL of the relay; None for none.
        allow: Allowed hosts besides loopback.
        timeout: Seconds per delivery. Default: the contract's.
        faults: Faults of webhooks.

    Attributes:
        faults: Faults of webhooks.
        dispatches: The last 10,000 events, oldest first.
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
        """Heap of events to send: time, sequence number, event."""
        self._reordered: list[Dispatch] = []
        """Events to send after the next event."""
        self._count = 0
        self._closing = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self.dispatches: deque[Dispatch] = deque(maxlen=_KEPT)

    def send(self, url: str, body: Any) -> None:
        """Queue an event for delivery, without blocking.

        Args:
            url: URL of the receiver.
            body: The payload.
        """
        delivery = self.faults.take(Dispatch(url, body).type)
        if delivery.copies == 0:
            self.dispatches.append(Dispatch(url, body, "lost"))
        for _ in range(delivery.copies):
            dispatch = Dispatch(url, body)
            self.dispatches.append(dispatch)
            if self._relay is None and not self.reaches(url):
                self._finish(dispatch, "recorded")
            elif delivery.reordered:
                self._reordered.append(dispatch)
            else:
                self._schedule(dispatch, delivery.delay)
        if delivery.copies and not delivery.reordered:
            self._release()

    def clear_faults(self) -> None:
        """Remove all faults, and send the events that wait for a next event."""
        self.faults.clear()
        self._release()

    def reset(self) -> None:
        """Remove all events and faults. Pending events are dropped, except for one in delivery."""
        with self._changed:
            self._waiting.clear()
        self._reordered.clear()
        self.dispatches.clear()
        self.faults.clear()

    def wait(self, event: str | None = None, *, timeout: float) -> Dispatch:
        """Wait for the oldest event to be delivered or recorded.

        Args:
            event: Type of the event, such as "UPDATE_MEMBER"; None for any.
            timeout: Maximum seconds to wait.

        Raises:
            TimeoutError: There was no such event, or its delivery has not finished.
        """

        def finished() -> Dispatch | None:
            # Copy the deque: other threads append to it.
            for dispatch in list(self.dispatches):
                if event in (None, dispatch.type) and dispatch.outcome not in ("waiting", "lost"):
                    return dispatch
            return None

        with self._changed:
            if found := self._changed.wait_for(finished, timeout):
                return found
        raise TimeoutError(f"no {event or 'event'} was delivered within {timeout:g} s")

    def reaches(self, url: str) -> bool:
        """Return whether events for a URL are delivered to its host.

        Args:
            url: The URL of a webhook; hosts that are neither local nor allowed are not sent events.
        """
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
        """Deliver all pending events, including delayed ones; wait at most the timeout of a delivery."""
        self._release()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(self._timeout + 1)
            self._thread = None
        self._closing = False

    def _release(self) -> None:
        """Send the events that wait for a next event."""
        reordered, self._reordered = self._reordered, []
        for dispatch in reordered:
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
        """Wait for the next due event; None after `close` when there is none left."""
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
