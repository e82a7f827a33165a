"""Entry point of `python -m pluralkit_contract`."""

import sys

from .cli import main

sys.exit(main())
