"""A run of the checker: order of the test cases, and checks of their results."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .access import ANONYMOUS, Caller, View, view
from .checks.consistency import check_consistency
from .checks.lists import lists
from .checks.pages import MOST_PAGES, Entry, Pages, check_current, check_history, check_pages
from .checks.previews import previews
from .checks.privacy import privacy
from .checks.rate_limits import rate_limits
from .contract import Contract
from .engine.http import HttpClient
from .engine.rate_limiter import RateLimiter
from .engine.session import Session, UnavailableError, gather
from .failures import Breach
from .json_values import fields
from .observations import Failure, Observations
from .probe.cases import CaseBuilder, Resource, TestCase
from .probe.inventory import Inventory, inventory
from .probe.negative import NegativeCases
from .probe.positive import NO_IDS, KnownIds, PositiveCases, sample
from .reporters.report import Report, clean
from .results import Result

Progress = Callable[[str], None]
_UNLIMITED = 100_000
"""Requests per second assumed for a server without a rate limiter."""


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a run.

    Attributes:
        owner: The caller whose token is used; None to send anonymous requests only.
        systems: References of the systems to read, in any form; empty for the owner's.
        known: Ids that the server does not list.
        limited: Whether the server has a rate limiter.
    """

    owner: Caller | None
    systems: tuple[str, ...] = ()
    known: KnownIds = NO_IDS
    limited: bool = True


class NotCheckableError(Exception):
    """The server rejects the token, or has no such system: nothing can be checked."""


class Run:
    """Read a server and check all its responses against the contract.

    Args:
        contract: The contract.
        http_client: Sends the requests.
        wanted: Options of the run.
        say: Called with a line of text before each phase.
    """

    def __init__(self, contract: Contract, http_client: HttpClient, wanted: Options, say: Progress) -> None:
        limits = contract.document["x-pluralkit-rate-limits"]
        scopes = {name: rule["limit"] for name, rule in limits["scopes"].items()}
        if not wanted.limited:
            scopes = dict.fromkeys(scopes, _UNLIMITED)
        self._contract = contract
        self._wanted = wanted
        token = (wanted.owner.authorization or "") if wanted.owner else ""
        self._secrets = tuple(filter(None, [token.removeprefix("Bearer ")]))
        self._say: Progress = lambda line: say(clean(line, self._secrets))
        self._inventory: Inventory = inventory(contract)
        self._callers = (*((wanted.owner,) if wanted.owner else ()), ANONYMOUS)
        builder = CaseBuilder(self._inventory)
        self._positive = PositiveCases(builder, self._callers, wanted.known)
        self._negative = NegativeCases(builder, self._callers)
        self._observations = Observations(self._inventory)
        self._session = Session(
            http_client, RateLimiter(scopes, limits["period"]), self._observations, wanted.limited
        )
        self._paged: list[Failure] = []

    @property
    def is_broken(self) -> bool:
        """Whether a single response broke the contract; responses are compared with each other at the end."""
        return bool(self._session.failures)

    async def all(self) -> Report:
        """Send all test cases and check the results.

        Returns:
            The report; if the server fails during the run, a report that is marked as ended early.

        Raises:
            UnavailableError: The server does not respond at all.
            NotCheckableError: The server rejects the token, or has none of the systems.
        """
        ended = None
        try:
            await self._read_systems()
        except NotCheckableError:
            raise
        except UnavailableError as reason:
            if not self._observations.results:
                raise
            ended = str(reason)
        except Exception as error:  # malformed responses that the next requests cannot be derived from
            ended = f"cannot continue after these responses ({type(error).__name__}: {error})"
        finally:
            await self._session.http_client.close()
        return Report(
            self._contract, self._observations.results, list(self._failures()), self._secrets, ended
        )

    async def _read_systems(self) -> None:
        systems = await self._resolve_systems()
        for system in systems:
            await self._phase(f"system {system.short}", self._positive.of_system(system))
            await self._resources(system)
            await self._history(system, systems)
        await self._phase("known messages", self._positive.of_messages())
        await self._refusals(systems)

    async def _resolve_systems(self) -> list[Resource]:
        """Resolve the references of the requested systems; return each system once."""
        read = self._inventory.by_reference("System")
        model = self._inventory.models["System"]
        caller = self._callers[0]
        found: dict[str, Resource] = {}
        own_reference = self._contract.wire_format.own_reference
        me = (caller.system or own_reference,) if caller.has_token else ()
        self._session.own = caller.system
        # An API key without the scope to identify its owner cannot resolve `@me`: use the UUID in the key.
        wanted = [caller.system or ref if ref == own_reference else ref for ref in self._wanted.systems]
        refs = list(dict.fromkeys((*me, *wanted)))
        self._say(f"resolving {', '.join(refs)} (only GET requests are sent)")
        for ref in refs:
            own = ref in me
            seen = view(self._contract, caller, read.operation, own=True) if own else View.UNKNOWN
            references = dict.fromkeys(read.path_models, ref)
            case = self._positive.builder.existing(
                read, caller, seen, references, own=own or None, about=(), kind=caller.name
            )
            result = await self._session.send(case)
            if own and result.answer.status in (401, 404):
                raise NotCheckableError("the server does not accept this token")
            if result.answer.status == 404:
                raise NotCheckableError(f"the server has no system {ref!r}")
            shows = fields(result.body)
            key, short = shows.get(model.key), shows.get(model.short or "")
            if result.answer.status != 200 or not isinstance(key, str) or not isinstance(short, str):
                continue
            if own:
                self._session.own = key
                if wanted and ref not in wanted:
                    continue
            found.setdefault(key, Resource("System", key, short, key, key == self._session.own))
        return list(found.values())

    async def _resources(self, system: Resource) -> None:
        """Read members and groups until no response shows a new one.

        Stop early when responses contradict each other, because these could show new resources for ever.
        """
        asked: set[tuple[str, str]] = set()
        while new := [each for each in self._found(system) if (each.model, each.key) not in asked]:
            if asked and next(check_consistency(self._observations), None) is not None:
                return
            asked |= {(each.model, each.key) for each in new}
            counts = ", ".join(
                f"{sum(e.model == m for e in new)} × {m}" for m in dict.fromkeys(e.model for e in new)
            )
            await self._phase(f"resources of {system.short} ({counts})", self._positive.of_resources(new))

    def _found(self, system: Resource) -> list[Resource]:
        found: list[Resource] = []
        for model in self._inventory.models.values():
            if model.name == "System" or not self._inventory.about(model.name):
                continue
            for name, key in self._observations.resources:
                if name == model.name and self._observations.systems.get((name, key)) == system.key:
                    shorts = (
                        observation.fields.get(model.short or "")
                        for observed in self._observations.resources[name, key].values()
                        for observation in observed
                    )
                    short = next((each for each in shorts if isinstance(each, str)), None)
                    found.append(Resource(name, key, short, system.key, system.own))
        return found

    async def _history(self, system: Resource, systems: Sequence[Resource]) -> None:
        for read in self._inventory.about("System"):
            if "pagination" not in read.operation.extensions:
                continue
            model = self._inventory.models[read.model or ""]
            pages = Pages(read, model.key)
            self._say(
                f"history of {system.short}: pages of {pages.maximum}, then other sizes, as each caller"
            )
            histories = await gather(self._pages(pages, system, caller) for caller in self._callers)
            keys = dict.fromkeys(entry.key for history in histories for entry in history or ())
            known = [Resource(model.name, key, None, system.key, system.own) for key in keys]
            shown = f"{len(sample(known))} of {len(known)}"
            await self._phase(
                f"{shown} entries in the history of {system.short}",
                self._positive.of_nested_resources(system, known),
            )
            others = [each for each in systems if each.key != system.key]
            if known and others:
                await self._phase(
                    "entries by the path of another system", self._negative.wrong_system(others, known[0])
                )

    async def _pages(self, pages: Pages, system: Resource, caller: Caller) -> list[Entry] | None:
        """Read the whole history as a caller; return None if the list is private."""
        whole: list[Result] = []
        history: list[Entry] = []
        before: str | None = None
        while len(whole) < MOST_PAGES:
            result = await self._session.send(
                self._page(pages, system, caller, pages.query(before, pages.maximum))
            )
            entries = pages.entries(result)
            if entries is None:
                return None
            whole.append(result)
            if not entries or (history and entries[-1].at >= history[-1].at):
                break
            history += entries
            before = entries[-1].text
        probes = pages.probes(history)
        results = await self._session.send_all(self._page(pages, system, caller, query) for query in probes)
        seen = whole[0].case.view
        self._paged += [*check_history(pages, whole), *check_pages(pages, history, results)]
        for read in self._inventory.about("System"):
            if read.model == pages.read.model and not read.many:
                current = [each for each in self._observations.results if each.case.view is seen]
                self._paged += check_current(read, history, current, pages.key, system)
        return history

    def _page(
        self, pages: Pages, system: Resource, caller: Caller, query: tuple[tuple[str, str], ...]
    ) -> TestCase:
        read = pages.read
        return self._positive.builder.existing(
            read,
            caller,
            view(self._contract, caller, read.operation, own=system.own),
            dict.fromkeys(read.path_models, system.short or system.key),
            own=system.own,
            about=(system.key,),
            kind="pages",
            query=query,
        )

    async def _refusals(self, systems: Sequence[Resource]) -> None:
        system = next((each for each in systems if each.own), next(iter(systems), None))
        found = self._found(system) if system else []
        first = {each.model: each for each in reversed(found)}
        if system:
            first["System"] = system
        await self._phase("nonexistent resources", self._negative.resources(system))
        await self._phase("nonexistent and malformed ids", self._negative.ids(system, first.get("Member")))
        await self._phase(
            "missing and invalid tokens",
            [*self._negative.tokens(), *self._invalid_token(system)],
        )
        await self._phase("malformed queries", self._negative.queries(self._answered()))
        await self._phase("paths outside the operations", self._negative.outside(first))

    def _invalid_token(self, system: Resource | None) -> Iterator[TestCase]:
        read = self._inventory.by_reference("System")
        for result in self._observations.results:
            case = result.case
            if system and case.read is read and case.view is View.ANONYMOUS and case.about == (system.key,):
                yield self._negative.invalid_token(read, system, case)
                return

    def _answered(self) -> list[TestCase]:
        """Return one successful test case for each operation with query parameters and each caller."""
        found: dict[tuple[str, str], TestCase] = {}
        for result in self._observations.results:
            read = result.case.read
            if read and read.query and result.case.about and result.answer.status == 200:
                found.setdefault((read.id, result.case.caller.name), result.case)
        return list(found.values())

    async def _phase(self, title: str, cases: Iterable[TestCase]) -> list[Result]:
        cases = list(cases)
        if not cases:
            return []
        operations = ", ".join(dict.fromkeys(case.label for case in cases))
        seconds = self._session.rate_limiter.estimate(case.scopes for case in cases)
        duration = f", about {seconds:.0f} s" if seconds >= 1 else ""
        self._say(f"{title}: {len(cases)} requests{duration} ({operations})")
        return await self._session.send_all(cases)

    def _failures(self) -> Iterator[Failure]:
        yield from self._session.failures
        yield from self._paged
        for check in (
            check_consistency,
            privacy,
            previews,
            lists,
            *((rate_limits,) if self._wanted.limited else ()),
        ):
            try:
                yield from check(self._observations)
            except Exception as error:  # malformed responses that cannot be compared
                breach = Breach(
                    "#/paths",
                    "responses that can be compared",
                    f"{type(error).__name__}: {error}",
                    check.__name__,
                )
                yield Failure(check.__name__, self._observations.results[-1].exchange, breach)


def check_server(contract: Contract, http_client: HttpClient, wanted: Options, say: Progress) -> Report:
    """Read a server and check its responses.

    Args:
        contract: The contract.
        http_client: Sends the requests.
        wanted: Options of the run.
        say: Called with a line of text before each phase.

    Returns:
        The report.

    Raises:
        UnavailableError: The server does not respond at all.
        NotCheckableError: The server rejects the token, or has none of the systems.
    """
    return asyncio.run(Run(contract, http_client, wanted, say).all())
