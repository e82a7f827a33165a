"""Protection of the control API from web pages of other origins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

import httpx
import pytest
from playwright.sync_api import sync_playwright
from pluralkit_contract.exchange import Answer, Request
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.seed import DEMO, read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.asgi import answer
from contract_tests.support.http_server import HttpServer
from tests.sandbox.test_page import CHROMIUM, FLAGS

SAFE = {"X-PluralKit-Sandbox": "1"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def control(pluralkit_sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=pluralkit_sandbox.control_url) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"Host": "10.0.0.1"},
        {"Host": "["},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://localhost"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/systems"), ("POST", "/reset"), ("GET", "/")])
def test_requests_of_foreign_pages_are_refused(
    control: httpx.Client, headers: Mapping[str, str], method: str, path: str
) -> None:
    refused = control.request(method, path, headers={**SAFE, **headers})
    assert refused.status_code == 403
    assert "control API" in refused.json()["message"]
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_must_be_sent_as_json(control: httpx.Client, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    refused = control.post("/faults", content=b'{"status": 500}', headers=headers)
    assert refused.status_code == 415
    assert "application/json" in refused.json()["message"]
    assert control.get("/faults").json() == []
    taken = control.post(
        "/faults", content=b'{"status": 500}', headers={"Content-Type": "application/json; charset=utf-8"}
    )
    assert taken.status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/reset"),
        ("DELETE", "/systems/alice/webhook"),
        ("DELETE", "/webhooks"),
        ("DELETE", "/faults"),
        ("DELETE", "/clock"),
    ],
)
def test_a_change_without_a_body_needs_a_header_that_pages_cannot_send(
    control: httpx.Client, method: str, path: str
) -> None:
    for headers in ({}, {"X-PluralKit-Sandbox": "0"}):
        refused = control.request(method, path, headers=headers)
        assert refused.status_code == 403
        assert "X-PluralKit-Sandbox: 1" in refused.json()["message"]
    assert control.request(method, path, headers=SAFE).status_code == 204


def test_its_own_page_and_programs_are_let_through(
    pluralkit_sandbox: RunningSandbox, control: httpx.Client
) -> None:
    origin = pluralkit_sandbox.base_url.removesuffix("/v2")
    for headers in ({}, {"Origin": origin, "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        assert control.get("/systems", headers=headers).status_code == 200
        assert control.post("/reset", headers={**SAFE, **headers}).status_code == 204
    port = origin.rpartition(":")[2]
    for host in (f"localhost:{port}", "[::1]", "127.0.0.2"):
        assert control.get("/systems", headers={"Host": host}).status_code == 200


def test_another_host_can_be_allowed() -> None:
    sandbox = Sandbox(read(DEMO.read_bytes()), limits=None)
    app = create_app(sandbox, allowed_hosts=["Sandbox.internal"])

    async def ask(host: str) -> int:
        request = Request("GET", "/sandbox/systems", {"host": host}, None)
        return (await answer(app, request)).status

    assert [asyncio.run(ask(host)) for host in ("sandbox.internal:80", "other.internal")] == [200, 403]
    sandbox.world.close()


HOSTILE_PAGE = b"<!doctype html><title>evil</title>"
ATTACKS = """
async (sandbox) => {
  const outcomes = [];
  const attempt = async (path, options) => {
    try {
      outcomes.push((await fetch(sandbox + path, options)).type);
    } catch {
      outcomes.push("refused");
    }
  };
  await attempt("/reset", { method: "POST", mode: "no-cors" });
  await attempt("/reset", { method: "POST", headers: { "X-PluralKit-Sandbox": "1" } });
  await attempt("/faults", { method: "POST", mode: "no-cors", body: '{"status": 500}' });
  await attempt("/faults", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"status": 500}',
  });
  await attempt("/systems", {});
  return outcomes;
}
"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_page_of_another_origin_changes_and_reads_nothing(pluralkit_sandbox: RunningSandbox) -> None:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    httpx.patch(f"{pluralkit_sandbox.base_url}/systems/@me", json={"tag": "kept"}, headers=headers)
    with (
        HttpServer() as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):
        evil = server.mount(lambda _: Answer(200, {"Content-Type": "text/html"}, HOSTILE_PAGE))
        for host in ("127.0.0.1", "localhost"):
            page = browser.new_page()
            page.goto(evil.replace("127.0.0.1", host))
            outcomes = page.evaluate(ATTACKS, pluralkit_sandbox.control_url)
            assert outcomes == ["opaque", "refused", "opaque", "refused", "refused"]
    system = httpx.get(f"{pluralkit_sandbox.base_url}/systems/@me", headers=headers)
    assert (system.status_code, system.json()["tag"]) == (200, "kept")
