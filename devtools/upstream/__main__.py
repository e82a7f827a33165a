"""Compare PluralKit's documentation with the contract: `python -m devtools.upstream PATH`.

PATH is the folder of the documentation's Markdown pages, or a checkout of PluralKit's repository. Differences
that stand in the contract as `x-pluralkit-documented` are known. Exit 1 where there is another one, or where
one that stands there is no longer true; 2 where a page or the contract cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.__main__ import CONTRACT
from generator.document import ContractError, load

from .comparison import EXTENSION, compare, known
from .documented import load as load_documentation
from .markdown import PageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the documentation with the contract, and print what is new.

    Args:
        arguments: The arguments of the command line. Default: those of the process.

    Returns:
        Exit code: 0 if nothing changed, 1 for differences that are new or gone, 2 if an input cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m devtools.upstream",
        description="Compares PluralKit's documentation with the contract.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="the Markdown pages, or a checkout with them")
    parser.add_argument(
        "--contract", type=Path, default=CONTRACT, metavar="FILE",
        help="the contract (default: openapi/pluralkit.yaml)",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        contract = load(options.contract.read_bytes(), is_json=options.contract.suffix == ".json")
        found = compare(load_documentation(options.path), contract)
    except (PageError, ContractError, OSError) as error:
        print(f"upstream: {error}", file=sys.stderr)
        return 2
    listed = known(contract)
    new = [each for each in found if listed.get((each.pointer, each.aspect), ...) != each.documented]
    still = {(each.pointer, each.aspect) for each in found}
    gone = [place for place in listed if place not in still]
    for each in new:
        print(f"NEW  {each}")
    for pointer, aspect in gone:
        print(f"GONE {pointer or '/'}: {aspect}: the contract knows a difference that is no longer there")
    print(
        f"{len(found)} differences, {len(found) - len(new)} of them known, {len(new)} new, {len(gone)} gone"
    )
    if new or gone:
        print(
            f"Follow the documentation in the contract, or say in `{EXTENSION}` why not (openapi/README.md)."
        )
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
