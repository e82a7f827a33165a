"""The command: python -m contract_tests --base-url URL [--token T] [--system REF]…"""

from __future__ import annotations

import sys

from .live.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
