"""Run openapi-python-client's parser and convert its result. The only module that imports it.

Every warning of the parser is an error.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_python_client import schema as oai
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as found_properties
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import ClassName
from pydantic import ValidationError

from .document import ContractError, below, walk
from .names import placeholders
from .parsed import (
    Constant,
    EnumRef,
    ListShape,
    ModelRef,
    Parsed,
    ParsedEnum,
    ParsedModel,
    ParsedOperation,
    Property,
    Scalar,
    Shape,
    UnionShape,
    Unsupported,
)
from .supported import METHODS

_SCALARS: dict[type, str] = {
    BooleanProperty: "bool",
    IntProperty: "int",
    FloatProperty: "float",
    StringProperty: "str",
    UuidProperty: "UUID",
    DateProperty: "date",
    DateTimeProperty: "datetime",
    NoneProperty: "None",
    found_properties.AnyProperty: "Any",
}
_LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")


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
    """Return the class name that the parser derives from the name of a schema."""
    return str(ClassName(name, ""))


def parse(document: dict[str, Any]) -> Parsed:
    """Parse a contract.

    Args:
        document: A contract that `validate` accepts, rewritten by `normalise`.

    Raises:
        ContractError: The parser reports an error or warning, or drops an operation.
    """
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
    operations = {
        (endpoint.method, placeholders(endpoint.path.get_untrusted_value())): _operation(endpoint)
        for each in collections
        for endpoint in each.endpoints
    }
    for path, item in document["paths"].items():
        for method in item:
            if method in METHODS and (method, placeholders(path)) not in operations:
                raise ContractError(below("/paths", path, method), "the parser drops this operation")
    return Parsed(
        models={str(model.class_info.name): _model(model) for model in found.models},
        enums={str(enum.class_info.name): _enum(enum) for enum in found.enums},
        operations=operations,
    )


def _operation(endpoint: Endpoint) -> ParsedOperation:
    body = endpoint.bodies[0].prop if endpoint.bodies else None
    return ParsedOperation(
        path_parameters=tuple(_property(each) for each in endpoint.path_parameters),
        query_parameters=tuple(_property(each) for each in endpoint.query_parameters),
        body=_property(body) if body else None,
        responses=tuple(
            (
                int(each.status_code.pattern),
                None if each.source["return_type"] == "None" else _shape(each.prop),
            )
            for each in endpoint.responses
        ),
    )


def _property(found: PropertyProtocol) -> Property:
    return Property(_plain(found.name), _shape(found), found.required, _plain(found.description))


def _model(found: found_properties.ModelProperty) -> ParsedModel:
    return ParsedModel(
        name=str(found.class_info.name),
        description=_plain(found.description),
        properties=tuple(_properties(found)),
        min_properties=found.data.minProperties,
        is_map=not isinstance(found.data.additionalProperties, bool | None),
    )


def _properties(found: found_properties.ModelProperty) -> Iterator[Property]:
    """Yield the properties of a model in the order of its schema; the parser lists required ones first."""
    known = {
        each.name: each for each in (*(found.required_properties or ()), *(found.optional_properties or ()))
    }
    for name, data in (found.data.properties or {}).items():
        # The parser drops keywords beside a reference; they are in its model of the reference.
        if isinstance(data, oai.Reference):
            beside = data.model_extra or {}
            description, is_read_only = beside.get("description"), bool(beside.get("readOnly"))
            limits: dict[str, float] = {}
        else:
            description, is_read_only, limits = data.description, bool(data.readOnly), _limits(data)
        yield Property(
            name=_plain(name),
            shape=_shape(known[name]),
            is_required=known[name].required,
            description=_plain(description or known[name].description),
            is_read_only=is_read_only,
            limits=limits,
        )


def _limits(data: oai.Schema) -> dict[str, float]:
    found = {name: getattr(data, name) for name in _LIMITS}
    return {name: value for name, value in found.items() if value is not None}


def _enum(found: found_properties.EnumProperty | found_properties.LiteralEnumProperty) -> ParsedEnum:
    values = found.values.values() if isinstance(found.values, dict) else found.values
    return ParsedEnum(
        str(found.class_info.name), _plain(found.description), tuple(str(value) for value in values)
    )


def _shape(found: PropertyProtocol) -> Shape:
    match found:
        case found_properties.EnumProperty():
            return EnumRef(str(found.class_info.name))
        case found_properties.ModelProperty():
            return ModelRef(str(found.class_info.name))
        case ListProperty():
            return ListShape(_shape(found.inner_property))
        case UnionProperty():
            return UnionShape(tuple(_shape(each) for each in found.inner_properties))
        case ConstProperty():
            return Constant(found.value.raw_value)
        case _:
            name = _SCALARS.get(type(found))
            return Scalar(name) if name else Unsupported(type(found).__name__)


def _plain(text: Any) -> str:
    # The parser marks text as unsafe for code; `render` escapes everything.
    return text.get_untrusted_value() if isinstance(text, UntrustedString) else str(text or "")


def _place(document: dict[str, Any], data: Any) -> str:
    # The parser reports the value without its place: return the first place with an equal value.
    if data is None:
        return ""
    sought = data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return next((pointer for pointer, node in walk(document) if node == sought), "")
