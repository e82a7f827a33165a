"""Negative test cases: nonexistent resources, missing tokens, malformed requests."""

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
from .positive import Query

NONEXISTENT_UUID = "00000000-0000-4000-8000-000000000000"
"""A UUID that no resource has."""
_NONEXISTENT_ACCOUNT = "99999999999999999999"
_NONEXISTENT_SNOWFLAKE = "1"
"""A Discord snowflake that cannot exist: snowflakes contain the time since 2015."""
_MALFORMED = "not-well-formed"
_ERRORS = "#/x-pluralkit-errors"


@dataclass(frozen=True, slots=True)
class NegativeCases:
    """Negative test cases for one system, each with a single mistake.

    Attributes:
        builder: Builds the cases.
        callers: The callers to send them as.
    """

    builder: CaseBuilder
    callers: tuple[Caller, ...]

    def resources(self, system: Resource | None) -> Iterator[TestCase]:
        """Generate requests with a reference that does not exist, for each reference of each operation.

        Args:
            system: An existing system for the other references; None to skip operations that need one.
        """
        for caller in self.callers:
            for turn, read in enumerate(self.builder.inventory.reads):
                for name, model in read.path_models.items():
                    error = self.builder.inventory.absent_code(model)
                    refs = self._nonexistent_references(read, name)
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
        """Generate requests with Discord ids that do not exist or are malformed.

        Args:
            system: An existing system for the references in the path; None to skip these operations.
            member: An existing member, likewise.
        """
        for caller in self.callers:
            for read in self.builder.inventory.reads:
                resource = {"System": system, "Member": member}.get(next(iter(read.path_models.values()), ""))
                # An anonymous caller is refused before the id is checked.
                if len(read.ids) != 1 or (
                    read.path_models and not (resource and resource.own and caller.has_token)
                ):
                    continue
                if caller.scopes is not None and read.path_models:
                    continue
                [parameter] = read.ids
                own = resource.own if resource else False
                for text, outcomes, rule in (
                    (_NONEXISTENT_SNOWFLAKE, self._missing(read), _ERRORS),
                    (_MALFORMED, frozenset({(400, 0)}), below(read.operation.pointer, "responses", "400")),
                ):
                    references = {**self._path_values(read, resource), parameter.name: text}
                    yield self.builder.refused(
                        read,
                        caller,
                        references,
                        outcomes,
                        own=own,
                        kind="absent" if text == _NONEXISTENT_SNOWFLAKE else "malformed",
                        rule=rule,
                    )

    def tokens(self) -> Iterator[TestCase]:
        """Generate requests for the caller's own system without a valid token."""
        for caller in (ANONYMOUS, INVALID_TOKEN):
            for read in self.builder.inventory.reads:
                if list(read.path_models.values()) != ["System"]:
                    continue
                references = {
                    **dict.fromkeys(read.path_models, self.builder.contract.wire_format.own_reference),
                    **{parameter.name: _NONEXISTENT_SNOWFLAKE for parameter in read.ids},
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
        """Build a request with an invalid token; the response must equal that of an anonymous caller.

        Args:
            read: The operation.
            resource: The resource to read.
            usual: The test case of an anonymous caller.
        """
        return self.builder.existing(
            read,
            INVALID_TOKEN,
            usual.view,
            self._path_values(read, resource),
            own=False,
            about=usual.about,
            kind="no token",
        )

    def queries(self, usual: Sequence[TestCase]) -> Iterator[TestCase]:
        """Generate requests with a query parameter of a wrong type.

        Args:
            usual: Test cases that succeeded.
        """
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

    def wrong_system(self, others: Sequence[Resource], part: Resource) -> Iterator[TestCase]:
        """Generate requests for a resource of one system by the path of another.

        Args:
            others: The other systems.
            part: The resource.
        """
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
        """Generate requests for paths that no operation has.

        Args:
            known: Existing resources by model, for the references in the paths.
        """
        contract = self.builder.contract
        base = urlsplit(contract.base_url).path
        paths = {f"{base}/{each}": True for each in (_MALFORMED, "s", "s/x", "m/x", "a/1", "msg/1")}
        for operation in contract.operations:
            path, real = base + operation.template, True
            for parameter in operation.parameters:
                if parameter.place == "path":
                    rule = contract.at(contract.resolve(parameter.schema)).get("x-pluralkit-reference", {})
                    resource = known.get(rule.get("model", ""))
                    path = path.replace(
                        f"{{{parameter.name}}}", resource.key if resource else NONEXISTENT_UUID
                    )
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

    def _nonexistent_references(self, read: ReadOperation, name: str) -> list[str]:
        schema = next(parameter.schema for parameter in read.operation.parameters if parameter.name == name)
        pattern = self.builder.contract.at(self.builder.contract.resolve(schema)).get("pattern")
        if pattern is None:
            return [NONEXISTENT_UUID]
        found = (NONEXISTENT_UUID, NONEXISTENT_UUID.replace("8", "a").upper(), _NONEXISTENT_ACCOUNT)
        return [ref for ref in found if re.search(pattern, ref)]

    def _references(
        self, read: ReadOperation, system: Resource | None, given: Mapping[str, str]
    ) -> dict[str, str] | None:
        """Return the path parameters, with `given` values first; None if a required system is unknown."""
        found: dict[str, str] = {}
        for name, model in read.path_models.items():
            if name in given:
                found[name] = given[name]
            elif model == "System" and system:
                found[name] = system.short or system.key
            elif model == "System":
                return None
            else:
                found[name] = NONEXISTENT_UUID
        return found | {parameter.name: _NONEXISTENT_SNOWFLAKE for parameter in read.ids}

    def _path_values(self, read: ReadOperation, resource: Resource | None) -> dict[str, str]:
        return dict.fromkeys(read.path_models, (resource.short or resource.key) if resource else "")


def _needed(read: ReadOperation) -> Query:
    return tuple((parameter.name, _NONEXISTENT_SNOWFLAKE) for parameter in read.query if parameter.required)


def _query(pairs: Query) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in pairs)


def _generic(builder: CaseBuilder) -> tuple[str, ...]:
    read = next(read for read in builder.inventory.reads if not read.path_models)
    return (read.operation.extensions["rate-limit"]["scope"],)
