"""The questions about systems, and about what is found in them. Plain values: nothing is sent here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pluralkit_contract.access import View, Viewer, is_known, view
from pluralkit_contract.contract import Contract
from pluralkit_contract.values import canonical

from .cases import Ask, Asking, Subject
from .inventory import Read

ME = "@me"
SAMPLE = 60
"""How many switches of a system are asked for one by one: the newest, the oldest, and some between."""

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What only a person knows: ids of Discord servers, and of messages that were proxied."""

    guilds: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Plan:
    asking: Asking
    viewers: tuple[Viewer, ...]
    known: Known

    @property
    def contract(self) -> Contract:
        return self.asking.contract

    def of_system(self, system: Subject) -> Iterator[Ask]:
        """All that is read of a system by its reference alone, in all its spellings, and for each server."""
        for viewer in self.viewers:
            for read in self._reads(viewer, "System"):
                for query in self._queries(read):
                    for ref in self._spellings(read, system, viewer):
                        yield self._ask(read, viewer, [system], [ref], query=query)
            for read in self._reads(viewer, "System", ids=1):
                for guild in self.known.guilds:
                    for ref in self._spellings(read, system, viewer):
                        yield self._ask(read, viewer, [system], [ref], ids=(guild,))

    def of_things(self, things: Sequence[Subject]) -> Iterator[Ask]:
        """All that is read of members and groups: the first in all its spellings, the rest in turn."""
        for viewer in self.viewers:
            for place, thing in enumerate(things):
                first = place == 0 or things[place - 1].model != thing.model
                for turn, read in enumerate(self._reads(viewer, thing.model)):
                    refs = self._spellings(read, thing, viewer)
                    for ref in refs if first else turned(refs, place + turn):
                        yield self._ask(read, viewer, [thing], [ref])
                for read in self._reads(viewer, thing.model, ids=1):
                    for guild in self.known.guilds:
                        for ref in (thing.short or thing.key, thing.key):
                            yield self._ask(read, viewer, [thing], [ref], ids=(guild,), perhaps=True)

    def of_parts(self, system: Subject, parts: Sequence[Subject]) -> Iterator[Ask]:
        """What is read of things that have no path of their own: the switches of a system."""
        for viewer in self.viewers:
            for place, part in enumerate(sample(parts)):
                for read in self._reads(viewer, "System", part.model):
                    for ref in turned(self._spellings(read, system, viewer), place):
                        yield self._ask(read, viewer, [system, part], [ref, part.key])

    def of_messages(self) -> Iterator[Ask]:
        """The messages that are known. Whose they are shows only in the answer."""
        for viewer in self.viewers:
            for read in self._reads(viewer, ids=1):
                for message in self.known.messages:
                    yield self._ask(read, viewer, [], [], ids=(message,))

    def _reads(self, viewer: Viewer, *models: str, ids: int = 0) -> list[Read]:
        """What to ask; where API keys make no difference, a stranger's questions are enough."""
        reads = self.asking.catalogue.about(*models, ids=ids)
        return [read for read in reads if viewer.scopes is None or "scopes" in read.operation.extensions]

    def _queries(self, read: Read) -> Iterator[Query]:
        """The queries that make a difference: servers, and both values of a switch."""
        needed = [parameter.name for parameter in read.query if parameter.required]
        if needed:
            for guild in self.known.guilds:
                yield tuple((name, guild) for name in needed)
            return
        yield ()
        for parameter in read.query:
            if self.contract.at(self.contract.resolve(parameter.schema)).get("type") == "boolean":
                yield ((parameter.name, "true"),)
                yield ((parameter.name, "false"),)

    def _spellings(self, read: Read, subject: Subject, viewer: Viewer) -> list[str]:
        name = next(name for name, model in read.subjects.items() if model == subject.model)
        schema = next(each.schema for each in read.operation.parameters if each.name == name)
        pattern = self.contract.at(self.contract.resolve(schema)).get("pattern")
        return spellings(subject, pattern, me=subject.own and is_known(self.contract, viewer, read.operation))

    def _ask(
        self,
        read: Read,
        viewer: Viewer,
        subjects: Sequence[Subject],
        refs: Sequence[str],
        *,
        ids: tuple[str, ...] = (),
        query: Query = (),
        perhaps: bool = False,
    ) -> Ask:
        own = bool(subjects) and subjects[0].own
        seen = view(self.contract, viewer, read.operation, own=own) if subjects else View.UNKNOWN
        references: Mapping[str, str] = {
            **dict(zip(read.subjects, refs, strict=True)),
            **dict(zip((parameter.name for parameter in read.ids), ids, strict=True)),
        }
        return self.asking.existing(
            read,
            viewer,
            seen,
            references,
            own=own,
            about=(*(subject.key for subject in subjects), *ids),
            kind=viewer.name,
            query=query,
            perhaps=perhaps,
        )


def spellings(subject: Subject, pattern: str | None, *, me: bool = False) -> list[str]:
    """The references to a thing that a pattern takes: its ids, in every case, with a dash, and @me."""
    short, key = subject.short, subject.key
    if pattern is None:
        return [key] if canonical(key) else []
    found = [key, key.upper()]
    if short:
        # More than one dash is too many for the proxy in front of the service.
        found = [short, short.upper(), f"{short[:3]}-{short[3:]}", *found]
    if me:
        found.append(ME)
    return [text for text in dict.fromkeys(found) if re.search(pattern, text)]


def turned(refs: Sequence[str], turn: int) -> list[str]:
    """One of the references, each in its turn; none where there are none that may be sent."""
    return [refs[turn % len(refs)]] if refs else []


def sample(things: Sequence[Subject]) -> list[Subject]:
    """At most `SAMPLE` of them: from the start, from the end, and evenly between."""
    if len(things) <= SAMPLE:
        return list(things)
    third = SAMPLE // 3
    middle = things[third:-third]
    between = [middle[place * len(middle) // third] for place in range(third)]
    return [*things[:third], *between, *things[-third:]]
