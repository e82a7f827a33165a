"""Render the contract as Markdown: operations by tag, models, webhooks and errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

_METHODS = ("get", "post", "patch", "put", "delete")
_PRIVACY = {
    "null": "null",
    "empty": "an empty list",
    "absent": "absent",
    "stand-in": "replaced by `{stand-in}`",
}
_KEY_LEVELS = {
    "public": "with `publicread:{resource}` alone it reads what anybody may see",
    "full": "`publicread:{resource}` suffices",
    "refused": "a key with `publicread:{resource}` alone is refused",
}


def render(contract: Node) -> dict[str, str]:
    """Render the pages.

    Args:
        contract: The OpenAPI document, as it was read.

    Returns:
        The pages' texts, by file names.
    """
    reference = _Reference(contract)
    pages = {
        "index.md": reference.overview(),
        "models.md": reference.models(),
        "errors.md": reference.errors(),
    }
    for tag in contract["tags"]:
        page = reference.webhooks(tag) if tag["name"] == "webhooks" else reference.operations(tag)
        pages[f"{tag['name']}.md"] = page
    return pages


class _Reference:
    def __init__(self, contract: Node) -> None:
        self._contract = contract

    def overview(self) -> str:
        info = self._contract["info"]
        return _page(
            f"# {info['title']}, version {info['version'].partition('.')[0]}",
            info["description"].replace("`openapi/README.md`", "[the contract](../project/contract.md)"),
            "## Servers",
            _table(
                "address | what it is",
                ((f"`{each['url']}`", each["description"]) for each in self._contract["servers"]),
            ),
            "## Buckets",
            "A request is charged to one of these buckets; `X-RateLimit-Scope` of the answer names it.",
            self._rate_limits(),
            "## Authentication",
            _list(
                f"**{name}**: {each['description']}"
                for name, each in self._contract["components"]["securitySchemes"].items()
            ),
            "## Operations",
            *self._index(),
        )

    def operations(self, tag: Node) -> str:
        parts = [f"# {tag['name'].capitalize()}", tag["description"]]
        for method, path, item, operation in self._all():
            if operation["tags"][0] == tag["name"]:
                parts += self._operation(method, path, item, operation)
        return _page(*parts)

    def models(self) -> str:
        parts = ["# Models", "What requests and responses are made of. Types with a `?` may be null."]
        for name, schema in sorted(self._contract["components"]["schemas"].items()):
            parts += [f"## {name} {{ #{name} }}", *self._schema(schema)]
        return _page(*parts)

    def errors(self) -> str:
        response = self._contract["components"]["schemas"]["ErrorResponse"]
        rows = (
            (
                f"`{code}`",
                error["status"] or "any",
                f"[`{error['name']}`][pluralkit_api.errors.{error['name']}]" if error["name"] else "",
                f"{error['message']}" if error["message"] else "",
                error["description"],
            )
            for code, error in self._contract["x-pluralkit-errors"].items()
        )
        return _page(
            "# Error codes",
            "The body of a failure is an [ErrorResponse](models.md#ErrorResponse).",
            *self._schema(response)[1:],
            "## Codes",
            _table("code | status | class in Python | message | meaning", rows),
        )

    def webhooks(self, tag: Node) -> str:
        delivery = self._contract["x-pluralkit-webhook-delivery"]
        agent = self._contract["x-pluralkit-webhook-user-agent"]
        parts = [
            "# Webhooks",
            tag["description"],
            f"Seconds for an answer: {delivery['timeout']}. Attempts: {delivery['attempts']}. "
            f"Order of events: {delivery['order']}. `User-Agent`: `{agent}`.",
            _table(
                "event | delivered",
                (
                    (f"[{name}](#{name})", _delivered(item["post"]))
                    for name, item in self._contract["webhooks"].items()
                ),
            ),
        ]
        for name, item in self._contract["webhooks"].items():
            operation = item["post"]
            parts += [f"## {name} {{ #{name} }}", operation["summary"].partition(": ")[2].capitalize()]
            parts += [operation["description"]] if "description" in operation else []
            parts += [f"**Delivered**: {_delivered(operation)}."]
            parts += self._body("Body", operation["requestBody"])
            parts += [
                _table(
                    "answer | meaning",
                    ((f"`{status}`", each["description"]) for status, each in operation["responses"].items()),
                )
            ]
        return _page(*parts)

    def _all(self) -> Iterator[tuple[str, str, Node, Node]]:
        for path, item in self._contract["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield method, path, item, item[method]

    def _index(self) -> Iterator[str]:
        for tag in self._contract["tags"]:
            rows = [
                (
                    f"`{method.upper()} {path}`",
                    f"[{operation['summary']}]({tag['name']}.md#{operation['operationId']})",
                )
                for method, path, _, operation in self._all()
                if operation["tags"][0] == tag["name"]
            ]
            if rows:
                yield f"### {tag['name'].capitalize()}"
                yield _table("request | what it does", rows)

    def _rate_limits(self) -> str:
        limits = self._contract["x-pluralkit-rate-limits"]
        kept = {"address": "the caller's address", "system": "the system of the token"}
        application = limits["applications"]
        rows = [
            (f"`{name}`", f"{scope['limit']} in {limits['period']} s", kept[scope["budget"]])
            for name, scope in limits["scopes"].items()
        ]
        rows.append(
            (f"`{application['scope']}`", "as agreed", f"requests with {application['scheme']}, below")
        )
        return _table("bucket | requests | kept for", rows)

    def _operation(self, method: str, path: str, item: Node, operation: Node) -> Iterator[str]:
        yield f"## {operation['summary'].rstrip('.')} {{ #{operation['operationId']} }}"
        server = item["servers"][0]["url"].rstrip("/") if "servers" in item else ""
        yield f"```http\n{method.upper()} {server}{path}\n```"
        if "description" in operation:
            yield operation["description"]
        yield _list(self._facts(operation))
        parameters = [
            self._resolve(each) for each in (*item.get("parameters", ()), *operation.get("parameters", ()))
        ]
        if parameters:
            yield "**Parameters**"
            yield _table("name | in | type | meaning", (self._parameter(each) for each in parameters))
        if "requestBody" in operation:
            yield from self._body("Request body", self._resolve(operation["requestBody"]))
        yield "**Responses**"
        responses = [(status, self._resolve(each)) for status, each in operation["responses"].items()]
        yield _table(
            "status | meaning | body | error codes",
            (self._response(status, each) for status, each in responses),
        )
        for status, response in responses:
            if status.startswith("2"):
                yield from self._examples("Example of a response", response.get("content", {}))

    def _facts(self, operation: Node) -> Iterator[str]:
        if client := operation.get("x-pluralkit-client"):
            name = f"{client['resource']}.{client['method']}"
            target = f"pluralkit_api.resources.{client['resource'].capitalize()}.{client['method']}"
            yield f"In Python: [`pk.{name}`][{target}]"
        anonymous = any(not each for each in operation.get("security", ()))
        yield "Token: " + ("optional" if anonymous or not operation.get("security") else "required")
        if scopes := operation.get("x-pluralkit-scopes"):
            text = f"API key: `{scopes['access']}:{scopes['resource']}`"
            if level := scopes.get("publicread"):
                text += "; " + _KEY_LEVELS[level].format(resource=scopes["resource"])
            yield text + (
                "; `identify` suffices to read what anybody may see" if scopes.get("identify") else ""
            )
        if rate := operation.get("x-pluralkit-rate-limit"):
            own = f", `{rate['own']}` where it is about the caller's own system" if "own" in rate else ""
            yield f"Charged to: `{rate['scope']}`{own}"
        if "x-pluralkit-idempotent" in operation:
            yield "Idempotent: " + ("yes" if operation["x-pluralkit-idempotent"] else "no")

    def _parameter(self, parameter: Node) -> tuple[str, ...]:
        required = ", required" if parameter.get("required") else ""
        schema = parameter["schema"]
        example = f" Example: `{json.dumps(parameter['example'])}`." if "example" in parameter else ""
        return (
            f"`{parameter['name']}`",
            f"{parameter['in']}{required}",
            self._type(schema),
            f"{parameter['description']}{_limits(schema)}{example}",
        )

    def _response(self, status: str, response: Node) -> tuple[str, ...]:
        codes = response.get("x-pluralkit-error-codes", ())
        bodies = [self._type(each["schema"]) for each in response.get("content", {}).values()]
        return (
            f"`{status}`",
            response["description"],
            " or ".join(bodies) or "none",
            ", ".join(f"[`{code}`](errors.md#codes)" for code in codes),
        )

    def _body(self, title: str, body: Node) -> Iterator[str]:
        for content in body["content"].values():
            schema = content["schema"]
            yield f"**{title}**: {self._type(schema)}"
            yield from self._schema(self._resolve(schema))[1:]
        yield from self._examples("Example of a body", body["content"])

    def _examples(self, title: str, content: Node) -> Iterator[str]:
        for media in content.values():
            for example in media.get("examples", {}).values():
                value = json.dumps(self._resolve(example)["value"], indent=2, ensure_ascii=False)
                indented = value.replace("\n", "\n    ")
                yield f'??? example "{title}"\n\n    ```json\n    {indented}\n    ```'
                break

    def _schema(self, schema: Node) -> list[str]:
        """Render the description of a schema, and its properties as a table or its values on a line."""
        parts = [schema.get("description", "")]
        if "properties" in schema:
            required = set(schema.get("required", ()))
            rows = [
                self._property(name, each, name in required) for name, each in schema["properties"].items()
            ]
            parts.append(_table("field | type | presence | meaning", rows))
        elif "oneOf" in schema or "anyOf" in schema or schema.get("type") == "array":
            parts.append(f"Type: {self._type(schema)}.{_limits(schema)}")
        else:
            parts.append(f"Type: {_plain(schema)}.{_limits(schema)}")
        return parts

    def _property(self, name: str, schema: Node, required: bool) -> tuple[str, ...]:
        resolved = self._resolve(schema)
        notes = ["required" if required else "optional"] + (["read-only"] if schema.get("readOnly") else [])
        text = schema.get("description", resolved.get("description", "")) + _limits(schema)
        if privacy := schema.get("x-pluralkit-privacy"):
            hidden = _PRIVACY[privacy["hidden"]].format(**privacy)
            who = "to other callers than the owner"
            text += f" {hidden.capitalize()} {who}" + (
                "." if privacy["key"] == "owner" else f" where `{privacy['key']}` is private."
            )
        return f"`{name}`", self._type(schema), ", ".join(notes), text

    def _type(self, schema: Node) -> str:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return f"[{name}](models.md#{name})"
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return " or ".join(self._type(each) for each in schema[key])
        if schema.get("type") == "array":
            return f"list of {self._type(schema['items'])}"
        return _plain(schema)

    def _resolve(self, node: Node) -> Node:
        while "$ref" in node:
            target: Any = self._contract
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node


def _plain(schema: Node) -> str:
    """Return a type without references."""
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return " or ".join(f"`{json.dumps(each)}`" for each in schema["enum"])
    types = schema.get("type", "any value")
    names = [types] if isinstance(types, str) else types
    described = " or ".join(each for each in names if each != "null")
    if "format" in schema:
        described += f" ({schema['format']})"
    return described + ("?" if "null" in names else "")


def _limits(schema: Node) -> str:
    texts = {
        "minLength": "At least {} characters.",
        "maxLength": "At most {} characters.",
        "minimum": "At least {}.",
        "maximum": "At most {}.",
        "minItems": "At least {} items.",
        "maxItems": "At most {} items.",
    }
    found = [text.format(schema[key]) for key, text in texts.items() if key in schema and schema[key] != 1]
    found += ["Not empty."] if schema.get("minLength") == 1 else []
    return "".join(f" {each}" for each in found)


def _delivered(operation: Node) -> str:
    if operation.get("x-pluralkit-never-sent"):
        return "never sent, although it is documented"
    lost = operation.get("x-pluralkit-lost")
    return f"the service loses {lost} of them" if lost else "once"


def _table(header: str, rows: Iterable[Iterable[object]]) -> str:
    heads = header.split("|")
    lines = [f"|{header}|", "|" + "---|" * len(heads)]
    for row in rows:
        cells = (re.sub(r"\s+", " ", str(cell)).strip().replace("|", "\\|") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
