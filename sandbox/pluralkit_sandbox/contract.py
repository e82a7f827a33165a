"""Facts of the contract as frozen values. The only module that knows the structure of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

import yaml

Json = Mapping[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Scopes:
    """What an API key needs for an operation, and what `publicread` alone gets of it."""

    access: Literal["read", "write"]
    resource: str
    publicread: Literal["public", "full", "refused"]
    identify: bool


@dataclass(frozen=True, slots=True)
class RateScopes:
    """The scope that a request is charged to, and the one where the thing asked for is the caller's own."""

    scope: str
    own: str | None


@dataclass(frozen=True, slots=True)
class ListPrivacy:
    """The privacy key that closes a list to all but the owner, the error that others get, and the key that
    hides single entries."""

    key: str
    error: str
    """Its name."""
    items: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    base_path: str
    """The path of the server, in front of `path`."""
    path: str
    by_face: bool
    """Whether the public face answers it itself."""
    scopes: Scopes | None
    rate: RateScopes | None
    """None where requests are not counted."""
    list_privacy: ListPrivacy | None
    page_size: int | None
    """How many entries an answer has at most, where it is read page by page."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """The privacy key that hides a field from all but the owner, and how; the key `owner` hides it always."""

    key: str
    hidden: Literal["null", "empty", "absent", "stand-in"]
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    types: frozenset[str]
    nullable: bool
    max_length: int | None
    max_items: int | None
    pattern: re.Pattern[str] | None
    format: str | None
    enum: tuple[str, ...] | None
    schema: str | None
    """The schema that the field refers to, if it refers to one."""
    items: Field | None
    read_only: bool
    initial: object
    """What a new thing has there, where the contract says so; else None."""
    privacy: Privacy | None
    is_url: bool
    rewritten: bool
    """Whether the field reads back with `Contract.url_rewrite` applied."""


@dataclass(frozen=True, slots=True)
class Schema:
    name: str
    fields: Mapping[str, Field]
    required: frozenset[str]
    combined_max_length: int | None


@dataclass(frozen=True, slots=True)
class ErrorKind:
    code: int
    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is answered to a path that no operation has."""

    path: re.Pattern[str]
    status: int
    body: bytes
    media: str | None
    headers: Mapping[str, str]
    cors: bool


@dataclass(frozen=True, slots=True)
class NewShortIds:
    """What short ids are made of."""

    alphabet: str
    length: int


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Requests a second for each scope, what a budget is kept for, and how registered applications count."""

    period: int
    limits: Mapping[str, int]
    budgets: Mapping[str, str]
    application_header: str
    """The header with an application's token."""
    application_scope: str
    """The scope of all its requests."""


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """How scopes of API keys follow from each other."""

    levels: Mapping[str, frozenset[str]]
    resources: Mapping[str, frozenset[str]]
    identify: str


@dataclass(frozen=True, slots=True)
class Contract:
    document: Json
    version: str
    base_path: str
    operations: tuple[Operation, ...]
    success_media_type: str
    problem_media_type: str
    webhook_user_agent: str
    webhook_timeout: float
    """Seconds that a receiver has for one event."""
    webhook_order: Literal["as sent", "any"]
    """Whether events arrive in the order in which they happened."""
    webhooks: Mapping[str, Literal["some", "most"] | None]
    """The types of events, and how many of each the deployed service loses."""
    originals_resolve_for: int
    """Seconds for which a message answers to the id of the message that it replaced."""
    service_version: str
    """The commit of the service that the contract describes."""
    new_short_ids: NewShortIds
    schemas: Mapping[str, Schema]
    errors: Mapping[str, ErrorKind]
    """The errors with a code of their own, by name."""
    general_errors: Mapping[int, str]
    """The messages of code 0, by status."""
    fallbacks: tuple[Fallback, ...]
    required_headers: Mapping[str, int]
    """Headers without which a request is refused, in lower case, and the status of that."""
    cors: Mapping[str, str]
    url_rewrite: tuple[str, str, str]
    rate_limits: RateLimits
    rate_limit_message: str
    problems: Mapping[int, Mapping[str, object]]
    """The problem documents, by status."""
    scopes: ScopeRules


def contract_path() -> Path:
    """Where the document is: beside this module in an installed package, else in the checkout."""
    packaged = Path(__file__).with_name("pluralkit.yaml")
    return packaged if packaged.exists() else Path(__file__).parents[2] / "openapi" / "pluralkit.yaml"


@cache
def load() -> Contract:
    """Read the contract once."""
    # CSafeLoader is safe_load's loader in C: ten times as fast.
    return _contract(yaml.load(contract_path().read_bytes(), Loader=yaml.CSafeLoader))


def _contract(document: Json) -> Contract:
    components = document["components"]
    limits = document["x-pluralkit-rate-limits"]
    keys = document["x-pluralkit-api-key-scopes"]
    rewrite = document["x-pluralkit-url-rewrite"]
    examples = {name: example["value"] for name, example in components["examples"].items()}
    return Contract(
        document=document,
        version=document["info"]["version"],
        base_path=urlsplit(str(document["servers"][0]["url"])).path,
        operations=tuple(_operations(document)),
        success_media_type=document["x-pluralkit-success-media-type"],
        problem_media_type=document["x-pluralkit-problem-media-type"],
        webhook_user_agent=document["x-pluralkit-webhook-user-agent"],
        webhook_timeout=document["x-pluralkit-webhook-delivery"]["timeout"],
        webhook_order=document["x-pluralkit-webhook-delivery"]["order"],
        webhooks={name: item["post"].get("x-pluralkit-lost") for name, item in document["webhooks"].items()},
        originals_resolve_for=document["x-pluralkit-originals-resolve-for"],
        service_version=components["headers"]["Version"]["example"],
        new_short_ids=NewShortIds(**components["schemas"]["ShortId"]["x-pluralkit-new"]),
        schemas={
            name: _schema(name, schema, components["schemas"])
            for name, schema in components["schemas"].items()
            if "properties" in schema
        },
        errors={
            error["name"]: ErrorKind(int(code), error["status"], error["message"])
            for code, error in document["x-pluralkit-errors"].items()
            if error["status"] is not None
        },
        # Code 0 says no more than its status does, so its messages stand in the examples of the responses.
        general_errors={
            400: examples["BadRequest"]["message"],
            401: examples["Unauthorized"]["message"],
            403: examples["Forbidden"]["message"],
            500: examples["InternalError"]["message"],
        },
        # Preflights and wrong methods are answered before and after the lookup of references: the face
        # knows when.
        fallbacks=tuple(
            _fallback(entry) for entry in document["x-pluralkit-fallbacks"] if "methods" not in entry
        ),
        required_headers={
            name.lower(): refusal["status"]
            for name, refusal in document["x-pluralkit-required-headers"].items()
        },
        cors=document["x-pluralkit-cors"],
        url_rewrite=(rewrite["from"], rewrite["to"], rewrite["path"]),
        rate_limits=RateLimits(
            limits["period"],
            {name: scope["limit"] for name, scope in limits["scopes"].items()},
            {name: scope["budget"] for name, scope in limits["scopes"].items()},
            components["securitySchemes"][limits["applications"]["scheme"]]["name"],
            limits["applications"]["scope"],
        ),
        rate_limit_message=examples["TooManyRequests"]["message"],
        problems={
            problem["status"]: problem for problem in (examples["ProblemDetails"], examples["NotConfigured"])
        },
        scopes=ScopeRules(
            {name: frozenset({name, *others}) for name, others in keys["levels"].items()},
            {name: frozenset({name, *others}) for name, others in keys["resources"].items()},
            keys["identify"],
        ),
    )


def _operations(document: Json) -> list[Operation]:
    operations: list[Operation] = []
    names = {int(code): error["name"] for code, error in document["x-pluralkit-errors"].items()}
    for path, item in document["paths"].items():
        server = urlsplit(str(item.get("servers", document["servers"])[0]["url"])).path
        for method in _METHODS:
            if (operation := item.get(method)) is None:
                continue
            scopes = operation.get("x-pluralkit-scopes")
            rate = operation.get("x-pluralkit-rate-limit")
            closed = operation.get("x-pluralkit-list-privacy")
            operations.append(
                Operation(
                    id=operation["operationId"],
                    method=method.upper(),
                    base_path=server,
                    path=path,
                    by_face="x-pluralkit-answered-by" in operation,
                    scopes=scopes
                    and Scopes(
                        scopes["access"],
                        scopes["resource"],
                        scopes.get("publicread", "refused"),
                        scopes.get("identify", False),
                    ),
                    rate=rate and RateScopes(rate["scope"], rate.get("own")),
                    list_privacy=closed
                    and ListPrivacy(closed["key"], names[closed["error"]], closed.get("items")),
                    page_size=operation.get("x-pluralkit-pagination", {}).get("maximum"),
                )
            )
    return operations


def _fallback(entry: Json) -> Fallback:
    return Fallback(
        path=re.compile(entry["path"]),
        status=entry["status"],
        body=entry.get("body", "").encode(),
        media=entry.get("media"),
        headers=entry.get("headers", {}),
        cors=entry.get("cors", True),
    )


def _schema(name: str, schema: Json, schemas: Json) -> Schema:
    return Schema(
        name=name,
        fields={key: _field(key, value, schemas) for key, value in schema["properties"].items()},
        required=frozenset(schema.get("required", ())),
        combined_max_length=schema.get("x-pluralkit-combined-max-length"),
    )


def _pattern(text: str) -> re.Pattern[str]:
    # Where JSON Schema's `$` is the end of the text, Python's also fits before a line break there.
    return re.compile(rf"{text[:-1]}\Z" if text.endswith("$") else text)


def _field(name: str, schema: Json, schemas: Json) -> Field:
    # A nullable reference is written `oneOf: [$ref, {type: null}]`.
    alternatives = [part for part in schema.get("oneOf", ()) if part.get("type") != "null"]
    nullable = bool(alternatives)
    reference = cast("str | None", (alternatives[0] if alternatives else schema).get("$ref"))
    target = reference.rpartition("/")[2] if reference else None
    facts: Json = {**schemas[target], **schema} if target else schema
    types = facts.get("type", ())
    types = frozenset([types] if isinstance(types, str) else types)
    privacy = facts.get("x-pluralkit-privacy")
    return Field(
        name=name,
        types=types - {"null"},
        nullable=nullable or "null" in types,
        max_length=facts.get("maxLength"),
        max_items=facts.get("maxItems"),
        pattern=_pattern(facts["pattern"]) if "pattern" in facts else None,
        format=facts.get("format"),
        enum=tuple(facts["enum"]) if "enum" in facts else None,
        schema=target,
        items=_field(name, facts["items"], schemas) if "items" in facts else None,
        read_only=facts.get("readOnly", False),
        initial=facts.get("x-pluralkit-initial"),
        privacy=privacy and Privacy(privacy["key"], privacy["hidden"], privacy.get("stand-in")),
        is_url="x-pluralkit-url" in facts,
        rewritten=bool(facts.get("x-pluralkit-url-rewrite", False)),
    )
