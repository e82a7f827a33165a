"""Names that collide with Python's: keywords, and names of types that later fields need."""
# ruff: noqa: E501 - a line of YAML stays a line

from __future__ import annotations

from types import ModuleType
from uuid import UUID

import msgspec
import pytest

from tests.generator.build import Server, build

NAMES = """
paths:
  /things/{from}:
    parameters: [{name: from, in: path, required: true, schema: {type: string}}]
    get:
      x-pluralkit-client: {resource: things, method: list}
      parameters: [{name: class, in: query, schema: {type: string}}, {name: type, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: d
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
    patch:
      operationId: updateThing
      x-pluralkit-client: {resource: things, method: type}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ThingUpdate'}}}}
      responses:
        '200': {description: d, content: {application/json: {schema: {type: array, items: {type: string}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [type, list, uuid, datetime, date, str, class, int, None, selfURL, later, ids, day, when, number]
      properties: &properties
        type: {type: string}
        list: {type: array, items: {type: string}}
        uuid: {type: string, format: uuid}
        datetime: {type: string, format: date-time}
        date: {type: string, format: date}
        str: {type: string}
        class: {type: string}
        int: {type: integer}
        None: {type: boolean}
        selfURL: {type: string}
        later: {type: array, items: {type: string}}
        ids: {type: array, items: {type: string, format: uuid}}
        day: {type: string, format: date}
        when: {type: string, format: date-time}
        number: {type: integer}
    ThingUpdate: {type: object, properties: *properties}
"""

THING = {
    "type": "t", "list": ["l"], "uuid": "6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0001", "datetime": "2020-01-02T03:04:05Z",
    "date": "2020-01-02", "str": "s", "class": "c", "int": 1, "None": True, "selfURL": "u", "later": ["x"],
    "ids": ["6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0002"], "day": "2020-01-03", "when": "2020-01-02T03:04:06Z", "number": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return build(NAMES, tmp_path_factory.mktemp("names"))


def test_models_are_decoded_and_encoded_by_the_names_of_the_contract(package: ModuleType) -> None:
    (thing,) = Server({"GET /things/x": (200, [THING])}).sync(package).things.list("x")
    assert (thing.type, thing.list, thing.str, thing.class_, thing.int) == ("t", ["l"], "s", "c", 1)
    assert (thing.none, thing.self_url) == (True, "u")
    assert thing.ids == [UUID("6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0002")]
    assert msgspec.json.decode(msgspec.json.encode(thing)) == THING


def test_arguments_are_sent_by_the_names_of_the_contract(package: ModuleType) -> None:
    server = Server({"GET /things/x": (200, []), "PATCH /things/x": (200, ["y"])})
    client = server.sync(package)
    client.things.list("x", class_="c", type=3)
    assert dict(server.requests[-1].url.params) == {"class": "c", "type": "3"}
    assert client.things.type("x", class_="c", list=["l"], self_url="u", none=False) == ["y"]
    assert server.sent == {"class": "c", "list": ["l"], "selfURL": "u", "None": False}
