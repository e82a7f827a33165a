"""The questions that are to be refused: about what does not exist, without a token, or not well formed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pluralkit_contract.access import IMPOSTOR, STRANGER, Viewer
from pluralkit_contract.contract import below
from pluralkit_contract.schemas import schemas

from .cases import Ask, Asking, Outcome, Subject
from .inventory import Read
from .positive import ME, Query

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""A UUID that nothing has."""
_ABSENT_ACCOUNT = "99999999999999999999"
_NO_ID = "1"
"""An id of a Discord thing that is none: they begin with the time since 2015."""
_MALFORMED = "not-well-formed"
_ERRORS = "#/x-pluralkit-errors"


@dataclass(frozen=True, slots=True)
class Absent:
    """Questions around one system; in each of them one thing is wrong."""

    asking: Asking
    viewers: tuple[Viewer, ...]

    def things(self, system: Subject | None) -> Iterator[Ask]:
        """References that lead nowhere: in every operation, for every reference in its path."""
        for viewer in self.viewers:
            for turn, read in enumerate(self.asking.catalogue.reads):
                for name, model in read.subjects.items():
                    error = self.asking.catalogue.absent_code(model)
                    refs = self._nowhere(read, name)
                    for ref in [refs[turn % len(refs)]] if viewer.has_token else refs:
                        references = self._references(read, system, {name: ref})
                        if references is None:
                            continue
                        yield self.asking.refused(
                            read,
                            viewer,
                            references,
                            frozenset({(self.asking.status(error), error)}),
                            own=None,
                            kind="absent",
                            rule=below(_ERRORS, error),
                            query=_needed(read),
                        )

    def ids(self, system: Subject | None, member: Subject | None) -> Iterator[Ask]:
        """Ids of Discord things that lead nowhere, and that are none."""
        for viewer in self.viewers:
            for read in self.asking.catalogue.reads:
                subject = {"System": system, "Member": member}.get(next(iter(read.subjects.values()), ""))
                # A stranger is refused before the id counts.
                if len(read.ids) != 1 or (
                    read.subjects and not (subject and subject.own and viewer.has_token)
                ):
                    continue
                if viewer.scopes is not None and read.subjects:
                    continue
                [parameter] = read.ids
                own = subject.own if subject else False
                for text, outcomes, rule in (
                    (_NO_ID, self._missing(read), _ERRORS),
                    (_MALFORMED, frozenset({(400, 0)}), below(read.operation.pointer, "responses", "400")),
                ):
                    references = {**self._of(read, subject), parameter.name: text}
                    yield self.asking.refused(
                        read,
                        viewer,
                        references,
                        outcomes,
                        own=own,
                        kind="absent" if text == _NO_ID else "malformed",
                        rule=rule,
                    )

    def tokens(self) -> Iterator[Ask]:
        """@me, where nobody knows who asks."""
        for viewer in (STRANGER, IMPOSTOR):
            for read in self.asking.catalogue.reads:
                if list(read.subjects.values()) != ["System"]:
                    continue
                references = {
                    **dict.fromkeys(read.subjects, ME),
                    **{parameter.name: _NO_ID for parameter in read.ids},
                }
                yield self.asking.refused(
                    read,
                    viewer,
                    references,
                    frozenset({(401, 0)}),
                    own=False,
                    kind="no token",
                    rule=below(read.operation.pointer, "responses", "401"),
                    query=_needed(read),
                )

    def impostor(self, read: Read, subject: Subject, usual: Ask) -> Ask:
        """A bad token counts as none: what a stranger may be answered, and nothing else."""
        return self.asking.existing(
            read,
            IMPOSTOR,
            usual.view,
            self._of(read, subject),
            own=False,
            about=usual.about,
            kind="no token",
        )

    def queries(self, usual: Sequence[Ask]) -> Iterator[Ask]:
        """Parameters of a query that are not of their type, where the question itself was answered."""
        for ask in usual:
            read = ask.read
            if read is None:
                continue
            for parameter in read.query:
                if schemas(self.asking.contract).is_valid(parameter.schema, _MALFORMED):
                    continue
                given = tuple(pair for pair in ask.query if pair[0] != parameter.name)
                yield Ask(
                    target=ask.target.partition("?")[0] + _query((*given, (parameter.name, _MALFORMED))),
                    viewer=ask.viewer,
                    kind="malformed",
                    operation=read.operation,
                    read=read,
                    outcomes=frozenset({(400, 0)}),
                    rule=below(read.operation.pointer, "responses", "400"),
                    scopes=ask.scopes,
                )

    def elsewhere(self, others: Sequence[Subject], part: Subject) -> Iterator[Ask]:
        """Something of one system, asked for by the path of another."""
        for viewer in self.viewers:
            for read in self.asking.catalogue.about("System", part.model):
                error = read.operation.extensions["list-privacy"]["error"]
                for other in others:
                    if other.key == part.system:
                        continue
                    references = dict(zip(read.subjects, (other.key, part.key), strict=True))
                    yield self.asking.refused(
                        read,
                        viewer,
                        references,
                        frozenset({(self.asking.status(error), error)}),
                        own=None,
                        kind="absent",
                        rule=below(_ERRORS, error),
                    )

    def outside(self, known: Mapping[str, Subject]) -> Iterator[Ask]:
        """Paths, and reads of paths, that no operation has. `known` is by model."""
        contract = self.asking.contract
        base = urlsplit(contract.base_url).path
        paths = {f"{base}/{each}": True for each in (_MALFORMED, "s", "s/x", "m/x", "a/1", "msg/1")}
        for operation in contract.operations:
            path, real = base + operation.template, True
            for parameter in operation.parameters:
                if parameter.place == "path":
                    rule = contract.at(contract.resolve(parameter.schema)).get("x-pluralkit-reference", {})
                    subject = known.get(rule.get("model", ""))
                    path = path.replace(f"{{{parameter.name}}}", subject.key if subject else NOWHERE)
                    real = real and subject is not None
            paths |= {path: real, path.rpartition("/")[0]: real}
            if operation.template.endswith("}"):
                paths[f"{path}/"] = real
        for path, real in paths.items():
            fallback = contract.fallback("GET", path)
            if contract.find("GET", path) is None and fallback is not None:
                certain = fallback.status is not None and (real or not fallback.lookup)
                yield Ask(
                    target=path,
                    viewer=STRANGER,
                    kind="outside",
                    outcomes=frozenset({(fallback.status or 0, None)}) if certain else None,
                    rule=below(fallback.pointer, "status"),
                    scopes=_generic(self.asking),
                )

    def _missing(self, read: Read) -> frozenset[Outcome]:
        return frozenset((404, code) for code in self.asking.missing(read))

    def _nowhere(self, read: Read, name: str) -> list[str]:
        schema = next(parameter.schema for parameter in read.operation.parameters if parameter.name == name)
        pattern = self.asking.contract.at(self.asking.contract.resolve(schema)).get("pattern")
        if pattern is None:
            return [NOWHERE]
        found = (NOWHERE, NOWHERE.replace("8", "a").upper(), _ABSENT_ACCOUNT)
        return [ref for ref in found if re.search(pattern, ref)]

    def _references(
        self, read: Read, system: Subject | None, given: Mapping[str, str]
    ) -> dict[str, str] | None:
        """The references of a path, where `given` has those that matter; None where one is not known."""
        found: dict[str, str] = {}
        for name, model in read.subjects.items():
            if name in given:
                found[name] = given[name]
            elif model == "System" and system:
                found[name] = system.short or system.key
            elif model == "System":
                return None
            else:
                found[name] = NOWHERE
        return found | {parameter.name: _NO_ID for parameter in read.ids}

    def _of(self, read: Read, subject: Subject | None) -> dict[str, str]:
        return dict.fromkeys(read.subjects, (subject.short or subject.key) if subject else "")


def _needed(read: Read) -> Query:
    return tuple((parameter.name, _NO_ID) for parameter in read.query if parameter.required)


def _query(pairs: Query) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in pairs)


def _generic(asking: Asking) -> tuple[str, ...]:
    read = next(read for read in asking.catalogue.reads if not read.subjects)
    return (read.operation.extensions["rate-limit"]["scope"],)
