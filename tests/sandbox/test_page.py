"""The web page of the control API, in a browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate
from playwright.sync_api import Locator, Page, sync_playwright
from pluralkit_sandbox.testing import RunningSandbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def page(pluralkit_sandbox: RunningSandbox) -> Iterator[Page]:
    """The page, loaded; whatever goes wrong on it, or leaves this machine, fails the test."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here to open the page in")
    complaints: list[str] = []
    addresses: list[str] = []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):
        page = browser.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(f"{pluralkit_sandbox.control_url}/")
        page.locator(".opblock").first.wait_for()
        yield page
    assert complaints == []
    origin = pluralkit_sandbox.base_url.removesuffix("v2")
    assert [address for address in addresses if not address.startswith((origin, "data:"))] == []


def execute(page: Page, tag: str, operation: str) -> Locator:
    """Open an operation, press Execute as it is, and return its answer."""
    block = page.locator(f"#operations-{tag}-{operation}")
    block.locator(".opblock-summary-control").click()
    block.locator("button.execute").click()
    return block.locator("table.live-responses-table tbody")


def shown(answer: Locator) -> dict[str, Any]:
    assert answer.locator(".response-col_status").inner_text() == "200"
    body: dict[str, Any] = json.loads(answer.locator("pre code").first.inner_text())
    return body


# One test, since opening the page takes longest.
def test_requests_from_the_page_use_the_given_token(page: Page, pluralkit_sandbox: RunningSandbox) -> None:
    member = shown(execute(page, "members", "getMember"))
    assert (member["id"], member["privacy"]["visibility"]) == ("annie", "public")

    created = shown(execute(page, "members", "createMember"))
    (sent,) = pluralkit_sandbox.webhooks
    assert (sent.payload["type"], sent.payload["id"]) == ("CREATE_MEMBER", created["uuid"])

    page.locator("#systems").select_option(label="nobody")
    assert shown(execute(page, "groups", "getGroup"))["privacy"] is None

    page.locator("#systems").select_option(label="Alice & Co")
    assert shown(execute(page, "systems", "getSystem"))["privacy"] is not None


def test_the_served_contract_has_this_server_and_its_examples(pluralkit_sandbox: RunningSandbox) -> None:
    contract = httpx.get(f"{pluralkit_sandbox.control_url}/openapi.json").json()
    validate(contract)
    assert [server["url"] for server in contract["servers"]] == [pluralkit_sandbox.base_url]
    parameters = contract["components"]["parameters"]
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    for path in (
        "/systems/{SystemRef}/guilds/{GuildId}",
        "/members/{MemberRef}",
        "/groups/{GroupRef}",
        "/systems/{SystemRef}/switches/{SwitchRef}",
        "/messages/{MessageId}",
    ):
        filled = path.format(**{name: parameter.get("example") for name, parameter in parameters.items()})
        assert httpx.get(pluralkit_sandbox.base_url + filled, headers=headers).status_code == 200


def test_the_contract_is_that_of_the_project_but_for_its_servers() -> None:
    with RunningSandbox() as sandbox:
        served = httpx.get(f"{sandbox.control_url}/openapi.json").json()
    file = Path(__file__).parents[2] / "openapi" / "pluralkit.json"
    assert served | {"servers": []} == json.loads(file.read_bytes()) | {"servers": []}


def test_the_address_works_without_its_slash(pluralkit_sandbox: RunningSandbox) -> None:
    assert httpx.get(pluralkit_sandbox.control_url).headers["location"] == "/sandbox/"


@pytest.mark.parametrize("name", ["swagger-ui-bundle.js.map", "../page.html", "%2e%2e/page.html", ""])
def test_no_other_file_is_served(pluralkit_sandbox: RunningSandbox, name: str) -> None:
    assert httpx.get(f"{pluralkit_sandbox.control_url}/assets/{name}").status_code == 404
