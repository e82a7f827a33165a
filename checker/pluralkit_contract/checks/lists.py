"""Which list holds what: closed lists, entries left out for strangers, members and groups from both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import below
from pluralkit_contract.json_values import fields, is_list, items
from pluralkit_contract.observations import Finding, World, asked, finding, place
from pluralkit_contract.probe.inventory import Read
from pluralkit_contract.results import TOO_MANY, Sent

from .privacy import PRIVATE, levels

_STRANGERS = (View.STRANGER, View.FILTERED)


@dataclass(frozen=True, slots=True)
class Listing:
    """The keys of the things in the first answer to a list, and that answer."""

    keys: frozenset[str]
    sent: Sent


class Listings:
    """All lists that were answered, by operation, the thing that they are of, and view."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[tuple[str, str, View], Listing] = {}
        for sent in world.sent:
            read = sent.ask.read
            if read and read.many and read.model and sent.ask.about and is_list(sent.body):
                if sent.answer.status != 200 or "pagination" in read.operation.extensions:
                    continue
                key = world.catalogue.models[read.model].key
                keys = frozenset(str(fields(item).get(key)) for item in items(sent.body))
                self._found.setdefault((read.id, sent.ask.about[0], sent.ask.view), Listing(keys, sent))

    def get(self, read: Read | None, about: str, view: View) -> Listing | None:
        return self._found.get((read.id, about, view)) if read else None

    def all(self, read: Read) -> Iterator[tuple[str, View, Listing]]:
        """Those of one operation."""
        for (id, about, view), listing in self._found.items():
            if id == read.id:
                yield about, view, listing

    def of_system(self, model: str) -> Read | None:
        """The read that lists the things of a model that a system has."""
        reads = self._world.catalogue.about("System")
        return next((read for read in reads if read.many and read.model == model), None)


def lists(world: World) -> Iterator[Finding]:
    """Where a list holds too much, or too little."""
    listings = Listings(world)
    yield from _closed(world)
    yield from _once(world)
    for read in world.catalogue.reads:
        items = read.operation.extensions.get("list-privacy", {}).get("items")
        if read.many and items:
            yield from _filtered(world, listings, read, items)
            yield from _fields(world, listings, read)
            yield from _inverse(world, listings, read)
    yield from _complete(world, listings)
    yield from _named(world, listings)


def _closed(world: World) -> Iterator[Finding]:
    """What a privacy closes is closed to strangers, and nothing else is."""
    for sent in world.sent:
        read = sent.ask.read
        rule = read.operation.extensions.get("list-privacy") if read else None
        if read is None or rule is None or sent.ask.view not in _STRANGERS or not sent.ask.about:
            continue
        subject = (next(iter(read.subjects.values())), sent.ask.about[0])
        of = world.catalogue.models[rule["of"]]
        key = subject[1] if subject[0] == of.name else world.systems.get(subject, "")
        level = levels(of, world.contract, world.known(of.name, key, View.OWNER)).get(rule["key"])
        if level is None or sent.trouble or sent.answer.status == TOO_MANY:
            continue
        closed = level == PRIVATE and sent.ask.view is View.STRANGER
        if closed == (sent.answer.status < 300):
            pointer = below(read.operation.pointer, "x-pluralkit-list-privacy")
            wanted = f"code {rule['error']}" if closed else "an answer"
            found = str(sent.answer.status)
            yield finding(sent, pointer, f"{wanted}, as {rule['key']} is {level}", found, "status")


def _once(world: World) -> Iterator[Finding]:
    """No list names a thing twice."""
    for sent in world.sent:
        read = sent.ask.read
        if read is None or not read.many or sent.answer.status != 200:
            continue
        key = world.catalogue.models[read.model].key if read.model else ""
        for place_, keys in (
            ("$", [fields(item).get(key) for item in items(sent.body)]),
            *(
                (f"$[{number}].{name}", items(fields(item).get(name)))
                for number, item in enumerate(items(sent.body))
                for name in (f"{model.lower()}s" for model in world.catalogue.models)
            ),
        ):
            if twice := next((each for each, times in Counter(map(str, keys)).items() if times > 1), None):
                yield finding(sent, read.operation.pointer, "each entry once", f"{twice} again", place_)


def _filtered(world: World, listings: Listings, read: Read, items: str) -> Iterator[Finding]:
    """A stranger's list is the owner's without the entries that are private in lists."""
    model = world.catalogue.models[read.model or ""]
    for about, view, listing in listings.all(read):
        whole = listings.get(read, about, View.OWNER)
        if view not in _STRANGERS or whole is None:
            continue
        expected = {
            key
            for key in whole.keys
            if levels(model, world.contract, world.known(model.name, key, View.OWNER)).get(items) != PRIVATE
        }
        rule = below(read.operation.pointer, "x-pluralkit-list-privacy", "items")
        yield from _compared(listing, expected, rule, f"what the owner's list has with public {items}")


def _fields(world: World, listings: Listings, read: Read) -> Iterator[Finding]:
    """A field that repeats a list (with_members) has what that has, or nothing where it is closed."""
    subject = next(iter(read.subjects.values()))
    name = read.operation.template.rpartition("/")[2]
    for (model, key), views in world.things.items():
        if model != subject:
            continue
        for view, sightings in views.items():
            listing = listings.get(read, key, view)
            read_by_view = any(
                each.ask.read is read and each.ask.about == (key,) and each.ask.view is view
                for each in world.sent
            )
            for sighting in sightings:
                found = sighting.fields.get(name)
                # An empty one may hide what a key without the scope gets as a list without the hidden.
                if not is_list(found) or not read_by_view or (view is View.FILTERED and not found):
                    continue
                expected = listing.keys if listing else frozenset[str]()
                got = frozenset(str(each) for each in items(found))
                shown = Listing(got, sighting.sent)
                by = f"what {asked(listing.sent)} lists" if listing else "nothing, as the list is closed"
                yield from _compared(
                    shown, expected, place(sighting.schema, name), by, f"{sighting.path}.{name}"
                )


def _inverse(world: World, listings: Listings, read: Read) -> Iterator[Finding]:
    """Who is listed in a group lists the group, and the other way round, as far as both may be seen."""
    subject = next(iter(read.subjects.values()))
    other = next(
        (each for each in world.catalogue.about(read.model or "") if each.many and each.model == subject),
        None,
    )
    if other is None or subject == "System":
        return
    for about, view, listing in listings.all(read):
        visible = view is View.OWNER or about in _visible(world, listings, subject, about, view)
        for key in sorted(listing.keys):
            back = listings.get(other, key, view)
            if visible and back and about not in back.keys:
                yield finding(
                    back.sent,
                    other.operation.pointer,
                    f"{about}, which lists {key} by {asked(listing.sent)}",
                    "no such entry",
                    "$",
                )


def _visible(world: World, listings: Listings, model: str, key: str, view: View) -> Set[str]:
    system = world.systems.get((model, key), "")
    listing = listings.get(listings.of_system(model), system, view)
    return listing.keys if listing else frozenset()


def _complete(world: World, listings: Listings) -> Iterator[Finding]:
    """Whatever was seen of a system is in the system's own list: all for the owner, lists for a stranger."""
    for (model, key), views in world.things.items():
        read = listings.of_system(model)
        for view, sightings in views.items():
            listing = listings.get(read, world.systems.get((model, key), ""), view)
            if read is None or listing is None or key in listing.keys:
                continue
            for sighting in sightings:
                source = sighting.sent.ask.read
                filters = source and source.operation.extensions.get("list-privacy", {}).get("items")
                if view is View.OWNER or (
                    source and source.many and filters and sighting.path.count(".") == 0
                ):
                    request = asked(sighting.sent)
                    rule = below(read.operation.pointer, "responses", "200")
                    yield finding(listing.sent, rule, f"{key}, as shown by {request}", "no such entry", "$")
                    break


def _named(world: World, listings: Listings) -> Iterator[Finding]:
    """Whoever is named by short id in an owner's answer is in the owner's list."""
    for sent in world.sent:
        read, ask = sent.ask.read, sent.ask
        if read is None or ask.view is not View.OWNER or not ask.about or sent.answer.status != 200:
            continue
        if list(read.subjects.values())[:1] != ["System"]:
            continue
        for model in world.catalogue.models.values():
            listing = listings.get(listings.of_system(model.name), ask.about[0], View.OWNER)
            named = list(_texts(sent, model.name.lower(), repeated(world.catalogue, read.model or "")))
            if listing is None or not named or model.name == read.model:
                continue
            known = {world.known(model.name, key, View.OWNER).get(model.short or "") for key in listing.keys}
            for name, text in named:
                if text not in known:
                    wanted = f"one that {asked(listing.sent)} lists"
                    yield finding(sent, read.operation.pointer, wanted, text, f"$.{name}")
                    break


def _texts(sent: Sent, kind: str, apart: Set[str]) -> Iterator[tuple[str, str]]:
    """The texts in the fields that name things of a kind: `members`, `autoproxy_member`."""
    for entry in items(sent.body) if is_list(sent.body) else [sent.body]:
        for name, value in fields(entry).items():
            if name in apart or not (name == f"{kind}s" or name.endswith(f"_{kind}")):
                continue
            yield from ((name, each) for each in (items(value) or [value]) if isinstance(each, str))


def _compared(
    listing: Listing, expected: Set[str], rule: str, by: str, where: str = "$"
) -> Iterator[Finding]:
    if extra := sorted(listing.keys - expected):
        yield finding(listing.sent, rule, by, f"also {', '.join(extra[:3])}", where)
    if missing := sorted(expected - listing.keys):
        yield finding(listing.sent, rule, by, f"without {', '.join(missing[:3])}", where)
