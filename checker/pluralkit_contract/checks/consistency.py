"""The same thing read twice: whatever the way, it is the same."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import Json
from pluralkit_contract.failures import shown
from pluralkit_contract.json_values import fields, is_list, is_object, items
from pluralkit_contract.observations import Finding, Sighting, World, asked, finding, place
from pluralkit_contract.probe.inventory import Catalogue
from pluralkit_contract.results import TOO_MANY, Sent


def agreement(world: World) -> Iterator[Finding]:
    """Where two answers show the same thing in two ways."""
    for (model, _), views in world.things.items():
        for view, sightings in views.items():
            yield from _fields(world, model, view, sightings)
    yield from _ids(world)
    yield from _answers(world)
    yield from _whoever(world)
    yield from _asked_for(world)
    yield from _by_id(world)
    yield from _belonging(world)


def _fields(world: World, model: str, view: View, sightings: list[Sighting]) -> Iterator[Finding]:
    """Each field of a thing, in every answer to the same view."""
    first: dict[str, tuple[Json, Sighting]] = {}
    for sighting in sightings:
        for name, value in sighting.fields.items():
            told = comparable(world.catalogue, model, name, value)
            before, source = first.setdefault(name, (told, sighting))
            if not same(before, told):
                yield finding(
                    sighting.sent,
                    place(sighting.schema, name),
                    f"{shown(before)}, as the {view.value} sees it by {asked(source.sent)}",
                    shown(told),
                    f"{sighting.path}.{name}",
                )


def _ids(world: World) -> Iterator[Finding]:
    """Two things of a model have no short id in common."""
    first: dict[tuple[str, str], tuple[str, Sighting]] = {}
    for (name, key), views in world.things.items():
        model = world.catalogue.models[name]
        for sighting in (each for sightings in views.values() for each in sightings):
            short = sighting.fields.get(model.short or "")
            if not isinstance(short, str):
                continue
            before, source = first.setdefault((name, short), (key, sighting))
            if before != key:
                wanted = f"{before}, as {short} has by {asked(source.sent)}"
                rule, where = place(model.own, model.key), f"{sighting.path}.{model.key}"
                yield finding(sighting.sent, rule, wanted, key, where)


def _answers(world: World) -> Iterator[Finding]:
    """Whole answers to the same question, spelled in different ways."""
    first: dict[object, tuple[Json, str]] = {}
    for sent in world.sent:
        read, ask = sent.ask.read, sent.ask
        if read is None or not ask.about or sent.trouble or sent.answer.status == TOO_MANY:
            continue
        told = [sent.answer.status, whole(world.catalogue, read.model, sent.body)]
        # Who is refused may be told why, by who asks.
        asker = ask.viewer.name if read.needs_key or ask.view is View.UNKNOWN else ""
        question = (read.id, ask.about, ask.query, ask.view, asker)
        before, request = first.setdefault(question, (told, asked(sent)))
        if not same(before, told):
            yield finding(
                sent,
                read.operation.pointer,
                f"what {request} gets",
                "something else: " + _difference(before, told),
                "$",
            )


def _whoever(world: World) -> Iterator[Finding]:
    """Of what belongs to nobody by its path, all but the things in it is the same, whoever asks."""
    first: dict[object, tuple[Json, Sent]] = {}
    for sent in world.sent:
        read = sent.ask.read
        if read is None or read.subjects or not sent.ask.about:
            continue
        for name, value in fields(sent.body).items():
            told = is_object(value) or value
            before, source = first.setdefault((read.id, sent.ask.about, name), (told, sent))
            if not same(before, told):
                wanted = f"{shown(before)}, as {asked(source)} gets"
                yield finding(sent, place(read.body, name), wanted, shown(told), f"$.{name}")


def _asked_for(world: World) -> Iterator[Finding]:
    """Who asks for a thing by a reference gets that thing."""
    for sent in world.sent:
        read = sent.ask.read
        if read is None or read.model is None or read.many or sent.answer.status != 200 or not sent.ask.about:
            continue
        model = world.catalogue.models[read.model]
        if list(read.subjects.values())[-1:] != [model.name] or not fields(sent.body):
            continue
        key = fields(sent.body).get(model.key)
        if key != sent.ask.about[-1]:
            yield finding(sent, place(model.own, model.key), sent.ask.about[-1], shown(key), f"$.{model.key}")


def _by_id(world: World) -> Iterator[Finding]:
    """What is asked for by an id alone has that id, and of the things in it, one is the other's system."""
    system = world.catalogue.models["System"]
    for sent in world.sent:
        read, about, shows = sent.ask.read, sent.ask.about, fields(sent.body)
        if read is None or read.subjects or not about or sent.answer.status != 200:
            continue
        if not set(about) & {value for value in shows.values() if isinstance(value, str)}:
            wanted = f"{about[0]}, as asked for, in one of the fields"
            yield finding(sent, read.operation.pointer, wanted, "none that has it", "$")
        shown_system = fields(shows.get(system.name.lower())).get(system.key)
        for model in world.catalogue.models.values():
            thing = fields(shows.get(model.name.lower()))
            of = world.systems.get((model.name, str(thing.get(model.key))))
            if of is not None and isinstance(shown_system, str) and of != shown_system:
                path = system.name.lower()
                wanted = f"{of}, whose this {model.name} is"
                yield finding(sent, place(read.body, path), wanted, shown_system, f"$.{path}.{system.key}")


def _belonging(world: World) -> Iterator[Finding]:
    """A thing that was found by its system's path says that it is this system's."""
    system = world.catalogue.models["System"]
    field = system.name.lower()
    for views in world.things.values():
        for sighting in (each for found in views.values() for each in found):
            read, about = sighting.sent.ask.read, sighting.sent.ask.about
            if read is None or not about or next(iter(read.subjects.values()), None) != system.name:
                continue
            short = world.known(system.name, about[0], sighting.sent.ask.view).get(system.short or "")
            if short is not None and sighting.fields.get(field, short) != short:
                rule = place(sighting.schema, field)
                yield finding(sighting.sent, rule, shown(short), shown(sighting.fields[field]), sighting.path)


def comparable(catalogue: Catalogue, model: str, name: str, value: Json) -> Json:
    """A field in the form in which a model's forms agree: things by short id, lists without order."""
    if not is_list(value):
        return value
    listed = items(value)
    target = next((each for each in catalogue.models.values() if each.name.lower() + "s" == name), None)
    if target and listed and all(is_object(each) for each in listed):
        listed = [each.get(target.short or target.key) for each in listed]
    unordered = name in repeated(catalogue, model)
    return sorted(listed, key=str) if unordered else listed


def whole(catalogue: Catalogue, model: str | None, body: Json) -> Json:
    """A body in the form in which two spellings agree: lists of things have no order."""
    if not is_list(body) or model is None:
        return body
    return sorted(
        (
            {name: comparable(catalogue, model, name, each) for name, each in fields(item).items()}
            if is_object(item)
            else item
            for item in items(body)
        ),
        key=lambda item: msgspec.json.encode(item, order="sorted"),
    )


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON: true is not 1, and 1 is not 1.0."""
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


def _difference(before: Json, told: Json) -> str:
    one, other = (msgspec.json.encode(each, order="sorted").decode() for each in (before, told))
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, start - 30)
    return f"…{other[start : start + 80]}… for …{one[start : start + 80]}…"
