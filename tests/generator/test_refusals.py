"""Contracts that the generator rejects: the error names the place, and nothing is written."""
# ruff: noqa: E501 - a line of YAML stays a line

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.__main__ import main
from tests.generator.build import document

GET = "/paths/~1animals/get"
SCHEMAS = "/components/schemas"


def _get(what: str) -> str:
    return f"paths: {{/animals: {{get: {{{what}}}}}}}"


def _answer(schema: str, schemas: str = "") -> str:
    content = f"content: {{application/json: {{schema: {schema}}}}}"
    return (
        _get(f"responses: {{'200': {{description: d, {content}}}}}")
        + f"\ncomponents: {{schemas: {{{schemas}}}}}"
    )


def _body(schema: str, schemas: str = "") -> str:
    body = f"requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}"
    return f"paths: {{/animals: {{patch: {{{body}}}}}}}\ncomponents: {{schemas: {{{schemas}}}}}"


def _model(properties: str, more: str = "") -> str:
    reference = "{$ref: '#/components/schemas/Animal'}"
    return _answer(reference, f"Animal: {{type: object, properties: {{{properties}}}, {more}}}")


REFUSED = {
    "no servers": ("servers: []", "", "has no `servers`"),
    "not OpenAPI 3.1": ("openapi: '2.0'", "/openapi", "must be 3.1.x"),
    "OpenAPI 3.0": ("openapi: 3.0.3", "/openapi", "must be 3.1.x"),
    "relative server": ("servers: [{url: /v2}]", "/servers/0/url", "absolute"),
    "relative server of a path": ("paths: {/a: {servers: [{url: /v3}]}}", "/paths/~1a/servers/0/url", "absolute"),
    "NUL in a description": ('info: {title: Zoo, version: "1", description: "a\\0b"}', "/info/description", "U+0000"),
    "lone surrogate in a description": ("tags: [{name: a, description: SURROGATE}]", "/tags/0/description", "U+D800"),
    "a field called field": (_model("field: {type: string}, aB: {type: string}"), f"{SCHEMAS}/Animal/properties/field", "two meanings"),
    "a field called Field": (_model("Field: {type: string}"), f"{SCHEMAS}/Animal/properties/Field", "two meanings"),
    "an operation called date": (_get("operationId: date"), f"{GET}/operationId", "two meanings"),
    "an operation called uuid": (_get("operationId: uuid"), f"{GET}/operationId", "two meanings"),
    "an operation called all": (_get("operationId: all"), f"{GET}/operationId", "two meanings"),
    "a parameter called Query": (_get("parameters: [{name: Query, in: query, schema: {type: string}}]"), GET, "'query'"),
    "a parameter called Self": (_get("parameters: [{name: Self, in: query, schema: {type: string}}]"), GET, "'self'"),
    "missing description": (_get("responses: {'200': {}}"), f"{GET}/responses/200/description", "Field required"),
    "paths is a list": ("paths: []", "/paths", "must be an object"),
    "misspelt key": (_get("respones: {}"), f"{GET}/respones", "unsupported keyword"),
    "callbacks": (_get("callbacks: {}"), f"{GET}/callbacks", "unsupported keyword"),
    "another method": ("paths: {/animals: {head: {}}}", "/paths/~1animals/head", "unsupported keyword"),
    "server variables": (
        "servers: [{url: 'https://{x}.example', variables: {x: {default: a}}}]", "/servers/0/variables", "unsupported keyword",
    ),
    "no servers of a path": ("paths: {/a: {servers: []}}", "/paths/~1a/servers", "must not be empty"),
    "two operations, one elsewhere": (
        "paths: {/a: {get: {operationId: a}}, /b: {servers: [{url: 'https://b.example'}], get: {operationId: a, responses: {}}}}",
        "/paths/~1a/get/operationId", "'a' is already defined",
    ),
    "const of null as text": (_model("a: {type: string, const: null}"), f"{SCHEMAS}/Animal/properties/a/const", "must be a string"),
    "allOf": (_answer("{allOf: []}"), f"{GET}/responses/200/content/application~1json/schema/allOf", "unsupported keyword"),
    "contains": (
        _model("a: {type: string, contains: {}}"),
        f"{SCHEMAS}/Animal/properties/a/contains",
        "unsupported keyword",
    ),
    "patternProperties": (_model("a: {type: string}", "patternProperties: {}"), f"{SCHEMAS}/Animal/patternProperties", ""),
    "map": (
        _model("a: {type: object, additionalProperties: {type: string}}"),
        f"{SCHEMAS}/Animal/properties/a/additionalProperties", "maps are unsupported",
    ),
    "empty object": (_model("a: {type: object}"), f"{SCHEMAS}/Animal/properties/a", "no properties"),
    "default in a body": (
        _body("{type: object, properties: {a: {type: string, default: x}}}"),
        "/paths/~1animals/patch/requestBody/content/application~1json/schema/properties/a/default", "unsupported keyword",
    ),
    "three types": (_model("a: {type: [string, integer, 'null']}"), f"{SCHEMAS}/Animal/properties/a/type", "one type"),
    "no type": (_model("a: {minLength: 3}"), f"{SCHEMAS}/Animal/properties/a", "no `type`"),
    "array of what": (_model("a: {type: array}"), f"{SCHEMAS}/Animal/properties/a", "without `items`"),
    "unknown format": (_model("a: {type: string, format: email}"), f"{SCHEMAS}/Animal/properties/a/format", "date-time"),
    "number enum": (_model("a: {type: integer, enum: [1]}"), f"{SCHEMAS}/Animal/properties/a/enum", "strings alone"),
    "null in an enum": (_model("a: {type: string, enum: [a, null]}"), f"{SCHEMAS}/Animal/properties/a/enum", "oneOf"),
    "oneOf inside a model": (
        _model("a: {oneOf: [{type: string}, {type: integer}]}"), f"{SCHEMAS}/Animal/properties/a", "unsupported union",
    ),
    "oneOf in a request": (
        _body("{type: object, properties: {a: {oneOf: [{type: string}, {type: integer}]}}}"),
        "/paths/~1animals/patch/requestBody/properties/a", "unsupported union in a request",
    ),
    "models that look alike": (
        _answer(
            "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
            "A: {type: object, properties: {a: {type: string}}}, B: {type: object, properties: {a: {type: string}}}",
        ),
        f"{GET}/responses/200", "A requires no field that B lacks",
    ),
    "header parameter": (
        _get("parameters: [{name: a, in: header, schema: {type: string}}]"), f"{GET}/parameters/0/in", "unsupported parameter location",
    ),
    "cookie parameter": (
        _get("parameters: [{name: a, in: cookie, schema: {type: string}}]"), f"{GET}/parameters/0/in", "unsupported parameter location",
    ),
    "list in a query": (
        _get("parameters: [{name: a, in: query, schema: {type: array, items: {type: string}}}]"),
        f"{GET}/parameters/0/schema", "of a query parameter",
    ),
    "null in a query": (
        _get("parameters: [{name: a, in: query, schema: {type: [string, 'null']}}]"),
        f"{GET}/parameters/0/schema", "of a query parameter",
    ),
    "time in a path": (
        "paths: {'/animals/{at}': {get: {parameters:"
        " [{name: at, in: path, required: true, schema: {type: string, format: date-time}}]}}}",
        "/paths/~1animals~1{at}/get/parameters/0/schema", "of a path parameter",
    ),
    "read-only in a request": (
        _body("{type: object, properties: {a: {type: string, readOnly: true}}}"),
        "/paths/~1animals/patch/requestBody/properties/a", "is read-only",
    ),
    "at least two changes": (
        _body("{type: object, minProperties: 2, properties: {a: {type: string}}}"),
        "/paths/~1animals/patch/requestBody/minProperties", "must be 1",
    ),
    "unknown scope": (
        "x-pluralkit-rate-limits: {algorithm: gcra, period: 1, scopes: {slow: {limit: 1, budget: address}}}\n"
        + _get("x-pluralkit-rate-limit: {scope: slow, own: own_slow}"),
        f"{GET}/x-pluralkit-rate-limit/own", "'own_slow' is not one of the scopes",
    ),
    "unknown error code": (
        _get("responses: {'204': {description: d}, '404': {description: d, x-pluralkit-error-codes: [5]}}"),
        f"{GET}/responses/404/x-pluralkit-error-codes/0", "the error code 5 is not one of those",
    ),
    "other period": (
        "x-pluralkit-rate-limits: {algorithm: gcra, period: 60, scopes: {}}",
        "/x-pluralkit-rate-limits/period", "must be 1",
    ),
    "error without a status": (
        "x-pluralkit-errors: {'1': {name: Gone, status: null, seen: true, message: m, description: d}}",
        "/x-pluralkit-errors/1/name", "needs a status",
    ),
    "path without its parameter": (
        "paths: {'/animals/{id}': {get: {}}}", "/paths/~1animals~1{id}/get", "just the parameters that its path names",
    ),
    "optional path parameter": (
        "paths: {'/animals/{id}': {get: {parameters: [{name: id, in: path, schema: {type: string}}]}}}",
        "/paths/~1animals~1{id}/get/parameters/0", "`required` must be true",
    ),
    "multipart": (
        "paths: {/animals: {post: {requestBody: {required: true, content: {multipart/form-data: {}}}}}}",
        "/paths/~1animals/post/requestBody/content", "application/json",
    ),
    "optional body": (
        "paths: {/animals: {post: {requestBody: {content: {application/json: {}}}}}}",
        "/paths/~1animals/post/requestBody", "`required` must be true",
    ),
    "text as a body": (_body("{type: string}"), "/paths/~1animals/patch/requestBody", "object or a list"),
    "a schema both ways": (
        _answer("{$ref: '#/components/schemas/A'}", "A: {type: object, properties: {a: {type: string}}}").replace(
            "get: {", "get: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, ",
        ),
        f"{GET}/requestBody", "use separate schemas",
    ),
    "an input in itself": (
        _body("{$ref: '#/components/schemas/A'}", "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}"),
        f"{SCHEMAS}/A/properties/a", "contains itself",
    ),
    "default response": (_get("responses: {default: {description: d}}"), f"{GET}/responses/default", "single status"),
    "2XX": (_get("responses: {2XX: {description: d}}"), f"{GET}/responses/2XX", "single status"),
    "no success": (_get("responses: {'404': {description: d}}"), f"{GET}/responses", "no status of success"),
    "text as an answer": (
        _get("responses: {'200': {description: d, content: {text/plain: {schema: {type: string}}}}}"),
        f"{GET}/responses/200/content", "application/json",
    ),
    "reference to nothing": (
        _answer("{$ref: '#/components/schemas/Nothing'}"),
        f"{GET}/responses/200/content/application~1json/schema/$ref", "leads nowhere",
    ),
    "reference elsewhere": (
        _answer("{$ref: 'other.yaml#/components/schemas/A'}"),
        f"{GET}/responses/200/content/application~1json/schema/$ref", "must be a reference to #/components/schemas/",
    ),
    "reference in a circle": (
        _answer("{$ref: '#/components/schemas/A'}", "A: {$ref: '#/components/schemas/A'}"),
        f"{GET}/responses/200/content/application~1json/schema/$ref", "leads back to itself",
    ),
    "unknown extension": (_get("x-pluralkit-colour: red"), f"{GET}/x-pluralkit-colour", "unknown here"),
    "extension of others": (_get("x-internal: true"), f"{GET}/x-internal", "unknown here"),
    "extension in the wrong place": (
        _model("a: {type: string, x-pluralkit-body: optional}"), f"{SCHEMAS}/Animal/properties/a/x-pluralkit-body", "unknown",
    ),
    "bad extension": (
        _get("x-pluralkit-rate-limit: {scope: 5}"), f"{GET}/x-pluralkit-rate-limit/scope", "not of type 'string'",
    ),
    "reference to no model": (
        "components: {schemas: {ARef: {type: string, x-pluralkit-reference: {model: A, field: id}}}}",
        f"{SCHEMAS}/ARef/x-pluralkit-reference", "not a model with a field 'id'",
    ),
    "operation without a method": (
        "paths: {/animals: {get: {x-pluralkit-client: {resource: animals}}}}",
        f"{GET}/x-pluralkit-client", "'method' is a required property",
    ),
    "operation id that is no identifier": (
        _get("operationId: get-animal, x-pluralkit-client: {resource: animals, method: get}"),
        f"{GET}/operationId", "not an identifier",
    ),
    "field that is no identifier": (_model("first-name: {type: string}"), f"{SCHEMAS}/Animal/properties/first-name", ""),
    "private field": (_model("_a: {type: string}"), f"{SCHEMAS}/Animal/properties/_a", "not an identifier"),
    "schema that is no class": (_answer("{type: string}", "my_animal: {type: string}"), f"{SCHEMAS}/my_animal", "class"),
    "schema that the client has": (_answer("{$ref: '#/components/schemas/Request'}", "Request: {type: object, properties: {a: {type: string}}}"), f"{SCHEMAS}/Request", "two meanings"),
    "enum value that is no identifier": (
        _model("a: {type: string, enum: [ok, '1st']}"), f"{SCHEMAS}/Animal/properties/a/enum/1", "not an identifier",
    ),
    "error that is no identifier": (
        "x-pluralkit-errors: {'1': {name: Not an error, status: 404, seen: true, message: m, description: d}}",
        "/x-pluralkit-errors/1/name", "does not match",
    ),
    "two operations": (
        "paths: {/a: {get: {operationId: getIt}}, /b: {get: {operationId: get_it}}}",
        "/paths/~1b/get/operationId", "'get_it' is already defined at /paths/~1a/get/operationId",
    ),
    "two paths": (
        "paths: {'/a/{x}': {}, '/a/{y}': {}}", "/paths/~1a~1{y}", "'/a/{}' is already defined at /paths/~1a~1{x}",
    ),
    "two methods": (
        "paths: {/a: {get: {operationId: a, x-pluralkit-client: &c {resource: r, method: m}}},"
        " /b: {get: {operationId: b, x-pluralkit-client: *c}}}",
        "/paths/~1b/get/x-pluralkit-client", "'r.m' is already defined",
    ),
    "a walk beside a method": (
        "paths: {/a: {get: {operationId: a, x-pluralkit-client: {resource: r, method: iterate}}}, /b: {get: {operationId: b,"
        " x-pluralkit-client: {resource: r, method: list},"
        " x-pluralkit-pagination: {parameter: a, field: a, identity: a, limit: a, maximum: 1}}}}",
        "/paths/~1b/get/x-pluralkit-client", "'r.iterate' is already defined",
    ),
    "two fields": (
        _model("aB: {type: string}, a_b: {type: string}"), f"{SCHEMAS}/Animal/properties/a_b", "'a_b' is already defined",
    ),
    "two enum members": (
        _model("a: {type: string, enum: [a-b, a_b]}"), f"{SCHEMAS}/Animal/properties/a/enum/1", "'A_B' is already defined",
    ),
    "two errors": (
        "x-pluralkit-errors: {'1': &e {name: Gone, status: 404, seen: true, message: m, description: d}, '2': *e}",
        "/x-pluralkit-errors/2/name", "'Gone' is already defined",
    ),
    "two models": (
        _model(
            "mood: {type: object, properties: {a: {type: string}}}",
        ).replace("Animal: {", "AnimalMood: {type: object, properties: {b: {type: string}}}, Animal: {"),
        f"{SCHEMAS}/Animal/properties/mood", "AnimalMood",
    ),
    "a parameter and a field": (
        _body("{type: object, properties: {a: {type: string}}}").replace(
            "patch: {", "patch: {parameters: [{name: a, in: query, schema: {type: string}}], "
        ),
        "/paths/~1animals/patch", "the argument 'a' would have two meanings",
    ),
    "two arguments": (
        "paths: {'/animals/{animalRef}': {get: {parameters: [{name: animalRef, in: path, required: true,"
        " schema: {$ref: '#/components/schemas/ARef'}}, {name: animal, in: query, schema: {type: string}}]}}}\n"
        "components: {schemas: {ARef: {type: string, x-pluralkit-reference: {model: A, field: id}},"
        " A: {type: object, properties: {id: {type: string}}}}}",
        "/paths/~1animals~1{animalRef}/get", "the argument 'animal' would have two meanings",
    ),
    "webhook without a type": (
        "webhooks: {FED: {post: {responses: {'200': {description: d}}, requestBody: {required: true, content:"
        " {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}",
        "/webhooks/FED/post/requestBody", "must require a `type` that is a const",
    ),
    "an operation with the name of a model": (
        _answer("{$ref: '#/components/schemas/A'}", "A: {type: object, properties: {a: {type: string}}}").replace(
            "get: {", "get: {operationId: a, x-pluralkit-client: {resource: r, method: m}, "
        ),
        f"{SCHEMAS}/A", "the name 'A' would have two meanings in operations.py",
    ),
    "a resource with the name of a model": (
        _answer("{$ref: '#/components/schemas/Animals'}", "Animals: {type: object, properties: {a: {type: string}}}"),
        f"{SCHEMAS}/Animals", "two meanings in resources.py",
    ),
    "a resource that a client has": (
        _get("operationId: a, x-pluralkit-client: {resource: send, method: m}"), f"{GET}/x-pluralkit-client/resource", "'send' would have two meanings",
    ),
    "an error that the runtime has": (
        "x-pluralkit-errors: {'1': {name: NotFound, status: 404, seen: true, message: m, description: d}}",
        "/x-pluralkit-errors/1/name", "'NotFound' would have two meanings in errors.py",
    ),
    "pages of what": (
        _get("x-pluralkit-pagination: {parameter: before, field: id, identity: id, limit: limit, maximum: 1}"),
        f"{GET}/x-pluralkit-pagination", "needs one answer, a list",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "pointer", "said"), REFUSED.values(), ids=REFUSED)
def test_an_invalid_contract_is_rejected_with_its_place(
    text: str, pointer: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "contract.json"
    contract.write_text(json.dumps(document(text)).replace("SURROGATE", "\\ud800"))
    assert main(["--contract", str(contract), "--output", str(tmp_path / "client")]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(f"{contract}: {pointer}: " if pointer else f"{contract}: "), error
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "client").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openapi: [", "cannot be read as YAML: line 2, column 1: "),
        ("openapi: 3.1.0\nopenapi: 3.1.0", "line 2, column 1: the key 'openapi' is duplicated"),
        ("paths: {200: x}", "the key '200' is not a string: put it in quotes"),
        ("- a", "must be an object"),
        ("\x00", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("components: {schemas: {A: &a {type: array, items: *a}}}", "nested too deeply"),
    ],
)
def test_an_unreadable_yaml_document_is_an_error(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(text)
    assert main(["--contract", str(contract), "--output", str(tmp_path / "client")]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("text", ['{"a": 1', '{"a": 1, "a": 2}', "", "[]"])
def test_an_unreadable_json_document_is_an_error(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = tmp_path / "contract.json"
    contract.write_text(text)
    assert main(["--contract", str(contract), "--output", str(tmp_path / "client")]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{contract}: ")
    assert error.count("\n") == 1
