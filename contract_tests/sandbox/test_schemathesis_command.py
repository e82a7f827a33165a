"""The command line of schemathesis with schemathesis.toml, against servers over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pluralkit_contract import deviations
from pluralkit_sandbox.seed import DEMO
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.asgi import Application, Message
from contract_tests.support.in_process_sandbox import InProcessSandbox

from .side_effects import served

ROOT = Path(__file__).parents[2]
_PLENTY = 10_000


def run(base_url: str, token: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schemathesis.cli", "run", "openapi/pluralkit.yaml", "--no-color"]
    return subprocess.run(
        [*command, "--url", base_url, *options],
        cwd=ROOT,
        env={**os.environ, "PLURALKIT_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.nightly
def test_a_sandbox_keeps_to_the_contract() -> None:
    with RunningSandbox() as sandbox:
        sandbox.limit_rates(get=_PLENTY, update=_PLENTY)
        ended = run(sandbox.base_url, sandbox.tokens["harbour"])
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_deviation_is_waived() -> None:
    """Whether each is used is checked at the end of the run above."""
    config = tomllib.loads((ROOT / "schemathesis.toml").read_text(encoding="utf-8"))
    assert config["checks"]["PluralKitDeviations"]["waive"] == sorted(each.name for each in deviations.ALL)


def test_a_breach_in_the_response_to_a_write_is_found() -> None:
    seed = json.loads(DEMO.read_bytes())
    sandbox = InProcessSandbox(seed, limits={"get": _PLENTY, "update": _PLENTY})
    options = ("--include-operation-id", "updateMember", "--phases", "examples")
    with served(sandbox.app) as address:
        assert run(f"{address}/v2", sandbox.tokens["harbour"], *options).returncode == 0
    with served(without_cors(sandbox.app)) as address:
        ended = run(f"{address}/v2", sandbox.tokens["harbour"], *options)
    sandbox.close()
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "openapi/pluralkit.yaml#/x-pluralkit-cors/Access-Control-Allow-Origin" in ended.stdout


@pytest.mark.nightly
def test_a_run_without_requests_fails() -> None:
    with RunningSandbox() as sandbox:
        ended = run(
            sandbox.base_url,
            sandbox.tokens["harbour"],
            "--include-operation-id",
            "getMember",
            "--phases",
            "stateful",
        )
    assert ended.returncode == 1, ended.stdout + ended.stderr


def without_cors(app: Application) -> Application:
    async def changed(
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["method"] == "PATCH":
                headers = [pair for pair in message["headers"] if pair[0] != b"access-control-allow-origin"]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, forward)

    return changed
