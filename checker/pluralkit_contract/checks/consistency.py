"""Consistency check: every representation of a resource must agree."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import Json
from pluralkit_contract.failures import json_excerpt
from pluralkit_contract.json_values import fields, is_list, is_object, items
from pluralkit_contract.observations import Failure, Observation, Observations, failure, place, request_line
from pluralkit_contract.probe.inventory import Inventory
from pluralkit_contract.results import TOO_MANY_REQUESTS, Result


def check_consistency(observations: Observations) -> Iterator[Failure]:
    """Check that all responses to the same view show a resource alike.

    Args:
        observations: The observations of a server.
    """
    for (model, _), views in observations.resources.items():
        for view, observed in views.items():
            yield from _fields(observations, model, view, observed)
    yield from _ids(observations)
    yield from _equal_responses(observations)
    yield from _independent_of_caller(observations)
    yield from _requested_resource(observations)
    yield from _by_id(observations)
    yield from _system_of_path(observations)


def _fields(
    observations: Observations, model: str, view: View, observed: list[Observation]
) -> Iterator[Failure]:
    """Check that a field has the same value in every response to the same view."""
    first: dict[str, tuple[Json, Observation]] = {}
    for observation in observed:
        for name, value in observation.fields.items():
            got = normalized_field(observations.inventory, model, name, value)
            before, source = first.setdefault(name, (got, observation))
            if not json_equal(before, got):
                yield failure(
                    observation.result,
                    place(observation.schema, name),
                    f"{json_excerpt(before)}, as shown to the {view.value} by {request_line(source.result)}",
                    json_excerpt(got),
                    f"{observation.path}.{name}",
                )


def _ids(observations: Observations) -> Iterator[Failure]:
    """Check that short ids are unique within a model."""
    first: dict[tuple[str, str], tuple[str, Observation]] = {}
    for (name, key), views in observations.resources.items():
        model = observations.inventory.models[name]
        for observation in (each for observed in views.values() for each in observed):
            short = observation.fields.get(model.short or "")
            if not isinstance(short, str):
                continue
            before, source = first.setdefault((name, short), (key, observation))
            if before != key:
                wanted = f"{before}, as {short} has by {request_line(source.result)}"
                rule, where = place(model.own, model.key), f"{observation.path}.{model.key}"
                yield failure(observation.result, rule, wanted, key, where)


def _equal_responses(observations: Observations) -> Iterator[Failure]:
    """Check that requests for the same resource by different references get equal responses."""
    first: dict[object, tuple[Json, str]] = {}
    for result in observations.results:
        read, case = result.case.read, result.case
        if read is None or not case.about or result.trouble or result.answer.status == TOO_MANY_REQUESTS:
            continue
        got = [result.answer.status, normalized_body(observations.inventory, read.model, result.body)]
        # The reason of a refusal may depend on the caller.
        caller = case.caller.name if read.needs_key or case.view is View.UNKNOWN else ""
        key = (read.id, case.about, case.query, case.view, caller)
        before, request = first.setdefault(key, (got, request_line(result)))
        if not json_equal(before, got):
            yield failure(
                result,
                read.operation.pointer,
                f"the response to {request}",
                "another response: " + _difference(before, got),
                "$",
            )


def _independent_of_caller(observations: Observations) -> Iterator[Failure]:
    """Check that responses without a reference in the path do not depend on the caller.

    Resources in them do, and are checked by view.
    """
    first: dict[object, tuple[Json, Result]] = {}
    for result in observations.results:
        read = result.case.read
        if read is None or read.path_models or not result.case.about:
            continue
        for name, value in fields(result.body).items():
            got = is_object(value) or value
            before, source = first.setdefault((read.id, result.case.about, name), (got, result))
            if not json_equal(before, got):
                wanted = f"{json_excerpt(before)}, as in the response to {request_line(source)}"
                yield failure(result, place(read.body, name), wanted, json_excerpt(got), f"$.{name}")


def _requested_resource(observations: Observations) -> Iterator[Failure]:
    """Check that a response contains the resource that the path names."""
    for result in observations.results:
        read = result.case.read
        if (
            read is None
            or read.model is None
            or read.many
            or result.answer.status != 200
            or not result.case.about
        ):
            continue
        model = observations.inventory.models[read.model]
        if list(read.path_models.values())[-1:] != [model.name] or not fields(result.body):
            continue
        key = fields(result.body).get(model.key)
        if key != result.case.about[-1]:
            yield failure(
                result,
                place(model.own, model.key),
                result.case.about[-1],
                json_excerpt(key),
                f"$.{model.key}",
            )


def _by_id(observations: Observations) -> Iterator[Failure]:
    """Check that a resource read by an id alone has that id, and that the resources in it belong together."""
    system = observations.inventory.models["System"]
    for result in observations.results:
        read, about, shows = result.case.read, result.case.about, fields(result.body)
        if read is None or read.path_models or not about or result.answer.status != 200:
            continue
        if not set(about) & {value for value in shows.values() if isinstance(value, str)}:
            wanted = f"{about[0]}, as requested, in one of the fields"
            yield failure(result, read.operation.pointer, wanted, "none that has it", "$")
        shown_system = fields(shows.get(system.name.lower())).get(system.key)
        for model in observations.inventory.models.values():
            resource = fields(shows.get(model.name.lower()))
            of = observations.systems.get((model.name, str(resource.get(model.key))))
            if of is not None and isinstance(shown_system, str) and of != shown_system:
                path = system.name.lower()
                wanted = f"{of}, the system of this {model.name}"
                yield failure(result, place(read.body, path), wanted, shown_system, f"$.{path}.{system.key}")


def _system_of_path(observations: Observations) -> Iterator[Failure]:
    """Check that resources found by a system's path state this system."""
    system = observations.inventory.models["System"]
    field = system.name.lower()
    for views in observations.resources.values():
        for observation in (each for found in views.values() for each in found):
            read, about = observation.result.case.read, observation.result.case.about
            if read is None or not about or next(iter(read.path_models.values()), None) != system.name:
                continue
            short = observations.known(system.name, about[0], observation.result.case.view).get(
                system.short or ""
            )
            if short is not None and observation.fields.get(field, short) != short:
                rule = place(observation.schema, field)
                yield failure(
                    observation.result,
                    rule,
                    json_excerpt(short),
                    json_excerpt(observation.fields[field]),
                    observation.path,
                )


def normalized_field(inventory: Inventory, model: str, name: str, value: Json) -> Json:
    """Normalize a field so that equal representations compare equal.

    Args:
        inventory: The inventory of the contract.
        model: Name of the model.
        name: Name of the field.
        value: Its value.

    Returns:
        The value, with nested resources replaced by their short ids and unordered lists sorted.
    """
    if not is_list(value):
        return value
    listed = items(value)
    target = next((each for each in inventory.models.values() if each.name.lower() + "s" == name), None)
    if target and listed and all(is_object(each) for each in listed):
        listed = [each.get(target.short or target.key) for each in listed]
    unordered = name in repeated(inventory, model)
    return sorted(listed, key=str) if unordered else listed


def normalized_body(inventory: Inventory, model: str | None, body: Json) -> Json:
    """Normalize a body so that responses to different forms of a reference compare equal.

    Args:
        inventory: The inventory of the contract.
        model: Name of the model in the body; None for other content.
        body: The body.

    Returns:
        The body; a list of resources is sorted.
    """
    if not is_list(body) or model is None:
        return body
    return sorted(
        (
            {name: normalized_field(inventory, model, name, each) for name, each in fields(item).items()}
            if is_object(item)
            else item
            for item in items(body)
        ),
        key=lambda item: msgspec.json.encode(item, order="sorted"),
    )


def json_equal(one: Json, other: Json) -> bool:
    """Return whether two values are equal as JSON: true is not 1, and 1 is not 1.0."""
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


def _difference(before: Json, got: Json) -> str:
    one, other = (msgspec.json.encode(each, order="sorted").decode() for each in (before, got))
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, start - 30)
    return f"…{other[start : start + 80]}… for …{one[start : start + 80]}…"
