"""Release check, Dockerfile, and absence of POSIX-only calls."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from devtools.release import disagreement

ROOT = Path(__file__).parents[2]
SHIPPED = ("generated", "runtime", "sandbox", "checker", "tools")


@pytest.mark.parametrize(
    ("tag", "heading", "said"),
    [
        ("v0.1.0", "0.1.0 (2026-01-02)", None),
        ("v0.1.1", "0.1.0 (2026-01-02)", "the tag is v0.1.1"),
        ("0.1.0", "0.1.0 (2026-01-02)", "the tag is 0.1.0"),
        ("v0.1.0", "0.1.0 (unreleased)", "must begin with"),
        ("v0.1.0", "0.2.0 (2026-01-02)", "must begin with"),
    ],
)
def test_tag_version_and_changelog_agree(tag: str, heading: str, said: str | None) -> None:
    found = disagreement(tag, "0.1.0", f"# Changelog\n\n## {heading}\n\n## 0.0.9 (2025-01-01)\n")
    assert found is said is None or (said is not None and said in str(found))


def test_the_owner_stands_in_one_place() -> None:
    files = subprocess.run(
        ["git", "grep", "-lw", "OWNER/pluralkit-api"], cwd=ROOT, capture_output=True, text=True
    )
    assert set(files.stdout.split()) <= {"pyproject.toml", "tests/project/test_release.py"}


def _instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.nightly
def test_the_dockerfile_starts_a_sandbox(tmp_path: Path) -> None:
    """Its own RUN and CMD lines, in a new virtual environment: no container engine is needed."""
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    for line in _instructions("RUN"):
        program, *arguments = shlex.split(line)
        if program == "useradd":  # the container's own user
            continue
        assert program == "python"
        done = subprocess.run([scripts / program, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    (command,) = (json.loads(line) for line in _instructions("CMD"))
    port = command.index("--port") + 1
    assert command[port] in _instructions("EXPOSE")
    command[port] = "0"
    server = subprocess.Popen([scripts / command[0], *command[1:]], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = next(
            found[0] for line in server.stdout if (found := re.search(r"http://[^/\s]+:\d+", line))
        )
        with urlopen(address.replace("0.0.0.0", "127.0.0.1") + "/v2/systems/harbor") as answer:
            assert json.load(answer)["name"] == "The Harbour"
    finally:
        server.terminate()
        server.communicate()


TRAPS = {
    ("os", "fork"),
    ("os", "killpg"),
    ("os", "getuid"),
    ("os", "geteuid"),
    ("os", "mkfifo"),
    ("os", "setsid"),
    ("signal", "SIGKILL"),
    ("signal", "SIGUSR1"),
    ("signal", "SIGALRM"),
    ("signal", "alarm"),
    ("socket", "AF_UNIX"),
}
POSIX_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty"}


def _traps(module: ast.Module) -> Iterator[str]:
    """Calls and imports that only POSIX has, and texts that are read or written in the machine's encoding."""
    for node in ast.walk(module):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if (owner, name) in TRAPS:
                yield f"line {node.lineno}: {owner}.{name}"
            case ast.Import(names=names) if any(each.name in POSIX_MODULES for each in names):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.Call(func=ast.Attribute(attr="read_text" | "write_text")) if not any(
                keyword.arg == "encoding" for keyword in node.keywords
            ):
                yield f"line {node.lineno}: no encoding"
            case ast.Constant(value=str(text)) if text.startswith(("/tmp", "/dev/", "/etc/")):
                yield f"line {node.lineno}: {text}"
            case _:
                pass


def test_what_is_shipped_has_no_call_that_only_posix_has() -> None:
    files = [path for folder in SHIPPED for path in (ROOT / folder).rglob("*.py")]
    assert files
    found = [
        f"{path.relative_to(ROOT).as_posix()}, {trap}"
        for path in files
        for trap in _traps(ast.parse(path.read_bytes()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["import fcntl", "os.fork()", "path.read_text()", "open('/tmp/x')", "signal.alarm(1)"]
)
def test_traps_are_seen(text: str) -> None:
    assert list(_traps(ast.parse(text)))
