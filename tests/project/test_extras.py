"""Commands and modules that need an extra say so in one line where it is not installed."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str, *missing: str) -> subprocess.CompletedProcess[str]:
    """Run code as if these packages were not installed."""
    hidden = "".join(f"sys.modules[{name!r}] = None\n" for name in missing)
    command = [sys.executable, "-c", f"import sys\n{hidden}{code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("pluralkit_sandbox.cli", "yaml", "sandbox"),
        ("pluralkit_sandbox.cli", "starlette", "sandbox"),
        ("pluralkit_sandbox.cli", "uvicorn", "sandbox"),
        ("pluralkit_contract.command", "yaml", "contract"),
        ("pluralkit_contract.command", "jsonschema_rs", "contract"),
        ("pluralkit_tools.cli", "click", "cli"),
    ],
)
def test_a_command_names_the_extra(module: str, package: str, extra: str) -> None:
    done = run(f"sys.argv[1:] = []\nfrom {module} import main\nsys.exit(main())", package)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert f"the package {package}" in line
    assert f"pip install 'pluralkit-api[{extra}]'" in line


def test_the_redis_module_names_its_extra() -> None:
    done = run("import pluralkit_api.redis", "redis")
    assert done.stderr.splitlines()[-1].endswith("pip install 'pluralkit-api[redis]'")
