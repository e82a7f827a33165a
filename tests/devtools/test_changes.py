"""The check that what breaks users has a change note, on a small repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from contract_tests.support.sampling import sampled
from devtools.changes import main
from tests.generator.test_api_diff import ZOO

EXPORT = "from pluralkit_runtime.retry import Retry\n"
FILES = {
    "openapi/pluralkit.yaml": ZOO,
    "generated/pluralkit_api/__init__.py": EXPORT + "from pluralkit_runtime.client import Client\n\n"
    "__all__ = ['PluralKit', 'Retry']\n\n\nclass PluralKit(Client):\n    def members(self) -> None: ...\n",
    "runtime/pluralkit_runtime/client.py": "class Client:\n"
    "    def send(self, timeout: float = 1) -> None: ...\n",
    "runtime/pluralkit_runtime/__init__.py": "",
    "runtime/pluralkit_runtime/retry.py": (
        "class Retry:\n    def __init__(self, attempts: int = 3, delay: float = 1) -> None: ...\n"
        "    def again(self) -> bool: ...\n\n\nclass Internal:\n    def f(self) -> None: ...\n"
    ),
    "sandbox/pluralkit_sandbox/__init__.py": "",
    "sandbox/pluralkit_sandbox/testing.py": "def start(port: int = 0) -> None: ...\n",
    "sandbox/pluralkit_sandbox/store.py": "def read(key: str) -> None: ...\n",
    "changes/+earlier.breaking.md": "A break that has its note already.\n",
}


class Repository:
    """A repository with one commit, its work tree, and the command on both."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self._root = root
        self._capture = capture
        for name, text in FILES.items():
            self.write(name, text)
        self.git("init", "-q")
        self.commit()

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=self._root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def write(self, name: str, text: str) -> None:
        file = self._root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        assert old in FILES[name]
        self.write(name, FILES[name].replace(old, new))

    def check(self, revision: str = "HEAD") -> tuple[int, str]:
        code = main([revision], self._root)
        out, error = self._capture.readouterr()
        return code, out + error


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


BREAKING = {
    "contract": ("openapi/pluralkit.yaml", "legs: {type: integer}, ", "", "contract: Animal.legs removed"),
    "parameter of what is re-exported": (
        "runtime/pluralkit_runtime/retry.py", ", delay: float = 1", "",
        "pluralkit_runtime.retry.Retry.__init__: Parameter was removed (Retry.__init__(delay))",
    ),
    "method of what is re-exported": (
        "runtime/pluralkit_runtime/retry.py", "    def again(self) -> bool: ...\n", "",
        "pluralkit_runtime.retry.Retry.again: Public object was removed",
    ),
    "re-export": (
        "generated/pluralkit_api/__init__.py", EXPORT, "", "pluralkit_api.Retry: Public object was removed",
    ),
    "inherited method": (
        "runtime/pluralkit_runtime/client.py", "timeout: float = 1", "",
        "pluralkit_runtime.client.Client.send: Parameter was removed (Client.send(timeout))",
    ),
    "default of the sandbox for tests": (
        "sandbox/pluralkit_sandbox/testing.py", "port: int = 0", "port: int",
        "pluralkit_sandbox.testing.start: Parameter is now required",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [sampled(*change, always=number < 2, id=name) for number, (name, change) in enumerate(BREAKING.items())],
)
def test_what_breaks_needs_a_note_of_its_own(
    repository: Repository, file: str, old: str, new: str, said: str
) -> None:
    repository.change(file, old, new)
    code, output = repository.check()
    assert (code, f"BREAKING {said}" in output) == (1, True), output
    repository.write("changes/+other.feature.md", "Something else.\n")
    assert repository.check()[0] == 1
    repository.write("changes/+legs.breaking.md", "Animals have no legs.\n")
    assert repository.check()[0] == 0
    repository.commit()
    assert repository.check("HEAD~1")[0] == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("openapi/pluralkit.yaml", "legs: {type: integer}", "legs: {type: integer}, wings: {type: integer}"),
        ("runtime/pluralkit_runtime/retry.py", "delay: float = 1", "delay: float = 1, jitter: float = 0"),
        ("runtime/pluralkit_runtime/retry.py", "class Internal:\n    def f(self) -> None: ...\n", ""),
        ("sandbox/pluralkit_sandbox/store.py", "key: str", ""),
    ],
    ids=["field added", "parameter added", "not re-exported", "not public"],
)
def test_what_breaks_nobody_needs_none(repository: Repository, file: str, old: str, new: str) -> None:
    repository.change(file, old, new)
    assert repository.check() == (0, "0 breaking changes since HEAD, 0 notes\n")


def test_a_revision_that_does_not_exist_is_an_error(repository: Repository) -> None:
    code, output = repository.check("nowhere")
    assert code == 2
    assert output.startswith("changes: ")
