"""Asks the questions: in time, a few at once, every answer noted and judged as it comes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pluralkit_contract.conformance.body import nodes
from pluralkit_contract.conformance.inspect import inspect
from pluralkit_contract.conformance.rate_limits import charges
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields
from pluralkit_contract.observations import Finding, World
from pluralkit_contract.probe.cases import Ask
from pluralkit_contract.results import TOO_MANY, Sent

from .http import Wire
from .rate_limiter import Pace

_AT_ONCE = 4
"""Requests under way in each budget."""
_TRIES = 8
"""How often something is asked that was refused for its pace."""
_PATIENCE = 10
"""Questions without a whole answer, before no more is asked."""


_T = TypeVar("_T")


class GivenUpError(Exception):
    """The server does not answer any more, or never did."""


async def together(asks: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """All results, in order. Where one raises, the others are ended before it does."""
    tasks = [asyncio.ensure_future(each) for each in asks]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True)
class Session:
    """`own` is the key of the token's system, once known; `limited` says whether rates are limited."""

    wire: Wire
    pace: Pace
    world: World
    limited: bool = True
    own: str | None = None
    findings: list[Finding] = field(default_factory=list[Finding])
    _lanes: dict[str, asyncio.Semaphore] = field(default_factory=dict[str, asyncio.Semaphore])
    _unanswered: int = 0

    async def ask_all(self, asks: Iterable[Ask]) -> list[Sent]:
        """The answers, in the order of the questions. Raises GivenUpError."""
        return await together(self.ask(ask) for ask in asks)

    async def ask(self, ask: Ask) -> Sent:
        """One answer. Raises GivenUpError."""
        scopes = ask.scopes or tuple(self.pace.budgets)[:1]
        lane = self._lanes.setdefault(scopes[0], asyncio.Semaphore(_AT_ONCE))
        async with lane:
            sent, right = await self._try(ask, scopes)
            tries = 1
            # Others may use the budget: a refusal is a breach only if it stays one, or is wrong in itself.
            while sent.answer.status == TOO_MANY and right and tries < _TRIES:
                # Not all at once: whoever was refused together would be again.
                await asyncio.sleep(random.uniform(0, self.pace.budgets[scopes[0]].period * tries))  # noqa: S311
                sent, right = await self._try(ask, scopes)
                tries += 1
        if sent.answer.status != TOO_MANY or not right:
            return sent
        self._unanswered += 1
        breach = Breach(ask.rule, f"an answer within {_TRIES} tries", "429 each time", "status")
        self.findings.append(Finding(ask.subject, sent.exchange, breach))
        return sent

    async def _try(self, ask: Ask, scopes: Sequence[str]) -> tuple[Sent, bool]:
        """An answer, and whether it is right by itself."""
        await self.pace.turn(scopes)
        if self._unanswered >= _PATIENCE:
            raise GivenUpError(f"{self._unanswered} questions got no whole answer")
        sent = await self.wire.get(ask)
        if sent.unreachable and not self.world.sent:
            raise GivenUpError(sent.trouble)
        self._unanswered += sent.trouble is not None
        if sent.answer.status == TOO_MANY:
            sent = replace(sent, ask=replace(ask, outcomes=None))
        contract = self.world.contract
        known = nodes(contract, sent)
        breaches = inspect(contract, sent, known, limited=self.limited)
        self.world.note(sent, known, self.own)
        self.findings += [Finding(ask.subject, sent.exchange, breach) for breach in breaches]
        if not breaches:
            self._learn(sent, scopes)
        return sent, not breaches

    def _learn(self, sent: Sent, scopes: Sequence[str]) -> None:
        budgets = self.pace.budgets
        for scope, [charge, *_] in charges([sent]).items():
            budgets[scope].learn(charge.limit, charge.remaining, sent.sent)
        if sent.answer.status == TOO_MANY:
            wait: int = fields(sent.body)["retry_after"]
            for scope in scopes:
                budgets[scope].refused(wait / 1000, sent.received)
