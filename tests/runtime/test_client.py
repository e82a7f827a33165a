"""`Client.request`: calls by method and path, typed by the operations of the contract."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pluralkit_runtime
import pytest
from pluralkit_runtime import ApiSpec, InvalidResponse, Request

from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import (
    AGENT,
    ANNIE,
    API,
    BARE,
    CREATE_MEMBER,
    GET_SETTINGS,
    LIST_MEMBERS,
    TOKEN,
    Caller,
    Member,
    PublicSettings,
    Settings,
    Sync,
    operation,
)


def test_request_parses_responses_of_paths_in_the_contract(caller: Caller) -> None:
    answers: dict[tuple[str, str], Any] = {
        ("GET", "/v2/members/abcde"): ANNIE,
        ("POST", "/v2/members"): ANNIE,
        ("GET", "/v2/systems/@me/members"): [ANNIE],
        ("GET", "/v2/systems/@me/settings"): {"pings": True},
        ("GET", "/v2/members"): [1],
        ("GET", "/v2/members/abcde/"): [2],
        ("PUT", "/v2/members/abcde"): [3],
    }

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers[request.method, request.url.path])

    def data(method: str, path: str) -> Any:
        return caller.request(method, path, handler=handler).data

    assert isinstance(data("GET", "/members/abcde"), Member)
    assert isinstance(data("post", "/members"), Member)
    assert [type(member) for member in data("GET", "/systems/@me/members")] == [Member]
    assert data("GET", "/systems/@me/settings") == PublicSettings(pings=True)
    assert data("GET", "/members") == [1]
    assert data("GET", "/members/abcde/") == [2]
    assert data("PUT", "/members/abcde") == [3]


def test_the_path_with_fewer_placeholders_matches_first() -> None:
    wide = operation("wide", "GET", "/systems/{system}/{part}", {})
    api = ApiSpec(
        base_url=API.base_url,
        operations=(wide, GET_SETTINGS),
        limits={},
        errors={},
        wire_format=API.wire_format,
    )
    assert api.match("GET", "/systems/abcde/settings") is GET_SETTINGS
    assert api.match("GET", "/systems/abcde/else") is wide
    assert api.match("GET", "/systems//settings").id == ""


def test_the_method_of_an_unknown_path_determines_its_scope() -> None:
    for method, scope, idempotent in (
        ("GET", "generic_get", True),
        ("HEAD", "generic_get", True),
        ("DELETE", "generic_update", True),
        ("POST", "generic_update", False),
        ("PATCH", "generic_update", False),
    ):
        unknown = API.match(method, "/nothing/here")
        assert (unknown.scope, unknown.idempotent, unknown.method) == (scope, idempotent, method)


@pytest.mark.parametrize("method", ["HEAD", "GET", "DELETE", "OPTIONS"])
def test_an_empty_response_of_an_unknown_path_is_none(caller: Caller, method: str) -> None:
    assert caller.request(method, "/nothing/here", handler=lambda _: httpx.Response(200)).data is None


def test_an_html_response_of_an_unknown_path_raises_invalid_response(caller: Caller) -> None:
    with pytest.raises(InvalidResponse, match="text/html"):
        caller.request("GET", "/nothing/here", handler=lambda _: httpx.Response(200, html="<p>"))


@pytest.mark.parametrize("method", ["", "CONNECT", "TRACE", "GET /x HTTP/1.1\r\nX:", "G ET"])
def test_an_unknown_method_is_a_value_error(caller: Caller, method: str) -> None:
    with pytest.raises(ValueError, match=r"^method: "):
        caller.request(method, "/members/abcde")


def test_invalid_arguments_raise_before_anything_is_sent(caller: Caller, server: Server) -> None:
    for path, call in (
        ("/members/../x", {}),
        ("/members", {"params": {"a": "b\r\nc"}}),
        ("/members", {"json": {"x": float("nan")}}),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - each has tests of its own for the words
            caller.request("GET", path, base_url=server.base_url, call=call)
    assert server.accepted == 0


def test_path_query_and_body_are_sent_as_encoded(caller: Caller, server: Server) -> None:
    server.answer(json_answer(b"[]"))

    def sent(path: str, **call: Any) -> bytes:
        caller.request("POST", path, base_url=server.base_url, call=call)
        return server.requests[-1]

    assert sent("/a%2Fb/%3f/a b/100%/é;x=1,2/@me//c").startswith(
        b"POST /v2/a%2Fb/%3f/a%20b/100%25/%C3%A9;x=1,2/@me//c HTTP/1.1\r\n"
    )
    assert sent("/a", params={"b": "c&d=e #é+%2F", "f": True, "g": None}).startswith(
        b"POST /v2/a?b=c%26d%3De+%23%C3%A9%2B%252F&f=true HTTP/1.1\r\n"
    )
    request = sent("/a", json={"name": "Zoë", "color": None})
    head, _, body = request.partition(b"\r\n\r\n")
    assert json.loads(body) == {"name": "Zoë", "color": None}
    headers = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"authorization"] == TOKEN.lower().encode()
    assert headers[b"user-agent"] == AGENT.encode()
    assert headers[b"host"] == server.base_url[7:-3].encode()
    assert sent("/a", json=None).endswith(b"\r\n\r\nnull")
    assert b"content-type" not in sent("/a").lower()


def test_send_sends_the_request_of_an_operation(caller: Caller, server: Server) -> None:
    server.answer(json_answer(json.dumps(ANNIE).encode()))
    created = caller.send(
        Request(CREATE_MEMBER, "/members", body={"name": "Annie"}), base_url=server.base_url
    )
    assert created.data.name == ANNIE["name"]
    assert server.requests[0].endswith(b'\r\n\r\n{"name":"Annie"}')
    server.answer(json_answer(b"[]"))
    listed = Request(LIST_MEMBERS, "/systems/%40me/members", (("with", "a b"),))
    assert caller.send(listed, base_url=server.base_url).data == []
    assert server.requests[1].startswith(b"GET /v2/systems/%40me/members?with=a+b HTTP/1.1\r\n")


def test_threads_share_one_client(server: Server) -> None:
    server.answer(json_answer(json.dumps({"zone": "UTC", "pings": True}).encode()))
    paths = [f"/systems/s{number}/settings" for number in range(200)]
    with Sync(**BARE, base_url=server.base_url) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(client.request, ["GET"] * 200, paths))
    assert [answer.path for answer in answers] == paths
    assert {answer.data for answer in answers} == {Settings(zone="UTC", pings=True)}
    assert server.accepted <= 8


def test_only_the_transport_imports_httpx() -> None:
    folder = Path(pluralkit_runtime.__file__).parent
    assert not [path.name for path in folder.glob("*.py") if "import httpx" in path.read_text("utf-8")]


def test_an_import_adds_nothing_heavy_to_that_of_httpx() -> None:
    code = (
        "import httpx, sys; before = set(sys.modules); import pluralkit_runtime;"
        "print(*{'asyncio', 'anyio', 'httpcore', 'h11', 'redis'} & set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
