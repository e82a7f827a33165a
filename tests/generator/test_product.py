"""Generated clients at run time: each test reads and sends what a small document states."""
# ruff: noqa: E501 - a line of YAML stays a line

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.generator.build import Server, build

CAT = UUID("6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0001")

ZOO = r"""
x-pluralkit-wire-format: {signature-field: signing_token}
x-pluralkit-errors:
  '0': {name: null, status: null, seen: true, message: null, description: Nothing special.}
  '7001': {name: NoSuchAnimal, status: 404, seen: true, message: No., description: Nobody of that name. Really.}
  '7002': {name: ZooClosed, status: 501, seen: false, message: No., description: Come back "tomorrow"}
paths:
  /animals/{animalRef}:
    parameters: [{name: animalRef, in: path, required: true, schema: {$ref: '#/components/schemas/AnimalRef'}}]
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
        '404': {description: d, x-pluralkit-error-codes: [0, 7001]}
    patch:
      operationId: updateAnimal
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AnimalUpdate'}}}}
    delete: {}
  /animals:
    get:
      operationId: listAnimals
      x-pluralkit-client: {resource: animals, method: list}
      x-pluralkit-pagination: {parameter: before, field: born, identity: id, limit: limit, maximum: 3}
      parameters:
        - {name: before, in: query, schema: {type: string, format: date-time}}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: keeper_id, in: query, schema: {$ref: '#/components/schemas/Snowflake'}}
        - {name: friendOf, in: query, schema: {$ref: '#/components/schemas/AnimalRef'}}
        - {name: tame, in: query, schema: {type: boolean}}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}}}
    post:
      operationId: createAnimal
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/AnimalCreate'}}}}
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
        '202': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Receipt'}}}}
        '204': {description: d}
  /animals/{animalRef}/friends:
    parameters: [{name: animalRef, in: path, required: true, schema: {$ref: '#/components/schemas/AnimalRef'}}]
    put:
      operationId: setFriends
      x-pluralkit-client: {resource: animals, method: set_friends}
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/ListedAnimalRef'}}}}
  /keepers/{keeperId}:
    parameters: [{name: keeperId, in: path, required: true, schema: {$ref: '#/components/schemas/Snowflake'}}]
    get:
      operationId: getKeeper
      x-pluralkit-client: {resource: keepers, method: get}
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {anyOf: [{$ref: '#/components/schemas/Keeper'}, {$ref: '#/components/schemas/PublicKeeper'}]}
webhooks:
  ANIMAL_FED: {post: {requestBody: &fed {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/FedEvent'}}}}, responses: {'200': {description: d}}}}
components:
  schemas:
    AnimalRef: {type: string, x-pluralkit-reference: {model: Animal, also: [Receipt], field: id}}
    ListedAnimalRef: {type: string, x-pluralkit-reference: {model: Animal, also: [Receipt], field: id}}
    Snowflake: {type: string, x-pluralkit-snowflake: true}
    Mood: {type: string, enum: ['off', merry, very-angry]}
    Animal:
      type: object
      description: An animal. It lives.
      required: [id, mood, born, name]
      properties:
        id: {type: string, format: uuid, description: 'Its id, e.g. a UUID. Never changes.'}
        mood: {oneOf: [{$ref: '#/components/schemas/Mood'}, {type: 'null'}], description: Its mood}
        born: {type: string, format: date-time}
        name: {type: [string, 'null'], description: "A \"name\" with \\ and \"\"\""}
        tail: {type: number}
        note: {type: [string, 'null']}
        marks: {type: array, items: {$ref: '#/components/schemas/Mark'}}
        birthday: {type: string, format: date}
    Mark: {type: object, required: [place, size], properties: {place: {type: string}, size: {type: [integer, 'null']}}}
    MarkInput: {type: object, properties: {place: {type: string}, size: {type: [integer, 'null']}}}
    AnimalCreate:
      type: object
      required: [name]
      properties:
        name: {type: string}
        mood: {$ref: '#/components/schemas/Mood'}
        mother: {oneOf: [{$ref: '#/components/schemas/AnimalRef'}, {type: 'null'}]}
        friends: {type: array, items: {$ref: '#/components/schemas/AnimalRef'}}
        marks: {type: array, items: {$ref: '#/components/schemas/MarkInput'}}
        born: {type: string, format: date-time}
        birthday: {type: string, format: date}
        keeper: {$ref: '#/components/schemas/Snowflake'}
    AnimalUpdate:
      type: object
      minProperties: 1
      properties:
        name: {type: [string, 'null']}
        first_mark: {$ref: '#/components/schemas/MarkInput'}
    Receipt: {type: object, required: [id], properties: {id: {type: string}}}
    Keeper: {type: object, required: [name, salary], properties: {name: {type: string}, salary: {type: integer}}}
    PublicKeeper: {type: object, required: [name], properties: {name: {type: string}}}
    FedEvent:
      type: object
      required: [type, signing_token, animal, data]
      properties:
        type: {type: string, const: ANIMAL_FED}
        signing_token: {type: string}
        animal: {type: string, format: uuid}
        data: {type: object, properties: {food: {type: string}, at: {type: string, format: date-time}}}
"""

BARE: dict[str, Any] = {"id": str(CAT), "mood": None, "born": "2020-01-02T03:04:05.000006Z", "name": None}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return build(ZOO, tmp_path_factory.mktemp("zoo"))


def test_absent_fields_differ_from_null(zoo: ModuleType) -> None:
    server = Server(
        {"GET /animals/a": (200, BARE), "GET /animals/b": (200, {**BARE, "note": None, "tail": 1.5})}
    )
    client = server.sync(zoo)
    bare, full = client.animals.get("a"), client.animals.get("b")
    assert bare.name is None
    assert bare.note is zoo.UNSET
    assert full.note is None
    assert full.tail == 1.5
    assert msgspec.json.decode(msgspec.json.encode(bare)) == BARE


def test_values_are_decoded_to_their_types(zoo: ModuleType) -> None:
    body = {**BARE, "birthday": "0004-02-29", "marks": [{"place": "ear", "size": None}]}
    animal = Server({"GET /animals/a": (200, body)}).sync(zoo).animals.get("a")
    assert animal.id == CAT
    assert animal.born == datetime(2020, 1, 2, 3, 4, 5, 6, UTC)
    assert animal.birthday == date(4, 2, 29)
    assert animal.marks == [zoo.models.Mark(place="ear", size=None)]
    with pytest.raises(AttributeError, match="immutable"):
        animal.name = "x"


@pytest.mark.parametrize("broken", [{"born": "2020-01-02T03:04:05"}, {"name": 1}, {"id": None}])
def test_a_response_that_breaks_the_contract_raises_invalid_response(
    zoo: ModuleType, broken: dict[str, Any]
) -> None:
    server = Server({"GET /animals/a": (200, {**BARE, **broken})})
    with pytest.raises(zoo.InvalidResponse):
        server.sync(zoo).animals.get("a")


def test_a_missing_field_is_invalid_and_an_unknown_field_is_ignored(zoo: ModuleType) -> None:
    without = {key: value for key, value in BARE.items() if key != "mood"}
    server = Server({"GET /animals/a": (200, without), "GET /animals/b": (200, {**BARE, "wings": 2})})
    with pytest.raises(zoo.InvalidResponse, match="mood"):
        server.sync(zoo).animals.get("a")
    assert server.sync(zoo).animals.get("b").name is None


def test_unknown_enum_values_are_kept(zoo: ModuleType) -> None:
    answers = {
        f"GET /animals/{mood}": (200, {**BARE, "mood": mood}) for mood in ("off", "very-angry", "sleepy")
    }
    moods = [Server(answers).sync(zoo).animals.get(mood).mood for mood in ("off", "very-angry", "sleepy")]
    assert moods[:2] == [zoo.enums.Mood.OFF, zoo.enums.Mood.VERY_ANGRY]
    assert moods[2] == "sleepy"
    assert isinstance(moods[2], zoo.enums.Mood)


def test_a_reference_may_be_a_str_a_uuid_or_a_model(zoo: ModuleType) -> None:
    server = Server(lambda _: (204, None))
    client = server.sync(zoo)
    animal = zoo.models.Animal(id=CAT, mood=None, born=datetime.now(UTC), name=None)
    for reference in ("felix", CAT, animal, zoo.models.Receipt(id="r1")):
        client.animals.delete(reference)
    assert [request.url.path for request in server.requests] == [
        "/v2/animals/felix", f"/v2/animals/{CAT}", f"/v2/animals/{CAT}", "/v2/animals/r1",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [None, 5, b"felix", ["felix"]])
def test_a_reference_of_a_wrong_type_is_a_type_error(zoo: ModuleType, wrong: object) -> None:
    server = Server({})
    with pytest.raises(TypeError, match="animal: must be a str, UUID, Animal or Receipt"):
        server.sync(zoo).animals.delete(wrong)
    assert not server.requests


def test_a_discord_id_may_be_a_number(zoo: ModuleType) -> None:
    server = Server({"GET /keepers/123456789012345678": (200, {"name": "Ann"})})
    for keeper in (123456789012345678, "123456789012345678"):
        assert server.sync(zoo).keepers.get(keeper).name == "Ann"


@pytest.mark.parametrize(
    ("reference", "path"),
    [("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("100%", "100%25"), ("ä €", "%C3%A4%20%E2%82%AC")],
)
def test_references_are_escaped(zoo: ModuleType, reference: str, path: str) -> None:
    server = Server(lambda _: (204, None))
    server.sync(zoo).animals.delete(reference)
    assert server.requests[0].url.raw_path == f"/v2/animals/{path}".encode()


@pytest.mark.parametrize("reference", ["", ".", "..", "a\nb"])
def test_a_reference_that_changes_the_path_is_a_value_error(zoo: ModuleType, reference: str) -> None:
    server = Server({})
    with pytest.raises(ValueError, match="animal"):
        server.sync(zoo).animals.delete(reference)
    assert not server.requests


def test_a_body_may_be_a_list(zoo: ModuleType) -> None:
    server = Server(lambda _: (204, None))
    client = server.sync(zoo)
    animal = zoo.models.Animal(id=CAT, mood=None, born=datetime.now(UTC), name=None)
    client.animals.set_friends("a", ["b", CAT, animal])
    assert server.sent == ["b", str(CAT), str(CAT)]
    client.animals.set_friends("a", ("b",))
    assert server.sent == ["b"]
    client.animals.set_friends("a", animals=[])
    assert server.sent == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [("abc", "animals"), (5, "animals"), (["a", 5], r"animals\[1\]"), ({"a": 1}, "animals")],
)
def test_a_body_that_is_not_a_list_is_a_type_error(zoo: ModuleType, wrong: object, named: str) -> None:
    server = Server({})
    with pytest.raises(TypeError, match=named):
        server.sync(zoo).animals.set_friends("a", wrong)
    assert not server.requests


def test_each_status_has_its_type(zoo: ModuleType) -> None:
    answers = iter([(200, BARE), (202, {"id": "r1"}), (204, None)])
    client = Server(lambda _: next(answers)).sync(zoo)
    results = [client.animals.create(name="x") for _ in range(3)]
    assert [type(result).__name__ for result in results] == ["Animal", "Receipt", "NoneType"]
    with pytest.raises(zoo.InvalidResponse):
        Server(lambda _: (201, BARE)).sync(zoo).animals.create(name="x")


def test_a_union_decodes_to_the_model_whose_required_fields_are_present(zoo: ModuleType) -> None:
    server = Server(
        {"GET /keepers/1": (200, {"name": "Ann", "salary": 3}), "GET /keepers/2": (200, {"name": "Ann"})}
    )
    client = server.sync(zoo)
    assert client.keepers.get(1) == zoo.models.Keeper(name="Ann", salary=3)
    assert client.keepers.get(2) == zoo.models.PublicKeeper(name="Ann")


def test_arguments_are_encoded_as_json(zoo: ModuleType) -> None:
    server = Server(lambda _: (204, None))
    client = server.sync(zoo)
    tokyo = timezone(timedelta(hours=9))
    client.animals.create(
        name="Felix",
        mood=zoo.enums.Mood.MERRY,
        mother=CAT,
        friends=["a", CAT],
        marks=[{"place": "ear"}, zoo.models.Mark(place="paw", size=None)],
        born=datetime(2020, 1, 2, 12, tzinfo=tokyo),
        birthday=date(2020, 1, 2),
        keeper=12345678901234567,
    )
    assert server.sent == {
        "name": "Felix",
        "mood": "merry",
        "mother": str(CAT),
        "friends": ["a", str(CAT)],
        "marks": [{"place": "ear"}, {"place": "paw", "size": None}],
        "born": "2020-01-02T03:00:00Z",
        "birthday": "2020-01-02",
        "keeper": "12345678901234567",
    }
    client.animals.create(name="Felix", mood="off", mother=None)
    assert server.sent == {"name": "Felix", "mood": "off", "mother": None}


def test_omitted_arguments_are_not_sent(zoo: ModuleType) -> None:
    server = Server(lambda _: (204, None))
    server.sync(zoo).animals.update("a", name=None)
    assert server.sent == {"name": None}


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({"nam": "x"}, TypeError, "AnimalUpdate has no 'nam'; it has first_mark, name"),
        ({"first_mark": {"plaice": "x"}}, TypeError, "first_mark: MarkInput has no 'plaice'"),
        ({}, TypeError, "AnimalUpdate needs at least one of first_mark, name"),
        ({"first_mark": "ear"}, TypeError, "first_mark: must be a dict, not str"),
    ],
)
def test_an_invalid_keyword_raises_before_anything_is_sent(
    zoo: ModuleType, fields: dict[str, Any], error: type[Exception], said: str
) -> None:
    server = Server({})
    with pytest.raises(error, match=said):
        server.sync(zoo).animals.update("a", **fields)
    assert not server.requests


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({}, TypeError, "AnimalCreate needs 'name'"),
        ({"name": "x", "mother": 5}, TypeError, "mother: must be a str, UUID, Animal or Receipt, not int"),
        ({"name": "x", "friends": "abc"}, TypeError, "friends: must be a list, not str"),
        ({"name": "x", "marks": [{"place": "a"}, {"x": 1}]}, TypeError, r"marks\[1\]: MarkInput has no 'x'"),
        ({"name": "x", "born": datetime(2020, 1, 1)}, ValueError, "born: .* has no time zone"),
        (
            {"name": "x", "birthday": datetime(2020, 1, 1, tzinfo=UTC)},
            TypeError,
            "birthday: must be a date, not",
        ),
    ],
)
def test_an_invalid_value_raises_before_anything_is_sent(
    zoo: ModuleType, fields: dict[str, Any], error: type[Exception], said: str
) -> None:
    server = Server({})
    with pytest.raises(error, match=said):
        server.sync(zoo).animals.create(**fields)
    assert not server.requests


def test_query_parameters_are_encoded(zoo: ModuleType) -> None:
    server = Server(lambda _: (200, []))
    client = server.sync(zoo)
    tokyo = timezone(timedelta(hours=9))
    client.animals.list(
        before=datetime(2020, 1, 2, 12, 0, 0, 1, tokyo), limit=2, keeper_id=99, friend_of=CAT, tame=False
    )
    assert dict(server.requests[-1].url.params) == {
        "before": "2020-01-02T03:00:00.000001Z", "limit": "2", "keeper_id": "99", "friendOf": str(CAT), "tame": "false",
    }  # fmt: skip
    client.animals.list()
    assert server.requests[-1].url.query == b""


def _herd(count: int) -> Server:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    all_of_them = [
        {
            **BARE,
            "id": str(UUID(int=i)),
            "name": str(i),
            "born": (start + timedelta(microseconds=i)).isoformat(),
        }
        for i in range(count)
    ]

    def answer(request: Any) -> tuple[int, Any]:
        before = request.url.params.get("before")
        older = [
            each for each in all_of_them if before is None or each["born"] < before.replace("Z", "+00:00")
        ]
        return 200, older[::-1][: int(request.url.params["limit"])]

    return Server(answer)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_iterate_yields_each_entry_of_all_pages_once(zoo: ModuleType, count: int) -> None:
    expected = [str(i) for i in range(count)][::-1]
    progress: list[tuple[int, int | None]] = []

    def note(seen: int, total: int | None) -> None:
        progress.append((seen, total))

    assert [each.name for each in _herd(count).sync(zoo).animals.iterate(progress=note)] == expected
    assert progress[-1] == (count, None)

    async def walk() -> list[str]:
        return [each.name async for each in _herd(count).asynchronous(zoo).animals.iterate()]

    assert asyncio.run(walk()) == expected


def test_iterate_accepts_a_start_and_passes_on_other_parameters(zoo: ModuleType) -> None:
    server = _herd(7)
    middle = datetime(2020, 1, 1, 0, 0, 0, 5, UTC)
    walk = server.sync(zoo).animals.iterate(before=middle, tame=True)
    assert [each.name for each in walk] == ["4", "3", "2", "1", "0"]
    assert {request.url.params["tame"] for request in server.requests} == {"true"}


def test_the_asynchronous_client_returns_the_same(zoo: ModuleType) -> None:
    server = Server({"GET /animals/a": (200, BARE)})
    assert asyncio.run(server.asynchronous(zoo).animals.get("a")) == server.sync(zoo).animals.get("a")


def test_an_error_has_the_class_of_its_code(zoo: ModuleType) -> None:
    server = Server(
        {"GET /animals/a": (404, {"message": "No.", "code": 7001}), "GET /animals/b": (404, None)}
    )
    with pytest.raises(zoo.errors.NoSuchAnimal) as caught:
        server.sync(zoo).animals.get("a")
    assert isinstance(caught.value, zoo.NotFound)
    assert caught.value.code == 7001
    with pytest.raises(zoo.NotFound) as caught:
        server.sync(zoo).animals.get("b")
    assert type(caught.value) is zoo.NotFound
    assert issubclass(zoo.errors.ZooClosed, zoo.errors.ServerError)


def test_request_parses_responses_of_paths_in_the_contract(zoo: ModuleType) -> None:
    server = Server({"GET /animals/a": (200, BARE)})
    assert server.sync(zoo).request("GET", "/animals/a").data == server.sync(zoo).animals.get("a")


def test_a_signed_event_is_parsed_to_its_class(zoo: ModuleType) -> None:
    body = {"type": "ANIMAL_FED", "signing_token": "s3cret", "animal": str(CAT), "data": {"food": "fish"}}
    event = zoo.events.parse(msgspec.json.encode(body), token="s3cret")
    assert isinstance(event, zoo.events.FedEvent)
    assert event.animal == CAT
    assert event.data.food == "fish"
    assert event.data.at is zoo.UNSET
    assert "s3cret" not in repr(event)
    with pytest.raises(zoo.errors.InvalidSignature):
        zoo.events.parse(msgspec.json.encode(body), token="other")


def test_an_event_of_an_unknown_type_is_an_unknown_event(zoo: ModuleType) -> None:
    body = {"type": "ZOO_SOLD", "signing_token": "s3cret", "data": [1]}
    event = zoo.events.parse(msgspec.json.encode(body), token="s3cret")
    assert isinstance(event, zoo.events.UnknownEvent)
    assert (event.type, event.data) == ("ZOO_SOLD", [1])


def test_descriptions_of_the_contract_become_docstrings(zoo: ModuleType) -> None:
    source = Path(str(zoo.models.__file__)).read_text()
    assert '"""Its id, e.g. a UUID."""' in source
    assert '"""Its mood"""' in source
    assert "Never changes" not in source
    assert zoo.models.Animal.__doc__.startswith(
        "An animal.\n\n    It lives.\n\n    Attributes:\n        id ("
    )
    assert zoo.errors.ZooClosed.__doc__ == 'Come back "tomorrow"'
    animals: Any = Server({}).sync(zoo).animals
    assert "Raises:\n            NoSuchAnimal: " in animals.get.__doc__


def test_the_package_has_the_schemas(zoo: ModuleType) -> None:
    from importlib import import_module

    found = import_module(f"{zoo.__name__}.schemas").SCHEMAS
    assert found["Mark"] == {
        "type": "object",
        "required": ["place", "size"],
        "properties": {"place": {"type": "string"}, "size": {"type": ["integer", "null"]}},
    }
    assert found["Animal"]["properties"]["id"]["description"] == "Its id, e.g. a UUID. Never changes."


ELSEWHERE = """
x-pluralkit-wire-format: {signature-field: signing_token}
paths:
  /animals:
    get:
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}}
    post:
      operationId: adoptAnimal
      servers: [{url: https://adopt.example}]
      responses: {default: {description: d}}
  /private/animals/{id}:
    servers: [{url: https://zoo.example}]
    parameters: [{name: X-Zoo, in: header, schema: {type: string}}, {name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Secret'}}, text/plain: {}}}}
      x-pluralkit-rate-limit: {scope: generic_get}
webhooks:
  ANIMAL_LEFT: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/LeftEvent'}}}}, responses: {'200': {description: d}}}}
components:
  schemas:
    Animal:
      type: object
      required: [id, gone, left]
      properties:
        id: {type: string}
        gone: {const: null, description: Never.}
        left: {oneOf: [{type: string}, {const: null}]}
        old: {type: array, items: {const: null}}
    Secret: {type: object, properties: {secret: {type: string}}}
    LeftEvent:
      type: object
      required: [type, signing_token, data]
      properties: {type: {type: string, const: ANIMAL_LEFT}, signing_token: {type: string}, data: {const: null}}
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return build(ELSEWHERE, tmp_path_factory.mktemp("elsewhere"))


def test_operations_at_other_servers_are_not_in_the_client(elsewhere: ModuleType) -> None:
    assert [operation.id for operation in elsewhere.operations.ALL] == ["getAnimal"]
    assert not hasattr(elsewhere.models, "Secret")
    methods: list[str] = [name for name in dir(elsewhere.resources.Animals) if not name.startswith("_")]
    assert methods == ["get"]


def test_a_const_null_is_decoded_as_none(elsewhere: ModuleType) -> None:
    answer: dict[str, Any] = {"id": "a", "gone": None, "left": None, "old": [None]}
    animal = Server({"GET /animals": (200, answer)}).sync(elsewhere).animals.get()
    assert (animal.gone, animal.left, animal.old) == (None, None, [None])
    with pytest.raises(elsewhere.InvalidResponse, match="gone"):
        Server({"GET /animals": (200, {**answer, "gone": "x"})}).sync(elsewhere).animals.get()
    body = {"type": "ANIMAL_LEFT", "signing_token": "s3cret", "data": None}
    assert elsewhere.events.parse(msgspec.json.encode(body), token="s3cret").data is None


def test_deprecations_are_documented(tmp_path: Path) -> None:
    client = build(
        """
        paths:
          /animals/{id}:
            get:
              deprecated: true
              parameters:
                - {name: id, in: path, required: true, schema: {type: string}}
                - {name: old, in: query, deprecated: true, description: Whether it is old., schema: {type: boolean}}
              responses:
                '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
        components:
          schemas:
            Animal: {type: object, required: [legs], properties: {legs: {type: integer, deprecated: true, description: How many.}}}
        """,
        tmp_path,
    )
    text = client.resources.Animals.get.__doc__
    assert "Deprecated" in text
    assert "old (bool): Deprecated: Whether it is old." in text
    assert "Deprecated: How many." in client.models.Animal.__doc__
