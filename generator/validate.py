"""Validate a contract: report the first construct that the generator does not support, with its place."""

import keyword
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from . import names
from .document import ContractError, at, below, children, resolve, walk
from .extensions import Extensions
from .supported import FORMATS, METHODS, OBJECTS, SECTIONS, SENDABLE

_STATUS = re.compile(r"[1-5][0-9]{2}|[45]XX")
# Control characters except tab and line ends, and surrogates.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


class Found(NamedTuple):
    """An object of the contract.

    Attributes:
        kind: Its kind, a key of `OBJECTS`.
        node: The object.
        pointer: Its JSON pointer.
    """

    kind: str
    node: dict[str, Any]
    pointer: str


class Listed(NamedTuple):
    """An operation of the contract.

    Attributes:
        path: Its path.
        method: Its HTTP method in lower case.
        operation: The operation.
        pointer: Its JSON pointer.
    """

    path: str
    method: str
    operation: dict[str, Any]
    pointer: str


def validate(document: dict[str, Any], extensions: Extensions) -> None:
    """Validate a contract.

    Args:
        document: The contract as `document.load` returns it.
        extensions: The schemas of the `x-pluralkit-` extensions.

    Raises:
        ContractError: An unsupported keyword, an invalid value, or names that collide. Only the first is
            reported.
    """
    _check_text(document)
    everything = list(_objects("document", document, ""))
    for found in everything:
        _check_keywords(document, found, extensions)
    _check_openapi(document)
    outside = tuple(
        f"{found.pointer}/"
        for found in everything
        if found.kind in ("path", "operation") and "servers" in found.node
    )
    for found in everything:
        if found.kind in ("path", "operation"):
            _check_own_servers(found)
        # Operations outside the client may use constructs that it does not support.
        if f"{found.pointer}/".startswith(outside):
            continue
        if "$ref" not in found.node and found.kind in _RULES:
            _RULES[found.kind](document, found)
    _check_classes(document)
    _check_errors(document)
    _check_operations(document)


def operations(document: dict[str, Any], *, servers: bool = False) -> Iterator[Listed]:
    """Return the operations of the client, in the order of the document.

    Args:
        document: The contract.
        servers: Return the operations that are not in the client instead: those with `servers` of their own
            or of their path.
    """
    for path, item in document["paths"].items():
        for method in item:
            if method in METHODS and has_own_servers(item, method) == servers:
                yield Listed(path, method, item[method], below("/paths", path, method))


def has_own_servers(item: dict[str, Any], method: str) -> bool:
    """Return whether an operation has servers other than the document's.

    Args:
        item: The path item.
        method: HTTP method in lower case.
    """
    return "servers" in item or "servers" in item[method]


def parameters(document: dict[str, Any], path: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the resolved parameters of an operation, including those of its path.

    Args:
        document: The contract.
        path: The path.
        operation: The operation.
    """
    listed = [*document["paths"][path].get("parameters", ()), *operation.get("parameters", ())]
    return [resolve(document, parameter) for parameter in listed]


def _objects(kind: str, node: dict[str, Any], pointer: str) -> Iterator[Found]:
    """Yield an object and all objects in it, with the kinds that `OBJECTS` states."""
    yield Found(kind, node, pointer)
    for key, value in node.items():
        inner = OBJECTS[kind].get(key, "-")
        place = below(pointer, key)
        if inner.startswith("{"):
            inside = _as(dict, value, place).items()
        elif inner.startswith("["):
            inside = enumerate(_as(list, value, place))
        elif inner != "-":
            yield from _objects(inner, _as(dict, value, place), place)
            continue
        else:
            continue
        for name, child in inside:
            yield from _objects(inner[1:-1], _as(dict, child, below(place, name)), below(place, name))


def is_null(schema: dict[str, Any]) -> bool:
    """Return whether a schema is `{const: null}`, which is equivalent to `{type: 'null'}`."""
    return "const" in schema and schema["const"] is None and schema.get("type", "null") == "null"


def _as(type_: type, value: Any, pointer: str) -> Any:
    if not isinstance(value, type_):
        raise ContractError(pointer, f"must be {'an object' if type_ is dict else 'a list'}")
    return value


def _check_keywords(document: dict[str, Any], found: Found, extensions: Extensions) -> None:
    kind, node, pointer = found
    if "$ref" in node:
        _check_reference(document, found)
    for key, value in node.items():
        if key == "$ref":
            continue
        if key.startswith("x-"):
            extensions.check(kind, key, value, below(pointer, key))
        elif key not in OBJECTS[kind]:
            raise ContractError(
                below(pointer, key),
                f"unsupported keyword `{key}`; generator/supported.py lists the supported ones",
            )


def _check_reference(document: dict[str, Any], found: Found) -> None:
    target, place = found.node["$ref"], below(found.pointer, "$ref")
    section = SECTIONS.get(found.kind)
    if section is None or not isinstance(target, str) or not target.startswith(section):
        raise ContractError(
            place, f"must be a reference to {section}…" if section else "nothing can be referred to here"
        )
    try:
        at(document, target.removeprefix("#"))
    except (LookupError, TypeError, ValueError):
        raise ContractError(place, f"{target!r} leads nowhere") from None
    resolved = resolve(document, found.node)
    if "$ref" in resolved:
        raise ContractError(place, f"{target!r} leads back to itself")


def _check_text(document: dict[str, Any]) -> None:
    for pointer, node in walk(document):
        texts = cast("dict[str, Any]", node) if isinstance(node, dict) else (node,)
        for text in texts:
            if isinstance(text, str) and (found := _NOT_TEXT.search(text)):
                raise ContractError(
                    ascii(pointer)[1:-1],
                    f"contains the character U+{ord(found[0]):04X}, which Python source cannot hold",
                )


def _check_openapi(document: dict[str, Any]) -> None:
    version = document.get("openapi")
    if not isinstance(version, str) or not re.fullmatch(r"3\.1\.[0-9]+", version):
        raise ContractError("/openapi", f"must be 3.1.x, not {version!r}")
    # Imported late: a document that cannot be validated at all is refused without the parser's import time.
    from .adapt import invalid_openapi

    # The parser reports the same error without its place.
    if found := invalid_openapi(document):
        location, message = found
        raise ContractError(_pointer(document, location), f"is not valid OpenAPI: {message}")


def _pointer(node: Any, location: tuple[int | str, ...]) -> str:
    # pydantic puts the names of its own unions between the keys; the last key may be one that is missing.
    pointer = ""
    for number, token in enumerate(location):
        inside = dict(children(node))
        if token in inside or (isinstance(node, dict) and number == len(location) - 1):
            pointer = below(pointer, token)
            node = inside.get(token)
    return pointer


def _check_document(_: dict[str, Any], found: Found) -> None:
    for number, server in enumerate(found.node.get("servers", ())):
        if "variables" in server:
            raise ContractError(below("/servers", number, "variables"), "unsupported keyword `variables`")
        _check_server(server, below("/servers", number))
    if not found.node.get("servers"):
        raise ContractError("", "has no `servers`: the client takes its base URL from the first")


def _check_server(server: dict[str, Any], pointer: str) -> None:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", server["url"]):
        raise ContractError(below(pointer, "url"), "must be an absolute http or https URL without a query")


def _check_own_servers(found: Found) -> None:
    servers = found.node.get("servers")
    if servers is None:
        return
    if not servers:
        raise ContractError(below(found.pointer, "servers"), "must not be empty")
    for number, server in enumerate(servers):
        _check_server(server, below(found.pointer, "servers", number))


def _check_operation(document: dict[str, Any], found: Found) -> None:
    node, pointer = found.node, found.pointer
    for status in node["responses"]:
        place = below(pointer, "responses", status)
        if not _STATUS.fullmatch(status):
            raise ContractError(
                place, "must be a single status, 4XX or 5XX: the client must know how to parse it"
            )
        content = resolve(document, node["responses"][status]).get("content", {})
        if status.startswith("2") and content.keys() - {"application/json"}:
            raise ContractError(
                below(place, "content"), "a success is read as application/json, or has no content"
            )
    for needed in ("operationId", "x-pluralkit-client", "x-pluralkit-rate-limit"):
        if needed not in node:
            raise ContractError(pointer, f"has no `{needed}`, which the client needs")
    if not any(status.startswith("2") for status in node["responses"]):
        raise ContractError(below(pointer, "responses"), "has no status of success")


def _check_parameter(document: dict[str, Any], found: Found) -> None:
    node, pointer = found.node, found.pointer
    if node["in"] not in ("path", "query"):
        raise ContractError(
            below(pointer, "in"), f"unsupported parameter location `{node['in']}`; supported: path, query"
        )
    if "schema" not in node:
        raise ContractError(pointer, "has no `schema`")
    if node["in"] == "path" and node.get("required") is not True:
        raise ContractError(pointer, "is in the path, so `required` must be true")
    schema = resolve(document, node["schema"])
    if [schema.get("type"), schema.get("format")] not in SENDABLE[node["in"]]:
        raise ContractError(
            below(pointer, "schema"), f"unsupported type or format of a {node['in']} parameter"
        )


def _check_response(document: dict[str, Any], found: Found) -> None:
    for number, code in enumerate(found.node.get("x-pluralkit-error-codes", ())):
        if str(code) not in document.get("x-pluralkit-errors", {}):
            place = below(found.pointer, "x-pluralkit-error-codes", number)
            raise ContractError(place, f"the error code {code} is not one of those in x-pluralkit-errors")


def _check_body(_: dict[str, Any], found: Found) -> None:
    node, pointer = found.node, found.pointer
    if node.get("required") is not True:
        raise ContractError(pointer, "`required` must be true: optional request bodies are unsupported")
    if node["content"].keys() != {"application/json"}:
        raise ContractError(below(pointer, "content"), "must be application/json and nothing else")
    if "schema" not in node["content"]["application/json"]:
        raise ContractError(below(pointer, "content", "application/json"), "has no `schema`")


def _check_schema(_: dict[str, Any], found: Found) -> None:
    node, pointer = found.node, found.pointer
    types: list[str] = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", [])
    if len(types) > 2 or (len(types) == 2 and (types[1] != "null" or types[0] == "null")):
        raise ContractError(below(pointer, "type"), "must be one type, or one and 'null' behind it")
    type_ = types[0] if types else None
    alternatives = node.get("oneOf") or node.get("anyOf")
    if type_ and alternatives:
        raise ContractError(pointer, "has `type` beside `oneOf` or `anyOf`: this combination is unsupported")
    if is_null(node):
        return
    if type_ is None and not alternatives and node.keys() - {"description", "example", "examples"}:
        raise ContractError(pointer, "has no `type`: only a schema that says nothing else may be any JSON")
    if type_ == "array" and "items" not in node:
        raise ContractError(pointer, "is an array without `items`")
    if "properties" in node and type_ != "object":
        raise ContractError(pointer, "has `properties`, so its `type` must be object")
    _check_values(node, type_, pointer)


def _check_values(node: dict[str, Any], type_: str | None, pointer: str) -> None:
    if "format" in node and (type_ != "string" or node["format"] not in FORMATS):
        raise ContractError(
            below(pointer, "format"), f"must be one of {', '.join(sorted(FORMATS))}, of a string"
        )
    if "const" in node and (
        type_ not in ("string", "integer")
        or not isinstance(node["const"], str | int)
        or isinstance(node["const"], bool)
    ):
        raise ContractError(
            below(pointer, "const"), "must be a string or an integer, and `type` must say which"
        )
    if "enum" in node and (
        node.get("type") != "string" or not all(isinstance(value, str) for value in node["enum"])
    ):
        raise ContractError(
            below(pointer, "enum"),
            "must be of type string, with strings alone; say that null is allowed by oneOf",
        )
    members: dict[str, str] = {}
    for number, value in enumerate(node.get("enum", ())):
        place = below(pointer, "enum", number)
        names.require_identifier(names.constant(value), place)
        names.require_unique(members, names.constant(value), place, "the enum member")
    for name in node.get("required", ()):
        if name not in node.get("properties", ()):
            raise ContractError(below(pointer, "required"), f"{name!r} is not one of the properties")
    fields: dict[str, str] = {}
    for name in node.get("properties", ()):
        place = below(pointer, "properties", name)
        names.require_identifier(name, place)
        names.require_unique(fields, names.snake(name), place, "the field")


def _check_classes(document: dict[str, Any]) -> None:
    from .adapt import class_name

    for name in document.get("components", {}).get("schemas", ()):
        pointer = below("/components/schemas", name)
        names.require_usable(name, pointer)
        if (made := class_name(name)) != name:
            raise ContractError(pointer, f"is no name for a class: the parser would make it {made!r}")


def _check_errors(document: dict[str, Any]) -> None:
    found: dict[str, str] = {}
    for code, error in document.get("x-pluralkit-errors", {}).items():
        if error["name"] is None:
            continue
        pointer = below("/x-pluralkit-errors", code, "name")
        names.require_usable(error["name"], pointer)
        names.require_unique(found, error["name"], pointer, "the error")
        if error["status"] is None:
            raise ContractError(
                pointer, "an error with a name needs a status: its class is one of that status"
            )


def _check_operations(document: dict[str, Any]) -> None:
    paths: dict[str, str] = {}
    for path in document["paths"]:
        names.require_unique(paths, _PLACEHOLDER.sub("{}", path), below("/paths", path), "the path")
    functions: dict[str, str] = {}
    for _, _, operation, pointer in operations(document, servers=True):
        if "operationId" in operation:
            place = below(pointer, "operationId")
            names.require_unique(functions, names.snake(operation["operationId"]), place, "the operation")
    methods: dict[str, str] = {}
    for path, _, operation, pointer in operations(document):
        place = below(pointer, "operationId")
        names.require_identifier(operation["operationId"], place)
        names.require_unique(functions, names.snake(operation["operationId"]), place, "the operation")
        for key, scope in operation["x-pluralkit-rate-limit"].items():
            if scope not in document.get("x-pluralkit-rate-limits", {}).get("scopes", {scope}):
                place = below(pointer, "x-pluralkit-rate-limit", key)
                raise ContractError(place, f"{scope!r} is not one of the scopes in x-pluralkit-rate-limits")
        client, place = operation["x-pluralkit-client"], below(pointer, "x-pluralkit-client")
        walks = ["iterate", "pages"] if "x-pluralkit-pagination" in operation else []
        walks += ["periods"] if "x-pluralkit-periods" in operation else []
        names.require_usable(client["resource"], below(place, "resource"))
        for name in (client["method"], *walks):
            names.require_usable(name, below(place, "method"))
            names.require_unique(methods, f"{client['resource']}.{name}", place, "the method")
        listed = parameters(document, path, operation)
        in_path = [each["name"] for each in listed if each["in"] == "path"]
        if sorted(_PLACEHOLDER.findall(path)) != sorted(in_path):
            raise ContractError(pointer, "does not have just the parameters that its path names")
        for parameter in listed:
            names.require_identifier(parameter["name"], pointer)
            # A reference to a member is called `member` (see `build`).
            if keyword.iskeyword(names.snake(parameter["name"]).removesuffix("_ref")):
                raise ContractError(
                    pointer, f"the name {parameter['name']!r} would become a keyword of Python"
                )


_RULES: dict[str, Callable[[dict[str, Any], Found], None]] = {
    "document": _check_document,
    "operation": _check_operation,
    "parameter": _check_parameter,
    "body": _check_body,
    "response": _check_response,
    "schema": _check_schema,
}
