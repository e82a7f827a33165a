"""What a comparison finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One difference between two contracts."""

    text: str
    breaking: bool

    def __str__(self) -> str:
        return f"BREAKING {self.text}" if self.breaking else self.text


class Changes:
    """The changes found so far, each text once."""

    def __init__(self) -> None:
        self._found: dict[str, bool] = {}

    def note(self, text: str, breaking: bool) -> None:
        """Add a change; one that was noted as breaking stays so.

        Args:
            text: What changed; the same text is listed once.
            breaking: Whether programs that use a released client may break.
        """
        self._found[text] = self._found.get(text, False) or breaking

    def listed(self) -> list[Change]:
        """All changes, breaking ones first."""
        changes = [Change(text, breaking) for text, breaking in self._found.items()]
        return sorted(changes, key=lambda change: not change.breaking)


def keys(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """The keys of both, those of the old one first."""
    yield from old
    yield from (key for key in new if key not in old)


def shown(value: Any) -> str:
    """A value as it stands in a change's text."""
    return "none" if value is None else str(value)


def note_deprecated(place: str, old: dict[str, Any], new: dict[str, Any], changes: Changes) -> None:
    """Note that something is now deprecated, or no longer.

    Args:
        place: Where it is in the contract, as the text of the change shows it.
        old: Its description in the old contract.
        new: Its description in the new contract.
        changes: Receives the change; it is not a breaking one.
    """
    was, now = bool(old.get("deprecated")), bool(new.get("deprecated"))
    if was != now:
        changes.note(f"{place}: {'now' if now else 'no longer'} deprecated", False)
