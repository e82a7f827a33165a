"""A run: what is asked in which order, and what is held to what in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .access import STRANGER, View, Viewer, view
from .checks.consistency import agreement
from .checks.lists import lists
from .checks.pages import MOST_PAGES, Entry, Pages, held, newest, sound
from .checks.previews import previews
from .checks.privacy import privacy
from .checks.rate_limits import budgets
from .contract import Contract
from .engine.http import Wire
from .engine.rate_limiter import Pace
from .engine.session import GivenUpError, Session, together
from .failures import Breach
from .json_values import fields
from .observations import Finding, World
from .probe.cases import Ask, Asking, Subject
from .probe.inventory import Catalogue, catalogue
from .probe.negative import Absent
from .probe.positive import ME, NOTHING, Known, Plan, sample
from .reporters.report import Report, clean
from .results import Sent

Say = Callable[[str], None]
_UNLIMITED = 100_000
"""Requests a second where nothing limits them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is about: who asks (a stranger always does), the systems by any reference, known ids.

    `limited` says that the server has a rate limiter.
    """

    holder: Viewer | None
    systems: tuple[str, ...] = ()
    known: Known = NOTHING
    limited: bool = True


class UnusableError(Exception):
    """The server does not accept the token, or has no such system: nothing can be checked."""


class Run:
    """Reads a server, and holds all that it answers to the contract."""

    def __init__(self, contract: Contract, wire: Wire, wanted: Wanted, say: Say) -> None:
        limits = contract.document["x-pluralkit-rate-limits"]
        scopes = {name: rule["limit"] for name, rule in limits["scopes"].items()}
        if not wanted.limited:
            scopes = dict.fromkeys(scopes, _UNLIMITED)
        self._contract = contract
        self._wanted = wanted
        token = (wanted.holder.authorization or "") if wanted.holder else ""
        self._secrets = tuple(filter(None, [token.removeprefix("Bearer ")]))
        self._say: Say = lambda line: say(clean(line, self._secrets))
        self._catalogue: Catalogue = catalogue(contract)
        self._viewers = (*((wanted.holder,) if wanted.holder else ()), STRANGER)
        asking = Asking(self._catalogue)
        self._plan = Plan(asking, self._viewers, wanted.known)
        self._absent = Absent(asking, self._viewers)
        self._world = World(self._catalogue)
        self._session = Session(wire, Pace(scopes, limits["period"]), self._world, wanted.limited)
        self._paged: list[Finding] = []

    @property
    def is_broken(self) -> bool:
        """Whether an answer was wrong by itself; what answers say of each other is known in the end."""
        return bool(self._session.findings)

    async def all(self) -> Report:
        """Ask everything.

        Raises:
            GivenUpError: There is no server at all.
            UnusableError: The server does not accept the token, or has none of the systems.
        """
        ended = None
        try:
            await self._ask()
        except UnusableError:
            raise
        except GivenUpError as reason:
            if not self._world.sent:
                raise
            ended = str(reason)
        except Exception as error:  # answers so odd that nobody knows how to go on from them
            ended = f"cannot go on from these answers ({type(error).__name__}: {error})"
        finally:
            await self._session.wire.close()
        return Report(self._contract, self._world.sent, list(self._findings()), self._secrets, ended)

    async def _ask(self) -> None:
        systems = await self._greet()
        for system in systems:
            await self._phase(f"system {system.short}", self._plan.of_system(system))
            await self._things(system)
            await self._history(system, systems)
        await self._phase("messages that are known", self._plan.of_messages())
        await self._refusals(systems)

    async def _greet(self) -> list[Subject]:
        """The systems by the references that were given, each of them once."""
        read = self._catalogue.itself("System")
        model = self._catalogue.models["System"]
        asker = self._viewers[0]
        found: dict[str, Subject] = {}
        me = (asker.system or ME,) if asker.has_token else ()
        self._session.own = asker.system
        # A key may be one that does not know whose it is, where it is asked for @me.
        wanted = [asker.system or ref if ref == ME else ref for ref in self._wanted.systems]
        refs = list(dict.fromkeys((*me, *wanted)))
        self._say(f"asks who is meant by {', '.join(refs)} (GET alone, as all that follows)")
        for ref in refs:
            own = ref in me
            seen = view(self._contract, asker, read.operation, own=True) if own else View.UNKNOWN
            references = dict.fromkeys(read.subjects, ref)
            ask = self._plan.asking.existing(
                read, asker, seen, references, own=own or None, about=(), kind=asker.name
            )
            sent = await self._session.ask(ask)
            if own and sent.answer.status in (401, 404):
                raise UnusableError("the server does not accept this token")
            if sent.answer.status == 404:
                raise UnusableError(f"the server has no system {ref!r}")
            shows = fields(sent.body)
            key, short = shows.get(model.key), shows.get(model.short or "")
            if sent.answer.status != 200 or not isinstance(key, str) or not isinstance(short, str):
                continue
            if own:
                self._session.own = key
                if wanted and ref not in wanted:
                    continue
            found.setdefault(key, Subject("System", key, short, key, key == self._session.own))
        return list(found.values())

    async def _things(self, system: Subject) -> None:
        """Members and groups, with those that show only while others are read.

        Answers that contradict each other may show new ones for ever: then no more is asked.
        """
        asked: set[tuple[str, str]] = set()
        while new := [each for each in self._found(system) if (each.model, each.key) not in asked]:
            if asked and next(agreement(self._world), None) is not None:
                return
            asked |= {(each.model, each.key) for each in new}
            counts = ", ".join(
                f"{sum(e.model == m for e in new)} × {m}" for m in dict.fromkeys(e.model for e in new)
            )
            await self._phase(f"what {system.short} has ({counts})", self._plan.of_things(new))

    def _found(self, system: Subject) -> list[Subject]:
        found: list[Subject] = []
        for model in self._catalogue.models.values():
            if model.name == "System" or not self._catalogue.about(model.name):
                continue
            for name, key in self._world.things:
                if name == model.name and self._world.systems.get((name, key)) == system.key:
                    shorts = (
                        sighting.fields.get(model.short or "")
                        for sightings in self._world.things[name, key].values()
                        for sighting in sightings
                    )
                    short = next((each for each in shorts if isinstance(each, str)), None)
                    found.append(Subject(name, key, short, system.key, system.own))
        return found

    async def _history(self, system: Subject, systems: Sequence[Subject]) -> None:
        for read in self._catalogue.about("System"):
            if "pagination" not in read.operation.extensions:
                continue
            model = self._catalogue.models[read.model or ""]
            pages = Pages(read, model.key)
            self._say(f"history of {system.short}: whole by {pages.maximum}, then in parts, as each viewer")
            histories = await together(self._pages(pages, system, viewer) for viewer in self._viewers)
            keys = dict.fromkeys(entry.key for history in histories for entry in history or ())
            known = [Subject(model.name, key, None, system.key, system.own) for key in keys]
            shown = f"{len(sample(known))} of {len(known)}"
            await self._phase(
                f"{shown} entries in the history of {system.short}", self._plan.of_parts(system, known)
            )
            others = [each for each in systems if each.key != system.key]
            if known and others:
                await self._phase(
                    "an entry by another system's path", self._absent.elsewhere(others, known[0])
                )

    async def _pages(self, pages: Pages, system: Subject, viewer: Viewer) -> list[Entry] | None:
        """The whole history as the viewer gets it; None where it is closed."""
        whole: list[Sent] = []
        history: list[Entry] = []
        before: str | None = None
        while len(whole) < MOST_PAGES:
            sent = await self._session.ask(
                self._page(pages, system, viewer, pages.query(before, pages.maximum))
            )
            entries = pages.entries(sent)
            if entries is None:
                return None
            whole.append(sent)
            if not entries or (history and entries[-1].at >= history[-1].at):
                break
            history += entries
            before = entries[-1].text
        probes = pages.probes(history)
        sents = await self._session.ask_all(self._page(pages, system, viewer, query) for query in probes)
        seen = whole[0].ask.view
        self._paged += [*sound(pages, whole), *held(pages, history, sents)]
        for read in self._catalogue.about("System"):
            if read.model == pages.read.model and not read.many:
                current = [each for each in self._world.sent if each.ask.view is seen]
                self._paged += newest(read, history, current, pages.key, system)
        return history

    def _page(self, pages: Pages, system: Subject, viewer: Viewer, query: tuple[tuple[str, str], ...]) -> Ask:
        read = pages.read
        return self._plan.asking.existing(
            read,
            viewer,
            view(self._contract, viewer, read.operation, own=system.own),
            dict.fromkeys(read.subjects, system.short or system.key),
            own=system.own,
            about=(system.key,),
            kind="pages",
            query=query,
        )

    async def _refusals(self, systems: Sequence[Subject]) -> None:
        system = next((each for each in systems if each.own), next(iter(systems), None))
        found = self._found(system) if system else []
        first = {each.model: each for each in reversed(found)}
        if system:
            first["System"] = system
        await self._phase("what does not exist", self._absent.things(system))
        await self._phase("ids that lead nowhere, or are none", self._absent.ids(system, first.get("Member")))
        await self._phase(
            "without a token, or with a bad one", [*self._absent.tokens(), *self._impostor(system)]
        )
        await self._phase("queries that are not well formed", self._absent.queries(self._answered()))
        await self._phase("paths that no operation has", self._absent.outside(first))

    def _impostor(self, system: Subject | None) -> Iterator[Ask]:
        read = self._catalogue.itself("System")
        for sent in self._world.sent:
            ask = sent.ask
            if system and ask.read is read and ask.view is View.STRANGER and ask.about == (system.key,):
                yield self._absent.impostor(read, system, ask)
                return

    def _answered(self) -> list[Ask]:
        """One question that was answered, for each operation with a query and each viewer."""
        found: dict[tuple[str, str], Ask] = {}
        for sent in self._world.sent:
            read = sent.ask.read
            if read and read.query and sent.ask.about and sent.answer.status == 200:
                found.setdefault((read.id, sent.ask.viewer.name), sent.ask)
        return list(found.values())

    async def _phase(self, title: str, asks: Iterable[Ask]) -> list[Sent]:
        asks = list(asks)
        if not asks:
            return []
        operations = ", ".join(dict.fromkeys(ask.subject for ask in asks))
        seconds = self._session.pace.estimate(ask.scopes for ask in asks)
        duration = f", about {seconds:.0f} s" if seconds >= 1 else ""
        self._say(f"{title}: {len(asks)} requests{duration} ({operations})")
        return await self._session.ask_all(asks)

    def _findings(self) -> Iterator[Finding]:
        yield from self._session.findings
        yield from self._paged
        for check in (agreement, privacy, previews, lists, *((budgets,) if self._wanted.limited else ())):
            try:
                yield from check(self._world)
            except Exception as error:  # answers so odd that they cannot be held to each other
                breach = Breach(
                    "#/paths",
                    "answers that agree in kind",
                    f"{type(error).__name__}: {error}",
                    check.__name__,
                )
                yield Finding(check.__name__, self._world.sent[-1].exchange, breach)


def hold(contract: Contract, wire: Wire, wanted: Wanted, say: Say) -> Report:
    """Read a server and judge it. Raises GivenUpError and UnusableError, as `Run.all` does."""
    return asyncio.run(Run(contract, wire, wanted, say).all())
