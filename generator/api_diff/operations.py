"""Compare operations: names, access, limits, parameters, bodies and responses."""

from typing import Any

from generator import names
from generator.document import resolve
from generator.validate import operations, parameters

from .changes import Changes, keys, note_deprecated, shown
from .schemas import Schemas

_NO_TOKEN: list[dict[str, list[str]]] = [{}]
# What a key with this level alone gets, and what it needs: each is content with what comes before it.
_GRANTED = ("refused", "public", "full")
_NEEDED = ("read", "write")


def compare_operations(
    before: dict[str, Any], after: dict[str, Any], schemas: Schemas, changes: Changes
) -> None:
    """Compare the operations, as programs that call them see them.

    Args:
        before: The old contract.
        after: The new contract.
        schemas: Compares the schemas that the operations use.
        changes: Receives the changes.
    """
    _Operations(before, after, schemas, changes).run()


class _Operations:
    def __init__(
        self, before: dict[str, Any], after: dict[str, Any], schemas: Schemas, changes: Changes
    ) -> None:
        self._before, self._after = before, after
        self._schemas = schemas
        self._changes = changes

    def run(self) -> None:
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
                text = f"{_method(was.operation)} removed ({was.method.upper()} {was.path})"
                self._changes.note(text, True)
                continue
            pairs.append((was, now))
            text = f"{was.method.upper()} {was.path} -> {now.method.upper()} {now.path}"
            self._changes.note(f"{_method(now.operation)}: {text}", True)
        for now in ids.values():
            self._changes.note(f"{_method(now.operation)} added ({now.method.upper()} {now.path})", False)
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
            self._changes.note(f"method {_method(old)} -> {name}", True)
        if old["operationId"] != new["operationId"]:
            functions = " -> ".join(names.snake(each["operationId"]) for each in (old, new))
            self._changes.note(f"{name}: function operations.{functions}", True)
        note_deprecated(name, old, new, self._changes)
        self._pagination(name, old.get("x-pluralkit-pagination"), new.get("x-pluralkit-pagination"))
        periods = [each.get("x-pluralkit-periods") for each in (old, new)]
        if periods[0] != periods[1]:
            how = "removed" if not periods[1] else "changed" if periods[0] else "added"
            self._changes.note(f"{name.split('.')[0]}.periods {how}", periods[0] is not None)
        self._rate(name, old["x-pluralkit-rate-limit"], new["x-pluralkit-rate-limit"])
        self._security(name, old, new)
        self._scopes(name, old.get("x-pluralkit-scopes"), new.get("x-pluralkit-scopes"))
        again = [each.get("x-pluralkit-idempotent") for each in (old, new)]
        if again[0] != again[1]:
            # What failed on the way is no longer sent again, and whoever does so causes the effect twice.
            self._changes.note(f"{name}: idempotent {shown(again[0])} -> {shown(again[1])}", bool(again[0]))
        privacy = [each.get("x-pluralkit-list-privacy") for each in (old, new)]
        if privacy[0] != privacy[1]:
            text = f"{name}: privacy of the list {shown(privacy[0])} -> {shown(privacy[1])}"
            self._changes.note(text, privacy[1] is not None)
        self._body(name, old.get("requestBody"), new.get("requestBody"))
        self._responses(name, old["responses"], new["responses"])

    def _pagination(self, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        resource = name.split(".", maxsplit=1)[0]
        if old is None or new is None:
            if old != new:
                for method in ("iterate", "pages"):
                    self._changes.note(
                        f"{resource}.{method} {'removed' if old else 'added'}", old is not None
                    )
            return
        for key in keys(old, new):
            if old.get(key) != new.get(key):
                text = f"{key} {shown(old.get(key))} -> {shown(new.get(key))}"
                self._changes.note(
                    f"{resource}.iterate, {resource}.pages: {text}", key in ("parameter", "limit")
                )

    def _rate(self, name: str, old: dict[str, str], new: dict[str, str]) -> None:
        for key in keys(old, new):
            if old.get(key) == new.get(key):
                continue
            was = _limit(self._before, old.get(key, old["scope"]))
            now = _limit(self._after, new.get(key, new["scope"]))
            text = f"{name}: rate limit ({key}) {shown(old.get(key))} -> {shown(new.get(key))}"
            self._changes.note(text, was is not None and now is not None and now < was)

    def _security(self, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        was = old.get("security", self._before.get("security", []))
        now = new.get("security", self._after.get("security", []))
        if was != now:
            # A caller without a token is let in by no requirement at all, or by an empty one.
            lost = any(each not in now for each in (was or _NO_TOKEN)) and bool(now)
            self._changes.note(f"{name}: security {was} -> {now}", lost)

    def _scopes(self, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if old == new:
            return
        if old is None or new is None:
            changed = f"added: {_scope(new)}" if new else "removed"
            self._changes.note(f"{name}: scope of API keys {changed}", new is not None)
            return
        if _scope(old) != _scope(new):
            weaker = old["resource"] == new["resource"] and _NEEDED.index(new["access"]) < _NEEDED.index(
                old["access"]
            )
            self._changes.note(f"{name}: scope of API keys {_scope(old)} -> {_scope(new)}", not weaker)
        was, now = old.get("publicread"), new.get("publicread")
        if was != now:
            less = was is not None and (now is None or _GRANTED.index(now) < _GRANTED.index(was))
            self._changes.note(f"{name}: publicread {shown(was)} -> {shown(now)}", less)
        if old.get("identify") != new.get("identify"):
            how = "no longer suffices" if old.get("identify") else "suffices"
            self._changes.note(f"{name}: identify {how}", bool(old.get("identify")))

    def _parameters(self, name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
        # Path parameters are positional: their names are no part of the API.
        paths = [[each for each in listed if each["in"] == "path"] for listed in (old, new)]
        for number, (first, second) in enumerate(zip(*paths, strict=False), 1):
            place = f"{name}: path parameter {number}"
            self._schemas.compare(place, first["schema"], second["schema"], sent=True)
            note_deprecated(place, first, second, self._changes)
        if len(paths[0]) != len(paths[1]):
            self._changes.note(f"{name}: {len(paths[0])} -> {len(paths[1])} path parameters", True)
        was = {each["name"]: each for each in old if each["in"] != "path"}
        now = {each["name"]: each for each in new if each["in"] != "path"}
        for key in keys(was, now):
            place = f"{name}: parameter {names.snake(key)}"
            if key not in now:
                self._changes.note(f"{place} removed", True)
                continue
            required = now[key].get("required", False)
            if key not in was:
                self._changes.note(f"{place} added{' (required)' if required else ''}", required)
                continue
            if was[key].get("required", False) != required:
                self._changes.note(
                    f"{place}: {'now required' if required else 'no longer required'}", required
                )
            self._schemas.compare(place, was[key]["schema"], now[key]["schema"], sent=True)
            note_deprecated(place, was[key], now[key], self._changes)

    def _body(self, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if old is None or new is None:
            if old is not new:
                self._changes.note(f"{name}: request body {'removed' if old else 'added'}", True)
            return
        bodies = [resolve(document, body) for document, body in ((self._before, old), (self._after, new))]
        self._content(f"{name}: request", *bodies, sent=True)

    def _responses(self, name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        gone, came = (
            [status for status in first if status not in second and not status.startswith("2")]
            for first, second in ((old, new), (new, old))
        )
        for status in keys(old, new):
            place = f"{name}: response {status}"
            was = resolve(self._before, old[status]) if status in old else None
            now = resolve(self._after, new[status]) if status in new else None
            codes = [set((each or {}).get("x-pluralkit-error-codes", ())) for each in (was, now)]
            for code in sorted(codes[0] ^ codes[1]):
                how = "removed" if code in codes[0] else "added"
                self._changes.note(f"{place}: error code {code} {how}", False)
            if was is not None and now is not None:
                self._response(place, status, was, now)
            elif status.startswith("2"):
                self._changes.note(f"{place} {'removed' if was else 'added'}", was is None)
            else:
                # One error in place of another: what caught the old one no longer does.
                self._changes.note(f"{place} {'removed' if was else 'added'}", bool(was and gone and came))

    def _response(self, place: str, status: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._content(place, old, new, sent=False)
        self._headers(place, old.get("headers", {}), new.get("headers", {}))
        bare = [each.get("x-pluralkit-body") == "optional" for each in (old, new)]
        if bare[0] != bare[1]:
            text = f"{place}: body {'may be missing' if bare[1] else 'no longer missing'}"
            self._changes.note(text, bare[1] and status.startswith("2"))

    def _content(self, place: str, old: dict[str, Any], new: dict[str, Any], *, sent: bool) -> None:
        was, now = old.get("content", {}), new.get("content", {})
        for media in keys(was, now):
            if media not in was or media not in now:
                how = "removed" if media in was else "added"
                # A client reads the one media type that it knows.
                self._changes.note(f"{place}: content {media} {how}", media in was or not sent)
                continue
            schemas = [each[media].get("schema", {}) for each in (was, now)]
            self._schemas.compare(place, *schemas, sent=sent)

    def _headers(self, place: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        was = {name: resolve(self._before, header) for name, header in old.items()}
        now = {name: resolve(self._after, header) for name, header in new.items()}
        for name in keys(was, now):
            header = f"header {name}"
            if name not in now:
                self._changes.note(f"{place}: {header} removed", True)
                continue
            required = bool(now[name].get("required"))
            if name not in was:
                self._changes.note(f"{place}: {header} added", False)
                continue
            if bool(was[name].get("required")) != required:
                # Many responses have the same ones: what changes of those is named once.
                shared = "$ref" in old[name] and old[name] == new[name]
                text = f"{header}: {'now required' if required else 'no longer required'}"
                self._changes.note(text if shared else f"{place}: {text}", not required)
            self._schemas.compare(
                header, was[name].get("schema", {}), now[name].get("schema", {}), sent=False
            )
            note_deprecated(header, was[name], now[name], self._changes)


def _method(operation: dict[str, Any]) -> str:
    client = operation["x-pluralkit-client"]
    return f"{client['resource']}.{client['method']}"


def _scope(scopes: dict[str, Any] | None) -> str:
    return f"{scopes['access']}:{scopes['resource']}" if scopes else "none"


def _limit(document: dict[str, Any], scope: str) -> int | None:
    limits = document.get("x-pluralkit-rate-limits", {}).get("scopes", {})
    return limits[scope]["limit"] if scope in limits else None
