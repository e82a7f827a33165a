"""The command `pluralkit`: all operations, from a terminal or a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from pluralkit_api import operations
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.cli.application import command

from .conftest import Result

Call = Callable[..., Result]


def test_each_operation_has_a_command() -> None:
    groups = [each for each in command().commands.values() if isinstance(each, click.Group)]
    assert sum(len(group.commands) for group in groups) >= len(operations.ALL)


def test_each_command_says_what_it_and_its_options_do() -> None:
    def check(part: click.Command, path: str) -> None:
        assert part.help, path
        for parameter in part.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (path, parameter)
        if isinstance(part, click.Group):
            for name, inner in part.commands.items():
                check(inner, f"{path} {name}")

    check(command(), "pluralkit")


def test_what_is_read_is_json_in_a_pipe(pluralkit: Call) -> None:
    members = pluralkit("members", "list").json
    assert pluralkit("members", "list", "@me").json == members
    assert pluralkit("members", "get", members[0]["id"]).json == members[0]
    assert pluralkit("--json", "systems", "get").json["id"] == members[0]["system"]


def test_fields_are_options(pluralkit: Call) -> None:
    made = pluralkit(
        *("members", "create", "--name", "New", "--birthday", "2001-02-03", "--keep-proxy"),
        *("--proxy-tag", "N:text", "--proxy-tag", "text-n", "--visibility", "private"),
    ).json
    assert (made["name"], made["birthday"], made["keep_proxy"]) == ("New", "2001-02-03", True)
    assert made["proxy_tags"] == [{"prefix": "N:", "suffix": None}, {"prefix": None, "suffix": "-n"}]
    assert made["privacy"]["visibility"] == "private"
    changed = pluralkit(
        *("members", "update", made["id"], "--pronouns", "they/them", "--birthday", "", "--no-keep-proxy"),
        *("--proxy-tag", ""),
    ).json
    assert (changed["pronouns"], changed["birthday"]) == ("they/them", None)
    assert (changed["keep_proxy"], changed["proxy_tags"]) == (False, [])
    assert changed["privacy"]["visibility"] == "private"


def test_switches(pluralkit: Call) -> None:
    member = pluralkit("members", "create", "--name", "New").json["id"]
    made = pluralkit(
        "switches", "create", "--member", member, "--timestamp", "2024-01-01T02:00:00+02:00"
    ).json
    assert made["timestamp"] == "2024-01-01T00:00:00Z"
    assert [each["id"] for each in made["members"]] == [member]
    moved = pluralkit("switches", "update", made["id"], "--timestamp", "2024-01-02T00:00:00Z").json
    assert moved["timestamp"] == "2024-01-02T00:00:00Z"
    assert pluralkit("switches", "update-members", made["id"]).json["members"] == []
    assert (
        pluralkit("switches", "list", "--before", "2024-01-02T00:00:00.1Z", "--limit", "1").json[0]["id"]
        == made["id"]
    )
    assert pluralkit("switches", "create").json["members"] == []


def test_lists_are_arguments(pluralkit: Call) -> None:
    group = pluralkit("groups", "create", "--name", "Crew").json["id"]
    members = [each["id"] for each in pluralkit("members", "list").json][:2]
    assert pluralkit("groups", "overwrite-members", group, *members) == Result(0, "", "")
    assert {each["id"] for each in pluralkit("groups", "list-members", group).json} == set(members)
    assert pluralkit("groups", "overwrite-members", group).code == 0
    assert pluralkit("groups", "list-members", group).json == []


def test_a_deletion_in_a_pipe_needs_yes(pluralkit: Call) -> None:
    member = pluralkit("members", "create", "--name", "New").json["id"]
    refused = pluralkit("members", "delete", member)
    assert (refused.code, refused.out) == (2, "")
    assert "--yes" in refused.err
    assert pluralkit("members", "delete", member, "--yes") == Result(0, "", "")
    assert pluralkit("members", "get", member) == Result(
        3, "", f"pluralkit: 404 Member not found. (code 20002) GET /members/{member}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["members", "update", "annie"], "nothing to change: give one or more of --name, --display-name, "),
        (["members", "update", "annie", "--birthday", "soon"], "'soon' is not a date such as"),
        (["switches", "list", "--before", "soon"], "'soon' is not a time such as"),
        (["members", "update", "annie", "--visibility", "secret"], "is not one of 'public', 'private'"),
        (["members", "create"], "Missing option '--name'"),
        (["members", "create", "--name", "A", "--proxy-tag", "A:"], "must hold the word text"),
        (["switches", "list", "--before", "2024-01-01T00:00:00"], "has no time zone"),
        (["members", "lst"], "No such command 'lst'"),
        (["systems", "get", "--base-url", "ftp://a.example"], "base_url"),
        (["export", "--resume"], "--resume needs --output"),
        (["report", "export.json", "--plot", "a.gif"], "must end in .png or .svg"),
    ],
)
def test_what_makes_no_sense_ends_with_2(pluralkit: Call, arguments: list[str], said: str) -> None:
    result = pluralkit(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_without_an_answer_it_ends_with_4(pluralkit: Call, sandbox: RunningSandbox) -> None:
    sandbox.fail_next(status=200, json={"unheard": "of"})
    assert pluralkit("systems", "get").code == 4


def test_without_a_token_there_is_nothing_to_be_done(
    pluralkit: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = os.environ["PLURALKIT_TOKEN"]
    own = pluralkit("systems", "get").json
    monkeypatch.delenv("PLURALKIT_TOKEN")
    assert pluralkit("systems", "get", own["id"]).json["name"] == own["name"]
    refused = pluralkit("systems", "get")
    assert refused.code == 2
    assert "--token-file" in refused.err
    (tmp_path / "token").write_text(f"{token}\n")
    assert pluralkit("systems", "get", "--token-file", str(tmp_path / "token")).json == own
    assert pluralkit("--token-file", str(tmp_path / "token"), "systems", "get").json == own
    assert pluralkit("systems", "get", "--token-file", str(tmp_path / "none")).code == 5


def test_data(pluralkit: Call, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    assert pluralkit("export", "--output", str(file)).code == 0
    assert pluralkit("export").json == json.loads(file.read_text())
    assert pluralkit("diff", str(file)) == Result(0, "", "")
    member = pluralkit("members", "create", "--name", "New").json["id"]
    changed = pluralkit("diff", str(file))
    assert (changed.code, changed.out) == (1, f"members\n  + New ({member})\n")
    assert pluralkit("restore", str(file), "--delete").code == 2
    assert pluralkit("members", "get", member).code == 0
    restored = pluralkit("restore", str(file), "--delete", "--yes")
    assert "deleted         member New\n" in restored.out
    assert len(list(tmp_path.glob("export.before-*.json"))) == 1
    assert pluralkit("diff", str(file)).code == 0
    assert pluralkit("report", str(file), "--csv").out.startswith("day,member,name,hours\n")
    file.write_text("{}")
    assert pluralkit("restore", str(file)).code == 5
    assert pluralkit("restore", str(tmp_path / "none.json")).code == 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_in_a_terminal_there_is_a_table_and_a_question(sandbox: RunningSandbox) -> None:
    token = next(iter(sandbox.tokens.values()))
    table, code = _in_terminal(sandbox, ["members", "list"], token)
    assert code == 0
    assert "Maris" in table
    assert "{" not in table
    asked, code = _in_terminal(sandbox, ["members", "delete", "maris"], token, "n\n")
    assert "Delete a member of your system maris? [y/N]" in asked
    assert code == 130
    asked, code = _in_terminal(sandbox, ["members", "delete", "maris"], None, f"y\n{token}\n")
    assert code == 0
    assert token not in asked


def _in_terminal(
    sandbox: RunningSandbox, arguments: list[str], token: str | None, typed: str = ""
) -> tuple[str, int]:
    """Run the command in a terminal, and return what was shown, and the exit code."""
    import pty

    environment = {
        **{name: value for name, value in os.environ.items() if name != "PLURALKIT_TOKEN"},
        "PLURALKIT_BASE_URL": sandbox.base_url,
        "TERM": "xterm",
        "COLUMNS": "100",
        **({"PLURALKIT_TOKEN": token} if token else {}),
    }
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pluralkit_tools", *arguments],
        env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
            if typed and shown.rstrip().endswith((b"):", b"]:")):
                line, _, typed = typed.partition("\n")
                os.write(master, f"{line}\n".encode())
        os.close(master)
        return shown.decode(), process.wait()


def test_completion() -> None:
    environment = {
        **os.environ,
        "_PLURALKIT_COMPLETE": "bash_complete",
        "COMP_WORDS": "pluralkit members upd",
        "COMP_CWORD": "2",
    }
    shown = subprocess.run(
        [sys.executable, "-m", "pluralkit_tools"], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["plain,update", "plain,update-guild-settings"]


def test_a_missing_extra_is_named() -> None:
    program = (
        "import sys; sys.modules['click'] = None\nfrom pluralkit_tools.cli import main\nsys.exit(main())"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "pip install 'pluralkit-api[cli]'" in ended.stderr
    assert "Traceback" not in ended.stderr
