"""Compare schemas: of what is sent, and of what is received."""

from collections.abc import Callable
from typing import Any, cast

from generator import names
from generator.document import resolve

from .changes import Changes, keys, note_deprecated, shown

_MAXIMA = ("maxLength", "maximum", "maxItems", "maxProperties", "x-pluralkit-combined-max-length")
_MINIMA = ("minLength", "minimum", "minItems", "minProperties")
# Whether another one is tighter cannot be told.
_RULES = ("pattern", "not", "if", "then")
# Keywords with rules of their own, and texts for people.
_COMPARED = {
    *_MAXIMA, *_MINIMA, *_RULES, "$ref", "type", "format", "enum", "const", "uniqueItems", "oneOf", "anyOf",
    "properties", "required", "items", "additionalProperties", "default", "deprecated", "description",
    "example", "examples", "readOnly", "x-pluralkit-documented", "x-pluralkit-reference",
    "x-pluralkit-snowflake",
}  # fmt: skip


class Schemas:
    """Compares schemas of two contracts; each pair of named ones once."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any], changes: Changes) -> None:
        self._before, self._after = before, after
        self._changes = changes
        self._compared: set[tuple[str, str, bool]] = set()

    def compare(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = self._alternatives(self._before, old), self._alternatives(self._after, new)
        if (None in was) != (None in now):
            gained = None in now
            self._changes.note(
                f"{place}: {'may now be null' if gained else 'no longer null'}", gained != sent
            )
        first, second = ([each for each in listed if each is not None] for listed in (was, now))
        if len(first) == len(second) == 1:
            self._single(place, first[0], second[0], sent=sent)
            return
        named = [{_label(each): each for each in listed} for listed in (first, second)]
        for label in keys(*named):
            if label not in named[1]:
                self._changes.note(f"{place}: no longer {label}", sent)
            elif label not in named[0]:
                self._changes.note(f"{place}: may now be {label}", not sent)
            else:
                self._single(place, named[0][label], named[1][label], sent=sent)

    def _alternatives(self, document: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any] | None]:
        """The schemas of a union, None for null."""
        inner = resolve(document, schema)
        if parts := inner.get("oneOf") or inner.get("anyOf"):
            return [each for part in parts for each in self._alternatives(document, part)]
        types = inner.get("type")
        if types == "null" or ("const" in inner and inner["const"] is None):
            return [None]
        if isinstance(types, list):
            return [None if each == "null" else {**inner, "type": each} for each in cast("list[str]", types)]
        return [schema]

    def _single(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = resolve(self._before, old), resolve(self._after, new)
        if "$ref" in old or "$ref" in new:
            labels = _label(old), _label(new)
            if labels[0] != labels[1]:
                self._changes.note(f"{place}: {labels[0]} -> {labels[1]}", True)
            note_deprecated(place, old, new, self._changes)
            if "$ref" in new:
                place = labels[1]
            if (*labels, sent) in self._compared:
                return
            self._compared.add((*labels, sent))
        self._types(place, was, now, sent=sent)
        self._constraints(place, was, now, sent=sent)
        self._properties(place, was, now, sent=sent)
        self._additional(place, was, now, sent=sent)
        if "items" in was and "items" in now:
            self.compare(f"{place}[]", was["items"], now["items"], sent=sent)
        for key in keys(was, now):
            if key not in _COMPARED and was.get(key) != now.get(key):
                self._changes.note(f"{place}: {key} changed", False)

    def _types(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        types = (old.get("type"), new.get("type"))
        if types[0] != types[1]:
            wider = types == ("integer", "number") or types[1] is None
            narrower = types == ("number", "integer") or types[0] is None
            safe = wider if sent else narrower
            self._changes.note(f"{place}: type {types[0]} -> {types[1]}", not safe)
        if old.get("format") != new.get("format"):
            self._changes.note(f"{place}: format {old.get('format')} -> {new.get('format')}", True)
        if old.get("const") != new.get("const"):
            self._changes.note(f"{place}: const {old.get('const')!r} -> {new.get('const')!r}", True)
        if ("enum" in old) != ("enum" in new):
            self._changes.note(f"{place}: enum {'removed' if 'enum' in old else 'added'}", True)
        else:
            for value in keys(dict.fromkeys(old.get("enum", ())), dict.fromkeys(new.get("enum", ()))):
                gone = value in old["enum"] and value not in new["enum"]
                if gone or value not in old["enum"]:
                    self._changes.note(
                        f"{place}: enum value {value!r} {'removed' if gone else 'added'}", gone
                    )
        if sent:
            models = [_referenced(each) for each in (old, new)]
            for model in sorted(models[0] ^ models[1]):
                gone = model in models[0]
                self._changes.note(f"{place}: {'no longer accepts' if gone else 'accepts'} {model}", gone)
        fields = [each.get("x-pluralkit-reference", {}).get("field") for each in (old, new)]
        if fields[0] != fields[1]:
            self._changes.note(f"{place}: field of the reference changed", False)

    def _constraints(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        rules: list[tuple[str, Callable[[Any, Any], bool]]] = [
            *((key, lambda was, now: now < was) for key in _MAXIMA),
            *((key, lambda was, now: now > was) for key in _MINIMA),
            *((key, lambda _was, _now: sent) for key in _RULES),
            ("uniqueItems", lambda was, now: now and not was),
        ]
        for key, tighter in rules:
            was, now = old.get(key), new.get(key)
            if was != now:
                tightened = was is None or (now is not None and tighter(was, now))
                self._changes.note(f"{place}: {key} {shown(was)} -> {shown(now)}", tightened == sent)
        if old.get("default") != new.get("default"):
            text = f"{place}: default {shown(old.get('default'))} -> {shown(new.get('default'))}"
            self._changes.note(text, sent)
        note_deprecated(place, old, new, self._changes)

    def _additional(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if isinstance(was, dict) and isinstance(now, dict):
            values = cast("list[dict[str, Any]]", [was, now])
            self.compare(f"{place}{{}}", *values, sent=sent)
        elif was != now:
            # True takes anything, False nothing.
            tightened = was is True or now is False
            self._changes.note(f"{place}: additionalProperties changed", tightened == sent)

    def _properties(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = old.get("properties", {}), new.get("properties", {})
        for key in keys(was, now):
            field = f"{place}.{names.snake(key)}"
            required = key in new.get("required", ())
            if key not in now:
                self._changes.note(f"{field} removed", True)
            elif key not in was:
                self._changes.note(f"{field} added{' (required)' if required else ''}", sent and required)
            else:
                if (key in old.get("required", ())) != required:
                    text = f"{field}: {'now required' if required else 'no longer required'}"
                    self._changes.note(text, required == sent)
                self.compare(field, was[key], now[key], sent=sent)


def _label(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1] if "$ref" in schema else str(schema.get("type", "any"))


def _referenced(schema: dict[str, Any]) -> set[str]:
    to = schema.get("x-pluralkit-reference")
    number = {"int"} if "x-pluralkit-snowflake" in schema else set[str]()
    return number | ({to["model"], *to.get("also", ())} if to else set[str]())
