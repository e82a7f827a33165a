"""A local server that answers what the deployed service answered, over a real socket.

    with Server() as server:
        base_url = server.mount(Playback(scenario.steps))

`Playback` decides what is answered, and does no I/O; `Server` gives whatever makes an answer of a request
a base URL of its own.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Self, TypeAlias
from urllib.parse import parse_qsl, unquote

import msgspec
from pluralkit_contract.exchange import Answer, NotJsonError, Request, media_type

from contract_tests.recordings.loader import Step

from .instants import instants

Respond: TypeAlias = Callable[[Request], Answer]


class Playback:
    """The recorded answers of some steps, found by caller, method, path, query and body.

    A request that was recorded more than once, because others in between changed something, is answered in
    the order of the recording; the last answer stays. What was never recorded is answered with a 404 that
    says so.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        self._answers: dict[Hashable, list[Answer]] = defaultdict(list)
        for step in reversed(list(steps)):
            self._answers[_key(step.exchange.request)].append(step.exchange.answer)
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Answer:
        with self._lock:
            answers = self._answers.get(_key(request))
            if not answers:
                message = f"not recorded: {request.method} {request.target} {(request.body or b'').decode()}"
                body = msgspec.json.encode({"message": message, "code": -1})
                return Answer(404, {"content-type": "application/json"}, body)
            return answers.pop() if len(answers) > 1 else answers[0]


class Server:
    """Listens on loopback while it is used as a context; each `mount` is under a path of its own."""

    def __init__(self) -> None:
        self._mounted: dict[str, Respond] = {}
        self._numbers = count()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def mount(self, respond: Respond) -> str:
        """The base URL, which ends in /v2, under which `respond` answers."""
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


def _key(request: Request) -> Hashable:
    """What makes two requests the same, however they are spelled."""
    segments = tuple(unquote(segment) for segment in request.path.split("/"))
    query = instants([list(pair) for pair in parse_qsl(request.query, keep_blank_values=True)])
    body: object = None
    if request.body is not None:
        try:
            body = instants(request.json())
        except NotJsonError:
            body = request.body.decode(errors="replace")
        body = [media_type(request.headers.get("content-type", "")), body]
    said = msgspec.json.encode([query, body], order="sorted")
    agent = request.headers.get("user-agent") and "somebody"  # none, an empty one, or one
    return request.method, segments, said, request.headers.get("authorization"), agent
