"""Link previews: they differ by their title alone, which tells no more than whoever asks may see."""

from __future__ import annotations

from collections.abc import Iterator

from pluralkit_contract.access import View
from pluralkit_contract.failures import shown
from pluralkit_contract.json_values import fields
from pluralkit_contract.observations import Fields, Finding, World, finding, place
from pluralkit_contract.probe.inventory import Model
from pluralkit_contract.results import Sent

from .consistency import same
from .privacy import PRIVATE, levels, rules

_PREVIEW = "#/components/schemas/OEmbed"
_TITLE = "title"


def previews(world: World) -> Iterator[Finding]:
    """Where a preview is not like the others, or its title is another's."""
    found = [
        sent
        for sent in world.sent
        if sent.ask.read and sent.ask.read.body == _PREVIEW and sent.ask.about and sent.answer.status == 200
    ]
    yield from _alike(found)
    for sent in found:
        read, title = sent.ask.read, fields(sent.body).get(_TITLE)
        if read is None or not isinstance(title, str):
            continue
        model = world.catalogue.models[next(iter(read.subjects.values()))]
        for wanted in _wrong(world, model, sent.ask.about[0], sent.ask.view, title):
            yield finding(sent, place(_PREVIEW, _TITLE), wanted, title, f"$.{_TITLE}")
    yield from _views(world, found)


def _alike(found: list[Sent]) -> Iterator[Finding]:
    """All but the title is the same for all things of a kind; what two kinds have in common, all have."""
    kinds: dict[str, list[Sent]] = {}
    for sent in found:
        kinds.setdefault(sent.ask.subject, []).append(sent)
    for name in dict.fromkeys(name for sent in found for name in fields(sent.body) if name != _TITLE):
        firsts = [fields(sents[0].body).get(name) for sents in kinds.values()]
        for sents, first in zip(kinds.values(), firsts, strict=True):
            common = [value for value in firsts if not same(value, first)]
            wanted = common[0] if len(common) > 1 and all(same(common[0], each) for each in common) else first
            for sent in sents:
                if not same(value := fields(sent.body).get(name), wanted):
                    expected = f"{shown(wanted)}, as in other previews"
                    yield finding(sent, place(_PREVIEW, name), expected, shown(value), f"$.{name}")


def _wrong(world: World, model: Model, key: str, view: View, title: str) -> Iterator[str]:
    """What the title should be instead."""
    if (seen := world.known(model.name, key, view)) and not _texts(seen, title):
        yield f"a title with what the {view.value} sees of it"
    owned = world.known(model.name, key, View.OWNER)
    set_to = levels(model, world.contract, owned)
    for name, rule in rules(world.contract, model.own).items():
        names = [seen.get(each) for each in (name, rule.get("stand-in")) if each]
        if seen and "stand-in" in rule and not any(text and title.startswith(str(text)) for text in names):
            yield f"a title that begins with {' or '.join(shown(text) for text in names if text)}"
        behind, instead = owned.get(name), owned.get(rule.get("stand-in", ""))
        if not isinstance(behind, str) or not isinstance(instead, str):
            continue
        if not behind or set_to.get(rule["key"]) != PRIVATE:
            continue
        if title.startswith(behind) and not instead.startswith(behind):
            yield f"{shown(instead)}, as {rule['key']} is private"


def _views(world: World, found: list[Sent]) -> Iterator[Finding]:
    """The owner and a stranger read the same title, where it tells nothing that the stranger may not see."""
    owned = {(sent.ask.subject, sent.ask.about): sent for sent in found if sent.ask.view is View.OWNER}
    for sent in found:
        own = owned.get((sent.ask.subject, sent.ask.about))
        if own is None or sent.ask.read is None or sent.ask.view is View.OWNER:
            continue
        model, key = next(iter(sent.ask.read.subjects.values())), sent.ask.about[0]
        title, wanted = fields(sent.body).get(_TITLE), fields(own.body).get(_TITLE)
        told = _texts(world.known(model, key, View.OWNER), str(wanted))
        seen = world.known(model, key, sent.ask.view).values()
        if not same(title, wanted) and told <= {text for text in seen if isinstance(text, str)}:
            expected = f"{shown(wanted)}, as for the owner"
            yield finding(sent, place(_PREVIEW, _TITLE), expected, shown(title), f"$.{_TITLE}")


def _texts(known: Fields, title: str) -> set[str]:
    """What of a thing stands in a title."""
    return {text for text in known.values() if isinstance(text, str) and text and text in title}
