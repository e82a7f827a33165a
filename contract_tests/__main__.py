"""The command: python -m contract_tests --base-url URL [--token T] [--system REF]…, or --deep [--seed N]"""

from __future__ import annotations

import sys

from pluralkit_contract import cli

from . import deep

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--deep" in arguments:
        sys.exit(deep.main([argument for argument in arguments if argument != "--deep"]))
    sys.exit(cli.main(arguments))
