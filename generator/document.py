"""Load the contract, and locate values in it by JSON pointers (RFC 6901)."""

import json
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, cast

import yaml


class ContractError(Exception):
    """The contract is invalid or unsupported.

    Args:
        pointer: JSON pointer of the place; empty for the document.
        message: The reason.
    """

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer}: {message}" if pointer else message)


class _Loader(yaml.CSafeLoader):
    """YAML loader with the data model of JSON: dates stay texts, and duplicate keys are errors."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or not key.tag.endswith((":str", ":merge")):
                raise _unusable(key, "is not a string: put it in quotes")
            if key.value in seen:
                raise _unusable(key, "is duplicated")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _unusable(key: yaml.Node, why: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=f"the key {key.value!r} {why}", problem_mark=key.start_mark)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load(text: bytes, *, is_json: bool = False) -> dict[str, Any]:
    """Parse a document.

    Args:
        text: The document.
        is_json: Whether it is JSON rather than YAML.

    Raises:
        ContractError: It is invalid; with the line if it is known.
    """
    try:
        document = json.loads(text, object_pairs_hook=_unique) if is_json else yaml.load(text, _Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ContractError("", f"cannot be read as YAML: {place}{error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # JSON and UTF-8 errors are ValueErrors
        raise ContractError("", f"cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict):
        raise ContractError("", "must be an object")
    return cast("dict[str, Any]", document)


def dump(document: dict[str, Any]) -> str:
    """Serialize a contract as JSON for third-party tools, which often reject the many aliases of the YAML."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is duplicated")
    return result


def below(pointer: str, *tokens: str | int) -> str:
    """Append unescaped tokens to a JSON pointer.

    Args:
        pointer: The pointer.
        *tokens: Keys and indices.
    """
    return pointer + "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def children(node: Any) -> Iterator[tuple[str | int, Any]]:
    """Yield the values of an object or list with their keys or indices; nothing for other values."""
    if isinstance(node, dict):
        yield from cast("dict[str, Any]", node).items()
    elif isinstance(node, list):
        yield from enumerate(cast("Sequence[Any]", node))


def at(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer.

    Args:
        document: The document.
        pointer: The pointer, without `#`.

    Raises:
        KeyError: There is no such value.
        ValueError: A token is not an index of a list.
    """
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        document = dict(children(document))[int(key) if isinstance(document, list) else key]
    return document


def walk(node: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of a document with its JSON pointer, outermost first.

    Args:
        node: The document, or a value in it.
        pointer: JSON pointer of `node`.
    """
    yield pointer, node
    for key, child in children(node):
        yield from walk(child, below(pointer, key))


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow references.

    Args:
        document: The document.
        node: An object, which may be a reference.

    Returns:
        The first object that is not a reference; a circular reference itself.
    """
    seen: list[str] = []
    while "$ref" in node and node["$ref"] not in seen:
        seen.append(node["$ref"])
        node = at(document, node["$ref"].removeprefix("#"))
    return node
