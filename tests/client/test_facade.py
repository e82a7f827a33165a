"""The generated client covers the whole contract: all operations, errors and events, sync and async."""

from __future__ import annotations

import inspect
import re
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec
import pluralkit_runtime.errors
import pytest
import yaml
from pluralkit_api import (
    AsyncPluralKit,
    PluralKit,
    async_resources,
    enums,
    errors,
    events,
    inputs,
    models,
    operations,
    resources,
)
from pluralkit_runtime import OpenStrEnum

CONTRACT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "openapi" / "pluralkit.yaml").read_text(encoding="utf-8")
)
OPERATIONS = {
    operation["operationId"]: (path, method.upper(), operation)
    for path, item in CONTRACT["paths"].items()
    for method, operation in item.items()
    if method != "parameters" and "servers" not in item
}
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
MODELS = [name for name, schema in SCHEMAS.items() if "properties" in schema and hasattr(models, name)]
TYPES = {"date-time": datetime, "date": date, "uuid": UUID}


def test_every_operation_is_there_once() -> None:
    assert {each.id: each.method for each in operations.ALL} == {
        name: method for name, (_, method, _) in OPERATIONS.items()
    }
    assert len(operations.ALL) == len(OPERATIONS) >= 39


def test_an_operation_is_charged_and_repeated_as_the_contract_says() -> None:
    for each in operations.ALL:
        _, method, operation = OPERATIONS[each.id]
        rate = operation["x-pluralkit-rate-limit"]
        assert (each.scope, each.own_scope) == (rate["scope"], rate.get("own")), each.id
        assert each.idempotent == (method == "GET" or operation["x-pluralkit-idempotent"]), each.id
    scopes = CONTRACT["x-pluralkit-rate-limits"]["scopes"]
    assert PluralKit.api.limits == {name: scope["limit"] for name, scope in scopes.items()}


def test_every_enum_has_all_its_values() -> None:
    made = {
        name: [*map(str, kind)]
        for name, kind in vars(enums).items()
        if inspect.isclass(kind) and issubclass(kind, OpenStrEnum) and kind is not OpenStrEnum
    }
    assert made.keys() >= {"PrivacyLevel", "AutoproxyMode", "ProxySwitchMode"}
    assert made == {name: SCHEMAS[name]["enum"] for name in made}


@pytest.mark.parametrize("name", MODELS)
def test_what_has_a_format_has_its_type(name: str) -> None:
    hints = get_type_hints(getattr(models, name))
    for field, schema in SCHEMAS[name]["properties"].items():
        if kind := TYPES.get(schema.get("format")):
            assert kind in (get_args(hints[field]) or (hints[field],)), field


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_a_method_of_both_clients(name: str) -> None:
    where = OPERATIONS[name][2]["x-pluralkit-client"]
    call, awaited = (
        getattr(getattr(client(user_agent="tests (me@example.org)"), where["resource"]), where["method"])
        for client in (PluralKit, AsyncPluralKit)
    )
    assert inspect.signature(call) == inspect.signature(awaited)
    assert inspect.iscoroutinefunction(awaited)
    assert call.__doc__ == awaited.__doc__
    assert call.__doc__.startswith(OPERATIONS[name][2]["summary"])


@pytest.mark.parametrize("client", [PluralKit, AsyncPluralKit])
def test_help_shows_every_argument_of_a_client(client: type[PluralKit | AsyncPluralKit]) -> None:
    documented = re.findall(r"^    (\w+): ", inspect.getdoc(client) or "", re.MULTILINE)
    assert [name for name in inspect.signature(client).parameters if name not in documented] == []


@pytest.mark.parametrize("model", [*(getattr(models, name) for name in MODELS), *events.BY_TYPE.values()])
def test_help_shows_every_field_of_a_model(model: type[Any]) -> None:
    documented = re.findall(r"^    (\w+) \(", inspect.getdoc(model) or "", re.MULTILINE)
    assert documented == list(model.__struct_fields__)


def test_help_of_an_event_says_when_it_is_sent() -> None:
    for name, hook in CONTRACT["webhooks"].items():
        doc = inspect.getdoc(events.BY_TYPE[name]) or ""
        assert doc.startswith(hook["post"]["summary"])
        assert hook["post"].get("description", "") in " ".join(doc.split())


def test_every_error_code_has_a_class_below_that_of_its_status() -> None:
    by_status = {400: errors.BadRequest, 403: errors.Forbidden, 404: errors.NotFound, 501: errors.ServerError}
    named = {int(code): error for code, error in CONTRACT["x-pluralkit-errors"].items() if error["name"]}
    assert {code: kind.__name__ for code, kind in errors.BY_CODE.items()} == {
        code: error["name"] for code, error in named.items()
    }
    for code, error in named.items():
        assert errors.BY_CODE[code].__bases__ == (by_status[error["status"]],)


def test_errors_has_every_error_that_a_call_can_raise() -> None:
    root = pluralkit_runtime.errors.PluralKitError
    raised = {
        name
        for name, kind in vars(pluralkit_runtime.errors).items()
        if inspect.isclass(kind) and issubclass(kind, root)
    }
    assert raised <= set(errors.__all__)
    for name in raised:
        assert f" {name} " in f"{errors.__doc__} ".replace("\n", " ")


def test_every_webhook_is_an_event() -> None:
    made: dict[str, type[Any]] = dict(events.BY_TYPE)
    assert {name: kind.__name__ for name, kind in made.items()} == {
        name: item["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for name, item in CONTRACT["webhooks"].items()
    }


def test_no_event_carries_its_signing_token() -> None:
    for kind in (*events.BY_TYPE.values(), events.UnknownEvent):
        assert not hasattr(kind, "signing_token")


@pytest.mark.parametrize("module", [resources, async_resources])
def test_help_lists_each_argument_with_type_limit_and_meaning(module: ModuleType) -> None:
    text = inspect.getdoc(module.Members.update) or ""
    assert "Args:\n" in text
    assert (
        "    member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.\n"
        in text
    )
    name = "What the member is called in lists and commands. Not empty, at most 100 characters."
    assert f"    name (str): {name}\n" in text
    for field in get_type_hints(inputs.MemberUpdate):
        assert f"\n    {field} (" in text


@pytest.mark.parametrize("module", [resources, async_resources])
def test_no_argument_of_a_method_is_missing_in_its_help(module: ModuleType) -> None:
    methods = [
        method
        for resource in vars(module).values()
        if inspect.isclass(resource) and resource.__module__ == module.__name__
        for name, method in vars(resource).items()
        if not name.startswith("_")
    ]
    assert len(methods) > 30
    for method in methods:
        for parameter in list(inspect.signature(method).parameters.values())[1:]:
            named = parameter.kind is not inspect.Parameter.VAR_KEYWORD
            entry = re.compile(rf"^    {parameter.name}( \(|:)", re.MULTILINE)
            assert not named or entry.search(inspect.getdoc(method) or ""), method


def test_a_member_in_a_body_is_sent_as_its_uuid() -> None:
    uuid = UUID("134ba358-9c6c-4ff7-9e7f-c51cade930c5")
    shown = dict.fromkeys(SCHEMAS["Member"]["properties"])
    body: dict[str, Any] = shown | {"id": "annie", "uuid": str(uuid), "name": "Annie", "system": "exmpl"}
    body |= {"proxy_tags": [], "keep_proxy": False, "tts": False}
    member = msgspec.convert(body, models.Member)
    request = operations.update_autoproxy_settings(
        "@me", guild_id="1", autoproxy_mode="member", autoproxy_member=member
    )
    assert request.body == {"autoproxy_mode": "member", "autoproxy_member": str(uuid)}


def test_an_object_of_a_discord_library_stands_for_its_id() -> None:
    class User:
        id = 900000000000000001

    user = User()
    assert operations.get_system(user).path == "/systems/900000000000000001"
    assert operations.get_system_guild_settings("@me", user).path.endswith("/guilds/900000000000000001")
    with pytest.raises(TypeError, match="member"):
        operations.get_member(user)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
