"""Table of all response mutations, each of which the checker must find."""

from __future__ import annotations

from .across_responses import ACROSS, LIMITS, PAGES, PRIVACY
from .single_response import ERRORS, FRAMING, SHAPE

MUTATIONS = (*SHAPE, *FRAMING, *ERRORS, *PRIVACY, *ACROSS, *PAGES, *LIMITS)
