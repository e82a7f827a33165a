"""Fault injection for webhooks: lose, double, reorder or delay events."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import msgspec

from pluralkit_sandbox import contract

_LOST = {"most": 0.9, "some": 0.1}
"""The part of events that is lost, for the words that the contract has; how many exactly is not known."""
_SPREAD = 0.1
"""Seconds within which events overtake each other as in the deployed service."""


class WebhookFault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What happens to the next webhook: one of lose, double, reorder and delay."""

    type: str | None = None
    """The type of event that it happens to, say "UPDATE_MEMBER"; None stands for any."""
    times: int = 1
    """How many webhooks it happens to."""
    lose: bool = False
    """Whether it is not sent."""
    double: bool = False
    """Whether it is sent twice."""
    reorder: bool = False
    """Whether it is sent after the next webhook that is not itself held back."""
    delay: float = 0
    """Seconds by which it is sent late; others overtake it meanwhile."""

    def __post_init__(self) -> None:
        if self.type is not None and self.type not in contract.load().webhooks:
            raise ValueError(f"type: {self.type!r} is not a type of event")
        if self.times < 1:
            raise ValueError("times must be at least 1")
        if self.delay < 0:
            raise ValueError("delay is in seconds, and not below 0")
        if self.lose + self.double + self.reorder + bool(self.delay) != 1:
            raise ValueError("say one of lose, double, reorder and delay")


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a webhook."""

    copies: int = 1
    """How often it is sent; 0 for one that is lost."""
    held: bool = False
    """Whether it is sent after the next one."""
    delay: float = 0
    """Seconds by which it is sent late."""


_SENT = Fate()


class WebhookFaults:
    """What is to happen to the next webhooks."""

    def __init__(self, *, as_deployed: bool = False, random: Random | None = None) -> None:
        """
        Args:
            as_deployed: Whether webhooks without a fault get lost and overtake each other as those of the
                deployed service do.
            random: Decides about these.
        """
        self._next: list[WebhookFault] = []
        self._as_deployed = as_deployed
        self._random = random or Random()  # noqa: S311 (not for secrets)

    def add(self, fault: WebhookFault) -> None:
        self._next.append(fault)

    def waiting(self) -> list[WebhookFault]:
        """The faults that did not happen yet, each with the times that are left."""
        return list(self._next)

    def clear(self) -> None:
        self._next.clear()

    def take(self, type: str | None) -> Fate:
        """What becomes of the next webhook, which is of this type. The oldest fault for it counts."""
        for place, fault in enumerate(self._next):
            if fault.type in (None, type):
                left = [msgspec.structs.replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._next[place : place + 1] = left
                return Fate(0 if fault.lose else 2 if fault.double else 1, fault.reorder, fault.delay)
        return self._deployed(type) if self._as_deployed else _SENT

    def _deployed(self, type: str | None) -> Fate:
        rules = contract.load()
        lost = _LOST.get(rules.webhooks.get(type or "") or "", 0)
        if self._random.random() < lost:
            return Fate(copies=0)
        return Fate(delay=self._random.uniform(0, _SPREAD) if rules.webhook_order == "any" else 0)
