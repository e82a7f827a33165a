"""Recorded responses for an HTTP server to play back.

with HttpServer() as server:
    base_url = server.mount(Playback(scenario.steps))
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Hashable, Iterable
from urllib.parse import parse_qsl, unquote

import msgspec
from pluralkit_contract.exchange import Answer, NotJsonError, Request, media_type

from contract_tests.recordings.loader import Step

from .instants import instants


class Playback:
    """Responds with recorded responses, found by caller, method, path, query and body.

    A request that was recorded several times gets its responses in order, and then the last one again. Other
    requests get a 404 that says so.

    Args:
        steps: The recorded steps.
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


def _key(request: Request) -> Hashable:
    """Return what identifies a request, independent of its spelling."""
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
