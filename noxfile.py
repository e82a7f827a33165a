"""What is run on this project: `nox` runs `check`; the rest by name (`nox -l`)."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nox

nox.options.sessions = ["check"]
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = True

CODE = [
    *("generator", "generated", "runtime", "sandbox", "checker", "tools"),
    *("contract_tests", "tests", "devtools", "benchmarks", "examples"),
    *("conftest.py", "noxfile.py"),
]


def install(session: nox.Session, *groups: str) -> None:
    session.install("-e", ".[sandbox,redis,cli,report,mirror]", *(f"--group={group}" for group in groups))


def run_lint(session: nox.Session) -> None:
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("actionlint", *(str(path) for path in Path(".github/workflows").glob("*.yml")))


def run_fresh(session: nox.Session) -> None:
    session.run("python", "-m", "generator", "--check")


def run_types(session: nox.Session) -> None:
    with ThreadPoolExecutor() as pool:  # each of them uses one processor
        runs = [
            pool.submit(session.run, "pyright", *CODE, env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}),
            pool.submit(session.run, "mypy", *CODE),
        ]
    for run in runs:
        run.result()
    session.run("python", "-m", "devtools.snippets", "build/snippets")
    session.run("mypy", "build/snippets")


def run_tests(session: nox.Session, *options: str) -> None:
    workers = str((os.cpu_count() or 1) * 2)  # many tests wait for a deadline
    session.run(
        *("pytest", "-n", workers, "--dist", "worksteal", "--junitxml=reports/tests.xml", *options),
        # Without bytecode each worker, and each program that tests start, compiles all modules again.
        env={"PYTHONDONTWRITEBYTECODE": ""},
    )


@nox.session
def check(session: nox.Session) -> None:
    """Lint, fresh, types and tests in one environment; the first that fails ends it."""
    install(session, "lint", "types")
    run_lint(session)
    run_fresh(session)
    run_types(session)
    run_tests(session)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting and workflows."""
    session.install("--group=lint")
    run_lint(session)


@nox.session
def fresh(session: nox.Session) -> None:
    """generated/ and openapi/pluralkit.json are what the generator makes of openapi/pluralkit.yaml."""
    session.install("--group=generator")
    run_fresh(session)


@nox.session
def types(session: nox.Session) -> None:
    """Both type checkers, strict, over everything; mypy also over the programs in the documents."""
    install(session, "types")
    run_types(session)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests but those marked `nightly`; arguments go to pytest."""
    install(session, "test")
    run_tests(session, *session.posargs)


@nox.session
def nightly(session: nox.Session) -> None:
    """All tests, with the deep profile of Hypothesis (an hour or more)."""
    install(session, "test")
    run_tests(session, "-m", "", "--hypothesis-profile=deep", *session.posargs)


@nox.session(venv_backend="uv")
def lowest(session: nox.Session) -> None:
    """The client's tests with the lowest versions that pyproject.toml declares (needs uv)."""
    session.install("-e", ".[sandbox,redis]", "--group=test", "--resolution=lowest-direct")
    session.run("pytest", "-n", "auto", "tests/client", "tests/runtime", *session.posargs)


@nox.session
def generate(session: nox.Session) -> None:
    """Write generated/ anew."""
    session.install("--group=generator")
    session.run("python", "-m", "generator", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site into build/site/html; a warning is an error."""
    session.install("--group=docs")
    session.run("python", "-m", "devtools.site")


@nox.session
def demo(session: nox.Session) -> None:
    """The main job: regenerate the client, start a server, make real calls."""
    install(session, "generator")
    session.run("python", "-m", "generator")
    session.run("python", "-m", "examples.tour")


@nox.session
def contract(session: nox.Session) -> None:
    """Check a server: `nox -s contract -- --base-url URL`; without arguments, a sandbox."""
    session.install("-e", ".[contract,sandbox]")
    if session.posargs:
        session.run("pluralkit-contract", *session.posargs)
    else:
        session.run("python", "-m", "devtools.check_sandbox")


@nox.session
def mutants(session: nox.Session) -> None:
    """Seed defects, one at a time; each must be found."""
    install(session, "test")
    session.run("python", "-m", "devtools.mutants", *session.posargs)


@nox.session
def mutmut(session: nox.Session) -> None:
    """Let mutmut change decisions, and list the mutants that survive (hours; GROUP… makes it shorter)."""
    install(session, "test", "mutmut")
    session.run("python", "-m", "devtools.mutmut", *session.posargs)


@nox.session
def interop(session: nox.Session) -> None:
    """Feed the contract to other people's tools; arguments name some of them."""
    install(session, "test", "interop")
    session.run("python", "-m", "devtools.interop", *session.posargs)


@nox.session
def upstream(session: nox.Session) -> None:
    """Compare PluralKit's documentation with the contract: `nox -s upstream -- PATH`."""
    session.install("--group=upstream")
    session.run("python", "-m", "devtools.upstream", *session.posargs)


@nox.session
def changes(session: nox.Session) -> None:
    """What breaks users since a revision has a change note: `nox -s changes -- REVISION`."""
    session.install("--group=changes")
    session.run("towncrier", "build", "--draft", "--version", "next")
    session.run("python", "-m", "devtools.changes", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, each against something in the same run."""
    install(session, "bench")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Ten minutes of mixed calls at the full rate, with faults."""
    install(session, "test")
    session.run("python", "-m", "benchmarks.soak", *session.posargs)
