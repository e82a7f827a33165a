"""The pytest plugin in test suites of users."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from pluralkit_sandbox.testing import RunningSandbox

pytest_plugins = ["pytester"]

SUITE = """
import httpx
import pytest


@pytest.mark.parametrize("round", range(2))
def test_each_test_finds_everything_as_it_was(pluralkit_sandbox, round):
    assert pluralkit_sandbox.base_url.endswith("/v2")
    headers = {"Authorization": pluralkit_sandbox.tokens["harbour"]}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        assert client.get("/systems/@me").json()["name"] == "The Harbour"
        assert client.patch("/systems/@me", json={"name": "Other"}).status_code == 200
        assert [sent.payload["data"] for sent in pluralkit_sandbox.webhooks] == [{"name": "Other"}]
        key = pluralkit_sandbox.key("harbour", "identify")
        as_key = {"Authorization": f"Bearer {key}"}
        assert client.get("/systems/@me", headers=as_key).json()["privacy"] is None
        pluralkit_sandbox.fail_next(status=502, html="<h1>Bad gateway</h1>")
        assert client.get("/systems/@me").status_code == 502
        pluralkit_sandbox.fail_next(cut="body")
        with pytest.raises(httpx.ReadError):
            client.get("/systems/@me")
        assert all(client.get("/systems/@me").status_code == 200 for _ in range(30))
        pluralkit_sandbox.limit_rates(get=5)
        assert any(client.get("/systems/@me").status_code == 429 for _ in range(20))
"""


def run(pytester: pytest.Pytester) -> pytest.RunResult:
    """Run the suite in a process of its own, without the other plugins that are installed here."""
    names = ("schemathesis", "respx", "hypothesispytest", "pytest_httpx", "anyio", "asyncio")
    others = [f"-pno:{name}" for name in names]
    return pytester.runpytest_subprocess("-Werror", *others)


def test_a_suite_uses_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SUITE)
    run(pytester).assert_outcomes(passed=2)


def test_a_suite_brings_its_own_world(pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".json", world='{"systems": [{"key": "ours", "system": {"id": "abcde", "name": "Ours"}}]}'
    )
    pytester.makeconftest(
        """
        from pathlib import Path
        import pytest

        @pytest.fixture(scope="session")
        def pluralkit_sandbox_seed():
            return Path("world.json")
        """
    )
    pytester.makepyfile(
        """
        import httpx

        def test_it(pluralkit_sandbox):
            answer = httpx.get(
                f"{pluralkit_sandbox.base_url}/systems/@me",
                headers={"Authorization": pluralkit_sandbox.tokens["ours"]},
            )
            assert answer.json()["name"] == "Ours"
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_suite_has_one_for_the_whole_session(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def pluralkit_sandbox_seed():
            return {"systems": [{"key": "ours", "system": {"id": "abcde", "name": "Ours"}}]}
        """
    )
    pytester.makepyfile(
        """
        import httpx
        import pytest

        def name(sandbox):
            return httpx.get(f"{sandbox.base_url}/systems/abcde").json()["name"]

        @pytest.fixture(scope="session")
        def renamed(pluralkit_sandbox_server):
            headers = {"Authorization": pluralkit_sandbox_server.tokens["ours"]}
            url = f"{pluralkit_sandbox_server.base_url}/systems/@me"
            httpx.patch(url, json={"name": "Renamed"}, headers=headers)

        @pytest.mark.parametrize("round", range(2))
        def test_it(renamed, pluralkit_sandbox, pluralkit_sandbox_server, round):
            assert name(pluralkit_sandbox_server) == "Renamed"
            assert name(pluralkit_sandbox) == "Ours"
        """
    )
    run(pytester).assert_outcomes(passed=2)


def test_a_suite_that_does_not_use_it_does_not_pay_for_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            assert "pluralkit_sandbox.pytest_plugin" in sys.modules
            for heavy in ("starlette", "uvicorn", "yaml", "cryptography", "msgspec", "httpx"):
                assert heavy not in sys.modules
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_sandbox_takes_a_seed_a_port_a_file_and_limits(tmp_path: Path) -> None:
    seed = {"systems": [{"key": "ours", "system": {"id": "abcde", "name": "Ours"}}]}
    file = tmp_path / "world.db"
    with RunningSandbox(seed, host="::1", database=file, limits={"get": 2}) as sandbox:
        assert sandbox.base_url.startswith("http://[::1]:")
        headers = {"Authorization": sandbox.tokens["ours"]}
        url = f"{sandbox.base_url}/systems/@me"
        assert httpx.patch(url, json={"name": "Kept"}, headers=headers).status_code == 200
        answers = [httpx.get(url, headers=headers) for _ in range(3)]
        assert answers[0].headers["x-ratelimit-limit"] == "2"
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
            RunningSandbox(port=taken.getsockname()[1])
    with RunningSandbox(seed, database=file) as again:
        assert httpx.get(f"{again.base_url}/systems/abcde").json()["name"] == "Kept"
        again.reset()
        assert httpx.get(f"{again.base_url}/systems/abcde").json()["name"] == "Ours"
