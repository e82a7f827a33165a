"""Check lists: private lists, entries hidden from anonymous callers, memberships from both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import below
from pluralkit_contract.json_values import fields, is_list, items
from pluralkit_contract.observations import Failure, Observations, failure, place, request_line
from pluralkit_contract.probe.inventory import ReadOperation
from pluralkit_contract.results import TOO_MANY_REQUESTS, Result

from .privacy import PRIVATE, levels

_OTHERS = (View.ANONYMOUS, View.FILTERED)


@dataclass(frozen=True, slots=True)
class Listing:
    """The first response to a list.

    Attributes:
        keys: Keys of the resources in it.
        result: The result.
    """

    keys: frozenset[str]
    result: Result


class Listings:
    """All lists that were returned, by operation, parent resource and view.

    Args:
        observations: The observations of a server.
    """

    def __init__(self, observations: Observations) -> None:
        self._observations = observations
        self._found: dict[tuple[str, str, View], Listing] = {}
        for result in observations.results:
            read = result.case.read
            if read and read.many and read.model and result.case.about and is_list(result.body):
                if result.answer.status != 200 or "pagination" in read.operation.extensions:
                    continue
                key = observations.inventory.models[read.model].key
                keys = frozenset(str(fields(item).get(key)) for item in items(result.body))
                self._found.setdefault(
                    (read.id, result.case.about[0], result.case.view), Listing(keys, result)
                )

    def get(self, read: ReadOperation | None, about: str, view: View) -> Listing | None:
        """Return a list, or None if it was not returned.

        Args:
            read: The operation; None gives None.
            about: Key of the parent resource.
            view: The view.
        """
        return self._found.get((read.id, about, view)) if read else None

    def all(self, read: ReadOperation) -> Iterator[tuple[str, View, Listing]]:
        """Yield the lists of an operation.

        Args:
            read: The operation.

        Yields:
            Key of the parent resource, view, and list.
        """
        for (id, about, view), listing in self._found.items():
            if id == read.id:
                yield about, view, listing

    def of_system(self, model: str) -> ReadOperation | None:
        """Return the operation that lists a system's resources of a model, or None.

        Args:
            model: Name of the model of the resources, such as `Member`.
        """
        reads = self._observations.inventory.about("System")
        return next((read for read in reads if read.many and read.model == model), None)


def lists(observations: Observations) -> Iterator[Failure]:
    """Check the entries of all lists.

    Args:
        observations: The observations of a server.
    """
    listings = Listings(observations)
    yield from _closed(observations)
    yield from _unique(observations)
    for read in observations.inventory.reads:
        items = read.operation.extensions.get("list-privacy", {}).get("items")
        if read.many and items:
            yield from _filtered(observations, listings, read, items)
            yield from _fields(observations, listings, read)
            yield from _inverse(observations, listings, read)
    yield from _complete(observations, listings)
    yield from _named(observations, listings)


def _closed(observations: Observations) -> Iterator[Failure]:
    """Check that private lists, and no others, are refused to anonymous callers."""
    for result in observations.results:
        read = result.case.read
        rule = read.operation.extensions.get("list-privacy") if read else None
        if read is None or rule is None or result.case.view not in _OTHERS or not result.case.about:
            continue
        resource = (next(iter(read.path_models.values())), result.case.about[0])
        of = observations.inventory.models[rule["of"]]
        key = resource[1] if resource[0] == of.name else observations.systems.get(resource, "")
        level = levels(of, observations.contract, observations.known(of.name, key, View.OWNER)).get(
            rule["key"]
        )
        if level is None or result.trouble or result.answer.status == TOO_MANY_REQUESTS:
            continue
        closed = level == PRIVATE and result.case.view is View.ANONYMOUS
        if closed == (result.answer.status < 300):
            pointer = below(read.operation.pointer, "x-pluralkit-list-privacy")
            wanted = f"code {rule['error']}" if closed else "a success"
            found = str(result.answer.status)
            yield failure(result, pointer, f"{wanted}, as {rule['key']} is {level}", found, "status")


def _unique(observations: Observations) -> Iterator[Failure]:
    """Check that no list has duplicate entries."""
    for result in observations.results:
        read = result.case.read
        if read is None or not read.many or result.answer.status != 200:
            continue
        key = observations.inventory.models[read.model].key if read.model else ""
        for place_, keys in (
            ("$", [fields(item).get(key) for item in items(result.body)]),
            *(
                (f"$[{number}].{name}", items(fields(item).get(name)))
                for number, item in enumerate(items(result.body))
                for name in (f"{model.lower()}s" for model in observations.inventory.models)
            ),
        ):
            if twice := next((each for each, times in Counter(map(str, keys)).items() if times > 1), None):
                yield failure(result, read.operation.pointer, "each entry once", f"{twice} again", place_)


def _filtered(
    observations: Observations, listings: Listings, read: ReadOperation, items: str
) -> Iterator[Failure]:
    """Check that an anonymous caller's list is the owner's without the hidden entries."""
    model = observations.inventory.models[read.model or ""]
    for about, view, listing in listings.all(read):
        whole = listings.get(read, about, View.OWNER)
        if view not in _OTHERS or whole is None:
            continue
        expected = {
            key
            for key in whole.keys
            if levels(model, observations.contract, observations.known(model.name, key, View.OWNER)).get(
                items
            )
            != PRIVATE
        }
        rule = below(read.operation.pointer, "x-pluralkit-list-privacy", "items")
        yield from _compared(listing, expected, rule, f"the entries of the owner's list with public {items}")


def _fields(observations: Observations, listings: Listings, read: ReadOperation) -> Iterator[Failure]:
    """Check that a field that repeats a list equals it, or is empty if the list is private."""
    resource = next(iter(read.path_models.values()))
    name = read.operation.template.rpartition("/")[2]
    for (model, key), views in observations.resources.items():
        if model != resource:
            continue
        for view, observed in views.items():
            listing = listings.get(read, key, view)
            read_by_view = any(
                each.case.read is read and each.case.about == (key,) and each.case.view is view
                for each in observations.results
            )
            for observation in observed:
                found = observation.fields.get(name)
                # An API key without the scope may get an empty field where its list is only filtered.
                if not is_list(found) or not read_by_view or (view is View.FILTERED and not found):
                    continue
                expected = listing.keys if listing else frozenset[str]()
                got = frozenset(str(each) for each in items(found))
                shown = Listing(got, observation.result)
                source = (
                    f"the entries of {request_line(listing.result)}" if listing else "none: a private list"
                )
                yield from _compared(
                    shown, expected, place(observation.schema, name), source, f"{observation.path}.{name}"
                )


def _inverse(observations: Observations, listings: Listings, read: ReadOperation) -> Iterator[Failure]:
    """Check that memberships agree from both sides, as far as both resources are visible."""
    resource = next(iter(read.path_models.values()))
    other = next(
        (
            each
            for each in observations.inventory.about(read.model or "")
            if each.many and each.model == resource
        ),
        None,
    )
    if other is None or resource == "System":
        return
    for about, view, listing in listings.all(read):
        visible = view is View.OWNER or about in _visible(observations, listings, resource, about, view)
        for key in sorted(listing.keys):
            back = listings.get(other, key, view)
            if visible and back and about not in back.keys:
                yield failure(
                    back.result,
                    other.operation.pointer,
                    f"{about}, which lists {key} by {request_line(listing.result)}",
                    "no such entry",
                    "$",
                )


def _visible(observations: Observations, listings: Listings, model: str, key: str, view: View) -> Set[str]:
    system = observations.systems.get((model, key), "")
    listing = listings.get(listings.of_system(model), system, view)
    return listing.keys if listing else frozenset()


def _complete(observations: Observations, listings: Listings) -> Iterator[Failure]:
    """Check that observed resources are in their system's list.

    The owner's list has all of them; other lists have those that lists showed in the same view.
    """
    for (model, key), views in observations.resources.items():
        read = listings.of_system(model)
        for view, observed in views.items():
            listing = listings.get(read, observations.systems.get((model, key), ""), view)
            if read is None or listing is None or key in listing.keys:
                continue
            for observation in observed:
                source = observation.result.case.read
                filters = source and source.operation.extensions.get("list-privacy", {}).get("items")
                if view is View.OWNER or (
                    source and source.many and filters and observation.path.count(".") == 0
                ):
                    request = request_line(observation.result)
                    rule = below(read.operation.pointer, "responses", "200")
                    yield failure(listing.result, rule, f"{key}, as shown by {request}", "no such entry", "$")
                    break


def _named(observations: Observations, listings: Listings) -> Iterator[Failure]:
    """Check that resources named by short id in an owner's response are in the owner's list."""
    for result in observations.results:
        read, case = result.case.read, result.case
        if read is None or case.view is not View.OWNER or not case.about or result.answer.status != 200:
            continue
        if list(read.path_models.values())[:1] != ["System"]:
            continue
        for model in observations.inventory.models.values():
            listing = listings.get(listings.of_system(model.name), case.about[0], View.OWNER)
            named = list(
                _texts(result, model.name.lower(), repeated(observations.inventory, read.model or ""))
            )
            if listing is None or not named or model.name == read.model:
                continue
            known = {
                observations.known(model.name, key, View.OWNER).get(model.short or "") for key in listing.keys
            }
            for name, text in named:
                if text not in known:
                    wanted = f"one that {request_line(listing.result)} lists"
                    yield failure(result, read.operation.pointer, wanted, text, f"$.{name}")
                    break


def _texts(result: Result, kind: str, apart: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts in fields that name resources of a kind, such as `members` or `autoproxy_member`."""
    for entry in items(result.body) if is_list(result.body) else [result.body]:
        for name, value in fields(entry).items():
            if name in apart or not (name == f"{kind}s" or name.endswith(f"_{kind}")):
                continue
            yield from ((name, each) for each in (items(value) or [value]) if isinstance(each, str))


def _compared(
    listing: Listing, expected: Set[str], rule: str, by: str, where: str = "$"
) -> Iterator[Failure]:
    if extra := sorted(listing.keys - expected):
        yield failure(listing.result, rule, by, f"also {', '.join(extra[:3])}", where)
    if missing := sorted(expected - listing.keys):
        yield failure(listing.result, rule, by, f"without {', '.join(missing[:3])}", where)
