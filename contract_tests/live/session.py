"""Asks the questions: in time, a few at once, every answer noted and judged as it comes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from contract_tests.failure import Breach

from .asking import Ask
from .budgets import charges
from .content import nodes
from .inspect import inspect
from .pace import Pace
from .shape import fields
from .wire import TOO_MANY, Sent, Wire
from .world import Finding, World

_AT_ONCE = 4
"""Requests under way in each budget."""
_TRIES = 6
"""How often something is asked that was refused for its pace."""
_PATIENCE = 6
"""Answers that never come, before no more is asked."""


class GivenUpError(Exception):
    """The server does not answer any more, or never did."""


@dataclass(slots=True)
class Session:
    """`own` is the key of the system whose token is used, once it is known."""

    wire: Wire
    pace: Pace
    world: World
    own: str | None = None
    findings: list[Finding] = field(default_factory=list[Finding])
    _lanes: dict[str, asyncio.Semaphore] = field(default_factory=dict[str, asyncio.Semaphore])
    _broken: int = 0

    async def ask_all(self, asks: Iterable[Ask]) -> list[Sent]:
        """The answers, in the order of the questions. Raises GivenUpError."""
        return await asyncio.gather(*(self.ask(ask) for ask in asks))

    async def ask(self, ask: Ask) -> Sent:
        """One answer. Raises GivenUpError."""
        scopes = ask.scopes or tuple(self.pace.budgets)[:1]
        lane = self._lanes.setdefault(scopes[0], asyncio.Semaphore(_AT_ONCE))
        async with lane:
            sent = await self._try(ask, scopes)
            tries = 1
            # Others may use the budget: a refusal is a breach only if it stays one, or contradicts itself.
            while sent.answer.status == TOO_MANY and tries < _TRIES:
                # Not all at once: whoever was refused together would be again.
                await asyncio.sleep(random.uniform(0, self.pace.budgets[scopes[0]].period * tries))
                tries += 1
                sent = await self._try(ask, scopes)
        if sent.answer.status == TOO_MANY:
            breach = Breach(ask.rule, f"an answer within {_TRIES} tries", "429 each time", "status")
            self.findings.append(Finding(ask.subject, sent.exchange, breach))
        return sent

    async def _try(self, ask: Ask, scopes: Sequence[str]) -> Sent:
        await self.pace.turn(scopes)
        if self._broken >= _PATIENCE:
            raise GivenUpError(f"{self._broken} answers never came")
        sent = await self.wire.get(ask)
        if sent.unreachable and not self.world.sent:
            raise GivenUpError(sent.trouble)
        self._broken += sent.trouble is not None and sent.answer.status == 0
        if sent.answer.status == TOO_MANY:
            sent = replace(sent, ask=replace(ask, outcomes=None))
        contract = self.world.contract
        known = nodes(contract, sent)
        self.world.note(sent, known, self.own)
        self.findings += [
            Finding(ask.subject, sent.exchange, breach) for breach in inspect(contract, sent, known)
        ]
        self._learn(sent, scopes)
        return sent

    def _learn(self, sent: Sent, scopes: Sequence[str]) -> None:
        budgets = self.pace.budgets
        for scope, [charge, *_] in charges([sent]).items():
            if scope in budgets:
                budgets[scope].learn(charge.limit, charge.remaining, sent.sent)
        if sent.answer.status == TOO_MANY:
            wait = fields(sent.body).get("retry_after")
            for scope in scopes:
                budgets[scope].refused(wait / 1000 if isinstance(wait, int) else 0.0, sent.received)
