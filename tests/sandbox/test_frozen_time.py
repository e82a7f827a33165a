"""The sandbox in a process where a test freezes time."""

from __future__ import annotations

import threading

import freezegun
import httpx
import pytest
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.webhook_receiver import WebhookReceiver


def test_it_answers_sends_and_ends_while_time_is_frozen() -> None:
    with WebhookReceiver() as receiver, freezegun.freeze_time("2020-01-01"):
        sandbox = RunningSandbox()
        with httpx.Client(
            base_url=sandbox.base_url, headers={"Authorization": sandbox.tokens["harbour"]}
        ) as client:
            sandbox.fail_next(delay=0.01)
            assert client.get("/systems/@me").status_code == 200
            created = client.post("/members", json={"name": "m"}).json()["created"]
            assert created > "2026"
            client.put(f"{sandbox.control_url}/systems/harbour/webhook", json={"url": receiver.url})
            assert len(receiver.bodies) == 2
        closing = threading.Thread(target=sandbox.close, daemon=True)
        closing.start()
        closing.join(15)
        assert not closing.is_alive()


def test_webhooks_do_not_go_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with WebhookReceiver() as receiver, RunningSandbox() as sandbox, httpx.Client(trust_env=False) as client:
        # The receiver answers 200 to the wrong token as well, which it could not behind a proxy.
        refused = client.put(f"{sandbox.control_url}/systems/harbour/webhook", json={"url": receiver.url})
        assert "must answer 401" in refused.json()["message"]
        assert len(receiver.bodies) == 2
