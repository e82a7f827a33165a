"""Facts of the contract as frozen dataclasses. The only module that knows the structure of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    """What an API key needs for an operation (`x-pluralkit-scopes`).

    Attributes:
        access: Level that the operation needs.
        resource: Resource that the level must cover.
        publicread: What a key with level `publicread` gets: the anonymous view, the full view, or an error.
        identify: Whether the scope `identify` suffices for the anonymous view.
    """

    access: Literal["read", "write"]
    resource: str
    publicread: Literal["public", "full", "refused"]
    identify: bool


@dataclass(frozen=True, slots=True)
class RateScopes:
    """Rate-limit scopes of an operation.

    Attributes:
        scope: Scope for resources of other systems and for anonymous callers.
        own: Scope for the caller's own resources; None if there is no such scope.
    """

    scope: str
    own: str | None


@dataclass(frozen=True, slots=True)
class ListPrivacy:
    """Privacy of a list.

    Attributes:
        key: Privacy key that makes the list private.
        error: Name of the error that callers other than the owner get then.
        items: Privacy key that hides single entries; None for none.
    """

    key: str
    error: str
    items: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API.

    Attributes:
        id: The operation id.
        method: HTTP method in upper case.
        base_path: Path of the server's URL.
        path: Path template, relative to the base path.
        by_gateway: Whether the gateway answers it without the service behind it.
        scopes: Scopes of API keys; None if the operation ignores keys.
        rate: Rate-limit scopes; None if requests are not counted.
        list_privacy: Privacy of the list; None for other operations.
        page_size: Maximum number of entries in a page; None without pagination.
    """

    id: str
    method: str
    base_path: str
    path: str
    by_gateway: bool
    scopes: Scopes | None
    rate: RateScopes | None
    list_privacy: ListPrivacy | None
    page_size: int | None


@dataclass(frozen=True, slots=True)
class Privacy:
    """Privacy of a field.

    Attributes:
        key: Privacy key that hides the field from callers other than the owner; `owner` hides it always.
        hidden: How the field is hidden.
        stand_in: Field whose value is shown instead, for `stand-in`.
    """

    key: str
    hidden: Literal["null", "empty", "absent", "stand-in"]
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a schema.

    Attributes:
        name: Its name.
        types: JSON types of its values, without null.
        nullable: Whether null is allowed.
        max_length: Maximum length in UTF-16 code units.
        max_items: Maximum number of items.
        pattern: Pattern of texts.
        format: JSON Schema format.
        enum: Allowed texts.
        schema: Name of the schema that the field refers to; None for inline schemas.
        items: The items of a list.
        read_only: Whether clients cannot set it.
        initial: Value in new entities; None if the contract states none.
        privacy: Privacy rule; None for public fields.
        is_url: Whether the service validates it as a URL.
        rewritten: Whether responses apply `Contract.url_rewrite` to it.
    """

    name: str
    types: frozenset[str]
    nullable: bool
    max_length: int | None
    max_items: int | None
    pattern: re.Pattern[str] | None
    format: str | None
    enum: tuple[str, ...] | None
    schema: str | None
    items: Field | None
    read_only: bool
    initial: object
    privacy: Privacy | None
    is_url: bool
    rewritten: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """An object schema.

    Attributes:
        name: Its name.
        fields: Its fields by name.
        required: Names of required fields.
        combined_max_length: Maximum total length of its texts, in UTF-16 code units; None for no limit.
    """

    name: str
    fields: Mapping[str, Field]
    required: frozenset[str]
    combined_max_length: int | None


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """An error with its own code.

    Attributes:
        code: The code.
        status: The status.
        message: The message, with the placeholder `{ref}`.
    """

    code: int
    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Fallback:
    """Response to paths that no operation has.

    Attributes:
        path: Pattern of the paths.
        status: The status.
        body: The body.
        media: Content-Type; None for none.
        headers: Further headers.
        cors: Whether the response has CORS headers.
    """

    path: re.Pattern[str]
    status: int
    body: bytes
    media: str | None
    headers: Mapping[str, str]
    cors: bool


@dataclass(frozen=True, slots=True)
class NewShortIds:
    """Format of new short ids.

    Attributes:
        alphabet: Allowed letters.
        length: Number of letters.
    """

    alphabet: str
    length: int


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Rate limits of the service.

    Attributes:
        period: Seconds.
        limits: Requests per period, by scope.
        buckets: What a bucket is kept for (`system`, or the client's address), by scope.
        application_header: Header with the token of a registered application.
        application_scope: Scope of all requests of registered applications.
        headers: Names of the headers with scope, limit, remaining requests and time of the reset.
    """

    period: int
    limits: Mapping[str, int]
    buckets: Mapping[str, str]
    application_header: str
    application_scope: str
    headers: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """Implications between scopes of API keys.

    Attributes:
        levels: Levels that each level includes, with itself.
        resources: Resources that each resource includes, with itself.
        identify: The scope that identifies the caller only.
    """

    levels: Mapping[str, frozenset[str]]
    resources: Mapping[str, frozenset[str]]
    identify: str


@dataclass(frozen=True, slots=True)
class Contract:
    """Facts of the contract.

    Attributes:
        document: The OpenAPI document.
        version: Version of the contract.
        base_path: Path of the API's URL.
        own_reference: Reference to the caller's own system.
        bearer_prefix: Start of API keys, which are sent as bearer tokens.
        operations: The operations.
        success_media_type: Content-Type of successful responses of the service.
        problem_media_type: Content-Type of problem documents.
        webhook_user_agent: User-Agent of webhook requests.
        webhook_timeout: Seconds that a receiver has for one event.
        webhook_order: Whether events arrive in order.
        webhooks: Event types, and how many events of each the deployed service loses.
        originals_resolve_for: Seconds for which a message resolves by the id of the message that it replaced.
        service_version: Commit of the service that the contract describes.
        new_short_ids: Format of new short ids.
        schemas: Object schemas by name.
        errors: Errors with their own code, by name.
        general_errors: Messages of errors with code 0, by status.
        fallbacks: Responses to paths that no operation has, in order of precedence.
        required_headers: Required request headers in lower case, and the status of requests without them.
        cors: CORS headers.
        url_rewrite: Source host, target host and path pattern of rewritten attachment URLs.
        rate_limits: Rate limits.
        rate_limit_message: Message of a 429.
        problems: Problem documents by status.
        scopes: Implications between scopes.
    """

    document: Json
    version: str
    base_path: str
    own_reference: str
    bearer_prefix: str
    operations: tuple[Operation, ...]
    success_media_type: str
    problem_media_type: str
    webhook_user_agent: str
    webhook_timeout: float
    webhook_order: Literal["as sent", "any"]
    webhooks: Mapping[str, Literal["some", "most"] | None]
    originals_resolve_for: int
    service_version: str
    new_short_ids: NewShortIds
    schemas: Mapping[str, Schema]
    errors: Mapping[str, ErrorKind]
    general_errors: Mapping[int, str]
    fallbacks: tuple[Fallback, ...]
    required_headers: Mapping[str, int]
    cors: Mapping[str, str]
    url_rewrite: tuple[str, str, str]
    rate_limits: RateLimits
    rate_limit_message: str
    problems: Mapping[int, Mapping[str, object]]
    scopes: ScopeRules


def contract_path() -> Path:
    """Return the path of the contract: beside this module in an installed package, else in the checkout."""
    packaged = Path(__file__).with_name("pluralkit.yaml")
    return packaged if packaged.exists() else Path(__file__).parents[2] / "openapi" / "pluralkit.yaml"


@cache
def load() -> Contract:
    """Parse the contract; the result is cached."""
    # CSafeLoader is the C implementation of safe_load, ten times as fast.
    return _contract(yaml.load(contract_path().read_bytes(), Loader=yaml.CSafeLoader))


def _contract(document: Json) -> Contract:
    components = document["components"]
    wire_format = document["x-pluralkit-wire-format"]
    limits = document["x-pluralkit-rate-limits"]
    keys = document["x-pluralkit-api-key-scopes"]
    rewrite = document["x-pluralkit-url-rewrite"]
    examples = {name: example["value"] for name, example in components["examples"].items()}
    return Contract(
        document=document,
        version=document["info"]["version"],
        base_path=urlsplit(str(document["servers"][0]["url"])).path,
        own_reference=wire_format["own-reference"],
        bearer_prefix=wire_format["bearer-prefix"],
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
        # Errors with code 0 have no entry of their own; their messages are in the responses' examples.
        general_errors={
            400: examples["BadRequest"]["message"],
            401: examples["Unauthorized"]["message"],
            403: examples["Forbidden"]["message"],
            500: examples["InternalError"]["message"],
        },
        # Entries with methods (preflights, unknown methods) are left to routing.py.
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
            [
                wire_format[f"{kind}-header"].lower().encode()
                for kind in ("scope", "limit", "remaining", "reset")
            ],
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
                    by_gateway="x-pluralkit-answered-by" in operation,
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
    # Python's `$` also matches before a trailing line break; JSON Schema's does not.
    return re.compile(rf"{text[:-1]}\Z" if text.endswith("$") else text)


def _field(name: str, schema: Json, schemas: Json) -> Field:
    # Nullable references have the form `oneOf: [$ref, {type: null}]`.
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
