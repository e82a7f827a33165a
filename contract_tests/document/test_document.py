"""The contract is valid OpenAPI with valid extensions, existing names, and examples that match schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pluralkit_contract.contract import Json, Operation, below, load, parts
from pluralkit_contract.schemas import schemas
from pluralkit_contract.values import documented_types

CONTRACT = load()
DOCUMENT = CONTRACT.document
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
ERRORS: dict[str, Any] = DOCUMENT["x-pluralkit-errors"]
FIELDS = [
    (name, field, schema)
    for name, schema_of in SCHEMAS.items()
    for field, schema in schema_of.get("properties", {}).items()
]
OPENAPI = Path(__file__).parents[2] / "openapi"
KINDS: dict[str, Any] = json.loads((OPENAPI / "extensions.schema.json").read_bytes())["$defs"]


def each_operation(that: Callable[[Operation], bool] = lambda _: True) -> pytest.MarkDecorator:
    chosen = [operation for operation in CONTRACT.operations if that(operation)]
    return pytest.mark.parametrize("operation", chosen, ids=[each.id for each in chosen])


def objects(pointer: str = "#") -> Iterator[tuple[str, dict[str, Json]]]:
    """Every object of the document with its pointer, data and extensions left out."""
    node = CONTRACT.at(pointer)
    if isinstance(node, list):
        for place in range(len(cast("list[object]", node))):
            yield from objects(below(pointer, place))
    if not isinstance(node, dict):
        return
    keys = cast("dict[str, Json]", node)
    yield pointer, keys
    for key in keys:
        names = pointer.endswith("/properties")
        if names or not (key in ("const", "enum", "example", "value") or key.startswith("x-")):
            yield from objects(below(pointer, key))


def kind(pointer: str) -> str | None:
    """What sort of object stands there, among those that may carry extensions."""
    *above, last = [""] if pointer == "#" else parts(pointer)
    path = "/".join(above)
    if pointer == "#":
        return "document"
    if re.fullmatch(r"paths/.*", path) and last in ("get", "post", "patch", "delete"):
        return "operation-elsewhere" if "servers" in DOCUMENT["paths"][above[1]] else "operation"
    if path.startswith("webhooks/") and last == "post":
        return "webhook"
    if above[-1:] == ["responses"]:
        return "response"
    if path == "components/parameters":
        return "parameter"
    if path.startswith("components/schemas") or "schema" in (*above, last):
        return None if last == "properties" and above[-1:] != ["properties"] else "schema"
    return None


def test_the_contract_is_valid_openapi() -> None:
    json.dumps(DOCUMENT)  # no date, no key that is a number: YAML has more than JSON
    assert [
        f"{error.json_path}: {error.message}" for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()
    ] == []


def _says_more(text: str, name: str) -> bool:
    """Whether a description is a sentence with at least two words that its name does not have."""
    words = {word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", text.lower())}
    own = {word.removesuffix("s").lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}
    return text.endswith((".", ".)")) and len(words - own - {"the", "a", "an", "of", "it", "this"}) >= 2


def test_everything_is_described() -> None:
    named = [
        *(
            (f"{method} {path}", operation["operationId"], operation)
            for path, item in DOCUMENT["paths"].items()
            for method, operation in item.items()
            if "operationId" in operation
        ),
        *((name, name, item["post"]) for name, item in DOCUMENT["webhooks"].items()),
        *((name, name, schema) for name, schema in SCHEMAS.items()),
        *((f"{name}.{field}", field, schema) for name, field, schema in FIELDS),
        *((name, name, each) for name, each in DOCUMENT["components"]["parameters"].items()),
    ]
    assert len(named) > 500
    assert [
        place for place, name, node in named if not _says_more(str(node.get("description", "")), name)
    ] == []


@each_operation()
def test_operations_say_which_scope_a_key_needs(operation: Operation) -> None:
    scopes = operation.extensions.get("scopes")
    if scopes:
        description: str = CONTRACT.at(operation.pointer)["description"]
        assert f"`{scopes['access']}:{scopes['resource']}`" in description


def test_enums_explain_each_value() -> None:
    unexplained = [
        f"{name}: {value}"
        for name, schema in SCHEMAS.items()
        for value in schema.get("enum", ())
        if not re.search(rf"\b{value}\b", schema["description"])
    ]
    assert unexplained == []


def test_headers_and_webhooks_have_examples() -> None:
    headers = [
        node for pointer, node in objects() if parts(pointer)[-2:-1] == ("headers",) and "schema" in node
    ]
    assert headers
    assert [node for node in headers if "example" not in node] == []
    bodies = [
        hook["post"]["requestBody"]["content"]["application/json"] for hook in DOCUMENT["webhooks"].values()
    ]
    assert [body for body in bodies if not body["examples"]] == []


def test_extensions_are_valid() -> None:
    wrong: list[str] = []
    for pointer, node in objects():
        found = {key: value for key, value in node.items() if key.startswith("x-")}
        sort = kind(pointer)
        if sort is None:
            wrong += [f"{pointer}: no extension can stand here: {key}" for key in found]
        else:
            validator = Draft202012Validator({"$ref": f"#/$defs/{sort}", "$defs": KINDS})
            wrong += [f"{pointer}: {error.message}" for error in validator.iter_errors(found)]
    assert wrong == []


def examples() -> Iterator[tuple[str, str]]:
    """The pointers of all examples, each with that of its schema."""
    for pointer, node in objects():
        schema = (
            pointer if kind(pointer) == "schema" else below(pointer, "schema") if "schema" in node else None
        )
        if schema is None:
            continue
        if "example" in node:
            yield below(pointer, "example"), schema
        for key in node.get("examples", ()):
            yield below(CONTRACT.resolve(below(pointer, "examples", key)), "value"), schema


def test_examples_match_their_schemas() -> None:
    found = list(examples())
    assert len(found) > 50
    wrong = [
        f"{example}: {breach.place}: {breach.found}"
        for example, schema in found
        for breach in schemas(CONTRACT).breaches(schema, CONTRACT.at(example))
    ]
    assert wrong == []


def test_initial_values_match_their_schemas() -> None:
    found = {
        pointer: node["x-pluralkit-initial"] for pointer, node in objects() if "x-pluralkit-initial" in node
    }
    assert found
    assert [
        pointer for pointer, value in found.items() if not schemas(CONTRACT).is_valid(pointer, value)
    ] == []


def test_no_schema_has_a_default() -> None:
    # A generated client might send it, and a key that is sent differs from one that is left out.
    assert [pointer for pointer, node in objects() if kind(pointer) == "schema" and "default" in node] == []


@each_operation()
def test_error_codes_exist_and_come_with_their_status(operation: Operation) -> None:
    for response in operation.responses.values():
        for code in response.error_codes or ():
            error = ERRORS[str(code)]
            assert error["status"] in (None, int(response.status)), f"{response.pointer}: {code}"


def test_every_error_code_can_be_answered() -> None:
    answered = {
        str(code)
        for operation in CONTRACT.operations
        for response in operation.responses.values()
        for code in response.error_codes or ()
    }
    assert answered == set(ERRORS)
    names = [error["name"] for error in ERRORS.values()]
    assert len(set(names)) == len(names)


def test_scopes_of_keys_include_each_other() -> None:
    rules = DOCUMENT["x-pluralkit-api-key-scopes"]
    levels = sorted(rules["levels"], key=lambda level: len(rules["levels"][level]))
    assert [set(rules["levels"][level]) for level in levels] == [
        set(levels[:place]) for place in range(len(levels))
    ]
    # Whoever may list switches sees in the latest one who fronts.
    assert "fronters" in rules["resources"]["switches"]
    assert set(rules["resources"]["all"]) == set(rules["resources"]) - {"all"}


@each_operation()
def test_scopes_of_keys_exist(operation: Operation) -> None:
    rules = DOCUMENT["x-pluralkit-api-key-scopes"]
    for level, included in rules["levels"].items():
        assert set(included) <= set(rules["levels"]) - {level}
        assert all(level not in rules["levels"][each] for each in included)  # one is the higher one
    for resource, included in rules["resources"].items():
        assert set(included) <= set(rules["resources"]) - {resource}
    scopes = operation.extensions.get("scopes")
    if scopes is None:
        assert operation.method == "GET"  # what changes something needs a key
    else:
        assert scopes["resource"] in rules["resources"]
        assert scopes["access"] == ("read" if operation.method == "GET" else "write")


@each_operation()
def test_rate_limit_scopes_exist(operation: Operation) -> None:
    limits = DOCUMENT["x-pluralkit-rate-limits"]
    scopes = limits["scopes"]
    assert {*scopes, limits["applications"]["scope"]} == set(SCHEMAS["RateLimitScope"]["enum"])
    rate = operation.extensions["rate-limit"]
    assert scopes[rate["scope"]]["budget"] == "address"
    if "own" in rate:
        assert scopes[rate["own"]]["budget"] == "system"
        assert "Ref}" in operation.template  # what is one's own is named by the path
    assert rate["scope"] in SCHEMAS["RateLimitError"]["properties"]["scope"]["enum"]


def answer_schema(operation: Operation) -> Json:
    """The schema of the body of a 200, references followed."""
    return CONTRACT.at(CONTRACT.resolve(operation.responses["200"].content["application/json"]))


def model(schema: Json) -> str:
    return parts(schema["$ref"])[-1]


@each_operation(lambda operation: "list-privacy" in operation.extensions)
def test_list_privacy_names_what_exists(operation: Operation) -> None:
    rule = operation.extensions["list-privacy"]
    assert rule["key"] in SCHEMAS[f"{rule['of']}Privacy"]["properties"]
    response = operation.responses[str(ERRORS[str(rule["error"])]["status"])]
    assert rule["error"] in (response.error_codes or ())
    if "items" in rule:
        assert rule["items"] in SCHEMAS[f"{model(answer_schema(operation)['items'])}Privacy"]["properties"]


@each_operation(lambda operation: "pagination" in operation.extensions)
def test_pagination_names_what_exists(operation: Operation) -> None:
    pages = operation.extensions["pagination"]
    query = {parameter.name for parameter in operation.parameters if parameter.place == "query"}
    answer = answer_schema(operation)
    assert {pages["parameter"], pages["limit"]} <= query
    assert pages["field"] in SCHEMAS[model(answer["items"])]["required"]
    assert pages["maximum"] == answer["maxItems"]


@pytest.mark.parametrize(
    ("name", "field", "schema"),
    [each for each in FIELDS if "x-pluralkit-privacy" in each[2]],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_privacy_names_what_exists_and_hides_as_the_types_allow(name: str, field: str, schema: Json) -> None:
    privacy = schema["x-pluralkit-privacy"]
    if privacy["key"] != "owner":
        levels, _ = SCHEMAS[name]["properties"]["privacy"]["oneOf"]  # and null
        assert privacy["key"] in SCHEMAS[levels["$ref"].rpartition("/")[2]]["properties"]
    types = documented_types(CONTRACT, f"#/components/schemas/{name}/properties/{field}")
    match privacy["hidden"]:
        case "null":
            assert "null" in types
        case "empty":
            assert types == {"array"}
        case "absent":
            assert field not in SCHEMAS[name]["required"]
        case _:
            assert SCHEMAS[name]["properties"][privacy["stand-in"]]["x-pluralkit-privacy"]["hidden"] == "null"


@pytest.mark.parametrize("name", ["System", "Member", "Group"])
def test_privacy_levels_are_complete(name: str) -> None:
    levels = SCHEMAS[f"{name}Privacy"]
    assert set(levels["required"]) == set(levels["properties"])
    assert levels["properties"].keys() == SCHEMAS[f"{name}PrivacyUpdate"]["properties"].keys()
    used = {
        schema["x-pluralkit-privacy"]["key"]
        for owner, _, schema in FIELDS
        if owner == name and "x-pluralkit-privacy" in schema
    }
    closing = {
        rule[key]
        for operation in CONTRACT.operations
        if (rule := operation.extensions.get("list-privacy"))
        for key, owner in (("key", rule["of"]), ("items", model_of_items(operation)))
        if key in rule and owner == name
    }
    assert used | closing == {"owner", *levels["properties"]}, "a level that hides nothing"


def model_of_items(operation: Operation) -> str | None:
    answer = answer_schema(operation)
    return model(answer["items"]) if "items" in answer else None


def test_references_name_what_exists() -> None:
    rules = [node["x-pluralkit-reference"] for _, node in objects() if "x-pluralkit-reference" in node]
    assert rules
    for rule in rules:
        for name in (rule["model"], *rule.get("also", ())):
            assert rule["field"] in SCHEMAS[name]["properties"]


def test_links_name_what_exists() -> None:
    for link in DOCUMENT["components"]["links"].values():
        known = {parameter.name for parameter in CONTRACT.operation(link["operationId"]).parameters}
        assert set(link["parameters"]) <= known


@each_operation(lambda operation: operation.body is not None and "200" in operation.responses)
def test_what_is_sent_comes_back_under_the_same_limits(operation: Operation) -> None:
    sent = CONTRACT.at(CONTRACT.resolve(operation.body or ""))
    answered = answer_schema(operation)["properties"]
    for field, schema in sent.get("properties", {}).items():
        assert field in answered
        assert not answered[field].get("readOnly", False), field
        for limit in ("maxLength", "maxItems"):
            assert schema.get(limit) == answered[field].get(limit), field


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ("SystemChange", "SystemUpdate"),
        ("SettingsChange", "SystemSettingsUpdate"),
        ("MemberChange", "MemberUpdate"),
        ("GroupChange", "GroupUpdate"),
        ("SystemGuildChange", "SystemGuildSettingsUpdate"),
        ("MemberGuildChange", "MemberGuildSettingsUpdate"),
        ("AutoproxyChange", "AutoproxySettingsUpdate"),
    ],
)
def test_webhooks_tell_of_every_key_that_can_be_set(change: str, sent: str) -> None:
    where = {"guild_id", "channel_id"}
    assert SCHEMAS[change]["properties"].keys() - where >= SCHEMAS[sent]["properties"].keys()


def test_browsers_may_read_the_rate_limit_headers() -> None:
    exposed = set(CONTRACT.cors["Access-Control-Expose-Headers"].split(", "))
    assert set(DOCUMENT["components"]["responses"]["TooManyRequests"]["headers"]) < exposed
