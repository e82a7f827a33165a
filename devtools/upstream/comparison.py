"""Compare the contract with the documentation, and both with the differences that the contract knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from generator.document import below, children, resolve, walk
from generator.validate import Listed, operations

from .documented import Documentation, Endpoint, Field, key

EXTENSION = "x-pluralkit-documented"
_PLACEHOLDER = re.compile(r"\{[^}]*\}|@me")
_TEMPLATE = re.compile(r"\{[^}]*\}")
# A rate limit's scope, a message and so on are compared as they are; a type may be told more exactly here.
_TEXTS = {"string", "uuid", "date", "snowflake", "datetime"}
# Schemas of requests and events are named after the model that they are parts of.
_PART = re.compile(r"(Create|Update|Change|Input)$")
_Role: TypeAlias = Literal["answer", "input", "event", "body"]
_SNOWFLAKE = re.compile(r"\^\[0-9\]\{\d+,\d+\}\$")


@dataclass(frozen=True)
class Difference:
    """One thing that the documentation and the contract say differently.

    Attributes:
        pointer: The place in the contract that says it, or should.
        aspect: What of that place, the key in its `x-pluralkit-documented`.
        documented: What the documentation says, as YAML has it; False for a thing that it does not mention.
        ours: What the contract says.
    """

    pointer: str
    aspect: str
    documented: Any
    ours: Any

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.aspect}: documented {self.documented!r}, contract {self.ours!r}"


def compare(documentation: Documentation, contract: dict[str, Any]) -> list[Difference]:
    """List all differences, known ones included.

    Args:
        documentation: What `documented.load` returned.
        contract: The contract as `generator.document.load` returns it.
    """
    return list(_Comparison(documentation, contract).run())


def known(contract: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """Return the differences that the contract lists.

    Args:
        contract: The contract.

    Returns:
        What the documentation says, by JSON pointer and aspect.
    """
    return {
        (pointer, aspect): entry["says"]
        for pointer, node in walk(contract)
        if isinstance(node, dict)
        for aspect, entry in cast("dict[str, Any]", node).get(EXTENSION, {}).items()
        if aspect != "as"
    }


class _Comparison:
    def __init__(self, documentation: Documentation, contract: dict[str, Any]) -> None:
        self._said = documentation
        self._contract = contract
        self._operations = list(operations(contract))
        components = contract.get("components", {})
        self._schemas: dict[str, dict[str, Any]] = components.get("schemas", {})
        self._webhooks: dict[str, dict[str, Any]] = contract.get("webhooks", {})
        answers = (
            resolve(contract, response)
            for each in self._operations
            for response in each.operation["responses"].values()
        )
        bodies = [
            each.operation["requestBody"] for each in self._operations if "requestBody" in each.operation
        ]
        events = [hook["post"]["requestBody"] for hook in self._webhooks.values()]
        # A schema that is in an answer, too, is compared as one of an answer.
        self._roles: dict[_Role, set[str]] = {
            "answer": self._reachable([media for answer in answers for media in _media(answer)]),
            "input": self._reachable(bodies),
            "event": self._reachable(events),
        }
        self._taken = {each.takes for each in documentation.endpoints}

    def run(self) -> Iterator[Difference]:
        yield from self._document()
        yield from self._endpoints()
        yield from self._models()
        yield from self._errors()
        yield from self._events()

    # The document as a whole

    def _document(self) -> Iterator[Difference]:
        document, said = self._contract, self._said
        yield from _differ("", "url", sorted(said.urls), [document["servers"][0]["url"]])
        limits = document.get("x-pluralkit-rate-limits", {})
        period = limits.get("period", 1)
        ours = {scope: each["limit"] // period for scope, each in limits.get("scopes", {}).items()}
        yield from _differ("", "rate-limits", said.rate_limits, ours)
        wire = document.get("x-pluralkit-wire-format", {})
        names = sorted(value for name, value in wire.items() if name.endswith("-header"))
        yield from _differ("", "headers", sorted(said.headers), names)
        yield from _differ("", "units", said.units, self._units(wire))
        yield from _differ("", "pages", sorted(said.pages), [])
        listed = {_shape(each.path, each.method) for each in self._operations}
        more = [
            f"{e.method.upper()} {e.path}" for e in said.endpoints if _shape(e.path, e.method) not in listed
        ]
        yield from _differ("", "endpoints", more, [])
        keys = {self._key(name) for name in self._schemas} | {"dispatchevent"}
        yield from _differ("", "models", sorted((said.models | said.enums).keys() - keys), [])
        errors = document.get("x-pluralkit-errors", {})
        yield from _differ("", "errors", sorted(said.errors.keys() - errors.keys()), [])
        yield from _differ("", "events", sorted(said.events.keys() - self._webhooks.keys()), [])

    def _units(self, wire: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        if "retry-after-units" in wire:
            found["retry_after"] = {1: "seconds", 1000: "milliseconds"}.get(
                wire["retry-after-units"], "other"
            )
        reset = self._contract.get("components", {}).get("headers", {}).get("RateLimitReset")
        if reset and "reset-header" in wire:
            late = reset["example"] >= wire["reset-milliseconds-from"]
            found[wire["reset-header"]] = "milliseconds" if late else "seconds"
        return found

    # Endpoints

    def _endpoints(self) -> Iterator[Difference]:
        said = {_shape(each.path, each.method): each for each in self._said.endpoints}
        for listed in self._operations:
            endpoint = said.get(_shape(listed.path, listed.method))
            if endpoint is None:
                yield Difference(listed.pointer, "mentioned", False, f"{listed.method.upper()} {listed.path}")
                continue
            if ("@me" in endpoint.path) != ("@me" in listed.path):
                yield Difference(listed.pointer, "path", endpoint.path, listed.path)
            yield from _differ(listed.pointer, "unclear", list(endpoint.unclear), [])
            yield from self._endpoint(listed, endpoint)

    def _endpoint(self, listed: Listed, endpoint: Endpoint) -> Iterator[Difference]:
        operation, pointer = listed.operation, listed.pointer
        with_lists = any(" with " in each for each in endpoint.returns)
        returned = {
            each
            for status, response in operation["responses"].items()
            if status.startswith("2")
            for each in self._returned(resolve(self._contract, response), with_lists=with_lists)
        }
        yield from _differ(pointer, "returns", sorted(endpoint.returns), sorted(returned))
        maximum = operation.get("x-pluralkit-pagination", {}).get("maximum")
        yield from _differ(pointer, "maximum", endpoint.maximum, maximum)
        yield from self._parameters(listed, endpoint)
        schema = self._body(operation)
        taken = None if schema is None else self._taking(schema)
        if endpoint.body:
            if schema is None:
                yield Difference(pointer, "takes", sorted(endpoint.body), None)
            else:
                place = self._place(schema)
                yield from self._fields(place, resolve(self._contract, schema), endpoint.body, "body")
            return
        yield from _differ(pointer, "takes", endpoint.takes, taken)
        if schema is not None and taken == endpoint.takes:
            required = resolve(self._contract, schema).get("required", [])
            yield from _differ(self._place(schema), "required", sorted(endpoint.required), sorted(required))

    def _returned(self, response: dict[str, Any], *, with_lists: bool) -> Iterator[str]:
        if "content" not in response:
            yield "nothing"
        for media in _media(response):
            schema = media["schema"]
            inner = resolve(self._contract, schema)
            if alternatives := inner.get("oneOf") or inner.get("anyOf"):
                for each in alternatives:
                    yield self._model(each)
            elif inner.get("type") == "array":
                yield f"list of {self._model(inner['items'])}"
            else:
                inside = self._inside(inner) if with_lists else None
                yield self._model(schema) + (f" with {inside}" if inside else "")

    def _inside(self, schema: dict[str, Any]) -> str | None:
        """Whether the first list in a model has ids or members, as the documentation calls them."""
        for each in schema.get("properties", {}).values():
            if each.get("type") == "array":
                items = resolve(self._contract, each["items"])
                return "member objects" if items.get("type") == "object" else "IDs"
        return None

    def _parameters(self, listed: Listed, endpoint: Endpoint) -> Iterator[Difference]:
        item = self._contract["paths"][listed.path]
        nodes = [*item.get("parameters", ()), *listed.operation.get("parameters", ())]
        ours = {resolve(self._contract, node)["name"]: node for node in nodes}
        query = {name: node for name, node in ours.items() if resolve(self._contract, node)["in"] == "query"}
        more = sorted(endpoint.parameters.keys() - query.keys())
        yield from _differ(listed.pointer, "parameters", more, [])
        for name, node in query.items():
            place = (
                node["$ref"].removeprefix("#") if "$ref" in node else f"{listed.pointer}/parameters/{name}"
            )
            parameter = resolve(self._contract, node)
            field = endpoint.parameters.get(name)
            if field is None:
                yield Difference(place, "mentioned", False, name)
                continue
            # The page says of all of them that they are optional.
            if parameter.get("required", False):
                yield Difference(place, "optional", True, False)
            yield from self._type(place, parameter["schema"], field)

    # Models

    def _models(self) -> Iterator[Difference]:
        for name, schema in self._schemas.items():
            place, said = below("/components/schemas", name), self._key(name)
            role: _Role | None = next((each for each in self._roles if name in self._roles[each]), None)
            if role is None:
                continue
            if "enum" in schema:
                values = self._said.enums.get(said)
                if values is None:
                    yield Difference(place, "mentioned", False, name)
                else:
                    yield from _differ(place, "values", sorted(values), sorted(schema["enum"]))
            elif "properties" in schema and not (self._is_event(name) or self._is_body(name)):
                fields = self._said.models.get(said)
                if fields is None:
                    yield Difference(place, "mentioned", False, name)
                else:
                    yield from self._fields(place, schema, fields, role)

    def _fields(
        self, place: str, schema: dict[str, Any], fields: dict[str, Field], role: _Role
    ) -> Iterator[Difference]:
        name = place.rpartition("/")[2]
        said, properties = self._key(name), schema.get("properties", {})
        more = [
            field.name
            for field in fields.values()
            if field.name not in properties
            and (role == "event" or not field.only_dispatched)
            and (role == "answer" or not self._read_only(said, field.name))
        ]
        yield from _differ(place, "also", more, [])
        for each, node in properties.items():
            inner, field = below(place, "properties", each), fields.get(each)
            if field is None:
                yield Difference(inner, "mentioned", False, each)
                continue
            yield from self._type(inner, node, field)
            if field.types is None:
                continue
            if role != "event":
                length = resolve(self._contract, node).get("maxLength")
                yield from _differ(inner, "maxLength", field.max_length, length)
            if role in ("answer", "body"):
                optional = each not in schema.get("required", ())
                yield from _differ(inner, "optional", field.optional, optional)
            if role == "answer" and field.default is not None:
                yield from _differ(inner, "default", field.default, _text(node.get("x-pluralkit-initial")))
            if role == "answer" and said in self._taken:
                yield from _differ(inner, "readOnly", field.read_only, bool(node.get("readOnly")))

    def _type(self, place: str, node: dict[str, Any], field: Field) -> Iterator[Difference]:
        if field.types is None:
            return
        kinds = self._kinds(node)
        plain = kinds - {"null"}
        if not all(any(_fits(kind, said) for said in field.types) for kind in plain):
            yield Difference(place, "type", _one(field.types), _one(plain))
        if field.nullable != ("null" in kinds):
            yield Difference(place, "nullable", field.nullable, "null" in kinds)

    def _kinds(self, node: dict[str, Any]) -> set[str]:
        schema = resolve(self._contract, node)
        if parts := schema.get("oneOf") or schema.get("anyOf"):
            return {kind for part in parts for kind in self._kinds(part)}
        types = schema.get("type")
        listed = cast("list[str]", types) if isinstance(types, list) else [types or "any"]
        found: set[str] = (
            {"null"} if "null" in listed or ("const" in schema and schema["const"] is None) else set()
        )
        pattern = str(schema.get("pattern", ""))
        match next((each for each in listed if each != "null"), None):
            case "string" if "enum" in schema and "$ref" in node:
                return found | {self._model(node)}
            case "string" if "format" in schema:
                return found | {schema["format"].replace("-", "")}
            case "string" if schema.get("x-pluralkit-snowflake") or _SNOWFLAKE.fullmatch(pattern):
                return found | {"snowflake"}
            case "array":
                return found | {f"list of {kind}" for kind in self._kinds(schema["items"])}
            case "object" if "$ref" in node:
                return found | {self._model(node)}
            case "object" if "additionalProperties" in schema:
                return found | {"map"}
            case "any" if "const" in schema:
                return found
            case None:
                return found
            case kind:
                return found | {str(kind)}

    # Errors

    def _errors(self) -> Iterator[Difference]:
        statuses: dict[int, set[int]] = {}
        for each in self._operations:
            for status, response in each.operation["responses"].items():
                for code in resolve(self._contract, response).get("x-pluralkit-error-codes", ()):
                    if status.isdigit():
                        statuses.setdefault(code, set()).add(int(status))
        for code, error in self._contract.get("x-pluralkit-errors", {}).items():
            place, said = below("/x-pluralkit-errors", code), self._said.errors.get(code)
            if said is None:
                yield Difference(place, "mentioned", False, code)
                continue
            ours = {error["status"]} if error["status"] else statuses.get(int(code), set())
            yield from _differ(place, "status", sorted(said[0]), sorted(ours))
            if error["message"] is not None:
                messages = [_TEMPLATE.sub("{}", text) for text in (said[1], error["message"])]
                if messages[0] != messages[1]:
                    yield Difference(place, "message", said[1], error["message"])

    # Events

    def _events(self) -> Iterator[Difference]:
        envelope = self._said.models.get("dispatchevent", {})
        for name, hook in self._webhooks.items():
            place, said = below("/webhooks", name, "post"), self._said.events.get(name)
            if said is None:
                yield Difference(place, "mentioned", False, name)
                continue
            schema = resolve(self._contract, _media(hook["post"]["requestBody"])[0]["schema"])
            properties = schema.get("properties", {})
            yield from _differ(place, "also", sorted(envelope.keys() - properties.keys()), [])
            if envelope:
                more = sorted(properties.keys() - envelope.keys())
                yield from _differ(place, "fields", [], more)
            data = properties.get("data")
            if data is None:
                continue
            kinds = sorted(self._kinds(data))
            ours = {"any": "unknown"}.get(kinds[0], kinds[0]) if len(kinds) == 1 else " or ".join(kinds)
            yield from _differ(place, "data", said.data, ours)
            if said.keys is not None:
                keys = resolve(self._contract, data).get("properties", {})
                yield from _differ(place, "keys", sorted(said.keys), sorted(keys))

    # The contract's words

    def _reachable(self, nodes: list[Any]) -> set[str]:
        """The names of the schemas that nodes refer to, and of those that these refer to."""
        found: set[str] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            waiting += [child for _, child in children(node)]
            reference = cast("dict[str, Any]", node).get("$ref") if isinstance(node, dict) else None
            if isinstance(reference, str) and reference not in found:
                found.add(reference)
                waiting.append(resolve(self._contract, {"$ref": reference}))
        start = "#/components/schemas/"
        return {each.removeprefix(start) for each in found if each.startswith(start)}

    def _key(self, name: str) -> str:
        said = self._schemas.get(name, {}).get(EXTENSION, {}).get("as")
        return key(said or _PART.sub("", name))

    def _model(self, node: dict[str, Any]) -> str:
        return self._key(node["$ref"].rpartition("/")[2]) if "$ref" in node else str(node.get("type", "any"))

    def _body(self, operation: dict[str, Any]) -> dict[str, Any] | None:
        if "requestBody" not in operation:
            return None
        return cast("dict[str, Any]", _media(resolve(self._contract, operation["requestBody"]))[0]["schema"])

    def _taking(self, schema: dict[str, Any]) -> str:
        inner = resolve(self._contract, schema)
        if inner.get("type") == "array":
            items = resolve(self._contract, inner["items"])
            return f"list of {key(items['x-pluralkit-reference']['model'])}"
        return self._model(schema)

    def _place(self, schema: dict[str, Any]) -> str:
        return str(schema["$ref"]).removeprefix("#") if "$ref" in schema else "/components/schemas"

    def _read_only(self, said: str, field: str) -> bool:
        """Whether the model that a part belongs to has the field as read-only."""
        wholes = [
            schema["properties"]
            for name, schema in self._schemas.items()
            if name in self._roles["answer"] and "properties" in schema and self._key(name) == said
        ]
        return any(properties.get(field, {}).get("readOnly") for properties in wholes)

    def _is_event(self, name: str) -> bool:
        return any(
            _media(hook["post"]["requestBody"])[0]["schema"].get("$ref", "").endswith(f"/{name}")
            for hook in self._webhooks.values()
        )

    def _is_body(self, name: str) -> bool:
        """Whether an endpoint lists the fields of this schema itself."""
        said = {_shape(each.path, each.method): each for each in self._said.endpoints}
        for listed in self._operations:
            schema, endpoint = self._body(listed.operation), said.get(_shape(listed.path, listed.method))
            if schema and endpoint and endpoint.body and schema.get("$ref", "").endswith(f"/{name}"):
                return True
        return False


def _differ(pointer: str, aspect: str, documented: Any, ours: Any) -> Iterator[Difference]:
    if documented != ours:
        yield Difference(pointer, aspect, documented, ours)


def _shape(path: str, method: str) -> tuple[str, str]:
    return _PLACEHOLDER.sub("{}", path), method


def _media(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in node.get("content", {}).values() if "schema" in each]


def _fits(kind: str, said: str) -> bool:
    if said.startswith("list of ") and kind.startswith("list of "):
        return _fits(kind.removeprefix("list of "), said.removeprefix("list of "))
    return kind == said or (said == "string" and kind in _TEXTS)


def _one(kinds: frozenset[str] | set[str]) -> str:
    return " or ".join(sorted(kinds))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
