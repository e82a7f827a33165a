"""Entry point of `python -m pluralkit_sandbox`."""

from __future__ import annotations

import sys

from pluralkit_sandbox.cli import main

sys.exit(main())
