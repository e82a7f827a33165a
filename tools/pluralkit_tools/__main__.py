"""`python -m pluralkit_tools` is the command `pluralkit`."""

from __future__ import annotations

import sys

from pluralkit_tools.cli import main

if __name__ == "__main__":
    sys.exit(main())
