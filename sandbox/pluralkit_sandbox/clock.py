"""The sandbox's clock, which a test may set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pluralkit_sandbox.world import system_clock


class Clock:
    """Tells the machine's time until it is set; then it goes on from there, or stands still."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        return self._frozen or system_clock() + self._ahead

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Go on from this aware time, or stand still at it."""
        now = now.astimezone(UTC)
        self._ahead = now - system_clock()
        self._frozen = now if frozen else None

    def reset(self) -> None:
        """Tell the machine's time again."""
        self._ahead = timedelta()
        self._frozen = None
