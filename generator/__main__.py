"""`python -m generator`: writes the client, or says whether it is fresh."""

import argparse
import difflib
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from . import package
from .api_diff import bump, changelog, compare
from .document import ContractError, dump, load
from .package_diff import differences, summarize
from .pipeline import generate

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "openapi" / "pluralkit.yaml"
JSON = CONTRACT.with_suffix(".json")
EXTENSIONS = ROOT / "openapi" / "extensions.schema.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The arguments of the command line. Default: those of the process.

    Returns:
        Exit code. 0: done, or fresh; 1: `--check` finds the client stale; 2: invalid contract or output.
    """
    options = _parser().parse_args(arguments)
    contract: Path = options.contract
    try:
        if options.against is not None:
            return _compare(options.against, contract)
        text, is_json = contract.read_bytes(), contract.suffix == ".json"
        before = package.read(options.output)
        after = generate(text, EXTENSIONS.read_bytes(), is_json=is_json)
        file: Path | None = options.json or (JSON if contract == CONTRACT else None)
        plain = dump(load(text, is_json=is_json))
        old = file.read_text(encoding="utf-8") if file is not None and file.exists() else None
        if options.check:
            stale = _check(options.output, before, after)
            return (_check_file(file, old, plain) if file is not None else 0) or stale
        if after != before:
            package.write(options.output, after)
        if file is not None and old != plain:
            file.write_text(plain, encoding="utf-8", newline="\n")
    except ContractError as error:
        print(f"{_shown(contract)}: {error}", file=sys.stderr)
        return 2
    except (OSError, package.ForeignFileError) as error:
        print(f"generator: {error}", file=sys.stderr)
        return 2
    _summarise(options.output, before, after)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Makes the client out of the contract."
    )
    parser.add_argument(
        "--contract", type=Path, default=CONTRACT, metavar="FILE",
        help="an OpenAPI 3.1 document, YAML or JSON (default: openapi/pluralkit.yaml)",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, default=ROOT / "generated" / "pluralkit_api", metavar="DIR",
        help="the directory of the package, rewritten whole (default: generated/pluralkit_api)",
    )  # fmt: skip
    parser.add_argument(
        "--json", type=Path, metavar="FILE",
        help="the contract again, as JSON without aliases (default: openapi/pluralkit.json, if the contract"
        " is openapi/pluralkit.yaml)",
    )  # fmt: skip
    parser.add_argument(
        "--check", action="store_true",
        help="write nothing; exit 1 with a diff if the package or the JSON is stale",
    )  # fmt: skip
    parser.add_argument(
        "--against", metavar="REF|FILE",
        help="write nothing; print the API diff from another contract: a file, or a Git revision",
    )  # fmt: skip
    return parser


def _compare(against: str, contract: Path) -> int:
    from .extensions import Extensions
    from .validate import validate

    after = load(contract.read_bytes(), is_json=contract.suffix == ".json")
    validate(after, Extensions(json.loads(EXTENSIONS.read_bytes())))
    other = Path(against)
    if other.is_file():
        text, is_json = other.read_bytes(), other.suffix == ".json"
    else:
        text, is_json = _at_revision(against, contract), contract.suffix == ".json"
    try:
        # The old contract was valid by the rules of its own time.
        changes = compare(load(text, is_json=is_json), after)
    except (ContractError, LookupError, TypeError, AttributeError) as error:
        raise ContractError("", f"cannot be compared with {against}: {error}") from error
    version = str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    if not changes:
        print("nothing that a caller sees has changed")
    else:
        print(*changes, sep="\n")
        following = bump(version, changes)
        kind = next(
            name
            for name, old, new in zip(
                ("major", "minor", "patch"), version.split("."), following.split("."), strict=True
            )
            if old != new
        )
        print(f"\nversion: {version} -> {following} ({kind})\n\n{changelog(following, changes)}", end="")
    return 0


def _at_revision(revision: str, contract: Path) -> bytes:
    done = subprocess.run(  # noqa: S603 - the revision is the user's own, and never taken for an option
        ["git", "show", "--end-of-options", f"{revision}:./{contract.name}"],  # noqa: S607 - found by PATH
        cwd=contract.resolve().parent, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise OSError(f"{revision!r} is neither a file nor a Git revision of {contract.name}: {said}")
    return done.stdout


def _check(directory: Path, before: dict[str, str], after: dict[str, str]) -> int:
    for file in sorted(before.keys() | after.keys()):
        _print_diff(directory / file, before.get(file), after.get(file))
    if before == after:
        return 0
    print(f"{_shown(directory)} is stale: run `python -m generator`", file=sys.stderr)
    return 1


def _check_file(file: Path, before: str | None, after: str) -> int:
    if before == after:
        return 0
    _print_diff(file, before, after)
    print(f"{_shown(file)} is stale: run `python -m generator`", file=sys.stderr)
    return 1


def _print_diff(file: Path, before: str | None, after: str | None) -> None:
    if before == after:
        return
    shown = str(_shown(file))
    sys.stdout.writelines(
        difflib.unified_diff(
            (before or "").splitlines(keepends=True),
            (after or "").splitlines(keepends=True),
            shown if before is not None else "/dev/null",
            shown if after is not None else "/dev/null",
        )
    )


def _summarise(directory: Path, before: dict[str, str], after: dict[str, str]) -> None:
    made = summarize(after)
    counts = Counter(kind for kind, _ in made)
    listed = ", ".join(f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in counts.items())
    print(f"{_shown(directory)}: {listed}")
    if known := summarize(before):
        changes = differences(known, made)
        print(*(changes or ["no name and no type has changed; `--against` compares the contracts"]), sep="\n")


def _shown(path: Path) -> Path:
    return path.resolve().relative_to(Path.cwd()) if path.resolve().is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
