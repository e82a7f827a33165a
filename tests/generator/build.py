"""Generate and import a client of a small document, with a function instead of a server."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any, cast
from uuid import uuid4

import httpx
import yaml

from generator.__main__ import EXTENSIONS
from generator.document import children
from generator.package import write
from generator.pipeline import generate

HEAD = """
openapi: 3.1.0
info: {title: Zoo, version: 1.2.3}
servers: [{url: https://zoo.example/v2}]
tags: [{name: animals, description: What lives here. More.}]
"""


def document(text: str) -> dict[str, Any]:
    """A contract with the given parts in YAML, and `paths` and the rest filled in where they are missing."""
    parts: dict[str, Any] = yaml.safe_load(HEAD) | (yaml.safe_load(dedent(text)) or {})
    parts.setdefault("paths", {})
    for _, item in children(parts["paths"]):
        for method, operation in children(item):
            if isinstance(operation, dict) and "servers" not in item and "servers" not in operation:
                _complete(cast("dict[str, Any]", operation), str(method))
    return parts


def build(text: str, directory: Path) -> ModuleType:
    """The package that the generator makes of a document, imported."""
    name = f"zoo_{uuid4().hex}"
    contract = json.dumps(document(text)).encode()
    write(directory / name, generate(contract, EXTENSIONS.read_bytes(), is_json=True))
    spec = importlib.util.spec_from_file_location(name, directory / name / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Answer = tuple[int, Any]
"""Status and JSON; None for no body."""


class Server:
    """Answers each request with what `answers` has for its method and path, and keeps what came."""

    def __init__(self, answers: Mapping[str, Answer] | Callable[[httpx.Request], Answer]) -> None:
        self._answers = answers
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if callable(self._answers):
            status, body = self._answers(request)
        else:
            asked = f"{request.method} {request.url.path.removeprefix('/v2')}"
            assert asked in self._answers, "nobody was to ask for that"
            status, body = self._answers[asked]
        return httpx.Response(status, json=body) if body is not None else httpx.Response(status)

    @property
    def sent(self) -> Any:
        """The body of the last request."""
        return json.loads(self.requests[-1].content)

    def sync(self, package: ModuleType) -> Any:
        """A client of the package that talks to this server."""
        http_client = httpx.Client(transport=httpx.MockTransport(self))
        return package.PluralKit(user_agent="tests (zoo@example.org)", http_client=http_client)

    def asynchronous(self, package: ModuleType) -> Any:
        """The same, to be awaited."""
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return package.AsyncPluralKit(user_agent="tests (zoo@example.org)", http_client=http_client)


def _complete(operation: dict[str, Any], method: str) -> None:
    name = operation.setdefault("operationId", f"{method}Animal")
    operation.setdefault(
        "x-pluralkit-client", {"resource": "animals", "method": name.removesuffix("Animal").lower()}
    )
    operation.setdefault("x-pluralkit-rate-limit", {"scope": "generic_get"})
    operation.setdefault("responses", {"204": {"description": "Done."}})
