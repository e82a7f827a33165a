"""Webhook receiver on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from pluralkit_contract.exchange import Answer, Request

from .http_server import HttpServer


class WebhookReceiver:
    """Records what is POSTed to `url`, in order, and responds with a status.

    Args:
        status: The status of all responses, or a function of the body.
    """

    def __init__(self, status: int | Callable[[Any], int] = 200) -> None:
        self.bodies: list[Any] = []
        self.headers: list[Mapping[str, str]] = []
        self._status = status
        self._arrived = threading.Condition()
        self._server = HttpServer()
        self.url = f"{self._server.mount(self._respond).removesuffix('/v2')}/hook?x=1"

    def wait(self, count: int) -> list[Any]:
        """Wait for a number of webhooks and return their bodies."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.bodies) >= count, timeout=10)
        return self.bodies

    def _respond(self, request: Request) -> Answer:
        body = request.json()
        with self._arrived:
            self.bodies.append(body)
            self.headers.append(request.headers)
            self._arrived.notify_all()
        status = self._status if isinstance(self._status, int) else self._status(body)
        return Answer(status, {"Location": "/elsewhere"})

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)
