"""Commands and modules that need an extra say so in one line where it is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("pluralkit_contract", "yaml", "contract"),
        ("pluralkit_sandbox", "yaml", "sandbox"),
        ("pluralkit_tools", "click", "cli"),
    ],
)
def test_a_module_that_is_run_names_the_extra(module: str, package: str, extra: str) -> None:
    done = run(f"import runpy\nrunpy.run_module({module!r}, run_name='__main__', alter_sys=True)", package)
    assert done.returncode == 2
    assert f"needs the package {package}" in done.stderr
    assert f"pip install 'pluralkit-api[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "package", "extra"),
    [
        ("import pluralkit_api.redis", "redis", "redis"),
        ("import pluralkit_contract.schemathesis_checks", "schemathesis", "schemathesis"),
        ("from pluralkit_tools.mirror import SqliteStore", "sqlalchemy", "mirror"),
    ],
)
def test_a_module_names_its_extra(code: str, package: str, extra: str) -> None:
    assert run(code, package).stderr.splitlines()[-1].endswith(f"pip install 'pluralkit-api[{extra}]'")


@pytest.mark.parametrize("package", ["yaml", "starlette", "uvicorn"])
def test_the_first_program_of_the_readme_names_the_extra(package: str) -> None:
    done = run("from pluralkit_sandbox.testing import RunningSandbox", package)
    assert done.returncode == 1
    line = done.stderr.splitlines()[-1]
    assert f"pluralkit_sandbox.testing needs the package {package}: " in line
    assert line.endswith("pip install 'pluralkit-api[sandbox]'")


def test_a_fixture_of_the_sandbox_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(pluralkit_sandbox): ...\n")
    code = (
        "import os, pytest\n"
        "os.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'\n"
        "plugins = ['-p', 'no:cacheprovider', '-p', 'pluralkit_sandbox.pytest_plugin']\n"
        f"sys.exit(pytest.main([{str(tmp_path)!r}, '--rootdir', {str(tmp_path)!r}, *plugins]))"
    )
    done = run(code, "yaml")
    assert done.returncode == 1
    assert "needs the package yaml: install pluralkit-api with the extra [sandbox]" in done.stdout


def test_a_plot_names_its_extra() -> None:
    code = (
        "from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from pluralkit_tools.data.reporting import make_report\n"
        "until = datetime(2024, 1, 2, tzinfo=UTC)\n"
        "made = make_report({'members': [], 'switches': []}, since=None, until=until, zone=None)\n"
        "made.plot(Path('front.png'))"
    )
    assert run(code, "matplotlib").stderr.splitlines()[-1].endswith("pip install 'pluralkit-api[report]'")
