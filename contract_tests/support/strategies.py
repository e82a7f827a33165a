"""Hypothesis strategies for JSON, derived from the contract's schemas.

Supports the JSON Schema keywords that the contract uses; others raise an error. (Schemathesis draws requests
similarly, but has no public function that draws responses.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeAlias

from hypothesis import strategies as st
from pluralkit_contract.contract import Contract, Json, below
from pluralkit_contract.schemas import schemas

Drawn: TypeAlias = st.SearchStrategy[Any]

_UNDERSTOOD = {
    "string": {"format", "pattern", "minLength", "maxLength"},
    "integer": {"minimum", "maximum"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "object": {"properties", "required", "additionalProperties", "minProperties", "not", "if", "then"},
}
_FILTERED = {"minProperties", "not", "if", "x-pluralkit-combined-max-length"}
"""Rules about objects that are not drawn by: what breaks them is drawn again."""
_ANY_TYPE = {"type", "description", "readOnly"}
_LONGEST_LIST = 3
_URL = re.compile(
    r"\A[Hh]ttps://[a-z][a-z0-9]{0,8}(\.[a-z]{2,8}){1,2}(:[1-9][0-9]{0,3})?([/?#][^\s<>\\]*)?\Z"
)
"""Addresses that the service takes: for most hosts that the pattern allows, it refuses the address."""


class Strategies:
    """Hypothesis strategies for the schemas of a contract.

    Args:
        contract: The contract.
        open_enums: Whether to draw unknown texts for enums, as a later version of the API may send.
        kept: Whether to draw only texts that the service stores unchanged: no NUL, valid URLs, no blanks.
        known: Strategies that replace the derived ones, by JSON pointer of the schema.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        open_enums: bool = False,
        kept: bool = False,
        known: Mapping[str, Drawn] | None = None,
    ) -> None:
        self._contract = contract
        self._open_enums = open_enums
        self._kept = kept
        self._made: dict[str, Drawn] = dict(known or {})

    def of(self, pointer: str) -> Drawn:
        """Return a strategy for the values that a schema allows, by JSON pointer."""
        pointer = self._contract.resolve(pointer)
        if pointer not in self._made:
            self._made[pointer] = self._make(pointer, self._contract.at(pointer))
        return self._made[pointer]

    def _make(self, pointer: str, node: dict[str, Json]) -> Drawn:
        for word in ("oneOf", "anyOf"):
            if word in node:
                return st.one_of([self.of(below(pointer, word, place)) for place in range(len(node[word]))])
        if "const" in node:
            return st.just(node["const"])
        if "enum" in node:
            return st.text(min_size=1) if self._open_enums else st.sampled_from(node["enum"])
        if "type" not in node:
            return _anything()
        types: list[str] = [node["type"]] if isinstance(node["type"], str) else node["type"]
        understood = _ANY_TYPE.union(*(_UNDERSTOOD.get(each, set()) for each in types))
        if strange := {word for word in node if not word.startswith("x-")} - understood:
            raise NotImplementedError(f"{pointer}: {strange}")
        return st.one_of([self._of_type(each, pointer, node) for each in types])

    def _of_type(self, type_: str, pointer: str, node: dict[str, Json]) -> Drawn:
        match type_:
            case "null":
                return st.none()
            case "boolean":
                return st.booleans()
            case "integer":
                return st.integers(node.get("minimum", -(2**53)), node.get("maximum", 2**53))
            case "string":
                texts = self._texts(node).filter(lambda text: schemas(self._contract).is_valid(pointer, text))
                return texts.filter(lambda text: "\0" not in text and text.strip()) if self._kept else texts
            case "array":
                most = min(node.get("maxItems", _LONGEST_LIST), _LONGEST_LIST)
                return st.lists(
                    self.of(below(pointer, "items")),
                    min_size=node.get("minItems", 0),
                    max_size=most,
                    unique=node.get("uniqueItems", False),
                )
            case "object":
                drawn = self._objects(pointer, node)
                return (
                    drawn.filter(lambda value: schemas(self._contract).is_valid(pointer, _plain(value)))
                    if _FILTERED & node.keys()
                    else drawn
                )
            case _:
                raise NotImplementedError(f"{pointer}: {type_}")

    def _texts(self, node: dict[str, Json]) -> Drawn:
        match node.get("format"):
            case "uuid":
                return st.uuids().map(str)
            case "date":
                return st.dates().map(lambda day: day.isoformat())
            case "date-time":
                return times(utc="pattern" in node)
            case None if self._kept and "x-pluralkit-url" in node:
                return st.from_regex(_URL)
            case None if "pattern" in node and node["pattern"].startswith("^"):
                # In JSON Schema `$` matches at the end only, not before a trailing line break.
                return st.from_regex(re.compile(node["pattern"].removesuffix("$") + r"\Z"))
            case None:
                return st.text(min_size=node.get("minLength", 0), max_size=node.get("maxLength"))
            case other:
                raise NotImplementedError(f"format {other}")

    def _objects(self, pointer: str, node: dict[str, Json]) -> Drawn:
        fields = {name: self.of(below(pointer, "properties", name)) for name in node.get("properties", ())}
        required = node.get("required", ())
        if "additionalProperties" in node:
            return st.dictionaries(
                st.text(), self.of(below(pointer, "additionalProperties")), max_size=_LONGEST_LIST
            )
        return st.fixed_dictionaries(
            {name: drawn for name, drawn in fields.items() if name in required},
            optional={name: drawn for name, drawn in fields.items() if name not in required},
        )


def _plain(value: object) -> Json:
    """Return a drawn value as JSON."""
    return json.loads(json.dumps(value, default=lambda _: "aaaaa"))


def times(*, utc: bool) -> Drawn:
    """Return a strategy for RFC 3339 timestamps.

    Args:
        utc: Whether they end in Z instead of any UTC offset.
    """
    offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    moments = st.datetimes(
        datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC) if utc else st.just(UTC) | offsets
    )
    return moments.map(lambda moment: moment.isoformat().replace("+00:00", "Z"))


def _anything() -> Drawn:
    """Return a strategy for any JSON value."""
    return st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )
