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
x-pluralkit-rate-limits: {algorithm: gcra, period: 1, scopes: {get: {limit: 10, budget: address}}}
x-pluralkit-errors:
  '1': {name: NoSuchAnimal, status: 404, seen: true, message: No., description: None.}
paths:
  /animals:
    get:
      operationId: listAnimals
      x-pluralkit-client: {resource: animals, method: list}
      x-pluralkit-rate-limit: {scope: get}
      x-pluralkit-pagination: {parameter: before, field: born, identity: id, limit: limit, maximum: 3}
      parameters: [{name: before, in: query, schema: {type: string, format: date-time}}, {name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}}}}
        '404': {description: d, x-pluralkit-error-codes: [1]}
    post:
      operationId: createAnimal
      x-pluralkit-client: {resource: animals, method: create}
      x-pluralkit-rate-limit: {scope: get}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AnimalCreate'}}}}
      responses: {'204': {description: d}}
webhooks:
  FED: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/FedEvent'}}}}, responses: {'200': {description: d}}}}
components:
  schemas:
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
    "success status added": ("{'204': {description: d}}", "{'204': {description: d}, '202': {description: d}}", "animals.create: response 202 added", True),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "text", "breaking"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_reported_and_classed(old: str, new: str, text: str, breaking: bool) -> None:
    assert ZOO.count(old) == 1
    changes = compare(yaml.safe_load(ZOO), yaml.safe_load(ZOO.replace(old, new)))
    assert Change(text, breaking) in changes
    assert any(change.breaking for change in changes) == breaking


def test_operations_are_added_and_removed() -> None:
    before = yaml.safe_load(ZOO)
    after = yaml.safe_load(ZOO)
    del after["paths"]["/animals"]["post"]
    assert compare(before, after) == [Change("animals.create removed (POST /animals)", True)]
    assert compare(after, before) == [Change("animals.create added (POST /animals)", False)]


def test_descriptions_and_names_of_path_parameters_change_nothing() -> None:
    assert compare(yaml.safe_load(ZOO), yaml.safe_load(ZOO.replace("description: d", "description: e"))) == []


def test_an_error_code_that_goes_is_breaking() -> None:
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
def test_the_version_that_changes_require(version: str, breaking: bool, expected: str) -> None:
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


def test_what_is_neither_a_file_nor_a_revision_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(ZOO)
    assert main(["--contract", str(contract), "--against", "none"]) == 2
    assert "'none' is neither a file nor a Git revision" in capsys.readouterr().err
