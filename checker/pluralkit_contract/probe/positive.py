"""Positive test cases: systems and the resources in them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pluralkit_contract.access import Caller, View, is_known, view
from pluralkit_contract.contract import Contract
from pluralkit_contract.values import canonical

from .cases import CaseBuilder, Resource, TestCase
from .inventory import ReadOperation

SAMPLE = 60
"""Maximum number of a system's switches that are read individually: the newest, the oldest, some between."""

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Ids that the server does not list.

    Attributes:
        guilds: Ids of Discord servers.
        messages: Ids of proxied messages.
    """

    guilds: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


NO_IDS = KnownIds()


@dataclass(frozen=True, slots=True)
class PositiveCases:
    """Positive test cases.

    Attributes:
        builder: Builds the cases.
        callers: The callers to send them as.
        known: Ids that the server does not list.
    """

    builder: CaseBuilder
    callers: tuple[Caller, ...]
    known: KnownIds

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.builder.contract

    def of_system(self, system: Resource) -> Iterator[TestCase]:
        """Generate reads by a system's reference alone, in all its forms, and for each guild.

        Args:
            system: The system.
        """
        for caller in self.callers:
            for read in self._reads(caller, "System"):
                for query in self._queries(read):
                    for ref in self._spellings(read, system, caller):
                        yield self._case(read, caller, [system], [ref], query=query)
            for read in self._reads(caller, "System", ids=1):
                for guild in self.known.guilds:
                    for ref in self._spellings(read, system, caller):
                        yield self._case(read, caller, [system], [ref], ids=(guild,))

    def of_resources(self, resources: Sequence[Resource]) -> Iterator[TestCase]:
        """Generate reads of members and groups.

        Args:
            resources: The resources. The first of each model is read by all forms of its reference, others by
                one in rotation.
        """
        for caller in self.callers:
            for place, resource in enumerate(resources):
                first = place == 0 or resources[place - 1].model != resource.model
                for turn, read in enumerate(self._reads(caller, resource.model)):
                    refs = self._spellings(read, resource, caller)
                    for ref in refs if first else rotated(refs, place + turn):
                        yield self._case(read, caller, [resource], [ref])
                for read in self._reads(caller, resource.model, ids=1):
                    for guild in self.known.guilds:
                        for ref in (resource.short or resource.key, resource.key):
                            yield self._case(read, caller, [resource], [ref], ids=(guild,), perhaps=True)

    def of_nested_resources(self, system: Resource, parts: Sequence[Resource]) -> Iterator[TestCase]:
        """Generate reads of resources below a system's path, such as switches.

        Args:
            system: The system.
            parts: The resources; at most `SAMPLE` of them are read.
        """
        for caller in self.callers:
            for place, part in enumerate(sample(parts)):
                for read in self._reads(caller, "System", part.model):
                    for ref in rotated(self._spellings(read, system, caller), place):
                        yield self._case(read, caller, [system, part], [ref, part.key])

    def of_messages(self) -> Iterator[TestCase]:
        """Generate reads of known messages. Their owner is known only from the response."""
        for caller in self.callers:
            for read in self._reads(caller, ids=1):
                for message in self.known.messages:
                    yield self._case(read, caller, [], [], ids=(message,))

    def _reads(self, caller: Caller, *models: str, ids: int = 0) -> list[ReadOperation]:
        """Return the operations to read; for API keys, only those whose response depends on scopes."""
        reads = self.builder.inventory.about(*models, ids=ids)
        return [read for read in reads if caller.scopes is None or "scopes" in read.operation.extensions]

    def _queries(self, read: ReadOperation) -> Iterator[Query]:
        """Generate the relevant queries: guilds, and both values of boolean parameters."""
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

    def _spellings(self, read: ReadOperation, resource: Resource, caller: Caller) -> list[str]:
        name = next(name for name, model in read.path_models.items() if model == resource.model)
        schema = next(each.schema for each in read.operation.parameters if each.name == name)
        pattern = self.contract.at(self.contract.resolve(schema)).get("pattern")
        return spellings(
            resource,
            pattern,
            me=self.contract.wire_format.own_reference
            if resource.own and is_known(self.contract, caller, read.operation)
            else None,
        )

    def _case(
        self,
        read: ReadOperation,
        caller: Caller,
        resources: Sequence[Resource],
        refs: Sequence[str],
        *,
        ids: tuple[str, ...] = (),
        query: Query = (),
        perhaps: bool = False,
    ) -> TestCase:
        own = bool(resources) and resources[0].own
        seen = view(self.contract, caller, read.operation, own=own) if resources else View.UNKNOWN
        references: Mapping[str, str] = {
            **dict(zip(read.path_models, refs, strict=True)),
            **dict(zip((parameter.name for parameter in read.ids), ids, strict=True)),
        }
        return self.builder.existing(
            read,
            caller,
            seen,
            references,
            own=own,
            about=(*(resource.key for resource in resources), *ids),
            kind=caller.name,
            query=query,
            perhaps=perhaps,
        )


def spellings(resource: Resource, pattern: str | None, *, me: str | None = None) -> list[str]:
    """Return the forms of a reference to a resource that a pattern accepts.

    Args:
        resource: The resource.
        pattern: Pattern of the parameter; None if it accepts UUIDs only.
        me: Reference to the caller's own system, if it is one of the forms.

    Returns:
        Short id and UUID in lower and upper case, the short id with a hyphen, and the reference to oneself.
    """
    short, key = resource.short, resource.key
    if pattern is None:
        return [key] if canonical(key) else []
    found = [key, key.upper()]
    if short:
        # The proxy in front of the service accepts one hyphen only.
        found = [short, short.upper(), f"{short[:3]}-{short[3:]}", *found]
    if me:
        found.append(me)
    return [text for text in dict.fromkeys(found) if re.search(pattern, text)]


def rotated(refs: Sequence[str], turn: int) -> list[str]:
    """Return one of the references in rotation, as a list; empty if there are none.

    Args:
        refs: The references.
        turn: Index of the rotation.
    """
    return [refs[turn % len(refs)]] if refs else []


def sample(resources: Sequence[Resource]) -> list[Resource]:
    """Return at most `SAMPLE` resources: the first, the last, and some evenly spaced between.

    Args:
        resources: The resources, in the order of their list.
    """
    if len(resources) <= SAMPLE:
        return list(resources)
    third = SAMPLE // 3
    middle = resources[third:-third]
    between = [middle[place * len(middle) // third] for place in range(third)]
    return [*resources[:third], *between, *resources[-third:]]
