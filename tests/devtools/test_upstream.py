"""The comparison of PluralKit's documentation with the contract: what it finds, what it knows, what it refuses."""
# ruff: noqa: E501 - a line of YAML or of a table stays a line

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from devtools.upstream.__main__ import main
from devtools.upstream.comparison import compare
from devtools.upstream.documented import load
from devtools.upstream.markdown import PageError, Table, parse

PAGES = {
    "reference": """---
title: Reference
---
# Reference

The root endpoint of the API is `https://zoo.example/v2/`.

The keys `id` and `born` are **not** user-settable.

- **10/second** for any `GET` requests (`get` scope)

|name|description|
|---|---|
|X-Zoo-Scope|The kind of limit.|
""",
    "endpoints": """# Endpoints

The base URL is `https://zoo.example/v2`.

### List animals

GET `/animals`

Query String Parameters

|key|type|description|
|---|---|---|
|before|timestamp|older ones||
::: warning
This endpoint returns at most 5 animals.
:::

Returns a list of [animal objects](/api/models#animal-model).

### Create animal

POST `/animals`

Takes a partial [animal object](/api/models/#animal-model) as input. Key `name` is required.

Returns an [animal object](/api/models#animal-model) on success, or an error object on failure.

### Move animal

PATCH `/animals/{animal_ref}/place`

JSON Body Parameters

|key|type
|---|---|
|?at|datetime*|
|place|string|

\\* Defaults to "now".

Returns 204 No Content on success.

### Feed animals

POST `/animals/feed`

Takes a list of animal references as input. Returns 204 No Content on success.
""",
    "models": """# Models

### Animal model

|key|type|notes|
|---|---|---|
|id|string||
|name|string|100-character limit, shown with a \\| on each side|
|?nick|?string|
|born|datetime||
|legs|int|read-only, defaults to 4|
|mood*|[mood](#mood-enum)||
|foods|array of [Food objects](#food-object)||
|privacy|?animal privacy object||

\\* see below

* Animal privacy keys: `nick_privacy`

#### Food object

| Key  | Type |
| ---- | ---- |
| kind | ?string |

#### Mood enum

|key|description|
|---|---|
|calm|sleeps|
|angry|bites|
""",
    "errors": """# Errors

### Error Response Model

|key|type|description|
|---|---|---|
|code|int|a number|

|code|HTTP response code|meaning|
|---|---|---|
|0|400|Invalid JSON (check `error`)|
|1|404|No animal '{animalRef}'. (check [`errors`](#x) for details)
""",
    "dispatch": """# Dispatch

### Dispatch Event Model

|key|type|description|
|---|---|---|
|type|string|the type|
|data|object?|what changed|

## Events

|name|description|content of `data` object|notes|
|---|---|---|---|
|FED|fed|null|
|BORN|born|[animal object](/api/models#animal-model) only containing `name` key|
""",
}

CONTRACT = """
openapi: 3.1.0
info: {title: Zoo, version: 1.2.3}
servers: [{url: https://zoo.example/v2}]
x-pluralkit-rate-limits: {algorithm: gcra, period: 1, scopes: {get: {limit: 10, budget: address}}}
x-pluralkit-wire-format: {scope-header: X-Zoo-Scope}
x-pluralkit-errors:
  '0': {name: null, status: null, message: null}
  '1': {name: NoAnimal, status: 404, message: "No animal '{ref}'."}
paths:
  /animals:
    get:
      operationId: listAnimals
      x-pluralkit-pagination: {maximum: 5}
      parameters: [{$ref: '#/components/parameters/Before'}]
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animals'}}}}
        '400': {description: d, x-pluralkit-error-codes: [0], content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
        '404': {description: d, x-pluralkit-error-codes: [1]}
    post:
      operationId: createAnimal
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/AnimalCreate'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}}
  /animals/{animalRef}/place:
    patch:
      operationId: moveAnimal
      parameters: [{name: animalRef, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Move'}}}}
      responses: {'204': {description: d}}
  /animals/feed:
    post:
      operationId: feedAnimals
      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/AnimalRef'}}}}}
      responses: {'204': {description: d}}
webhooks:
  FED: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/FedEvent'}}}}}}
  BORN: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/BornEvent'}}}}}}
components:
  parameters:
    Before: {name: before, in: query, schema: {type: string, format: date-time}}
  schemas:
    AnimalRef: {type: string, x-pluralkit-reference: {model: Animal, field: id}}
    Error: {type: object, required: [code], properties: {code: {type: integer}}, x-pluralkit-documented: {as: Error response}}
    Animals: {type: array, items: {$ref: '#/components/schemas/Animal'}}
    Animal:
      type: object
      required: [id, name, born, legs, mood, foods, privacy]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        name: {type: string, maxLength: 100}
        nick: {type: [string, 'null']}
        born: {type: string, format: date-time, readOnly: true}
        legs: {type: integer, readOnly: true, x-pluralkit-initial: 4}
        mood: {$ref: '#/components/schemas/Temper'}
        foods: {type: array, items: {$ref: '#/components/schemas/Food'}}
        privacy: {oneOf: [{$ref: '#/components/schemas/AnimalPrivacy'}, {type: 'null'}]}
    AnimalPrivacy: {type: object, required: [nick_privacy], properties: {nick_privacy: {type: string}}}
    Food: {type: object, required: [kind], properties: {kind: {type: [string, 'null']}}}
    Temper: {type: string, enum: [calm, angry], x-pluralkit-documented: {as: Mood}}
    AnimalCreate:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 100}
        nick: {type: [string, 'null']}
        mood: {$ref: '#/components/schemas/Temper'}
        foods: {type: array, items: {$ref: '#/components/schemas/Food'}}
        privacy: {oneOf: [{$ref: '#/components/schemas/AnimalPrivacy'}, {type: 'null'}]}
    Move: {type: object, required: [place], properties: {place: {type: string}, at: {type: string, format: date-time}}}
    AnimalChange: {type: object, properties: {name: {type: string}}, x-pluralkit-documented: {also: {says: [nick, mood, foods, privacy], reason: They never change.}}}
    FedEvent: {type: object, required: [type, data], properties: {type: {type: string, const: FED}, data: {const: null}}}
    BornEvent: {type: object, required: [type, data], properties: {type: {type: string, const: BORN}, data: {$ref: '#/components/schemas/AnimalChange'}}}
"""


class Comparison:
    """Runs the command on pages and a contract in a folder of its own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder / "pages"
        self._contract = folder / "contract.yaml"
        self._capture = capture

    def __call__(
        self, pages: dict[str, str] = PAGES, contract: str = CONTRACT, path: Path | None = None
    ) -> tuple[int, list[str], str]:
        self.folder.mkdir(exist_ok=True)
        for name, text in pages.items():
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")
        self._contract.write_text(contract, encoding="utf-8")
        code = main([str(path or self.folder), "--contract", str(self._contract)])
        out, error = self._capture.readouterr()
        return code, [line for line in out.splitlines() if line.startswith(("NEW", "GONE"))], error


@pytest.fixture
def comparison(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comparison:
    return Comparison(tmp_path, capsys)


ANIMAL = "/components/schemas/Animal/properties"
DOCUMENTED = {
    "endpoint added": ("endpoints", "### Feed", "### Pet\n\nPOST `/pets`\n\nReturns 204 No Content.\n\n### Feed", "/: endpoints: documented ['POST /pets']"),
    "endpoint removed": ("endpoints", "POST `/animals/feed`", "", "/paths/~1animals~1feed/post: mentioned: documented False"),
    "path for oneself": ("endpoints", "{animal_ref}", "@me", "/paths/~1animals~1{animalRef}~1place/patch: path: documented '/animals/@me/place'"),
    "method": ("endpoints", "PATCH `/animals/", "PUT `/animals/", "/: endpoints: documented ['PUT /animals/{animal_ref}/place']"),
    "answer": ("endpoints", "Returns a list of [animal objects]", "Returns an [animal object]", "/paths/~1animals/get: returns: documented ['animal'], contract ['list of animal']"),
    "answer without body": ("endpoints", "input. Returns 204 No Content on success.", "input.", "/paths/~1animals~1feed/post: returns: documented []"),
    "sentence that is not understood": ("endpoints", "Takes a list of animal references", "Takes what animals eat", "/paths/~1animals~1feed/post: unclear: documented ['Takes what animals eat as input."),
    "required key": ("endpoints", " Key `name` is required.", " Keys `name` and `mood` are required.", "/components/schemas/AnimalCreate: required: documented ['mood', 'name']"),
    "list in the body": ("endpoints", "list of animal ref", "list of keeper ref", "/paths/~1animals~1feed/post: takes: documented 'list of keeper', contract 'list of animal'"),
    "body parameter added": ("endpoints", "|place|string|", "|place|string|\n|speed|int|", "/components/schemas/Move: also: documented ['speed']"),
    "body parameter required": ("endpoints", "|?at|", "|at|", "/components/schemas/Move/properties/at: optional: documented False"),
    "query parameter added": ("endpoints", "|before|", "|limit|int|\n|before|", "/paths/~1animals/get: parameters: documented ['limit']"),
    "query parameter type": ("endpoints", "|before|timestamp|", "|before|int|", "/components/parameters/Before: type: documented 'integer', contract 'datetime'"),
    "page size": ("endpoints", "at most 5", "at most 9", "/paths/~1animals/get: maximum: documented 9, contract 5"),
    "field added": ("models", "|legs|", "|wings|int||\n|legs|", "/components/schemas/Animal: also: documented ['wings']"),
    "field removed": ("models", "|?nick|?string|\n", "", f"{ANIMAL}/nick: mentioned: documented False"),
    "field type": ("models", "|legs|int|", "|legs|string|", f"{ANIMAL}/legs: type: documented 'string', contract 'integer'"),
    "field type made exact": ("models", "|id|string|", "|id|snowflake|", f"{ANIMAL}/id: type: documented 'snowflake', contract 'uuid'"),
    "field null": ("models", "|born|datetime|", "|born|?datetime|", f"{ANIMAL}/born: nullable: documented True"),
    "field null, marked behind": ("models", "|born|datetime|", "|born|datetime?|", f"{ANIMAL}/born: nullable: documented True"),
    "field optional": ("models", "|born|", "|?born|", f"{ANIMAL}/born: optional: documented True"),
    "field length": ("models", "100-character limit", "80-character limit", f"{ANIMAL}/name: maxLength: documented 80, contract 100"),
    "field read-only": ("models", "read-only, ", "", f"{ANIMAL}/legs: readOnly: documented False, contract True"),
    "field default": ("models", "defaults to 4", "defaults to `6`", f"{ANIMAL}/legs: default: documented '6', contract '4'"),
    "field of another model": ("models", "[mood](#mood-enum)", "[size](#size-enum)", f"{ANIMAL}/mood: type: documented 'size', contract 'mood'"),
    "list of another model": ("models", "array of [Food objects](#food-object)", "array of strings", f"{ANIMAL}/foods: type: documented 'list of string', contract 'list of food'"),
    "model added": ("models", "#### Mood enum", "#### Cage model\n\n|key|type|\n|---|---|\n|id|string|\n\n#### Mood enum", "/: models: documented ['cage']"),
    "privacy key": ("models", "`nick_privacy`", "`nick_privacy`, `leg_privacy`", "/components/schemas/AnimalPrivacy: also: documented ['leg_privacy']"),
    "enum value": ("models", "|angry|bites|", "|shy|hides|", "/components/schemas/Temper: values: documented ['calm', 'shy']"),
    "error code added": ("errors", "|1|404|", "|2|400|Closed.|\n|1|404|", "/: errors: documented ['2']"),
    "error code removed": ("errors", "|1|404|", "|see|404|", "/x-pluralkit-errors/1: mentioned: documented False"),
    "error status": ("errors", "|1|404|", "|1|410|", "/x-pluralkit-errors/1: status: documented [410], contract [404]"),
    "error without meaning": ("errors", "|0|400|", "|0|500|Broken|\n|0|400|", "/x-pluralkit-errors/0: status: documented [400, 500], contract [400]"),
    "error message": ("errors", "No animal", "Unknown animal", "/x-pluralkit-errors/1: message: documented"),
    "event added": ("dispatch", "|FED|", "|LOST|lost|null|\n|FED|", "/: events: documented ['LOST']"),
    "event removed": ("dispatch", "|FED|fed|null|\n", "", "/webhooks/FED/post: mentioned: documented False"),
    "event data": ("dispatch", "|FED|fed|null|", "|FED|fed|[food object](/api/models#food-object)|", "/webhooks/FED/post: data: documented 'food', contract 'null'"),
    "event keys": ("dispatch", "only containing `name` key", "only containing `nick` key", "/webhooks/BORN/post: keys: documented ['nick'], contract ['name']"),
    "event field": ("dispatch", "|data|object?|", "|place|string|\n|data|object?|", "/webhooks/FED/post: also: documented ['place']"),
    "rate limit": ("reference", "**10/second**", "**5/second**", "/: rate-limits: documented {'get': 5}"),
    "rate-limit header": ("reference", "X-Zoo-Scope", "X-Zoo-Limit", "/: headers: documented ['X-Zoo-Limit']"),
    "root of the API": ("reference", "zoo.example/v2", "zoo.example/v3", "/: url: documented"),
}  # fmt: skip


def test_documentation_that_says_the_same_has_no_new_difference(comparison: Comparison) -> None:
    assert comparison() == (0, [], "")


@pytest.mark.parametrize(("page", "old", "new", "found"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_a_change_of_the_documentation_is_new(
    comparison: Comparison, page: str, old: str, new: str, found: str
) -> None:
    assert PAGES[page].count(old) == 1
    code, lines, _ = comparison(PAGES | {page: PAGES[page].replace(old, new)})
    assert code == 1
    assert any(line.startswith(f"NEW  {found}") for line in lines), lines


OURS = {
    "operation": ("webhooks:\n", "  /cages: {get: {responses: {'204': {description: d}}}}\nwebhooks:\n", "NEW  /paths/~1cages/get: mentioned: documented False"),
    "model": ("'204': {description: d}}\nwebhooks:\n", "'204': {description: d}, '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Cage'}}}}}\nwebhooks:\n", "NEW  /components/schemas/Cage: mentioned: documented False"),
    "field": ("        nick: {type: [string, 'null']}\n        born", "        tail: {type: string}\n        nick: {type: [string, 'null']}\n        born", f"NEW  {ANIMAL}/tail: mentioned: documented False"),
    "input field": ("    Move: {type: object, required: [place], properties: {", "    Move: {type: object, required: [place], properties: {speed: {type: integer}, ", "NEW  /components/schemas/Move/properties/speed: mentioned: documented False"),
    "query parameter": ("parameters: [{$ref: '#/components/parameters/Before'}]", "parameters: [{$ref: '#/components/parameters/Before'}, {name: old, in: query, schema: {type: boolean}}]", "NEW  /paths/~1animals/get/parameters/old: mentioned: documented False"),
    "error code": ("x-pluralkit-errors:\n", "x-pluralkit-errors:\n  '3': {name: Closed, status: 400, message: Closed.}\n", "NEW  /x-pluralkit-errors/3: mentioned: documented False"),
    "event": ("webhooks:\n", "webhooks:\n  LOST: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/FedEvent'}}}}}}\n", "NEW  /webhooks/LOST/post: mentioned: documented False"),
    "known, and said otherwise": ("says: [nick, mood, foods, privacy]", "says: [nick]", "NEW  /components/schemas/AnimalChange: also: documented ['nick', 'mood', 'foods', 'privacy']"),
    "known, and gone": ("webhooks:\n  FED: {post: {", "webhooks:\n  FED: {post: {x-pluralkit-documented: {data: {says: unknown, reason: Recorded.}}, ", "GONE /webhooks/FED/post: data: the contract knows a difference that is no longer there"),
}  # fmt: skip
CAGE = "    Cage: {type: object, properties: {id: {type: string}}}\n"


@pytest.mark.parametrize(("old", "new", "found"), OURS.values(), ids=OURS)
def test_what_the_contract_alone_has_is_new(comparison: Comparison, old: str, new: str, found: str) -> None:
    assert CONTRACT.count(old) == 1
    code, lines, _ = comparison(contract=CONTRACT.replace(old, new) + CAGE)
    assert code == 1
    assert any(line.startswith(found) for line in lines), lines


def test_a_difference_that_stands_in_the_contract_is_known(comparison: Comparison) -> None:
    pages = PAGES | {"models": PAGES["models"].replace("|legs|int|", "|legs|?string|")}
    noted = "legs: {x-pluralkit-documented: {type: {says: string, reason: R.}, nullable: {says: true, reason: R.}}, "
    assert comparison(pages, CONTRACT.replace("legs: {", noted)) == (0, [], "")
    assert comparison(pages)[0] == 1


def test_a_page_that_is_not_compared_is_new(comparison: Comparison) -> None:
    _, lines, _ = comparison(PAGES | {"keys": "# Keys\n\nSome have keys.\n"})
    assert lines == ["NEW  /: pages: documented ['keys'], contract []"]


def test_pages_are_found_in_a_checkout(comparison: Comparison, tmp_path: Path) -> None:
    comparison.folder = tmp_path / "checkout" / "docs" / "content" / "api"
    comparison.folder.mkdir(parents=True)
    assert comparison(path=tmp_path / "checkout") == (0, [], "")


def test_lines_that_end_as_on_windows_are_read(tmp_path: Path) -> None:
    for name, text in PAGES.items():
        (tmp_path / f"{name}.md").write_bytes(text.replace("\n", "\r\n").encode())
    differences = compare(load(tmp_path), yaml.safe_load(CONTRACT))
    assert [each.pointer for each in differences] == ["/components/schemas/AnimalChange"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        (b"caf\xe9", "cannot be read"),
        (b"", "has no content"),
        (b"# Only a heading", "has no content"),
        (b"# Title\n\nOnly a paragraph.", "nothing that is compared"),
    ],
    ids=["missing", "not text", "empty", "heading", "nothing that is compared"],
)
def test_a_page_that_cannot_be_read_is_named(
    comparison: Comparison, page: str, text: bytes | None, said: str
) -> None:
    comparison()
    file = comparison.folder / f"{page}.md"
    file.unlink() if text is None else file.write_bytes(text)
    code, lines, error = comparison({})
    assert (code, lines) == (2, [])
    assert error.startswith(f"upstream: {file}: {said}")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("models", "|legs|", "|two words|"),
        ("errors", "|1|404|", "|1|many|"),
        ("errors", "|HTTP response code|meaning|", "|"),
        ("dispatch", "|content of `data` object|notes|", "|"),
    ],
)
def test_a_table_that_is_not_understood_is_named(
    comparison: Comparison, page: str, old: str, new: str
) -> None:
    assert PAGES[page].count(old) == 1
    text = PAGES[page].replace(old, new)
    if new == "|":
        text = text.replace("|---|---|---|---|", "|---|---|").replace("\n|---|---|---|\n|0|", "\n|---|\n|0|")
    code, lines, error = comparison(PAGES | {page: text})
    assert (code, lines) == (2, [])
    assert error.startswith(f"upstream: {comparison.folder / page}.md: a table is not understood: ")


def test_an_empty_folder_is_an_error(comparison: Comparison, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        code, lines, error = comparison(path=path)
        assert (code, lines) == (2, [])
        assert str(path) in error


def test_a_contract_that_cannot_be_read_is_an_error(comparison: Comparison) -> None:
    assert comparison(contract="{")[0] == 2


def test_tables_with_missing_and_superfluous_cells() -> None:
    text = "# A\nAbove\n|k|t|\n|:--|--:|\n|a|x|y||\n|b\n| c | `d\\|e` |\n::: tip\nNote\n:::\n"
    (section,) = [each for each in parse(text) if each.title == "A"]
    assert section.blocks == (
        "Above",
        Table(("k", "t"), (("a", "x"), ("b", ""), ("c", "`d|e`"))),
        "Note",
    )


def test_the_folder_that_was_read_is_named() -> None:
    with pytest.raises(PageError, match="nowhere: is not a folder"):
        load(Path("nowhere"))
