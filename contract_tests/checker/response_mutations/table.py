"""What a proxy can do to answers: each of these is to be found, in one answer or in all of a kind."""

from __future__ import annotations

from .many import ACROSS, LIMITS, PAGES, PRIVACY
from .one import ERRORS, FRAMING, SHAPE

SPOILINGS = (*SHAPE, *FRAMING, *ERRORS, *PRIVACY, *ACROSS, *PAGES, *LIMITS)
