"""The built distribution installs into a new environment and works without the checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "pluralkit_api",
    "pluralkit_contract",
    "pluralkit_runtime",
    "pluralkit_sandbox",
    "pluralkit_tools",
)

FIRST_CALL = """
import pathlib, subprocess, sys
import pluralkit_api

extras = {"redis", "starlette", "uvicorn", "yaml", "cryptography"}
assert not extras & sys.modules.keys(), "the client alone needs an extra"

import pluralkit_contract, pluralkit_runtime, pluralkit_sandbox

for package in (pluralkit_api, pluralkit_contract, pluralkit_runtime, pluralkit_sandbox):
    assert pathlib.Path(package.__file__).is_relative_to(sys.prefix), package.__file__
command = [sys.executable, "-I", "-m", "pluralkit_sandbox", "--port", "0", "--no-rate-limit"]
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
    try:
        url = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        with pluralkit_api.PluralKit(user_agent="tests/1 (me@example.org)", base_url=url) as pk:
            print(pk.systems.get("harbor").name)
        checker = [pathlib.Path(sys.executable).with_name("pluralkit-contract")]
        for command in (checker, [sys.executable, "-I", "-m", "pluralkit_contract"]):
            check = [*command, "--base-url", url, "--system", "harbor", "--no-rate-limit"]
            subprocess.run(check, check=True, stdout=subprocess.DEVNULL, env={})
    finally:
        server.terminate()
"""

CHECKER_IMPORTS = """
import json, sys
import pluralkit_contract.cli

unwanted = {"hypothesis", "mypy", "pluralkit_api", "pluralkit_sandbox", "pytest", "schemathesis", "starlette"}
print(json.dumps(sorted(unwanted & sys.modules.keys())))
"""


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from the sdist: what an installer does that finds no wheel."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    return _build("wheel", next(unpacked.iterdir()), tmp_path_factory.mktemp("wheel"))


def test_the_sdist_gives_the_wheel_that_the_checkout_gives(wheel: Path, tmp_path: Path) -> None:
    assert _contents(wheel) == _contents(_build("wheel", ROOT, tmp_path))


def test_the_wheel_holds_what_is_needed_and_no_more(wheel: Path) -> None:
    names = _contents(wheel).keys()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert names >= {f"{package}/py.typed" for package in PACKAGES} | {"pluralkit_sandbox/pluralkit.yaml"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_client_itself_needs_four_packages(wheel: Path) -> None:
    text = next(text for name, text in _contents(wheel).items() if name.endswith("/METADATA"))
    needed = Parser().parsestr(text.decode()).get_all("Requires-Dist", [])
    required = [Requirement(each) for each in needed if "extra ==" not in each]
    assert [each.name for each in required] == ["anyio", "httpcore", "httpx", "msgspec"]
    # A lower bound, which the session `lowest` tests, and the next major version as the upper one.
    assert all({part.operator for part in each.specifier} == {">=", "<"} for each in required)


def test_the_links_of_the_description_are_absolute(wheel: Path) -> None:
    text = next(text for name, text in _contents(wheel).items() if name.endswith("/METADATA")).decode()
    description = Parser().parsestr(text).get_payload()
    source = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Source"]
    assert isinstance(description, str)
    assert f"[Getting started]({source}/blob/main/docs/getting-started.md)" in description
    assert re.findall(r"\]\((?!https://)[^)]*\)", description) == []


def test_the_checker_needs_no_test_tools() -> None:
    assert json.loads(_run(sys.executable, "-c", CHECKER_IMPORTS)) == []


@pytest.mark.nightly
def test_the_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    paths = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    _run(sys.executable, "-m", "pip", f"--python={python}", "install", "-q", "--no-index", "--no-deps", wheel)
    # What it depends on comes from here, without the network; an editable install is not found that way.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))

    assert _run(python, "-I", "-W", "error", "-c", FIRST_CALL, cwd=tmp_path) == "The Harbour\n"


def _build(target: str, source: Path, output: Path) -> Path:
    _run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", output, cwd=source)
    return next(output.iterdir())


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _run(*command: str | Path, cwd: Path = ROOT) -> str:
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
