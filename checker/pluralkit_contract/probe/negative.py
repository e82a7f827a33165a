"""Negative test cases: about what does not exist, without a token, or malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pluralkit_contract.access import ANONYMOUS, INVALID_TOKEN, Caller
from pluralkit_contract.contract import below
from pluralkit_contract.schemas import schemas

from .cases import CaseBuilder, Outcome, Resource, TestCase
from .inventory import ReadOperation
from .positive import ME, Query

NOWHERE = "00000000-0000-4000-8000-000000000000"
"""A UUID that nothing has."""
_ABSENT_ACCOUNT = "99999999999999999999"
_NO_ID = "1"
"""An id of a Discord thing that is none: they begin with the time since 2015."""
_MALFORMED = "not-well-formed"
_ERRORS = "#/x-pluralkit-errors"


@dataclass(frozen=True, slots=True)
class NegativeCases:
    """Negative test cases around one system; each has one mistake."""

    builder: CaseBuilder
    callers: tuple[Caller, ...]

    def resources(self, system: Resource | None) -> Iterator[TestCase]:
        """References that lead nowhere: in every operation, for every reference in its path."""
        for caller in self.callers:
            for turn, read in enumerate(self.builder.inventory.reads):
                for name, model in read.path_models.items():
                    error = self.builder.inventory.absent_code(model)
                    refs = self._nowhere(read, name)
                    for ref in [refs[turn % len(refs)]] if caller.has_token else refs:
                        references = self._references(read, system, {name: ref})
                        if references is None:
                            continue
                        yield self.builder.refused(
                            read,
                            caller,
                            references,
                            frozenset({(self.builder.status(error), error)}),
                            own=None,
                            kind="absent",
                            rule=below(_ERRORS, error),
                            query=_needed(read),
                        )

    def ids(self, system: Resource | None, member: Resource | None) -> Iterator[TestCase]:
        """Ids of Discord things that lead nowhere, and that are none."""
        for caller in self.callers:
            for read in self.builder.inventory.reads:
                resource = {"System": system, "Member": member}.get(next(iter(read.path_models.values()), ""))
                # An anonymous caller is refused before the id counts.
                if len(read.ids) != 1 or (
                    read.path_models and not (resource and resource.own and caller.has_token)
                ):
                    continue
                if caller.scopes is not None and read.path_models:
                    continue
                [parameter] = read.ids
                own = resource.own if resource else False
                for text, outcomes, rule in (
                    (_NO_ID, self._missing(read), _ERRORS),
                    (_MALFORMED, frozenset({(400, 0)}), below(read.operation.pointer, "responses", "400")),
                ):
                    references = {**self._of(read, resource), parameter.name: text}
                    yield self.builder.refused(
                        read,
                        caller,
                        references,
                        outcomes,
                        own=own,
                        kind="absent" if text == _NO_ID else "malformed",
                        rule=rule,
                    )

    def tokens(self) -> Iterator[TestCase]:
        """@me, where nobody knows who asks."""
        for caller in (ANONYMOUS, INVALID_TOKEN):
            for read in self.builder.inventory.reads:
                if list(read.path_models.values()) != ["System"]:
                    continue
                references = {
                    **dict.fromkeys(read.path_models, ME),
                    **{parameter.name: _NO_ID for parameter in read.ids},
                }
                yield self.builder.refused(
                    read,
                    caller,
                    references,
                    frozenset({(401, 0)}),
                    own=False,
                    kind="no token",
                    rule=below(read.operation.pointer, "responses", "401"),
                    query=_needed(read),
                )

    def invalid_token(self, read: ReadOperation, resource: Resource, usual: TestCase) -> TestCase:
        """A read with an invalid token, which is answered as without one."""
        return self.builder.existing(
            read,
            INVALID_TOKEN,
            usual.view,
            self._of(read, resource),
            own=False,
            about=usual.about,
            kind="no token",
        )

    def queries(self, usual: Sequence[TestCase]) -> Iterator[TestCase]:
        """Parameters of a query that are not of their type, where the question itself was answered."""
        for case in usual:
            read = case.read
            if read is None:
                continue
            for parameter in read.query:
                if schemas(self.builder.contract).is_valid(parameter.schema, _MALFORMED):
                    continue
                given = tuple(pair for pair in case.query if pair[0] != parameter.name)
                yield TestCase(
                    target=case.target.partition("?")[0] + _query((*given, (parameter.name, _MALFORMED))),
                    caller=case.caller,
                    kind="malformed",
                    operation=read.operation,
                    read=read,
                    outcomes=frozenset({(400, 0)}),
                    rule=below(read.operation.pointer, "responses", "400"),
                    scopes=case.scopes,
                )

    def elsewhere(self, others: Sequence[Resource], part: Resource) -> Iterator[TestCase]:
        """Something of one system, asked for by the path of another."""
        for caller in self.callers:
            for read in self.builder.inventory.about("System", part.model):
                error = read.operation.extensions["list-privacy"]["error"]
                for other in others:
                    if other.key == part.system:
                        continue
                    references = dict(zip(read.path_models, (other.key, part.key), strict=True))
                    yield self.builder.refused(
                        read,
                        caller,
                        references,
                        frozenset({(self.builder.status(error), error)}),
                        own=None,
                        kind="absent",
                        rule=below(_ERRORS, error),
                    )

    def outside(self, known: Mapping[str, Resource]) -> Iterator[TestCase]:
        """Paths, and reads of paths, that no operation has. `known` is by model."""
        contract = self.builder.contract
        base = urlsplit(contract.base_url).path
        paths = {f"{base}/{each}": True for each in (_MALFORMED, "s", "s/x", "m/x", "a/1", "msg/1")}
        for operation in contract.operations:
            path, real = base + operation.template, True
            for parameter in operation.parameters:
                if parameter.place == "path":
                    rule = contract.at(contract.resolve(parameter.schema)).get("x-pluralkit-reference", {})
                    resource = known.get(rule.get("model", ""))
                    path = path.replace(f"{{{parameter.name}}}", resource.key if resource else NOWHERE)
                    real = real and resource is not None
            paths |= {path: real, path.rpartition("/")[0]: real}
            if operation.template.endswith("}"):
                paths[f"{path}/"] = real
        for path, real in paths.items():
            fallback = contract.fallback("GET", path)
            if contract.find("GET", path) is None and fallback is not None:
                certain = fallback.status is not None and (real or not fallback.lookup)
                yield TestCase(
                    target=path,
                    caller=ANONYMOUS,
                    kind="outside",
                    outcomes=frozenset({(fallback.status or 0, None)}) if certain else None,
                    rule=below(fallback.pointer, "status"),
                    scopes=_generic(self.builder),
                )

    def _missing(self, read: ReadOperation) -> frozenset[Outcome]:
        return frozenset((404, code) for code in self.builder.missing(read))

    def _nowhere(self, read: ReadOperation, name: str) -> list[str]:
        schema = next(parameter.schema for parameter in read.operation.parameters if parameter.name == name)
        pattern = self.builder.contract.at(self.builder.contract.resolve(schema)).get("pattern")
        if pattern is None:
            return [NOWHERE]
        found = (NOWHERE, NOWHERE.replace("8", "a").upper(), _ABSENT_ACCOUNT)
        return [ref for ref in found if re.search(pattern, ref)]

    def _references(
        self, read: ReadOperation, system: Resource | None, given: Mapping[str, str]
    ) -> dict[str, str] | None:
        """The references of a path, where `given` has those that matter; None where one is not known."""
        found: dict[str, str] = {}
        for name, model in read.path_models.items():
            if name in given:
                found[name] = given[name]
            elif model == "System" and system:
                found[name] = system.short or system.key
            elif model == "System":
                return None
            else:
                found[name] = NOWHERE
        return found | {parameter.name: _NO_ID for parameter in read.ids}

    def _of(self, read: ReadOperation, resource: Resource | None) -> dict[str, str]:
        return dict.fromkeys(read.path_models, (resource.short or resource.key) if resource else "")


def _needed(read: ReadOperation) -> Query:
    return tuple((parameter.name, _NO_ID) for parameter in read.query if parameter.required)


def _query(pairs: Query) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in pairs)


def _generic(builder: CaseBuilder) -> tuple[str, ...]:
    read = next(read for read in builder.inventory.reads if not read.path_models)
    return (read.operation.extensions["rate-limit"]["scope"],)
