"""Run third-party programs and servers, and check their output."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket
from tempfile import TemporaryFile

_START = 60.0
"""Seconds within which a server must listen, or be gone."""


class ToolFailedError(Exception):
    """A tool failed or printed a warning; the message is its output."""


@dataclass(frozen=True)
class Place:
    """A working directory with the npm packages and a copy of the contract as JSON."""

    directory: Path

    @property
    def contract(self) -> Path:
        """Path of the contract as JSON."""
        return self.directory / "pluralkit.json"

    def run(self, name: str, *arguments: str, quiet: Sequence[str] = ()) -> str:
        """Run a program.

        Args:
            name: A program of the npm packages, or one installed beside this Python.
            *arguments: Its arguments.
            quiet: Patterns of expected warnings, which do not depend on the contract.

        Returns:
            Its output.

        Raises:
            ToolFailedError: It failed, or printed an unexpected warning.
        """
        done = subprocess.run(
            [self._program(name), *arguments],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        if done.returncode:
            raise ToolFailedError(f"{name} ended with {done.returncode}\n{output[-4000:]}")
        warnings = [
            line
            for line in output.splitlines()
            if re.search(r"\bwarn|^Skipping", line, re.IGNORECASE)
            and not any(re.search(pattern, line) for pattern in quiet)
        ]
        if warnings:
            raise ToolFailedError(
                f"{name} warns:\n{chr(10).join(warnings)}\nThe end of its output:\n{output[-2000:]}"
            )
        return output

    @contextmanager
    def server(self, name: str, *arguments: str) -> Generator[str]:
        """Run a server that accepts `-p PORT` during a block.

        Args:
            name: Name of the program.
            arguments: Its arguments, without `-p PORT`.

        Yields:
            The URL of the server.
        """
        port = _free_port()
        with TemporaryFile("w+") as output:
            command = [self._program(name), *arguments, "-p", str(port)]
            process = subprocess.Popen(
                command,
                cwd=self.directory,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                if not _becomes(port, open_=True, process=process):
                    output.seek(0)
                    raise ToolFailedError(f"{name} does not listen\n{output.read()}")
                yield f"http://127.0.0.1:{port}"
            finally:
                _end(process)
                _becomes(port, open_=False)

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables of all programs: no telemetry, and this Python's programs first in PATH."""
        return {
            **os.environ,
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
            "GOCACHE": str(self.directory / "go-cache"),
            "GOFLAGS": "-mod=mod",
            "GOTOOLCHAIN": "local",
            "NODE_NO_WARNINGS": "1",  # deprecations inside the tools
            "NO_UPDATE_NOTIFIER": "1",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
            "REDOCLY_TELEMETRY": "off",
        }

    def _program(self, name: str) -> str:
        folders = (self.directory / "node_modules" / ".bin", Path(sys.executable).parent)
        path = os.pathsep.join(str(folder) for folder in folders)
        found = shutil.which(name, path=path) or shutil.which(name)
        if found is None:
            raise ToolFailedError(f"{name} is not installed: `nox -s interop` installs it")
        return found


class _Messages(logging.Handler):
    """Keeps messages of warnings and errors.

    Attributes:
        kept: The messages that no pattern matches.
    """

    def __init__(self, quiet: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []
        self._quiet = quiet

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not any(re.search(pattern, message) for pattern in self._quiet):
            self.kept.append(f"{record.name}: {message}")


@contextmanager
def no_warnings(quiet: Sequence[str] = ()) -> Generator[None]:
    """Fail where this process logs a warning during a block.

    Args:
        quiet: Patterns of expected warnings.

    Raises:
        ToolFailedError: An unexpected warning was logged.
    """
    messages = _Messages(quiet)
    root = logging.getLogger()
    root.addHandler(messages)
    try:
        yield
    finally:
        root.removeHandler(messages)
    if messages.kept:
        raise ToolFailedError("this process warns:\n" + "\n".join(messages.kept))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with those that it started: `node` of a wheel starts the real one."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def _free_port() -> int:
    with socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def _becomes(port: int, *, open_: bool, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until a port is open, or until nothing listens there; False where that does not come."""
    end = time.monotonic() + _START
    while time.monotonic() < end and (process is None or process.poll() is None):
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            found = False
        else:
            found = True
        if found == open_:
            return True
        time.sleep(0.1)
    return False
