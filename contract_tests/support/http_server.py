"""An HTTP server on loopback whose responses are functions of requests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Self, TypeAlias

from pluralkit_contract.exchange import Answer, Request

Respond: TypeAlias = Callable[[Request], Answer]


class HttpServer:
    """HTTP server on loopback, running while used as a context manager."""

    def __init__(self) -> None:
        self._mounted: dict[str, Respond] = {}
        self._numbers = count()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def mount(self, respond: Respond) -> str:
        """Register a function that responds to requests, and return its base URL, which ends in /v2."""
        name = str(next(self._numbers))
        self._mounted[name] = respond
        return f"http://127.0.0.1:{self._server.server_port}/{name}/v2"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _respond(self, target: str, request: Request) -> Answer:
        name, slash, rest = target.removeprefix("/").partition("/")
        respond = self._mounted.get(name)
        if respond is None:
            return Answer(404)
        return respond(Request(request.method, slash + rest, request.headers, request.body))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        respond = self._respond

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                self._answer(respond(self.path, Request(self.command, "", headers, body or None)))
                self.wfile.flush()

            def _answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    if name != "content-length":
                        self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        return Handler
