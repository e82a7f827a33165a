"""The command `pluralkit-sandbox`: output and options."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import trustme

WORLD = Path(__file__).parents[2] / "contract_tests/recordings/data/world.json"
ALICE = "lqU1PmJa3AA6Ab3NmyGyEYm92YBoUYKfRbgdPfxnIe4h9uDpjE3WO8VZ9mx6dCM6"


@contextmanager
def serving(*options: str) -> Generator[str]:
    """The address of a server with these options; it must end without a word of complaint."""
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            yield process.stdout.readline().split()[-1].removesuffix("/v2")
        finally:
            process.send_signal(signal.SIGINT)
            said = process.stderr.read()
        assert (process.wait(), said) == (0, "")


def test_it_prints_its_url_and_the_tokens() -> None:
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", "--seed", str(WORLD)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first, root, page, system, *_ = (process.stdout.readline() for _ in range(8))
        # Who reads the address can use it at once.
        address = first.split()[-1]
        answer = httpx.get(f"{address}/systems/@me", headers={"Authorization": system.split()[-1]})
        process.terminate()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v2", address)
    assert root.split()[-1] == address.removesuffix("/v2")
    assert page.split()[-1] == address.replace("/v2", "/sandbox/")
    assert system.split() == ["exmpl", "token", ALICE]
    assert answer.json()["id"] == "exmpl"


def test_it_is_ready_within_half_a_second_after_its_imports() -> None:
    """Measured against a process that imports the same libraries, so that a slow machine is slow in both."""

    def seconds(*command: str) -> float:
        began = time.perf_counter()
        with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            took = time.perf_counter() - began
            process.terminate()
        return took

    imports = "import cryptography.hazmat.primitives.asymmetric.ec, httpx, msgspec, starlette, uvicorn, yaml"
    assert any(
        seconds("-m", "pluralkit_sandbox", "--port", "0") < 2 * seconds("-c", f"{imports}; print()") + 0.5
        for _ in range(3)
    )


def test_rates_are_limited_by_default() -> None:
    def limits(*options: str) -> list[str]:
        with serving("--seed", str(WORLD), *options) as address:
            return [
                httpx.request(method, f"{address}/v2/systems/exmpl").headers["x-ratelimit-limit"]
                for method in ("GET", "PUT")
            ]

    assert limits() == ["10", "3"]
    assert limits("--limits", "get=100,update=30") == ["100", "30"]
    with serving("--seed", str(WORLD), "--no-rate-limit") as address, httpx.Client() as client:
        answers = [client.put(f"{address}/v2/systems/exmpl") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {405}
    assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"3"}


def test_forwarding_headers_do_not_select_the_bucket() -> None:
    with serving("--seed", str(WORLD)) as address, httpx.Client() as client:
        statuses = [
            client.put(
                f"{address}/v2/systems/exmpl", headers={"X-Forwarded-For": f"10.0.0.{number}"}
            ).status_code
            for number in range(20)
        ]
    assert set(statuses) == {405, 429}


def test_without_control_there_is_no_page_and_no_reset() -> None:
    with serving("--no-control") as address:
        for method, path in [("GET", "/sandbox/"), ("POST", "/sandbox/reset"), ("GET", "/sandbox/systems")]:
            assert httpx.request(method, address + path).status_code == 400


@pytest.mark.parametrize("limits", ["get", "get=0", "get=x", "reads=3", "get=1,", ""])
def test_limits_that_cannot_be_are_refused(limits: str) -> None:
    command = [sys.executable, "-m", "pluralkit_sandbox", "--limits", limits]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "--limits" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--port", "99999"),
        ("--port", "-1"),
        ("--port", "http"),
        ("--webhook-relay", "notaurl"),
        ("--webhook-relay", "ftp://localhost/"),
        ("--webhook-relay", "http://"),
        ("--webhook-relay", "http://localhost:99999/"),
        ("--webhook-relay", "http://["),
    ],
)
def test_an_option_that_cannot_be_is_refused_by_name(option: str, value: str) -> None:
    command = [sys.executable, "-m", "pluralkit_sandbox", f"{option}={value}"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert refused.returncode == 2
    assert f"argument {option}: '{value}' is not" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("missing", ["uvicorn", "starlette", "yaml", "msgspec"])
@pytest.mark.parametrize("arguments", [["--port", "0"], ["key", "--system", "a", "--scope", "b"]])
def test_a_missing_extra_is_named(missing: str, arguments: list[str]) -> None:
    program = (
        "import sys; from pluralkit_sandbox.cli import main; "
        f"sys.modules[{missing!r}] = None; sys.argv[1:] = {arguments!r}; sys.exit(main())"
    )
    refused = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30
    )
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    if arguments[0] != "key":
        assert "pluralkit-api[sandbox]" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on descriptors there")
def test_too_many_connections_are_reported_once() -> None:
    command = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"]
    command += [sys.executable, "-m", "pluralkit_sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            url = str(process.stdout.readline().split()[-1])
            address = urlsplit(url)
            idle = [socket.create_connection((address.hostname or "", address.port or 0)) for _ in range(150)]
            said = process.stderr.readline()
            for connection in idle:
                connection.close()
            # It goes on accepting after a second.
            assert httpx.get(f"{url}/systems/@me", timeout=10).status_code == 401
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
    assert said.startswith("too many open connections")
    assert rest == ""


def test_it_is_served_over_tls_with_a_certificate_of_its_own() -> None:
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", "--tls"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            first, _, authority, page = (process.stdout.readline().split()[-1] for _ in range(4))
            with httpx.Client(verify=ssl.create_default_context(cafile=authority)) as client:
                assert client.get(f"{first}/systems/harbor").json()["id"] == "harbor"
                assert client.get(f"{page}openapi.json").json()["servers"][0]["url"] == first
                headers = {"Origin": first.removesuffix("/v2"), "X-PluralKit-Sandbox": "1"}
                assert client.post(f"{page}reset", headers=headers).status_code == 204
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert first.startswith("https://127.0.0.1:")
    assert not Path(authority).exists()


def test_it_is_served_over_tls_with_a_given_certificate(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "server.pem"
    (tmp_path / "authority.pem").write_bytes(authority.cert_pem.bytes())
    file.write_bytes(authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.bytes())
    trusted = ssl.create_default_context(cafile=tmp_path / "authority.pem")
    with serving("--tls", str(file)) as address:
        assert httpx.get(f"{address}/v2/systems/harbor", verify=trusted).status_code == 200


def test_a_file_without_a_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    for name, said in (("none.pem", "No such file"), ("empty.pem", "no private key with its certificate")):
        command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", "--tls", str(tmp_path / name)]
        refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert refused.returncode == 2
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
