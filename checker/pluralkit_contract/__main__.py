"""Entry point of `python -m pluralkit_contract`."""

import sys

from .command import main

sys.exit(main())
