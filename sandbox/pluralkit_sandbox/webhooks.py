"""Events on their way to webhooks: sent in order, off the path of the requests that cause them."""

from __future__ import annotations

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

from pluralkit_sandbox.store import Webhook

USER_AGENT = "PluralKit Dispatch (https://pluralkit.me/api/dispatch/)"
TIMEOUT = 10.0
"""Seconds that a receiver has."""
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


def deliver(url: str, body: object) -> int:
    """POST a body to a receiver, as the service does, and return the status.

    Redirects are not followed. Raises OSError, HTTPException, or ValueError for a bad address.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
        connection.request("POST", target, msgspec.json.encode(body), headers)
        response = connection.getresponse()
        response.read(65_536)
        return response.status
    finally:
        connection.close()


class Sender:
    """Sends events one after the other, from a thread of its own.

    With a relay, all go there, as {"url", "payload"}. Without, an event goes to its receiver if that is on
    loopback or among the allowed hosts; nobody else's server gets traffic from a test, so others are only
    recorded.
    """

    def __init__(self, relay: str | None = None, allow: Iterable[str] = ()) -> None:
        self._relay = relay
        self._allow = frozenset(host.lower() for host in allow)
        self._queue: queue.SimpleQueue[Dispatch | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.dispatches: deque[Dispatch] = deque(maxlen=_KEPT)
        """The last events, oldest first."""

    def send(self, url: str, body: Payload) -> None:
        """Take an event over. Returns at once."""
        dispatch = Dispatch(url, body)
        self.dispatches.append(dispatch)
        if self._relay is None and not self.reaches(url):
            dispatch.outcome = "recorded"
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._thread.start()
        self._queue.put(dispatch)

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
            self._thread.join(TIMEOUT + 1)
            self._thread = None

    def _work(self) -> None:
        while dispatch := self._queue.get():
            url, body = dispatch.url, dispatch.payload
            try:
                status = (
                    deliver(self._relay, {"url": url, "payload": body}) if self._relay else deliver(url, body)
                )
            except (OSError, http.client.HTTPException, ValueError) as failure:
                dispatch.outcome = f"{type(failure).__name__}: {failure}"
            else:
                dispatch.outcome = str(status)
