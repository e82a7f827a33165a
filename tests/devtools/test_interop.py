"""How other people's tools are run: what they say is read, and servers end with all that they started."""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path
from socket import create_connection

import pytest

from devtools.interop.running import Place, ToolFailedError, no_warnings
from devtools.interop.tools import CHECKS

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable).name
# A program that starts the server as a process of its own, and waits for it.
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'http.server', sys.argv[-1]])"


def test_a_tool_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match=rf"{PYTHON} ended with 3\n.*no good"):
        Place(tmp_path).run(PYTHON, "-c", "print('no good'); raise SystemExit(3)")


def test_a_warning_fails_unless_it_is_expected(tmp_path: Path) -> None:
    program = "print('WARN something'); print('done')"
    with pytest.raises(ToolFailedError, match="WARN something"):
        Place(tmp_path).run(PYTHON, "-c", program)
    assert "done" in Place(tmp_path).run(PYTHON, "-c", program, quiet=("something",))


def test_a_warning_in_the_log_fails_unless_it_is_expected() -> None:
    with no_warnings(["^something"]):
        logging.getLogger("a.server").warning("%s is odd", "something")
        logging.getLogger("a.server").info("well")
    with pytest.raises(ToolFailedError, match=r"a\.server: this is odd"), no_warnings(["^something"]):
        logging.getLogger("a.server").warning("%s is odd", "this")


def test_a_program_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match="no-such-program is not installed"):
        Place(tmp_path).run("no-such-program")


def test_a_server_ends_with_what_it_started(tmp_path: Path) -> None:
    with Place(tmp_path).server(PYTHON, "-c", PARENT) as address:
        port = int(address.rpartition(":")[2])
        create_connection(("127.0.0.1", port)).close()
    with pytest.raises(OSError, match="refused"):
        create_connection(("127.0.0.1", port))


def test_versions_are_exact() -> None:
    packages = json.loads((ROOT / "devtools" / "interop" / "package.json").read_bytes())["dependencies"]
    assert [name for name, version in packages.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert not list((ROOT / "devtools" / "interop").glob("*lock*"))


def test_each_tool_says_what_is_asked_of_it() -> None:
    assert len(CHECKS) == len({check.__name__ for check in CHECKS})
    assert all(check.__doc__ and check.__doc__.endswith(".") for check in CHECKS)
