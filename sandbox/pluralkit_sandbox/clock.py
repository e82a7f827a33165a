"""The sandbox's clock, which tests can set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pluralkit_sandbox import realtime

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Well before the last representable time, so that a running clock does not overflow."""
_OUT_OF_RANGE = f"the clock can be set to times from {EARLIEST.year} to {LATEST.year}"


class Clock:
    """A clock that follows the machine's time until it is set; then it runs on from there, or is frozen."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        return self._frozen or realtime.now() + self._ahead

    @property
    def frozen(self) -> bool:
        """Whether the clock is frozen."""
        return self._frozen is not None

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Set the clock.

        Args:
            now: An aware time from `EARLIEST` to `LATEST`.
            frozen: Whether the clock stops at this time.

        Raises:
            ValueError: The time is out of range.
        """
        try:
            now = now.astimezone(UTC)
        except OverflowError:
            raise ValueError(_OUT_OF_RANGE) from None
        if not EARLIEST <= now <= LATEST:
            raise ValueError(_OUT_OF_RANGE)
        self._ahead = now - realtime.now()
        self._frozen = now if frozen else None

    def reset(self) -> None:
        """Follow the machine's time again."""
        self._ahead = timedelta()
        self._frozen = None
