"""Check link previews: they differ only in the title, which reveals nothing that the caller may not see."""

from __future__ import annotations

from collections.abc import Iterator

from pluralkit_contract.access import View
from pluralkit_contract.failures import json_excerpt
from pluralkit_contract.json_values import fields
from pluralkit_contract.observations import Failure, Fields, Observations, failure, place
from pluralkit_contract.probe.inventory import Model
from pluralkit_contract.results import Result

from .consistency import json_equal
from .privacy import PRIVATE, levels, rules

_PREVIEW = "#/components/schemas/OEmbed"
_TITLE = "title"


def previews(observations: Observations) -> Iterator[Failure]:
    """Check all link previews.

    Args:
        observations: The observations of a server.
    """
    found = [
        result
        for result in observations.results
        if result.case.read
        and result.case.read.body == _PREVIEW
        and result.case.about
        and result.answer.status == 200
    ]
    yield from _uniform(found)
    for result in found:
        read, title = result.case.read, fields(result.body).get(_TITLE)
        if read is None or not isinstance(title, str):
            continue
        model = observations.inventory.models[next(iter(read.path_models.values()))]
        for wanted in _expected_titles(observations, model, result.case.about[0], result.case.view, title):
            yield failure(result, place(_PREVIEW, _TITLE), wanted, title, f"$.{_TITLE}")
    yield from _views(observations, found)


def _uniform(found: list[Result]) -> Iterator[Failure]:
    """Check that previews of a model differ only in the title.

    Fields that two models have in common must be equal for all models.
    """
    kinds: dict[str, list[Result]] = {}
    for result in found:
        kinds.setdefault(result.case.label, []).append(result)
    for name in dict.fromkeys(name for result in found for name in fields(result.body) if name != _TITLE):
        firsts = [fields(results[0].body).get(name) for results in kinds.values()]
        for results, first in zip(kinds.values(), firsts, strict=True):
            common = [value for value in firsts if not json_equal(value, first)]
            wanted = (
                common[0]
                if len(common) > 1 and all(json_equal(common[0], each) for each in common)
                else first
            )
            for result in results:
                if not json_equal(value := fields(result.body).get(name), wanted):
                    expected = f"{json_excerpt(wanted)}, as in other previews"
                    yield failure(result, place(_PREVIEW, name), expected, json_excerpt(value), f"$.{name}")


def _expected_titles(
    observations: Observations, model: Model, key: str, view: View, title: str
) -> Iterator[str]:
    """Yield descriptions of the expected title if the title is wrong."""
    if (seen := observations.known(model.name, key, view)) and not _texts(seen, title):
        yield f"a title with a field that the {view.value} sees"
    owned = observations.known(model.name, key, View.OWNER)
    set_to = levels(model, observations.contract, owned)
    for name, rule in rules(observations.contract, model.own).items():
        names = [seen.get(each) for each in (name, rule.get("stand-in")) if each]
        if seen and "stand-in" in rule and not any(text and title.startswith(str(text)) for text in names):
            yield f"a title that begins with {' or '.join(json_excerpt(text) for text in names if text)}"
        behind, instead = owned.get(name), owned.get(rule.get("stand-in", ""))
        if not isinstance(behind, str) or not isinstance(instead, str):
            continue
        if not behind or set_to.get(rule["key"]) != PRIVATE:
            continue
        if title.startswith(behind) and not instead.startswith(behind):
            yield f"{json_excerpt(instead)}, as {rule['key']} is private"


def _views(observations: Observations, found: list[Result]) -> Iterator[Failure]:
    """Check that owner and anonymous callers get the same title if it reveals nothing private."""
    owned = {
        (result.case.label, result.case.about): result for result in found if result.case.view is View.OWNER
    }
    for result in found:
        own = owned.get((result.case.label, result.case.about))
        if own is None or result.case.read is None or result.case.view is View.OWNER:
            continue
        model, key = next(iter(result.case.read.path_models.values())), result.case.about[0]
        title, wanted = fields(result.body).get(_TITLE), fields(own.body).get(_TITLE)
        revealed = _texts(observations.known(model, key, View.OWNER), str(wanted))
        seen = observations.known(model, key, result.case.view).values()
        if not json_equal(title, wanted) and revealed <= {text for text in seen if isinstance(text, str)}:
            expected = f"{json_excerpt(wanted)}, as for the owner"
            yield failure(result, place(_PREVIEW, _TITLE), expected, json_excerpt(title), f"$.{_TITLE}")


def _texts(known: Fields, title: str) -> set[str]:
    """Return the fields' texts that a title contains."""
    return {text for text in known.values() if isinstance(text, str) and text and text in title}
