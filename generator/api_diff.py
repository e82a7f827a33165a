"""Compare two contracts by what changes for users of the client.

A change is breaking where a program that works with the old contract may fail with the new one. In a request,
that is a tighter constraint; in a response, a wider one. Two exceptions: response enums are open (the client
accepts unknown values), and fields that are added to a response are ignored by older programs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import names
from .document import resolve
from .validate import operations, parameters

_MAXIMA = ("maxLength", "maximum", "maxItems", "x-pluralkit-combined-max-length")
_MINIMA = ("minLength", "minimum", "minItems", "minProperties")
_NO_TOKEN: list[dict[str, list[str]]] = [{}]
# Keywords with rules of their own, and texts for people.
_COMPARED = {
    *_MAXIMA, *_MINIMA, "$ref", "type", "format", "enum", "const", "pattern", "uniqueItems", "oneOf", "anyOf",
    "properties", "required", "items", "description", "example", "examples", "readOnly",
    "x-pluralkit-reference", "x-pluralkit-snowflake",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One difference between two contracts."""

    text: str
    breaking: bool

    def __str__(self) -> str:
        return f"BREAKING {self.text}" if self.breaking else self.text


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """List what changes for users of the client.

    Args:
        before: The old contract, valid.
        after: The new contract, valid.

    Returns:
        The changes, breaking ones first. Empty if nothing but descriptions and examples differ.
    """
    return _Comparison(before, after).run()


def bump(version: str, changes: list[Change]) -> str:
    """Compute the next version.

    Args:
        version: The current version, `major.minor.patch`.
        changes: What `compare` returned.

    Returns:
        The version that the changes require. While the major version is 0, a breaking change raises the minor
        version and any other the patch version.
    """
    if not changes:
        return version
    major, minor, patch = (int(part) for part in version.split("."))
    breaking = any(change.breaking for change in changes)
    if major == 0:
        return f"0.{minor + 1}.0" if breaking else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if breaking else f"{major}.{minor + 1}.0"


def changelog(version: str, changes: list[Change]) -> str:
    """Write the CHANGELOG section of a version.

    Args:
        version: The heading.
        changes: What `compare` returned.

    Returns:
        Markdown, ending with a line break.
    """
    lines = [f"## {version}", ""]
    for title, breaking in (("Breaking changes", True), ("Other changes", False)):
        if listed := [f"- {change.text}" for change in changes if change.breaking == breaking]:
            lines += [f"### {title}", "", *listed, ""]
    return "\n".join(lines)


class _Comparison:
    """State of one comparison: the changes found, and the pairs of schemas already compared."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._before, self._after = before, after
        self._found: dict[str, bool] = {}
        self._compared: set[tuple[str, str, bool]] = set()

    def run(self) -> list[Change]:
        self._document()
        self._errors()
        self._operations()
        self._webhooks()
        changes = [Change(text, breaking) for text, breaking in self._found.items()]
        return sorted(changes, key=lambda change: not change.breaking)

    def _note(self, text: str, breaking: bool) -> None:
        self._found[text] = self._found.get(text, False) or breaking

    def _document(self) -> None:
        old, new = (document["servers"][0]["url"] for document in (self._before, self._after))
        if old != new:
            self._note(f"server URL: {old} -> {new}", True)
        old, new = (document.get("x-pluralkit-rate-limits", {}) for document in (self._before, self._after))
        for scope in _keys(old.get("scopes", {}), new.get("scopes", {})):
            was, now = (rates.get("scopes", {}).get(scope) for rates in (old, new))
            if was is None or now is None:
                self._note(f"rate limit {scope}: {'removed' if was else 'added'}", False)
                continue
            if was["limit"] != now["limit"]:
                text = f"rate limit {scope}: {was['limit']} -> {now['limit']} requests per period"
                self._note(text, now["limit"] < was["limit"])
            if was.get("budget") != now.get("budget"):
                self._note(f"rate limit {scope}: counted per {was['budget']} -> per {now['budget']}", False)
        if old.get("period", 1) != new.get("period", 1):
            text = f"rate limits: period {old.get('period', 1)} s -> {new.get('period', 1)} s"
            self._note(text, new.get("period", 1) > old.get("period", 1))
        for key in _keys(self._before, self._after):
            if key in ("x-pluralkit-rate-limits", "x-pluralkit-errors") or not key.startswith("x-"):
                continue
            if self._before.get(key) != self._after.get(key):
                self._note(f"{key} changed", False)

    def _errors(self) -> None:
        old, new = (document.get("x-pluralkit-errors", {}) for document in (self._before, self._after))
        for code in _keys(old, new):
            was, now = old.get(code), new.get(code)
            if now is None:
                self._note(f"error {code} ({was['name']}) removed", bool(was["name"]))
            elif was is None:
                self._note(f"error {code} ({now['name']}) added", False)
            else:
                if was["name"] != now["name"]:
                    text = f"error {code} renamed: {was['name']} -> {now['name']}"
                    self._note(text, was["name"] is not None)
                if was["status"] != now["status"]:
                    text = f"error {code} ({now['name']}): status {was['status']} -> {now['status']}"
                    self._note(text, True)
                if was["message"] != now["message"]:
                    self._note(f"error {code} ({now['name']}): message changed", False)

    def _operations(self) -> None:
        old, new = (
            {(names.placeholders(each.path), each.method): each for each in operations(document)}
            for document in (self._before, self._after)
        )
        pairs = [(old[key], new[key]) for key in old if key in new]
        ids = {each.operation["operationId"]: each for key, each in new.items() if key not in old}
        for key, was in old.items():
            if key in new:
                continue
            now = ids.pop(was.operation["operationId"], None)
            if now is None:
                self._note(f"{_method(was.operation)} removed ({was.method.upper()} {was.path})", True)
                continue
            pairs.append((was, now))
            text = f"{was.method.upper()} {was.path} -> {now.method.upper()} {now.path}"
            self._note(f"{_method(now.operation)}: {text}", True)
        for now in ids.values():
            self._note(f"{_method(now.operation)} added ({now.method.upper()} {now.path})", False)
        for was, now in pairs:
            self._operation(was.operation, now.operation)
            self._parameters(
                _method(now.operation),
                parameters(self._before, was.path, was.operation),
                parameters(self._after, now.path, now.operation),
            )

    def _operation(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        name = _method(new)
        if _method(old) != name:
            self._note(f"method {_method(old)} -> {name}", True)
        if old["operationId"] != new["operationId"]:
            functions = " -> ".join(names.snake(each["operationId"]) for each in (old, new))
            self._note(f"{name}: function operations.{functions}", True)
        self._pagination(name, old.get("x-pluralkit-pagination"), new.get("x-pluralkit-pagination"))
        if bool(old.get("x-pluralkit-periods")) != bool(new.get("x-pluralkit-periods")):
            was = "x-pluralkit-periods" in old
            self._note(f"{name.split('.')[0]}.periods {'removed' if was else 'added'}", was)
        self._rate(name, old["x-pluralkit-rate-limit"], new["x-pluralkit-rate-limit"])
        self._access(name, old, new)
        for key in ("x-pluralkit-idempotent", "x-pluralkit-list-privacy"):
            if old.get(key) != new.get(key):
                self._note(f"{name}: {key} {old.get(key)} -> {new.get(key)}", False)
        self._body(name, old.get("requestBody"), new.get("requestBody"))
        self._responses(name, old["responses"], new["responses"])

    def _pagination(self, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        resource = name.split(".", maxsplit=1)[0]
        if old is None or new is None:
            if old != new:
                for method in ("iterate", "pages"):
                    self._note(f"{resource}.{method} {'removed' if old else 'added'}", old is not None)
            return
        for key in _keys(old, new):
            if old.get(key) != new.get(key):
                self._note(
                    f"{resource}.iterate, {resource}.pages: {key} {old.get(key)} -> {new.get(key)}",
                    key in ("parameter", "limit"),
                )

    def _rate(self, name: str, old: dict[str, str], new: dict[str, str]) -> None:
        for key in _keys(old, new):
            if old.get(key) == new.get(key):
                continue
            was = _limit(self._before, old.get(key, old["scope"]))
            now = _limit(self._after, new.get(key, new["scope"]))
            text = f"{name}: rate limit ({key}) {old.get(key)} -> {new.get(key)}"
            self._note(text, was is not None and now is not None and now < was)

    def _access(self, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        was = old.get("security", self._before.get("security", []))
        now = new.get("security", self._after.get("security", []))
        if was != now:
            # A caller without a token is let in by no requirement at all, or by an empty one.
            lost = any(each not in now for each in (was or _NO_TOKEN)) and bool(now)
            self._note(f"{name}: security {was} -> {now}", lost)
        scopes, wanted = old.get("x-pluralkit-scopes"), new.get("x-pluralkit-scopes")
        if scopes != wanted:
            self._note(f"{name}: scopes of API keys {scopes} -> {wanted}", wanted is not None)

    def _parameters(self, name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
        # Path parameters are positional: their names are no part of the API.
        paths = [[each for each in listed if each["in"] == "path"] for listed in (old, new)]
        for number, (first, second) in enumerate(zip(*paths, strict=False), 1):
            self._schema(f"{name}: path parameter {number}", first["schema"], second["schema"], sent=True)
        if len(paths[0]) != len(paths[1]):
            self._note(f"{name}: {len(paths[0])} -> {len(paths[1])} path parameters", True)
        was = {each["name"]: each for each in old if each["in"] != "path"}
        now = {each["name"]: each for each in new if each["in"] != "path"}
        for key in _keys(was, now):
            place = f"{name}: parameter {names.snake(key)}"
            if key not in now:
                self._note(f"{place} removed", True)
                continue
            required = now[key].get("required", False)
            if key not in was:
                self._note(f"{place} added{' (required)' if required else ''}", required)
                continue
            if was[key].get("required", False) != required:
                self._note(f"{place}: {'now required' if required else 'no longer required'}", required)
            self._schema(place, was[key]["schema"], now[key]["schema"], sent=True)

    def _body(self, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if old is None or new is None:
            if old is not new:
                self._note(f"{name}: request body {'removed' if old else 'added'}", True)
            return
        schemas = [
            resolve(document, body)["content"]["application/json"]["schema"]
            for document, body in ((self._before, old), (self._after, new))
        ]
        self._schema(f"{name}: request", *schemas, sent=True)

    def _responses(self, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        for status in _keys(old, new):
            place = f"{name}: response {status}"
            was = resolve(self._before, old[status]) if status in old else None
            now = resolve(self._after, new[status]) if status in new else None
            codes = [set((each or {}).get("x-pluralkit-error-codes", ())) for each in (was, now)]
            for code in sorted(codes[0] ^ codes[1]):
                self._note(f"{place}: error code {code} {'removed' if code in codes[0] else 'added'}", False)
            if was is None or now is None:
                self._note(f"{place} {'removed' if was else 'added'}", was is None and status.startswith("2"))
            elif status.startswith("2"):
                schemas = [
                    each.get("content", {}).get("application/json", {}).get("schema") for each in (was, now)
                ]
                if schemas[0] is None or schemas[1] is None:
                    if schemas[0] is not schemas[1]:
                        self._note(f"{place}: content {'removed' if schemas[0] else 'added'}", True)
                else:
                    self._schema(place, *schemas, sent=False)

    def _webhooks(self) -> None:
        old, new = (document.get("webhooks", {}) for document in (self._before, self._after))
        for name in _keys(old, new):
            if name not in old or name not in new:
                self._note(f"webhook {name} {'removed' if name in old else 'added'}", name in old)
                continue
            schemas = [
                resolve(document, hooks[name]["post"]["requestBody"])["content"]["application/json"]["schema"]
                for document, hooks in ((self._before, old), (self._after, new))
            ]
            self._schema(f"webhook {name}", *schemas, sent=False)
            never = [hooks[name]["post"].get("x-pluralkit-never-sent") for hooks in (old, new)]
            if never[0] != never[1]:
                self._note(f"webhook {name}: x-pluralkit-never-sent changed", False)
            effects = [hooks[name]["post"].get("x-pluralkit-change") for hooks in (old, new)]
            if effects[0] != effects[1]:
                self._note(f"webhook {name}: what it changes changed", False)

    def _schema(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = self._alternatives(self._before, old), self._alternatives(self._after, new)
        if (None in was) != (None in now):
            gained = None in now
            self._note(f"{place}: {'may now be null' if gained else 'no longer null'}", gained != sent)
        first, second = ([each for each in listed if each is not None] for listed in (was, now))
        if len(first) == len(second) == 1:
            self._single(place, first[0], second[0], sent=sent)
            return
        named = [{_label(each): each for each in listed} for listed in (first, second)]
        for label in _keys(*named):
            if label not in named[1]:
                self._note(f"{place}: no longer {label}", sent)
            elif label not in named[0]:
                self._note(f"{place}: may now be {label}", not sent)
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
            return [{**inner, "type": types[0]}, *([None] if "null" in types else [])]
        return [schema]

    def _single(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = resolve(self._before, old), resolve(self._after, new)
        if "$ref" in old or "$ref" in new:
            labels = _label(old), _label(new)
            if labels[0] != labels[1]:
                self._note(f"{place}: {labels[0]} -> {labels[1]}", True)
            if "$ref" in new:
                place = labels[1]
            if (*labels, sent) in self._compared:
                return
            self._compared.add((*labels, sent))
        self._types(place, was, now, sent=sent)
        self._constraints(place, was, now, sent=sent)
        self._properties(place, was, now, sent=sent)
        if "items" in was and "items" in now:
            self._schema(f"{place}[]", was["items"], now["items"], sent=sent)
        for key in _keys(was, now):
            if key not in _COMPARED and was.get(key) != now.get(key):
                self._note(f"{place}: {key} changed", False)

    def _types(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        types = (old.get("type"), new.get("type"))
        if types[0] != types[1]:
            wider = types == ("integer", "number") or types[1] is None
            narrower = types == ("number", "integer") or types[0] is None
            safe = wider if sent else narrower
            self._note(f"{place}: type {types[0]} -> {types[1]}", not safe)
        if old.get("format") != new.get("format"):
            self._note(f"{place}: format {old.get('format')} -> {new.get('format')}", True)
        if old.get("const") != new.get("const"):
            self._note(f"{place}: const {old.get('const')!r} -> {new.get('const')!r}", True)
        if ("enum" in old) != ("enum" in new):
            self._note(f"{place}: enum {'removed' if 'enum' in old else 'added'}", True)
        else:
            for value in _keys(dict.fromkeys(old.get("enum", ())), dict.fromkeys(new.get("enum", ()))):
                gone = value in old["enum"] and value not in new["enum"]
                if gone or value not in old["enum"]:
                    self._note(f"{place}: enum value {value!r} {'removed' if gone else 'added'}", gone)
        if sent:
            models = [_referenced(each) for each in (old, new)]
            for model in sorted(models[0] ^ models[1]):
                gone = model in models[0]
                self._note(f"{place}: {'no longer accepts' if gone else 'accepts'} {model}", gone)
        fields = [each.get("x-pluralkit-reference", {}).get("field") for each in (old, new)]
        if fields[0] != fields[1]:
            self._note(f"{place}: field of the reference changed", False)

    def _constraints(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        rules: list[tuple[str, Callable[[Any, Any], bool]]] = [
            *((key, lambda was, now: now < was) for key in _MAXIMA),
            *((key, lambda was, now: now > was) for key in _MINIMA),
            (
                "pattern",
                lambda was, now: bool(was and now) and sent,
            ),  # whether another pattern is tighter cannot be told
            ("uniqueItems", lambda was, now: now and not was),
        ]
        for key, tighter in rules:
            was, now = old.get(key), new.get(key)
            if was != now:
                tightened = was is None or (now is not None and tighter(was, now))
                self._note(f"{place}: {key} {_shown(was)} -> {_shown(now)}", tightened == sent)

    def _properties(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = old.get("properties", {}), new.get("properties", {})
        for key in _keys(was, now):
            field = f"{place}.{names.snake(key)}"
            required = key in new.get("required", ())
            if key not in now:
                self._note(f"{field} removed", True)
            elif key not in was:
                self._note(f"{field} added{' (required)' if required else ''}", sent and required)
            else:
                if (key in old.get("required", ())) != required:
                    text = f"{field}: {'now required' if required else 'no longer required'}"
                    self._note(text, required == sent)
                self._schema(field, was[key], now[key], sent=sent)


def _keys(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    yield from old
    yield from (key for key in new if key not in old)


def _method(operation: dict[str, Any]) -> str:
    client = operation["x-pluralkit-client"]
    return f"{client['resource']}.{client['method']}"


def _label(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1] if "$ref" in schema else str(schema.get("type", "any"))


def _limit(document: dict[str, Any], scope: str) -> int | None:
    limits = document.get("x-pluralkit-rate-limits", {}).get("scopes", {})
    return limits[scope]["limit"] if scope in limits else None


def _referenced(schema: dict[str, Any]) -> set[str]:
    to = schema.get("x-pluralkit-reference")
    number = {"int"} if "x-pluralkit-snowflake" in schema else set[str]()
    return number | ({to["model"], *to.get("also", ())} if to else set[str]())


def _shown(value: Any) -> str:
    return "none" if value is None else str(value)
