"""The command pluralkit-contract: exit codes, output, report files and requests."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
import yaml
from pluralkit_contract.cli import BREACH, HOLDS, TOKEN_VARIABLE, UNUSABLE, main, parser
from pluralkit_contract.contract import Json
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings.loader import DATA

DOCS = Path(__file__).parents[2] / "docs"
ACTION = DOCS.parent / "action.yml"
SEED = DATA / "world.json"
ALICE: Json = next(each for each in json.loads(SEED.read_bytes())["systems"] if each["key"] == "alice")
TOKEN: str = ALICE["token"]
GUILD, MESSAGE = ALICE["guilds"][0]["guild_id"], ALICE["messages"][0]["id"]
KEYS = {key["scopes"][0]: key["token"] for key in ALICE["api_keys"] if len(key["scopes"]) == 1}


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with RunningSandbox(SEED) as server:
        server.limit_rates(get=1000, update=300)
        yield server


@pytest.fixture
def small(tmp_path: Path) -> Iterator[RunningSandbox]:
    """Alice, with as little as there can be: what is asked of the command does not depend on it."""
    system = {
        "key": "alice",
        "token": TOKEN,
        "system": {"id": "exmpl"},
        "members": [{"id": "annie", "name": "Annie"}],
    }
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"systems": [system]}))
    with RunningSandbox(seed) as server:
        server.limit_rates(get=1000, update=300)
        yield server


def test_a_correct_server_has_no_breaches(
    sandbox: RunningSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--system", "@me", "--system", "BOB-SYS", "--guild", GUILD, "--message", MESSAGE]
    assert run(sandbox, *options, "--report", str(tmp_path), token=TOKEN) == HOLDS
    shown = capsys.readouterr().out
    first, second, *_, last = shown.splitlines()
    assert first.startswith("resolving @me")
    assert second.startswith("system exmpl: ")
    assert "getSystemSettings" in second
    assert "all conform to the contract" in last
    table = (tmp_path / "contract.md").read_text()
    reads = [line for line in table.splitlines() if line.startswith(("| get", "| list"))]
    assert len(reads) == 18
    assert not [line for line in reads if set(line.split("|")[2:-2]) == {"–"}]
    assert ElementTree.parse(tmp_path / "contract.xml").getroot().get("failures") == "0"
    assert TOKEN not in shown + table


def test_a_breach(sandbox: RunningSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sandbox.fail_next(status=200, json={"token": TOKEN})
    assert run(sandbox, "--no-rate-limit", "--report", str(tmp_path), token=TOKEN) == BREACH
    shown = capsys.readouterr().out
    assert "getSystem does not conform to the contract" in shown
    assert "openapi/pluralkit.yaml#/components/schemas/System" in shown
    assert '"Authorization: $TOKEN"' in shown
    suite = ElementTree.parse(tmp_path / "contract.xml").getroot()
    assert int(suite.get("failures", "0")) > 0
    assert TOKEN not in shown + (tmp_path / "contract.md").read_text() + ElementTree.tostring(suite).decode()


def test_anonymously(sandbox: RunningSandbox) -> None:
    assert run(sandbox, "--system", "466378653216014362") == HOLDS


def test_with_an_api_key(sandbox: RunningSandbox, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(sandbox, "--system", "@me", "--guild", GUILD, token=KEYS["read:members"])
    assert code == HOLDS, capsys.readouterr().out


@pytest.mark.parametrize("token", [TOKEN, KEYS["read:all"]])
def test_a_token_that_is_sent_back(
    token: str, sandbox: RunningSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    right = httpx.get(f"{sandbox.base_url}/systems/exmpl", headers={"user-agent": "tests"}).json()
    sandbox.fail_next(status=200, json={**right, "id": token, "name": token})
    assert run(sandbox, "--no-rate-limit", token=token) == BREACH
    assert token not in capsys.readouterr().out


def test_a_server_without_a_limiter(small: RunningSandbox) -> None:
    small.reset()
    assert run(small, "--no-rate-limit", token=TOKEN) == HOLDS


def test_a_system_that_does_not_exist(sandbox: RunningSandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sandbox, "--system", "zzzzz", "--no-rate-limit") == UNUSABLE
    assert "the server has no system 'zzzzz'" in capsys.readouterr().err


def test_a_token_that_the_server_does_not_accept(
    sandbox: RunningSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(sandbox, "--system", "exmpl", token=f"{TOKEN}x") == UNUSABLE
    shown = capsys.readouterr()
    assert "the server does not accept this token" in shown.err
    assert TOKEN not in shown.out + shown.err


def test_a_token_from_a_file(
    small: RunningSandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    assert run(small, "--token-file", str(file), token="not the one that is meant") == HOLDS
    assert "resolving @me" in capsys.readouterr().out


def test_a_token_from_a_prompt(small: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts: list[str] = []

    def typed(prompt: str) -> str:
        prompts.append(prompt)
        return TOKEN

    monkeypatch.setattr("getpass.getpass", typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert run(small) == HOLDS
    assert run(small, "--system", "exmpl") == HOLDS
    assert prompts == ["Token or API key: "]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--base-url", "http://127.0.0.1:1/v1", "--system", "exmpl"], "has to end in /v2"),
        (["--base-url", "127.0.0.1/v2", "--system", "exmpl"], "begin with http"),
        (["--base-url", "http://a:b@127.0.0.1/v2", "--system", "exmpl"], "no user"),
        (["--base-url", "http://127.0.0.1:port/v2", "--system", "exmpl"], "--base-url"),
        (["--base-url", "http://127.0.0.1:1/v2"], "--system"),
        (["--system", "exmpl"], "--base-url"),
        (["--base-url", "http://127.0.0.1:1/v2", "--system", "exmpl", "--report", __file__], "--report"),
        (["--base-url", "http://127.0.0.1:1/v2", "--system", "no reference"], "'no reference' is none"),
        (["--base-url", "http://127.0.0.1:1/v2", "--token-file", "/no/such/file"], "--token-file"),
        (["--base-url", "http://127.0.0.1:1/v2", "--token-file", __file__], "--token-file"),
        (["--base-url", "http://127.0.0.1:1/v2", "--system", "exmpl", "--guild", "x"], "--guild"),
    ],
)
def test_bad_arguments(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    _, error = refused(arguments, capsys)
    assert words in error


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Standard output and error of the command with arguments that it refuses."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == UNUSABLE
    shown = capsys.readouterr()
    return shown.out, shown.err


@pytest.mark.parametrize("option", [["--token", TOKEN], [f"--token={TOKEN}"]], ids=["two words", "one word"])
def test_a_token_among_the_arguments_is_refused_and_not_shown(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output, error = refused(["--base-url", "http://127.0.0.1:1/v2", *option], capsys)
    assert TOKEN_VARIABLE in error
    assert TOKEN not in output + error


@pytest.mark.parametrize("arguments", [["--tokn", TOKEN], [f"--tokn={TOKEN}"], [f"-t{TOKEN}"], [TOKEN]])
def test_unknown_arguments_are_named_without_their_values(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output, error = refused(["--base-url", "http://127.0.0.1:1/v2", *arguments], capsys)
    assert f"unrecognized arguments: {'--tokn' if '--tokn' in arguments[0] else '…'}" in error
    assert TOKEN not in output + error


@pytest.mark.parametrize("token", ["two words", "pkapi:nothing"])
def test_a_malformed_token(
    token: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    with pytest.raises(SystemExit) as ended:
        main(["--base-url", "http://127.0.0.1:1/v2"])
    assert ended.value.code == UNUSABLE
    shown = capsys.readouterr().err
    assert TOKEN_VARIABLE in shown
    assert token not in shown


def test_no_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--base-url", "http://127.0.0.1:1/v2", "--system", "exmpl"]) == UNUSABLE
    assert capsys.readouterr().err.startswith("no answer from http://127.0.0.1:1/v2")


@pytest.mark.nightly  # test_traversal.py has two in one process
def test_two_runs_side_by_side(small: RunningSandbox, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pluralkit_contract", "--base-url", small.base_url]
    environment = {**os.environ, TOKEN_VARIABLE: TOKEN}
    runs = [
        subprocess.Popen(
            [*command, "--report", str(tmp_path / name)], stdout=subprocess.DEVNULL, env=environment
        )
        for name in ("one", "two")
    ]
    assert [run.wait() for run in runs] == [HOLDS, HOLDS]


def run(sandbox: RunningSandbox, *arguments: str, token: str = "") -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN_VARIABLE, token)
        return main(["--base-url", sandbox.base_url, *arguments])


def test_the_workflow_for_others_uses_inputs_that_there_are() -> None:
    workflow = yaml.safe_load((DOCS / "ci" / "contract.yml").read_text())
    steps = workflow["jobs"]["contract"]["steps"]
    (inputs,) = (step["with"] for step in steps if step.get("uses", "").startswith("OWNER/"))
    assert inputs.keys() <= yaml.safe_load(ACTION.read_text())["inputs"].keys()


@pytest.mark.parametrize(
    ("token", "system", "code", "words"),
    [
        ("", "", 0, "::notice::Not checked"),
        (TOKEN, "", 0, "all conform to the contract"),
        ("", "zzzzz", 2, "zzzzz"),
    ],
)
def test_the_action(
    token: str, system: str, code: int, words: str, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (step,) = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    # All but the installation, whose command is tested with the wheel.
    script = "".join(
        f"{line}\n" for line in step["run"].splitlines() if not re.search("-m venv|activate|-m pip", line)
    )
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BASE_URL": sandbox.base_url,
        "SYSTEM": system,
        TOKEN_VARIABLE: token,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert words in ended.stdout + ended.stderr
    assert (tmp_path / "summary").exists() == bool(token)


def test_the_page_explains_every_option() -> None:
    page = (DOCS / "contract-tests.md").read_text()
    options = set(re.findall(r"--[a-z-]+", parser().format_help()))
    assert not [option for option in options - {"--help"} if f"`{option}" not in page]
