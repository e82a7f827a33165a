"""The subcommand `pluralkit-sandbox key`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pluralkit_contract.exchange import Answer
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.http_server import HttpServer

WORLD = Path(__file__).parents[2] / "contract_tests/recordings/data/world.json"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pluralkit_sandbox", "key", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_running_sandbox_takes_the_key(pluralkit_sandbox: RunningSandbox) -> None:
    made = run("--system", "exmpl", "--scope", "identify", "--url", pluralkit_sandbox.base_url)
    assert (made.returncode, made.stderr) == (0, "")
    me = httpx.get(
        f"{pluralkit_sandbox.base_url}/systems/@me",
        headers={"Authorization": f"Bearer {made.stdout.strip()}"},
    )
    assert me.json()["id"] == "exmpl"


def test_a_sandbox_on_the_same_file_takes_the_key(tmp_path: Path) -> None:
    file = tmp_path / "world.db"

    def sandbox() -> Sandbox:
        return Sandbox(read(WORLD.read_bytes()), database=file, limits=None)

    running = sandbox()
    made = run("--system", "exmpl", "--scope", "read:members", "--scope", "identify", "--database", str(file))
    assert (made.returncode, made.stderr) == (0, "")

    async def members(sandbox: Sandbox) -> httpx.Response:
        transport = httpx.ASGITransport(create_app(sandbox))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            return await client.get(
                "/v2/systems/@me/members", headers={"Authorization": f"Bearer {made.stdout.strip()}"}
            )

    assert asyncio.run(members(running)).status_code == 200
    running.world.close()
    restarted = sandbox()
    assert asyncio.run(members(restarted)).status_code == 200
    restarted.world.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--system", "nobody", "--scope", "identify"], "there is no system 'nobody'"),
        (["--system", "exmpl", "--scope", "read:evrything"], "'read:evrything' is not a scope"),
        (["--system", "exmpl", "--scope", "identify", "--url", "http://127.0.0.1:1"], "no sandbox"),
        (["--system", "exmpl", "--scope", "identify", "--database", "/nowhere/world.db"], "no such file"),
        (["--system", "exmpl", "--scope", "identify", "--database", str(WORLD)], "not a database"),
    ],
)
def test_invalid_requests_are_explained(
    pluralkit_sandbox: RunningSandbox, arguments: list[str], said: str
) -> None:
    if not {"--url", "--database"} & set(arguments):
        arguments = [*arguments, "--url", pluralkit_sandbox.control_url]
    refused = run(*arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"5",
        b'"key"',
        b'{"key": 5}',
        b'{"key": "\\u001b[2J"}',
        b'{"message": "\\u001b[2J"}',
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b"<html>",
    ],
)
def test_a_server_that_is_not_a_sandbox_is_reported(body: bytes) -> None:
    with HttpServer() as server:
        url = server.mount(lambda _: Answer(200, body=body)).removesuffix("/v2")
        refused = run("--system", "exmpl", "--scope", "identify", "--url", url)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"no sandbox with a control API at {url}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "\x1b" not in refused.stderr


@pytest.mark.parametrize("url", ["notaurl", "http://", "http://localhost:99999", "ftp://localhost"])
def test_an_address_that_cannot_be_is_refused(url: str) -> None:
    refused = run("--system", "exmpl", "--scope", "identify", "--url", url)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"--url {url}: " in refused.stderr
