"""`python -m benchmarks [--save] [NAME …]`: without names, what the client costs beside what it stands on.

Each module of this package with a `main` is a benchmark of its name; its `main` prints a Markdown table.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

DEFAULT = ["imports", "calls", "decoding"]
README = Path(__file__).with_name("README.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print tables.")
    parser.add_argument(
        "names", nargs="*", default=DEFAULT, metavar="NAME", help=f"default: {' '.join(DEFAULT)}"
    )
    parser.add_argument("--save", action="store_true", help="put the tables into benchmarks/README.md, too")
    arguments = parser.parse_args()
    for name in arguments.names:
        if find_spec(f"benchmarks.{name}") is None:
            parser.error(f"there is no benchmarks/{name}.py")
    for name in arguments.names:
        table = io.StringIO()
        with contextlib.redirect_stdout(table):
            import_module(f"benchmarks.{name}").main()
        print(table.getvalue())
        if arguments.save:
            README.write_text(_with_table(README.read_text(), name, table.getvalue()))


def _with_table(text: str, name: str, table: str) -> str:
    place = re.compile(f"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(text):
        raise SystemExit(f"{README.name} has no place for {name}: <!-- {name} --> … <!-- end -->")
    return place.sub(lambda found: f"{found[1]}{table}{found[2]}", text)


if __name__ == "__main__":
    main()
