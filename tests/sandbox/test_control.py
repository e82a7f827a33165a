"""The control API."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.webhook_receiver import WebhookReceiver

WORLD = Path(__file__).parents[2] / "contract_tests/recordings/data/world.json"


@pytest.fixture
def control(pluralkit_sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=pluralkit_sandbox.control_url, headers={"X-PluralKit-Sandbox": "1"}) as client:
        yield client


@pytest.fixture
def alice(pluralkit_sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        yield client


def test_a_reset_undoes_everything(control: httpx.Client, alice: httpx.Client) -> None:
    def state() -> list[Any]:
        paths = (
            "/systems/@me",
            "/systems/@me/members",
            "/systems/@me/groups?with_members=true",
            "/systems/@me/switches",
        )
        return [alice.get(path).json() for path in paths]

    before = state()
    alice.patch("/systems/@me", json={"name": "Other"})
    alice.delete("/members/annie")
    alice.post("/groups", json={"name": "New"})
    alice.post("/systems/@me/switches", json={"members": []})
    control.post("/systems", json={"systems": [{"key": "more"}]})
    control.post("/faults", json={"status": 500})
    control.put("/clock", json={"now": "2030-01-01T00:00:00Z", "frozen": True})

    assert control.post("/reset").status_code == 204

    assert state() == before
    assert [system["key"] for system in control.get("/systems").json()] == [
        "alice",
        "bob",
        "carol",
        "dave",
        "erin",
    ]
    assert control.get("/webhooks").json() == []
    assert control.get("/faults").json() == []
    assert not control.get("/clock").json()["frozen"]


def test_systems_are_listed_with_their_tokens(
    pluralkit_sandbox: RunningSandbox, control: httpx.Client
) -> None:
    first = control.get("/systems").json()[0]
    assert first == {
        "key": "alice",
        "id": "exmpl",
        "uuid": "1d09be59-b16e-4685-853f-8ed83c5b38ad",
        "name": "Alice & Co",
        "token": pluralkit_sandbox.tokens["alice"],
        "webhook_url": "https://hooks.example.org/alice",
    }


def test_systems_can_be_added(pluralkit_sandbox: RunningSandbox, control: httpx.Client) -> None:
    added = control.post(
        "/systems",
        json={"systems": [{"key": "frida", "system": {"name": "Frida"}, "members": [{"name": "F"}]}]},
    )
    assert added.status_code == 201
    token = added.json()[0]["token"]
    assert token == pluralkit_sandbox.tokens["frida"]
    members = httpx.get(f"{pluralkit_sandbox.base_url}/systems/@me/members", headers={"Authorization": token})
    assert [member["name"] for member in members.json()] == ["F"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"systems": [{"system": {"id": "exmpl"}}]}, "exists already"),
        ({"systems": [{"system": {"id": "freda"}}, {"system": {"id": "exmpl"}}]}, "exists already"),
        ({"systems": [{"members": [{"name": 5}]}]}, "systems[0].members[0].name"),
        ([], "xpected"),
    ],
)
def test_systems_that_cannot_be_are_refused_whole(control: httpx.Client, body: object, said: str) -> None:
    refused = control.post("/systems", json=body)
    assert refused.status_code == 400
    assert said in refused.json()["message"]
    assert len(control.get("/systems").json()) == 5


def test_keys_are_made_for_a_system_by_any_of_its_names(
    pluralkit_sandbox: RunningSandbox, control: httpx.Client
) -> None:
    for name in ("alice", "exmpl", "1d09be59-b16e-4685-853f-8ed83c5b38ad", "466378653216014359"):
        made = control.post("/keys", json={"system": name, "scopes": ["identify"]})
        assert made.status_code == 201
        key = made.json()["key"]
        me = httpx.get(
            f"{pluralkit_sandbox.base_url}/systems/@me", headers={"Authorization": f"Bearer {key}"}
        )
        assert me.json()["id"] == "exmpl"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"system": "nobody", "scopes": ["identify"]}, "there is no system 'nobody'"),
        ({"system": "alice", "scopes": ["read:evrything"]}, "'read:evrything' is not a scope"),
        ({"system": "alice", "scopes": []}, "at least one scope"),
        ({"system": "alice"}, "scopes"),
        ({"system": "alice", "scopes": ["identify"], "type": "other"}, "type"),
        ({"system": "alice", "scopes": ["identify"], "scope": 1}, "scope"),
    ],
)
def test_keys_that_cannot_be_are_refused(control: httpx.Client, body: object, said: str) -> None:
    refused = control.post("/keys", json=body)
    assert refused.status_code == 400
    assert said in refused.json()["message"]


def test_undeliverable_webhooks_are_recorded(
    pluralkit_sandbox: RunningSandbox, control: httpx.Client, alice: httpx.Client
) -> None:
    alice.patch("/members/annie", json={"pronouns": "she/they"})
    (sent,) = control.get("/webhooks").json()
    assert sent["url"] == "https://hooks.example.org/alice"
    assert sent["outcome"] == "recorded"
    assert (sent["payload"]["type"], sent["payload"]["data"]) == ("UPDATE_MEMBER", {"pronouns": "she/they"})
    assert [dispatch.payload for dispatch in pluralkit_sandbox.webhooks] == [sent["payload"]]

    assert control.delete("/webhooks").status_code == 204
    assert control.get("/webhooks").json() == []


Judge = Callable[[dict[str, Any]], int]


@pytest.fixture
def receiver() -> Iterator[Callable[[Judge], WebhookReceiver]]:
    with ExitStack() as stack:
        yield lambda judge: stack.enter_context(WebhookReceiver(judge))


def test_a_webhook_is_registered_and_sent_to(
    control: httpx.Client, alice: httpx.Client, receiver: Callable[[Judge], WebhookReceiver]
) -> None:
    tokens: list[str] = []

    def judge(body: dict[str, Any]) -> int:
        tokens.append(body["signing_token"])
        return 200 if body["signing_token"] == tokens[0] else 401

    hook = receiver(judge)
    registered = control.put("/systems/alice/webhook", json={"url": hook.url})

    assert registered.json() == {"url": hook.url, "signing_token": tokens[0]}
    right, wrong = hook.bodies
    assert right == {
        "type": "PING",
        "signing_token": tokens[0],
        "system_id": "1d09be59-b16e-4685-853f-8ed83c5b38ad",
    }
    assert {**wrong, "signing_token": None} == {**right, "signing_token": None}
    assert wrong["signing_token"] != tokens[0]
    assert alice.get("/systems/@me").json()["webhook_url"] == hook.url

    alice.patch("/systems/@me", json={"tag": "| A"})
    event = hook.wait(3)[2]
    assert (event["type"], event["signing_token"], event["data"]) == (
        "UPDATE_SYSTEM",
        tokens[0],
        {"tag": "| A"},
    )
    assert hook.headers[2]["user-agent"] == "PluralKit Dispatch (https://pluralkit.me/api/dispatch/)"
    assert hook.headers[2]["content-type"].partition(";")[0] == "application/json"

    assert control.delete("/systems/alice/webhook").status_code == 204
    assert alice.get("/systems/@me").json()["webhook_url"] is None


def test_a_receiver_that_knows_only_its_own_token_is_registered_with_it(
    control: httpx.Client, receiver: Callable[[Judge], WebhookReceiver]
) -> None:
    hook = receiver(lambda body: 200 if body["signing_token"] == "mine alone" else 401)
    webhook = {"url": hook.url, "signing_token": "mine alone"}
    assert control.put("/systems/alice/webhook", json=webhook).json() == webhook


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((204, 401), "must answer 200 to a PING with a right signing_token, not 204"),
        ((500, 401), "must answer 200 to a PING with a right signing_token, not 500"),
        ((302, 401), "must answer 200 to a PING with a right signing_token, not 302"),
        ((200, 200), "must answer 401 to a PING with a wrong signing_token, not 200"),
        ((200, 403), "must answer 401 to a PING with a wrong signing_token, not 403"),
    ],
)
def test_a_receiver_that_answers_wrongly_is_refused_with_the_reason(
    control: httpx.Client,
    alice: httpx.Client,
    receiver: Callable[[Judge], WebhookReceiver],
    answers: tuple[int, int],
    said: str,
) -> None:
    queue = list(answers)
    hook = receiver(lambda _body: queue.pop(0))
    refused = control.put("/systems/alice/webhook", json={"url": hook.url})
    assert refused.status_code == 400
    assert said in refused.json()["message"]
    assert alice.get("/systems/@me").json()["webhook_url"] == "https://hooks.example.org/alice"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/", "no answer to a PING: ConnectionRefusedError"),
        ("https://hooks.example.org/", "must be on loopback, or allowed with --webhook-allow"),
        ("not an address", "must be on loopback"),
    ],
)
def test_a_receiver_that_is_not_there_is_refused_with_the_reason(
    control: httpx.Client, url: str, said: str
) -> None:
    refused = control.put("/systems/alice/webhook", json={"url": url})
    assert refused.status_code == 400
    assert said in refused.json()["message"]


def test_the_clock_is_set_and_goes_on_or_stands_still(control: httpx.Client, alice: httpx.Client) -> None:
    assert not control.get("/clock").json()["frozen"]

    control.put("/clock", json={"now": "2030-01-01T00:00:00Z", "frozen": True})
    created = alice.post("/members", json={"name": "Late"}).json()["created"]
    assert created == "2030-01-01T00:00:00Z"

    stepped = control.put("/clock", json={"advance": 1.5}).json()
    assert stepped == {"now": "2030-01-01T00:00:01.5Z", "frozen": True}

    control.put("/clock", json={"frozen": False})
    assert datetime.fromisoformat(control.get("/clock").json()["now"]) > datetime.fromisoformat(
        stepped["now"]
    )

    assert control.delete("/clock").status_code == 204
    assert control.get("/clock").json()["now"] < "2030"


def test_a_bucket_fills_up_as_the_clock_advances(
    pluralkit_sandbox: RunningSandbox, control: httpx.Client, alice: httpx.Client
) -> None:
    pluralkit_sandbox.limit_rates()
    control.put("/clock", json={"now": "2030-01-01T00:00:00Z", "frozen": True})

    def statuses() -> list[int]:
        return [alice.patch("/systems/@me", json={"tag": "x"}).status_code for _ in range(3)]

    assert statuses() == [200, 200, 429]
    control.put("/clock", json={"advance": 1})
    assert statuses() == [200, 200, 429]
    control.put("/clock", json={"now": "2020-01-01T00:00:00Z"})
    assert statuses() == [200, 200, 429]


@pytest.mark.parametrize(
    "now",
    [
        "9999-12-31T23:59:59.9Z",
        "9999-12-31T23:59:59-14:00",
        "9000-01-01T00:00:00.1Z",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_a_time_that_the_clock_cannot_go_on_from_is_refused(
    control: httpx.Client, alice: httpx.Client, now: str
) -> None:
    refused = control.put("/clock", json={"now": now})
    assert refused.status_code == 400
    assert "times from 1970 to 9000" in refused.json()["message"]
    assert alice.get("/systems/@me").status_code == 200
    assert control.delete("/clock").status_code == 204


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999"])
@pytest.mark.parametrize("zone", ["Z", "+14:00", "-14:00"])
def test_the_first_and_the_last_time_are_no_failure(alice: httpx.Client, time: str, zone: str) -> None:
    switch = alice.get("/systems/@me/switches").json()[0]["id"]
    answers = [
        alice.post("/systems/@me/switches", json={"members": [], "timestamp": time + zone}),
        alice.patch(f"/systems/@me/switches/{switch}", json={"timestamp": time + zone}),
        alice.get("/systems/@me/switches", params={"before": time + zone}),
        alice.get("/systems/@me/switches"),
        alice.get("/systems/@me/fronters"),
    ]
    assert {answer.status_code for answer in answers} <= {200, 400}


@pytest.mark.parametrize(
    "body", [{"now": "2030-01-01T00:00:00"}, {"now": "soon"}, {"advance": 1e20}, {"frozen": 1}]
)
def test_a_time_that_cannot_be_is_refused(control: httpx.Client, body: object) -> None:
    assert control.put("/clock", json=body).status_code == 400


def test_faults_are_listed_with_their_remaining_times(control: httpx.Client, alice: httpx.Client) -> None:
    assert control.post("/faults", json={"status": 502, "html": "<p>", "times": 2}).status_code == 204
    assert control.get("/faults").json() == [{"times": 2, "status": 502, "html": "<p>"}]
    assert alice.get("/systems/@me").status_code == 502
    assert control.get("/faults").json() == [{"status": 502, "html": "<p>"}]
    assert control.delete("/faults").status_code == 204
    assert alice.get("/systems/@me").status_code == 200
    assert "one of cut" in control.post("/faults", json={"cut": "body", "stall": "body"}).json()["message"]


def test_without_control_the_server_has_nothing_that_the_service_has_not() -> None:
    sandbox = Sandbox(read(WORLD.read_bytes()), limits=None)
    app = create_app(sandbox, control_api=False)

    async def ask(method: str, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            return await client.request(method, path)

    for method, path in [("POST", "/sandbox/reset"), ("GET", "/sandbox/systems"), ("GET", "/sandbox/")]:
        answer = asyncio.run(ask(method, path))
        assert (answer.status_code, answer.json()["message"]) == (400, "Unsupported API version")
