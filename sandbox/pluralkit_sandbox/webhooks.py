"""Events on their way to webhooks: sent in order, off the path of the requests that cause them."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import queue
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pluralkit_sandbox import contract
from pluralkit_sandbox.deadline import call_within
from pluralkit_sandbox.store import Webhook

TIMEOUT = 10.0
"""Seconds that a receiver has for one event, from the first byte sent to the last one received."""
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
    """An event on its way."""

    url: str
    payload: Payload
    outcome: str = "waiting"
    """What became of it:

    `waiting`, `recorded` (its receiver gets no traffic), a status, or why there is none.
    """


def deliver(url: str, body: object, timeout: float = TIMEOUT) -> int:
    """POST a body to a receiver, as the service does, and return the status.

    Redirects are not followed, proxies of the environment are not used.

    Raises:
        TimeoutError: No complete answer within so many seconds in total.
        OSError: The connection failed.
        HTTPException: The answer is not HTTP.
        ValueError: The address is invalid.
    """
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
    """Sends events one after the other, from a thread of its own.

    With a relay, all go there, as {"url", "payload"}. Without, an event goes to its receiver if that is on
    loopback or among the allowed hosts; nobody else's server gets traffic from a test, so others are only
    recorded.
    """

    def __init__(self, relay: str | None = None, allow: Iterable[str] = (), timeout: float = TIMEOUT) -> None:
        self._relay = relay
        self._timeout = timeout
        self._allow = frozenset(host.lower() for host in allow)
        self._queue: queue.SimpleQueue[Dispatch | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self.dispatches: deque[Dispatch] = deque(maxlen=_KEPT)
        """The last events, oldest first."""

    def send(self, url: str, body: Payload) -> None:
        """Take an event over. Returns at once."""
        dispatch = Dispatch(url, body)
        self.dispatches.append(dispatch)
        if self._relay is None and not self.reaches(url):
            self._finish(dispatch, "recorded")
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._thread.start()
        self._queue.put(dispatch)

    def reset(self) -> None:
        """Forget all events. Those that still wait are not sent; one that is on its way already arrives."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
        self.dispatches.clear()

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
                if event in (None, dispatch.payload["type"]) and dispatch.outcome != "waiting":
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
        """Wait until all events are sent, but no longer for a receiver that hangs than it has."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(self._timeout + 1)
            self._thread = None

    def _work(self) -> None:
        while dispatch := self._queue.get():
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
