"""The long run: python -m contract_tests --deep [--seed N] [PATH]…"""

from __future__ import annotations

import sys

from . import deep

sys.exit(deep.main([argument for argument in sys.argv[1:] if argument != "--deep"]))
