"""Compare what holds for all operations: servers, rate limits, error codes, keys and names on the wire."""

from typing import Any

from .changes import Changes, keys, shown

# Compared by rules of their own, or for maintainers alone.
_WITH_RULES = {
    "x-pluralkit-api-key-scopes",
    "x-pluralkit-documented",
    "x-pluralkit-errors",
    "x-pluralkit-rate-limits",
    "x-pluralkit-required-headers",
    "x-pluralkit-wire-format",
}


def compare_documents(before: dict[str, Any], after: dict[str, Any], changes: Changes) -> None:
    """Compare what applies to all operations: server, rate limits, errors, scopes, wire format.

    Args:
        before: The old contract.
        after: The new contract.
        changes: Receives the changes.
    """
    old, new = (document["servers"][0]["url"] for document in (before, after))
    if old != new:
        changes.note(f"server URL: {old} -> {new}", True)
    _rate_limits(*_both("x-pluralkit-rate-limits", before, after), changes)
    _errors(*_both("x-pluralkit-errors", before, after), changes)
    _key_scopes(*_both("x-pluralkit-api-key-scopes", before, after), changes)
    _security(*_both("components", before, after), changes)
    # What the names and units on the wire are: programs that use a released client still have the old ones.
    old, new = _both("x-pluralkit-wire-format", before, after)
    for key in keys(old, new):
        if old.get(key) != new.get(key):
            changes.note(f"wire format: {key} {shown(old.get(key))} -> {shown(new.get(key))}", key in old)
    old, new = _both("x-pluralkit-required-headers", before, after)
    for key in keys(old, new):
        if old.get(key) != new.get(key):
            how = "added" if key not in old else "changed" if key in new else "removed"
            changes.note(f"required header {key} {how}", key in new)
    for key in keys(before, after):
        if key.startswith("x-") and key not in _WITH_RULES and before.get(key) != after.get(key):
            changes.note(f"{key} changed", False)


def _both(key: str, before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return before.get(key, {}), after.get(key, {})


def _rate_limits(old: dict[str, Any], new: dict[str, Any], changes: Changes) -> None:
    for scope in keys(old.get("scopes", {}), new.get("scopes", {})):
        was, now = (rates.get("scopes", {}).get(scope) for rates in (old, new))
        if was is None or now is None:
            changes.note(f"rate limit {scope}: {'removed' if was else 'added'}", False)
            continue
        if was["limit"] != now["limit"]:
            text = f"rate limit {scope}: {was['limit']} -> {now['limit']} requests per period"
            changes.note(text, now["limit"] < was["limit"])
        if was.get("budget") != now.get("budget"):
            # All systems behind one address share a bucket that each had before.
            text = f"rate limit {scope}: counted per {was['budget']} -> per {now['budget']}"
            changes.note(text, now["budget"] == "address")
    if old.get("period", 1) != new.get("period", 1):
        text = f"rate limits: period {old.get('period', 1)} s -> {new.get('period', 1)} s"
        changes.note(text, new.get("period", 1) > old.get("period", 1))
    if old.get("algorithm") != new.get("algorithm"):
        text = f"rate limits: algorithm {shown(old.get('algorithm'))} -> {shown(new.get('algorithm'))}"
        changes.note(text, False)


def _errors(old: dict[str, Any], new: dict[str, Any], changes: Changes) -> None:
    for code in keys(old, new):
        was, now = old.get(code), new.get(code)
        if was is None:
            changes.note(f"error {code} ({new[code]['name']}) added", False)
        elif now is None:
            changes.note(f"error {code} ({was['name']}) removed", bool(was["name"]))
        else:
            if was["name"] != now["name"]:
                text = f"error {code} renamed: {was['name']} -> {now['name']}"
                changes.note(text, was["name"] is not None)
            if was["status"] != now["status"]:
                text = f"error {code} ({now['name']}): status {was['status']} -> {now['status']}"
                changes.note(text, True)
            if was["message"] != now["message"]:
                changes.note(f"error {code} ({now['name']}): message changed", False)


def _key_scopes(old: dict[str, Any], new: dict[str, Any], changes: Changes) -> None:
    for kind in ("levels", "resources"):
        first, second = old.get(kind, {}), new.get(kind, {})
        for name in keys(first, second):
            place = f"scopes of API keys: {kind.removesuffix('s')} {name}"
            if name not in first or name not in second:
                changes.note(f"{place} {'removed' if name in first else 'added'}", name in first)
                continue
            for inner in keys(dict.fromkeys(first[name]), dict.fromkeys(second[name])):
                if inner not in second[name]:
                    changes.note(f"{place} no longer includes {inner}", True)
                elif inner not in first[name]:
                    changes.note(f"{place} includes {inner}", False)
    if old.get("identify") != new.get("identify"):
        text = f"scopes of API keys: {shown(old.get('identify'))} -> {shown(new.get('identify'))}"
        changes.note(text, "identify" in old)


def _security(old: dict[str, Any], new: dict[str, Any], changes: Changes) -> None:
    schemes = [
        {
            name: {key: value for key, value in scheme.items() if key != "description"}
            for name, scheme in components.get("securitySchemes", {}).items()
        }
        for components in (old, new)
    ]
    for name in keys(*schemes):
        was, now = (each.get(name) for each in schemes)
        if was != now:
            how = "added" if was is None else "removed" if now is None else "changed"
            changes.note(f"security scheme {name} {how}", was is not None)
