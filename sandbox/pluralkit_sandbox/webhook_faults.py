"""Fault injection for webhooks: lose, duplicate, reorder or delay events."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import msgspec

from pluralkit_sandbox import contract

_LOST = {"most": 0.9, "some": 0.1}
"""Fraction of lost events for the contract's values; the exact fractions are unknown."""
_SPREAD = 0.1
"""Maximum random delay in seconds, which reorders events as in the deployed service."""


class WebhookFault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fault in the next webhooks. Exactly one of `lose`, `double`, `reorder` and `delay` must be set.

    Attributes:
        type: Type of the affected events, such as "UPDATE_MEMBER"; None for any.
        times: Number of webhooks that it applies to.
        lose: Whether the event is not sent.
        double: Whether it is sent twice.
        reorder: Whether it is sent after the next webhook that is not itself delayed by `reorder`.
        delay: Seconds by which it is sent late; later events may overtake it.

    Raises:
        ValueError: The combination of values is invalid.
    """

    type: str | None = None
    times: int = 1
    lose: bool = False
    double: bool = False
    reorder: bool = False
    delay: float = 0

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
class Delivery:
    """How a webhook is delivered.

    Attributes:
        copies: How often it is sent; 0 for a lost one.
        reordered: Whether it is sent after the next one.
        delay: Seconds by which it is sent late.
    """

    copies: int = 1
    reordered: bool = False
    delay: float = 0


_SENT = Delivery()


class WebhookFaults:
    """Queue of faults for the next webhooks."""

    def __init__(self, *, as_deployed: bool = False, random: Random | None = None) -> None:
        """Create an empty queue.

        Args:
            as_deployed: Whether webhooks without a fault get lost and reordered as in the deployed service.
            random: Random source for these.
        """
        self._next: list[WebhookFault] = []
        self._as_deployed = as_deployed
        self._random = random or Random()  # noqa: S311 (not for secrets)

    def add(self, fault: WebhookFault) -> None:
        """Append a fault.

        Args:
            fault: The fault; of several for the same event, the one that was added first applies.
        """
        self._next.append(fault)

    def waiting(self) -> list[WebhookFault]:
        """Return the queued faults, with their remaining times."""
        return list(self._next)

    def clear(self) -> None:
        """Remove all faults."""
        self._next.clear()

    def take(self, type: str | None) -> Delivery:
        """Return the delivery of the next webhook and count the oldest matching fault.

        Args:
            type: Type of its event; None for other payloads.
        """
        for place, fault in enumerate(self._next):
            if fault.type in (None, type):
                left = [msgspec.structs.replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._next[place : place + 1] = left
                return Delivery(0 if fault.lose else 2 if fault.double else 1, fault.reorder, fault.delay)
        return self._deployed(type) if self._as_deployed else _SENT

    def _deployed(self, type: str | None) -> Delivery:
        rules = contract.load()
        lost = _LOST.get(rules.webhooks.get(type or "") or "", 0)
        if self._random.random() < lost:
            return Delivery(copies=0)
        return Delivery(delay=self._random.uniform(0, _SPREAD) if rules.webhook_order == "any" else 0)
