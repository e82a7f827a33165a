"""The API diff: each kind of change is reported, and classed as breaking or not."""
# ruff: noqa: E501 - a line of YAML stays a line

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.__main__ import main
from generator.api_diff import Change, bump, changelog, compare

ZOO = """
openapi: 3.1.0
info: {title: Zoo, version: 1.2.3}
servers: [{url: https://zoo.example/v2}]
security: [{}, {Token: []}]
x-pluralkit-api-key-scopes: {levels: {write: [read]}, resources: {all: [animals]}, identify: identify}
x-pluralkit-required-headers: {User-Agent: {status: 400, body: empty}}
x-pluralkit-wire-format: {limit-header: X-Limit, retry-after-units: 1000}
x-pluralkit-rate-limits: {algorithm: gcra, period: 1, scopes: {get: {limit: 10, budget: address}}}
x-pluralkit-errors:
  '1': {name: NoSuchAnimal, status: 404, seen: true, message: No., description: None.}
paths:
  /animals:
    get:
      operationId: listAnimals
      x-pluralkit-client: {resource: animals, method: list}
      x-pluralkit-scopes: {access: read, resource: animals, publicread: public}
      x-pluralkit-periods: {members: legs}
      x-pluralkit-rate-limit: {scope: get}
      x-pluralkit-pagination: {parameter: before, field: born, identity: id, limit: limit, maximum: 3}
      parameters: [{name: before, in: query, schema: {type: string, format: date-time}}, {name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        '200': {description: d, headers: {X-Limit: {required: true, schema: {type: integer}}}, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}}}}
        '404': {description: d, x-pluralkit-error-codes: [1], content: {application/json: {schema: {$ref: '#/components/schemas/Wrong'}}}}
    post:
      operationId: createAnimal
      x-pluralkit-client: {resource: animals, method: create}
      x-pluralkit-idempotent: true
      x-pluralkit-rate-limit: {scope: get}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AnimalCreate'}}}}
      responses: {'204': {description: d}}
webhooks:
  FED: {post: {x-pluralkit-lost: some, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/FedEvent'}}}}, responses: {'200': {description: d}}}}
components:
  securitySchemes: {Token: {type: apiKey, in: header, name: Authorization}}
  schemas:
    Wrong: {type: object, required: [message], properties: {message: {type: string}}}
    Mood: {type: string, enum: [calm, angry]}
    Animal: {type: object, required: [id, born, mood], properties: {id: {type: string}, born: {type: string, format: date-time}, mood: {$ref: '#/components/schemas/Mood'}, legs: {type: integer}, tail: {type: [string, 'null'], maxLength: 20}}}
    AnimalCreate: {type: object, required: [name], properties: {name: {type: string, maxLength: 100}, mood: {$ref: '#/components/schemas/Mood'}, nick: {type: [string, 'null']}}}
    FedEvent: {type: object, required: [type], properties: {type: {type: string, const: FED}, food: {type: string}}}
"""

CHANGES = {
    "method renamed": ("method: list", "method: all", "method animals.list -> animals.all", True),
    "method moved": ("{resource: animals, method: list}", "{resource: zoo, method: list}", "method animals.list -> zoo.list", True),
    "function renamed": ("listAnimals", "getAnimals", "animals.list: function operations.list_animals -> get_animals", True),
    "iterate removed": ("      x-pluralkit-pagination: {parameter: before, field: born, identity: id, limit: limit, maximum: 3}\n", "", "animals.iterate removed", True),
    "path changed": ("  /animals:", "  /beasts:", "animals.list: GET /animals -> GET /beasts", True),
    "server URL": ("zoo.example/v2", "zoo.example/v3", "server URL: https://zoo.example/v2 -> https://zoo.example/v3", True),
    "rate limit lowered": ("limit: 10", "limit: 5", "rate limit get: 10 -> 5 requests per period", True),
    "rate limit raised": ("limit: 10", "limit: 20", "rate limit get: 10 -> 20 requests per period", False),
    "error renamed": ("NoSuchAnimal", "AnimalMissing", "error 1 renamed: NoSuchAnimal -> AnimalMissing", True),
    "error status": ("status: 404, seen", "status: 403, seen", "error 1 (NoSuchAnimal): status 404 -> 403", True),
    "error code of an operation": ("x-pluralkit-error-codes: [1]", "x-pluralkit-error-codes: []", "animals.list: response 404: error code 1 removed", False),
    "request maxLength shrinks": ("maxLength: 100", "maxLength: 50", "AnimalCreate.name: maxLength 100 -> 50", True),
    "request maxLength grows": ("maxLength: 100", "maxLength: 500", "AnimalCreate.name: maxLength 100 -> 500", False),
    "response maxLength shrinks": ("maxLength: 20", "maxLength: 10", "Animal.tail: maxLength 20 -> 10", False),
    "response maxLength grows": ("maxLength: 20", "maxLength: 30", "Animal.tail: maxLength 20 -> 30", True),
    "parameter maximum shrinks": ("maximum: 100", "maximum: 50", "animals.list: parameter limit: maximum 100 -> 50", True),
    "parameter added": ("[{name: before", "[{name: old, in: query, schema: {type: boolean}}, {name: before", "animals.list: parameter old added", False),
    "required parameter added": ("[{name: before", "[{name: old, in: query, required: true, schema: {type: boolean}}, {name: before", "animals.list: parameter old added (required)", True),
    "request field added": ("properties: {name:", "properties: {age: {type: integer}, name:", "AnimalCreate.age added", False),
    "request field required": ("required: [name]", "required: [name, nick]", "AnimalCreate.nick: now required", True),
    "request field optional": ("required: [name], ", "", "AnimalCreate.name: no longer required", False),
    "request field removed": (", nick: {type: [string, 'null']}", "", "AnimalCreate.nick removed", True),
    "request field not null": ("nick: {type: [string, 'null']}", "nick: {type: string}", "AnimalCreate.nick: no longer null", True),
    "response field removed": ("legs: {type: integer}, ", "", "Animal.legs removed", True),
    "response field added": ("legs: {type: integer}", "legs: {type: integer}, wings: {type: integer}", "Animal.wings added", False),
    "response field optional": ("required: [id, born, mood]", "required: [id, born]", "Animal.mood: no longer required", True),
    "response field required": ("required: [id, born, mood]", "required: [id, born, mood, legs]", "Animal.legs: now required", False),
    "response field null": ("legs: {type: integer}", "legs: {type: [integer, 'null']}", "Animal.legs: may now be null", True),
    "response field not null": ("type: [string, 'null'], maxLength: 20", "type: string, maxLength: 20", "Animal.tail: no longer null", False),
    "response type": ("legs: {type: integer}", "legs: {type: string}", "Animal.legs: type integer -> string", True),
    "response format": ("{id: {type: string}", "{id: {type: string, format: uuid}", "Animal.id: format None -> uuid", True),
    "enum value removed": ("[calm, angry]", "[calm]", "Mood: enum value 'angry' removed", True),
    "enum value added": ("[calm, angry]", "[calm, angry, shy]", "Mood: enum value 'shy' added", False),
    "webhook removed": ("webhooks:\n", "x-removed:\n", "webhook FED removed", True),
    "webhook field removed": (", food: {type: string}", "", "FedEvent.food removed", True),
    "parameter removed": (", {name: limit, in: query, schema: {type: integer, maximum: 100}}", "", "animals.list: parameter limit removed", True),
    "parameter required": ("{name: limit, in: query,", "{name: limit, in: query, required: true,", "animals.list: parameter limit: now required", True),
    "parameter type": ("{type: integer, maximum: 100}", "{type: string}", "animals.list: parameter limit: type integer -> string", True),
    "parameter default": ("maximum: 100}", "maximum: 100, default: 50}", "animals.list: parameter limit: default none -> 50", True),
    "parameter enum": ("{name: before, in: query, schema: {type: string, format: date-time}}", "{name: before, in: query, schema: {type: string, format: date-time, enum: [a]}}", "animals.list: parameter before: enum added", True),
    "parameter deprecated": ("{name: limit, in: query,", "{name: limit, in: query, deprecated: true,", "animals.list: parameter limit: now deprecated", False),
    "operation deprecated": ("operationId: listAnimals", "operationId: listAnimals\n      deprecated: true", "animals.list: now deprecated", False),
    "field deprecated": ("legs: {type: integer}", "legs: {type: integer, deprecated: true}", "Animal.legs: now deprecated", False),
    "referred field deprecated": ("{id: {type: string}, born: {type: string, format: date-time}, mood: {$ref: '#/components/schemas/Mood'}", "{id: {type: string}, born: {type: string, format: date-time}, mood: {$ref: '#/components/schemas/Mood', deprecated: true}", "Animal.mood: now deprecated", False),
    "scope added": ("x-pluralkit-client: {resource: animals, method: create}", "x-pluralkit-client: {resource: animals, method: create}\n      x-pluralkit-scopes: {access: write, resource: animals}", "animals.create: scope of API keys added: write:animals", True),
    "scope removed": ("      x-pluralkit-scopes: {access: read, resource: animals, publicread: public}\n", "", "animals.list: scope of API keys removed", False),
    "scope raised": ("{access: read, resource: animals, publicread: public}", "{access: write, resource: animals}", "animals.list: scope of API keys read:animals -> write:animals", True),
    "scope lowered": ("{access: read, resource: animals, publicread: public}", "{access: read, resource: animals, publicread: full}", "animals.list: publicread public -> full", False),
    "scope for the public lowered": ("{access: read, resource: animals, publicread: public}", "{access: read, resource: animals, publicread: refused}", "animals.list: publicread public -> refused", True),
    "level of scopes": ("levels: {write: [read]}", "levels: {write: []}", "scopes of API keys: level write no longer includes read", True),
    "resource of scopes": ("resources: {all: [animals]}", "resources: {all: [animals, cages]}", "scopes of API keys: resource all includes cages", False),
    "token needed": ("security: [{}, {Token: []}]", "security: [{Token: []}]", "animals.list: security [{}, {'Token': []}] -> [{'Token': []}]", True),
    "token no longer needed": ("security: [{}, {Token: []}]", "security: []", "animals.list: security [{}, {'Token': []}] -> []", False),
    "header of tokens": ("name: Authorization", "name: Token", "security scheme Token changed", True),
    "header removed": ("headers: {X-Limit: {required: true, schema: {type: integer}}}, ", "", "animals.list: response 200: header X-Limit removed", True),
    "header optional": ("X-Limit: {required: true,", "X-Limit: {", "animals.list: response 200: header X-Limit: no longer required", True),
    "header type": ("X-Limit: {required: true, schema: {type: integer}", "X-Limit: {required: true, schema: {type: string}", "header X-Limit: type integer -> string", True),
    "header added": ("headers: {X-Limit:", "headers: {X-New: {schema: {type: string}}, X-Limit:", "animals.list: response 200: header X-New added", False),
    "header to send": ("x-pluralkit-required-headers: {", "x-pluralkit-required-headers: {X-App: {status: 400, body: empty}, ", "required header X-App added", True),
    "media type of an error": ("x-pluralkit-error-codes: [1], content: {application/json:", "x-pluralkit-error-codes: [1], content: {application/problem+json:", "animals.list: response 404: content application/json removed", True),
    "field of an error": ("properties: {message: {type: string}}", "properties: {}", "Wrong.message removed", True),
    "error status replaced": ("'404': {description: d, x", "'410': {description: d, x", "animals.list: response 404 removed", True),
    "error status added": ("        '404': {description: d, x", "        '409': {description: d}\n        '404': {description: d, x", "animals.list: response 409 added", False),
    "success without body": ("{'204': {description: d}}", "{'204': {description: d, x-pluralkit-body: optional}}", "animals.create: response 204: body may be missing", True),
    "no longer idempotent": ("x-pluralkit-idempotent: true", "x-pluralkit-idempotent: false", "animals.create: idempotent True -> False", True),
    "periods removed": ("      x-pluralkit-periods: {members: legs}\n", "", "animals.periods removed", True),
    "period of rate limits": ("period: 1,", "period: 60,", "rate limits: period 1 s -> 60 s", True),
    "unit of waits": ("retry-after-units: 1000", "retry-after-units: 1", "wire format: retry-after-units 1000 -> 1", True),
    "name of a rate-limit header": ("limit-header: X-Limit", "limit-header: X-Most", "wire format: limit-header X-Limit -> X-Most", True),
    "bucket shared": ("budget: address", "budget: system", "rate limit get: counted per address -> per system", False),
    "request without other keys": ("AnimalCreate: {type: object,", "AnimalCreate: {type: object, additionalProperties: false,", "AnimalCreate: additionalProperties changed", True),
    "request rule": ("AnimalCreate: {type: object,", "AnimalCreate: {type: object, not: {required: [nick]},", "AnimalCreate: not none -> {'required': ['nick']}", True),
    "webhook field added": (", food: {type: string}", ", food: {type: string}, by: {type: string}", "FedEvent.by added", False),
    "webhook field type": (", food: {type: string}", ", food: {type: integer}", "FedEvent.food: type string -> integer", True),
    "webhook lost": ("x-pluralkit-lost: some", "x-pluralkit-lost: most", "webhook FED: lost some -> most", False),
    "webhook never sent": ("x-pluralkit-lost: some", "x-pluralkit-lost: some, x-pluralkit-never-sent: true", "webhook FED: never sent any more", True),
    "success status added": ("{'204': {description: d}}", "{'204': {description: d}, '202': {description: d}}", "animals.create: response 202 added", True),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "text", "breaking"), CHANGES.values(), ids=CHANGES)
def test_changes_are_reported_and_classified(old: str, new: str, text: str, breaking: bool) -> None:
    assert ZOO.count(old) == 1
    changes = compare(yaml.safe_load(ZOO), yaml.safe_load(ZOO.replace(old, new)))
    assert Change(text, breaking) in changes
    assert any(change.breaking for change in changes) == breaking


def test_added_and_removed_operations_are_reported() -> None:
    before = yaml.safe_load(ZOO)
    after = yaml.safe_load(ZOO)
    del after["paths"]["/animals"]["post"]
    assert compare(before, after) == [Change("animals.create removed (POST /animals)", True)]
    assert compare(after, before) == [Change("animals.create added (POST /animals)", False)]


def test_descriptions_and_names_of_path_parameters_are_not_changes() -> None:
    assert compare(yaml.safe_load(ZOO), yaml.safe_load(ZOO.replace("description: d", "description: e"))) == []


def test_a_change_of_a_header_that_many_responses_have_is_listed_once() -> None:
    before, after = yaml.safe_load(ZOO), yaml.safe_load(ZOO)
    for document, required in ((before, True), (after, False)):
        document["components"]["headers"] = {"Limit": {"required": required, "schema": {"type": "integer"}}}
        for method, status in (("get", "200"), ("get", "404"), ("post", "204")):
            response = document["paths"]["/animals"][method]["responses"][status]
            response["headers"] = {"X-Limit": {"$ref": "#/components/headers/Limit"}}
    assert compare(before, after) == [Change("header X-Limit: no longer required", True)]


def test_a_removed_error_code_is_breaking() -> None:
    after = yaml.safe_load(ZOO)
    after["x-pluralkit-errors"] = {}
    assert Change("error 1 (NoSuchAnimal) removed", True) in compare(yaml.safe_load(ZOO), after)


@pytest.mark.parametrize(
    ("version", "breaking", "expected"),
    [
        ("0.1.2", True, "0.2.0"),
        ("0.1.2", False, "0.1.3"),
        ("1.1.2", True, "2.0.0"),
        ("1.1.2", False, "1.2.0"),
    ],
)
def test_the_next_version_depends_on_the_changes(version: str, breaking: bool, expected: str) -> None:
    assert bump(version, [Change("x", breaking)]) == expected
    assert bump(version, []) == version


def test_the_changelog_has_breaking_changes_first() -> None:
    text = changelog("0.2.0", [Change("a removed", True), Change("b added", False)])
    assert text == "## 0.2.0\n\n### Breaking changes\n\n- a removed\n\n### Other changes\n\n- b added\n"


def test_the_command_compares_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(ZOO)
    new.write_text(ZOO.replace("legs: {type: integer}, ", ""))
    assert main(["--contract", str(new), "--against", str(old)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("BREAKING Animal.legs removed\n\nversion: ")
    assert "### Breaking changes\n\n- Animal.legs removed\n" in out
    assert main(["--contract", str(old), "--against", str(old)]) == 0
    assert capsys.readouterr().out == "nothing that a caller sees has changed\n"


def test_an_argument_that_is_neither_a_file_nor_a_revision_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(ZOO)
    assert main(["--contract", str(contract), "--against", "none"]) == 2
    assert "'none' is neither a file nor a Git revision" in capsys.readouterr().err
