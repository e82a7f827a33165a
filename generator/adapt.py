"""Run openapi-python-client's parser. Every warning of the parser is an error."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_python_client import schema as oai
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, LiteralEnumProperty, ModelProperty
from openapi_python_client.strings import ClassName
from pydantic import ValidationError

from .document import ContractError, below, walk
from .supported import METHODS


@dataclass(frozen=True)
class Parsed:
    """What the parser found, by name."""

    models: dict[str, ModelProperty]
    enums: dict[str, EnumProperty | LiteralEnumProperty]
    endpoints: dict[tuple[str, str], Endpoint]


def invalid_openapi(document: dict[str, Any]) -> tuple[tuple[int | str, ...], str] | None:
    """Check a document against the parser's model of OpenAPI.

    Args:
        document: The contract.

    Returns:
        Location and message of the first error, or None.
    """
    try:
        oai.OpenAPI.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return first["loc"], first["msg"]
    return None


def class_name(name: str) -> str:
    """Return the class name that the parser makes of a schema's name."""
    return str(ClassName(name, ""))


def parse(document: dict[str, Any]) -> Parsed:
    """Raises ContractError for any error or warning of the parser, and for an operation that it drops."""
    config = Config.from_sources(
        ConfigFile(), MetaType.NONE, Path(), "utf-8", overwrite=False, output_path=None
    )
    try:
        found = GeneratorData.from_dict(document, config=config)
    except (ValueError, RecursionError) as error:
        raise ContractError("", f"the parser fails: {error}") from error
    if isinstance(found, GeneratorError):
        raise ContractError("", f"the parser fails: {found.header}: {found.detail}")
    collections = found.endpoint_collections_by_tag.values()
    for trouble in [*found.errors, *(error for each in collections for error in each.parse_errors)]:
        text = " ".join(f"{trouble.header.strip()} {trouble.detail or ''}".split())
        raise ContractError(_place(document, trouble.data), f"the parser says: {text}")
    parsed = Parsed(
        models={str(model.class_info.name): model for model in found.models},
        enums={str(enum.class_info.name): enum for enum in found.enums},
        endpoints={
            (endpoint.method, _shape(endpoint.path.get_untrusted_value())): endpoint
            for each in collections
            for endpoint in each.endpoints
        },
    )
    for path, item in document["paths"].items():
        for method in item:
            if method in METHODS and (method, _shape(path)) not in parsed.endpoints:
                raise ContractError(below("/paths", path, method), "the parser drops this operation")
    return parsed


def endpoint(parsed: Parsed, method: str, path: str) -> Endpoint:
    """The operation as it was parsed."""
    return parsed.endpoints[method, _shape(path)]


def _shape(path: str) -> str:
    # The parser renames what stands in braces.
    return re.sub(r"\{[^}]*\}", "{}", path)


def _place(document: dict[str, Any], data: Any) -> str:
    # The parser tells what it stumbled on, and not where: the first place that looks like it.
    if data is None:
        return ""
    sought = data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return next((pointer for pointer, node in walk(document) if node == sought), "")
