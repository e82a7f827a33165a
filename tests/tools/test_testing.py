"""Factories of models and events: what they make is valid by the contract, and the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

import jsonschema_rs
import pytest
from pluralkit_api import events, models
from pluralkit_api.enums import PrivacyLevel
from pluralkit_api.schemas import SCHEMAS
from pluralkit_runtime.model import Model
from pluralkit_tools import testing

MODELS = [
    each
    for each in vars(models).values()
    if isinstance(each, type) and issubclass(each, Model) and each.__module__ == models.__name__
]


def mistakes(value: object) -> list[str]:
    content = cast("Model", value).to_dict()
    name = type(value).__name__
    if name.endswith("Event"):
        content["signing_token"] = "token"
    root = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": dict(SCHEMAS)}}
    validator = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
    return [error.message for error in validator.iter_errors(content)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("seed", [0, 1])
def test_each_model_is_valid(model: type[Model], seed: int) -> None:
    assert mistakes(testing.make(model, seed=seed)) == []


@pytest.mark.parametrize("kind", events.BY_TYPE)
def test_each_event_is_valid_and_parsed(kind: str) -> None:
    event = testing.event(kind)
    assert mistakes(event) == []
    assert events.parse(testing.event_body(event, "token"), token="token") == event


def test_the_same_call_makes_an_equal_model_whatever_was_made_before() -> None:
    first = testing.member(name="Maris")
    testing.member(name="Wren")
    assert testing.member(name="Maris") == first
    others = [testing.member(name="Wren"), testing.member(name="Maris", seed=1), testing.member()]
    assert len({each.uuid for each in [first, *others]}) == 4
    assert len({each.id for each in [first, *others]}) == 4


def test_fields_are_given_as_models_have_them_or_as_json_has_them() -> None:
    made = testing.member(
        name="Maris",
        uuid=UUID(int=1),
        birthday=date(4, 5, 12),
        created=datetime(2020, 1, 2, tzinfo=UTC),
        proxy_tags=[models.ProxyTag(prefix="M:"), {"prefix": None, "suffix": "-m"}],
        privacy={"visibility": PrivacyLevel.PRIVATE},
    )
    assert mistakes(made) == []
    assert (made.name, made.uuid, made.birthday) == ("Maris", UUID(int=1), date(4, 5, 12))
    assert made.privacy is not None
    assert (made.privacy.visibility, made.privacy.name_privacy) == ("private", "public")
    assert made.proxy_tags == [models.ProxyTag(prefix="M:"), models.ProxyTag(suffix="-m")]
    assert testing.system(created="2020-01-02T00:00:00Z").created == datetime(2020, 1, 2, tzinfo=UTC)
    as_anonymous = testing.group(privacy=None, members=[UUID(int=2)])
    assert (as_anonymous.privacy, as_anonymous.members) == (None, [UUID(int=2)])


def test_members_of_switches_and_messages() -> None:
    maris = testing.member(name="Maris")
    assert testing.switch(members=[maris]).members == [maris]
    assert testing.switch(members=[maris.id]).members == ["" + maris.id]
    assert testing.switch().members == []
    sent = testing.message(member=maris)
    assert mistakes(sent) == []
    assert sent.member is not None
    assert sent.system is not None
    assert (sent.member.uuid, sent.system.id) == (maris.uuid, maris.system)


def test_an_event_holds_what_was_sent_alone() -> None:
    changed = testing.event(events.UpdateMemberEvent, id=UUID(int=3), data={"name": "Maris II"})
    assert (changed.id, changed.data.to_dict() if isinstance(changed.data, Model) else None) == (
        UUID(int=3),
        {"name": "Maris II"},
    )
    assert mistakes(changed) == []


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        (lambda: testing.member(nmae="X"), TypeError, "Member has no 'nmae'"),
        (lambda: testing.member(name=5), ValueError, "name"),
        (lambda: testing.member(created=datetime(2020, 1, 2)), ValueError, "created"),
        (lambda: testing.member(birthday="yesterday"), ValueError, "birthday"),
        (lambda: testing.event("UPDATE_WEATHER"), ValueError, "there is no event 'UPDATE_WEATHER'"),
        (lambda: testing.event("PING", data={}), TypeError, "PingEvent has no 'data'"),
    ],
    ids=["field", "type", "naive time", "date", "event", "event's field"],
)
def test_mistakes_are_told(make: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        make()
