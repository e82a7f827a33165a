"""Any name at any place of a contract is refused with the place, or the generated client works."""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import keyword
import sys
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import anyio
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contract_tests.support.profiles import examples
from generator.__main__ import EXTENSIONS
from generator.document import ContractError
from generator.names import snake
from generator.pipeline import generate
from tests.generator.build import Server, build, document

NAMES = {
    "model": "Animal",
    "model property": "tail",
    "event": "FedEvent",
    "event property": "food",
    "input": "AnimalUpdate",
    "input property": "nick",
    "enum": "Mood",
    "enum value": "merry",
    "reference": "AnimalRef",
    "path parameter": "animalKey",
    "query parameter": "tame",
    "parameter of a list": "wild",
    "operation": "getAnimal",
    "resource": "animals",
    "method": "get",
    "error": "NoSuchAnimal",
}
"""Each place of a name, with one that is accepted there."""
RUNTIME = Path(__file__).parents[2] / "runtime" / "pluralkit_runtime"
WHEN = "2020-01-02T03:04:05Z"
KEY = "6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0001"


def contract(names: Mapping[str, str]) -> dict[str, Any]:
    """A contract with one of each construct, with these names."""

    def reference(schema: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{schema}"}

    def answer(schema: Any) -> dict[str, Any]:
        return {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}

    def parameter(name: str, place: str, schema: Any) -> dict[str, Any]:
        return {"name": name, "in": place, "required": place == "path", "schema": schema}

    def properties(**fields: Any) -> dict[str, Any]:
        return {"type": "object", "required": list(fields), "properties": fields}

    def client(resource: str, method: str) -> dict[str, str]:
        return {"resource": resource, "method": method}

    texts = {"type": "array", "items": {"type": "string"}}
    time = {"type": "string", "format": "date-time"}
    shared = {
        "id": {"type": "string", "format": "uuid"},
        "born": time,
        "day": {"type": "string", "format": "date"},
    }
    body = {"required": True, "content": {"application/json": {"schema": reference(names["input"])}}}
    event = {"required": True, "content": {"application/json": {"schema": reference(names["event"])}}}
    errors = {"404": {"description": "d", "x-pluralkit-error-codes": [7001]}}
    key = parameter(names["path parameter"], "path", reference(names["reference"]))
    own = f"/animals/{{{names['path parameter']}}}"
    return document(
        json.dumps(
            {
                "x-pluralkit-wire-format": {"signature-field": "signing_token"},
                "x-pluralkit-errors": {
                    "7001": {
                        "name": names["error"],
                        "status": 404,
                        "seen": True,
                        "message": "No.",
                        "description": "None.",
                    }
                },
                "paths": {
                    own: {
                        "parameters": [key],
                        "get": {
                            "operationId": names["operation"],
                            "x-pluralkit-client": client(names["resource"], names["method"]),
                            "parameters": [parameter(names["query parameter"], "query", {"type": "boolean"})],
                            "responses": answer(reference(names["model"])) | errors,
                        },
                        "patch": {
                            "operationId": "changeAnimal",
                            "x-pluralkit-client": client(names["resource"], "change"),
                            "requestBody": body,
                            "responses": answer(reference(names["model"])),
                        },
                    },
                    "/animals": {
                        "get": {
                            "operationId": "listAnimals",
                            "x-pluralkit-client": client(names["resource"], "every"),
                            "x-pluralkit-pagination": {
                                "parameter": "before",
                                "field": "born",
                                "identity": "id",
                                "limit": "limit",
                                "maximum": 3,
                            },
                            "x-pluralkit-periods": {"members": "keepers"},
                            "parameters": [
                                parameter("before", "query", time),
                                parameter("limit", "query", {"type": "integer"}),
                                parameter(names["parameter of a list"], "query", {"type": "integer"}),
                            ],
                            "responses": answer({"type": "array", "items": reference(names["model"])}),
                        }
                    },
                },
                "webhooks": {
                    "FED": {"post": {"requestBody": event, "responses": {"200": {"description": "d"}}}}
                },
                "components": {
                    "schemas": {
                        names["reference"]: {
                            "type": "string",
                            "x-pluralkit-reference": {"model": names["model"], "field": "id"},
                        },
                        names["enum"]: {"type": "string", "enum": [names["enum value"], "very-angry"]},
                        names["model"]: properties(
                            **shared,
                            keepers=texts,
                            mood=reference(names["enum"]),
                            **{names["model property"]: {"type": ["integer", "null"]}},
                        ),
                        names["input"]: {
                            "type": "object",
                            "minProperties": 1,
                            "properties": {
                                "mood": reference(names["enum"]),
                                "born": time,
                                "tags": texts,
                                names["input property"]: {"type": ["string", "null"]},
                            },
                        },
                        names["event"]: properties(
                            type={"type": "string", "const": "FED"},
                            signing_token={"type": "string"},
                            **shared,
                            **{names["event property"]: {"type": "string"}},
                        ),
                    }
                },
            }
        )
    )


@cache
def bound_names() -> tuple[str, ...]:
    """The names that generated modules and the runtime bind or use, and Python's own."""
    text = json.dumps(contract(NAMES)).encode()
    modules = [ast.parse(code) for code in generate(text, EXTENSIONS.read_bytes(), is_json=True).values()]
    modules += [ast.parse(path.read_bytes()) for path in RUNTIME.rglob("*.py")]
    found = {name for module in modules for name in _bound(module)} | set(dir(builtins))
    found |= {*keyword.kwlist, *keyword.softkwlist, *dir(dict), *dir(str)}
    return tuple(sorted(name for name in found if name.isidentifier() and not name.startswith("_")))


def _bound(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield from (asname or name).split(".")
            case _:
                pass


@examples(10)
@given(st.sampled_from(list(NAMES)), st.deferred(lambda: st.sampled_from(bound_names())))
@example("model property", "field")
@example("query parameter", "Query")
@example("parameter of a list", "entry")
@example("query parameter", "Self")
@example("resource", "with_options")
@example("model property", "to_dict")
@example("model", "Model")
@example("resource", "break")
def test_a_name_is_rejected_with_its_place_or_works(position: str, name: str) -> None:
    names = {**NAMES, position: name}
    text = json.dumps(contract(names))
    with TemporaryDirectory() as directory:
        try:
            package = build(text, Path(directory))
        except ContractError as refusal:
            assert str(refusal).startswith("/"), "no place"  # noqa: PT017 - what is accepted is used
            return
        try:
            _use(package, names)
        finally:
            for module in [each for each in sys.modules if each.partition(".")[0] == package.__name__]:
                del sys.modules[module]


def _use(package: ModuleType, names: Mapping[str, str]) -> None:
    for module in ("models", "inputs", "events"):
        found = importlib.import_module(f"{package.__name__}.{module}")
        for each in [value for value in vars(found).values() if isinstance(value, type)]:
            if each.__module__ == found.__name__:
                typing.get_type_hints(each)
    animal = {
        "id": KEY,
        "born": WHEN,
        "day": "2020-01-02",
        "keepers": ["x"],
        "mood": names["enum value"],
        names["model property"]: 3,
    }
    server = Server(
        {
            "GET /animals": (200, [animal]),
            "GET /animals/x": (200, animal),
            "PATCH /animals/x": (200, animal),
        }
    )
    client = server.sync(package)
    resource = getattr(client, snake(names["resource"]))
    given = {snake(names["query parameter"]): True}
    shown = getattr(resource, snake(names["method"]))("x", **given)
    assert dict(server.requests[-1].url.params) == {names["query parameter"]: "true"}
    assert getattr(shown, snake(names["model property"])) == 3
    assert json.loads(shown.to_json()) == animal
    resource.change("x", **{snake(names["input property"]): None, "mood": names["enum value"]})
    assert server.sent == {names["input property"]: None, "mood": names["enum value"]}
    walked = {snake(names["parameter of a list"]): 7}
    assert list(resource.iterate(**walked)) == list(resource.every(**walked)) == [shown]
    assert server.requests[-1].url.params[names["parameter of a list"]] == "7"
    assert [page.items for page in resource.pages(**walked)] == [[shown]]
    assert len(list(resource.periods(**walked))) == 1
    event = {"type": "FED", "signing_token": "t", "id": KEY, "born": WHEN, "day": "2020-01-02"}
    content = json.dumps({**event, names["event property"]: "hay"})
    parsed = package.events.parse(content, token="t")
    assert getattr(parsed, snake(names["event property"])) == "hay"
    missing = Server({"GET /animals/x": (404, {"message": "No.", "code": 7001})})
    with pytest.raises(getattr(package.errors, names["error"])):
        getattr(getattr(missing.sync(package), snake(names["resource"])), snake(names["method"]))("x")

    async def asynchronously() -> None:
        async with server.asynchronous(package) as client:
            resource = getattr(client, snake(names["resource"]))
            assert await getattr(resource, snake(names["method"]))("x", **given) == shown
            assert [each async for each in resource.iterate(**walked)] == [shown]

    anyio.run(asynchronously)
