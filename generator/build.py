"""Build the intermediate representation of the client from a contract and the parser's result."""

from dataclasses import replace
from typing import Any

from . import names
from .document import ContractError, below, resolve
from .ir import (
    NONE,
    Change,
    Enum,
    Error,
    Event,
    Field,
    Model,
    Operation,
    Package,
    Pages,
    Parameter,
    Reference,
    Resource,
    Type,
    sections,
    union,
)
from .normalise import is_reference
from .parsed import Constant, ListShape, ModelRef, Parsed, ParsedOperation, Property
from .runtime_source import STATUS_CLASSES
from .schemas import schemas
from .types import Types, input_constant, sentence
from .validate import Listed, operations, parameters

# The signing token is not needed after an event is verified: without a field it cannot be logged.
SIGNING_TOKEN = "signing_token"  # noqa: S105


def build(document: dict[str, Any], parsed: Parsed) -> Package:
    """Build the client.

    Args:
        document: The contract.
        parsed: The parser's result.

    Raises:
        ContractError: A construct is unsupported.
    """
    references = _references(document)
    types = Types(document, parsed, references)
    listed = list(operations(document))
    # Convert all responses before the first request: inputs accept models with the same fields.
    reads = [tuple(_reads(_found(parsed, each.method, each.path), types, each.pointer)) for each in listed]
    answered = set(types.models)
    found = tuple(_operation(document, parsed, types, *each) for each in zip(listed, reads, strict=True))
    events = tuple(_events(document, parsed, types))
    return Package(
        title=" ".join(document["info"]["title"].split()),
        version=" ".join(document["info"]["version"].split()),
        base_url=document["servers"][0]["url"],
        limits=_limits(document.get("x-pluralkit-rate-limits", {})),
        wire_format=_wire_format(document),
        enums=_enums(parsed, types),
        models=_in_order(
            parsed, [_to_make(model, types) for name, model in types.models.items() if name in answered]
        ),
        references=_distinct(references),
        inputs=tuple(types.inputs.values()),
        operations=found,
        resources=_resources(document, found),
        errors=_errors(document),
        events=events,
        event_models=_event_models(parsed, types, answered, events),
        schemas=schemas(document),
        string_length=document.get("x-pluralkit-string-length", "utf-32"),
        url_rewrite=_url_rewrite(document),
    )


def _limits(rates: dict[str, Any]) -> dict[str, int]:
    if rates.get("period", 1) != 1:
        place = "/x-pluralkit-rate-limits/period"
        raise ContractError(place, "must be 1: the client counts in requests a second")
    return {scope: rate["limit"] for scope, rate in rates.get("scopes", {}).items()}


def _wire_format(document: dict[str, Any]) -> dict[str, object]:
    """Names and units, with the header that carries the token of a registered application."""
    facts = {
        names.snake(key.replace("-", "_")): value
        for key, value in document.get("x-pluralkit-wire-format", {}).items()
    }
    if applications := document.get("x-pluralkit-rate-limits", {}).get("applications"):
        name = applications["scheme"]
        scheme = document.get("components", {}).get("securitySchemes", {}).get(name, {})
        if scheme.get("in") != "header":
            place = "/x-pluralkit-rate-limits/applications/scheme"
            raise ContractError(place, f"{name!r} is no security scheme with a header of its own")
        facts["application_header"] = scheme["name"]
    return facts


def _to_make(model: Model, types: Types) -> Model:
    """A model as programs make it: where it may be sent, a field that may be null may be left out."""
    if model.name not in types.sent_models:
        return model
    return replace(
        model, fields=tuple(replace(each, optional=NONE in each.type.parts) for each in model.fields)
    )


def _references(document: dict[str, Any]) -> dict[str, Reference]:
    """Return the reference types by schema name; schemas for the same model share one."""
    schemas = document.get("components", {}).get("schemas", {})
    result: dict[str, Reference] = {}
    for name, schema in schemas.items():
        if not is_reference(schema):
            continue
        to = schema.get("x-pluralkit-reference")
        models = (to["model"], *to.get("also", ())) if to else ()
        for model in models:
            if to["field"] not in schemas.get(model, {}).get("properties", {}):
                place = below("/components/schemas", name, "x-pluralkit-reference")
                raise ContractError(place, f"{model!r} is not a model with a field {to['field']!r}")
        number = ["int", "HasId"] if "x-pluralkit-snowflake" in schema else []
        python_name = f"{to['model']}Ref" if to else name
        result[name] = Reference(
            name=python_name,
            constant=f"_{names.snake(python_name).upper()}",
            doc=sentence(schema.get("description")),
            type=union(*(Type(each) for each in ["str", *number, *(["UUID", *models] if to else [])])),
            models=models,
            field=names.snake(to["field"]) if to else "",
        )
    return result


def _distinct(references: dict[str, Reference]) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for reference in references.values():
        found.setdefault(reference.name, reference)
    return tuple(found.values())


def _operation(
    document: dict[str, Any],
    parsed: Parsed,
    types: Types,
    listed: Listed,
    reads: tuple[tuple[int, Type | None], ...],
) -> Operation:
    path, method, operation, pointer = listed
    found = _found(parsed, method, path)
    client, rate = operation["x-pluralkit-client"], operation["x-pluralkit-rate-limit"]
    function = names.snake(operation["operationId"])
    docs = {each["name"]: sentence(each.get("description")) for each in parameters(document, path, operation)}
    in_path = tuple(_parameter(each, types, pointer, docs) for each in found.path_parameters)
    query = tuple(_parameter(each, types, pointer, docs) for each in found.query_parameters)
    items, keywords = _body(found, types, method, pointer)
    arguments = [each.name for each in (*in_path, *query, items, keywords) if each]
    # Path parameters are positional-only: only the others can collide with fields of the body.
    arguments += types.inputs[keywords.type.name].taken - {each.name for each in in_path} if keywords else ()
    for name in arguments:
        if arguments.count(name) > 1:
            raise ContractError(pointer, f"the argument {name!r} would have two meanings")
    return Operation(
        id=operation["operationId"],
        constant=function.upper(),
        function=function,
        resource=client["resource"],
        method=client["method"],
        summary=" ".join(operation.get("summary", "").split()),
        details=" ".join(operation.get("description", "").split()),
        raises=_raises(document, operation),
        verb=method.upper(),
        template=_template(path, in_path),
        scope=rate["scope"],
        own_scope=rate.get("own"),
        idempotent=operation.get("x-pluralkit-idempotent", method == "get"),
        reads=reads,
        data=union(*(type_ or NONE for _, type_ in reads)),
        path=in_path,
        query=query,
        listed=items,
        keywords=keywords,
        pages=_pages(operation, types, query, reads, pointer),
        arguments=_arguments((*in_path, *([items] if items else []), *query), keywords, types),
    )


def _arguments(given: tuple[Parameter, ...], keywords: Field | None, types: Types) -> tuple[Field, ...]:
    """Return everything that a caller passes by name: parameters, a list, and the keys of a body."""
    fields = tuple(Field(each.name, each.wire, each.type, each.doc, each.required) for each in given)
    return (*fields, *(types.inputs[keywords.type.name].fields if keywords else ()))


def _found(parsed: Parsed, method: str, path: str) -> ParsedOperation:
    return parsed.operations[method, names.placeholders(path)]


def _parameter(found: Property, types: Types, pointer: str, docs: dict[str, str]) -> Parameter:
    wire = found.name
    type_, convert = types.writes(found.shape, pointer)
    reference = types.reference(found.shape)
    if reference and reference.models:  # a reference to a member is called `member`
        name = names.snake(wire).removesuffix("_ref")
        return Parameter(name, wire, type_, found.is_required, convert, reference.doc or docs[wire])
    doc = docs[wire] or sentence(found.description) or (reference.doc if reference else "")
    # Only references need a converter: the runtime encodes other values as text.
    return Parameter(names.snake(wire), wire, type_, found.is_required, convert if reference else None, doc)


def _template(path: str, parameters: tuple[Parameter, ...]) -> str:
    for parameter in parameters:
        path = path.replace(f"{{{parameter.wire}}}", f"{{{parameter.name}}}")
    return path


def _reads(found: ParsedOperation, types: Types, pointer: str) -> list[tuple[int, Type | None]]:
    reads: list[tuple[int, Type | None]] = []
    for status, shape in found.responses:
        if shape is None:
            reads.append((status, None))
            continue
        place = below(pointer, "responses", str(status))
        type_ = types.reads(shape, place, alone=True)
        if type_.name == "|":
            _refuse_indistinct(types, type_, place)
        reads.append((status, type_))
    return reads


def _refuse_indistinct(types: Types, type_: Type, pointer: str) -> None:
    # The runtime picks the first model whose required fields are all present: each needs a required field
    # that no later model has.
    if not all(part.name in types.models for part in type_.arguments):
        raise ContractError(pointer, "unsupported union: all alternatives must be models")
    models = [types.models[part.name] for part in type_.arguments]
    for number, first in enumerate(models):
        for second in models[number + 1 :]:
            if {each.wire for each in first.fields if each.always} <= {each.wire for each in second.fields}:
                raise ContractError(
                    pointer,
                    f"{first.name} requires no field that {second.name} lacks: they cannot be told apart",
                )


def _body(
    found: ParsedOperation, types: Types, method: str, pointer: str
) -> tuple[Parameter | None, Field | None]:
    place = below(pointer, "requestBody")
    match found.body:
        case None:
            return None, None
        case Property(shape=ModelRef(name)):
            types.keywords(name, place)
            argument = "changes" if method == "patch" else "fields"
            return None, Field(argument, "", Type(name), "", True, input_constant(name))
        case Property(shape=ListShape(item) as shape, description=description):
            type_, convert = types.writes(shape, place)
            reference = types.reference(item)
            name = (
                names.plural(names.snake(reference.models[0])) if reference and reference.models else "items"
            )
            doc = sentence(description) or (reference.doc if reference else "")
            return Parameter(name, "", type_, True, convert, doc), None
        case _:
            raise ContractError(place, "must be an object or a list: other request bodies are unsupported")


def _raises(document: dict[str, Any], operation: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    answers = [resolve(document, response) for response in operation["responses"].values()]
    codes = dict.fromkeys(
        str(code) for answer in answers for code in answer.get("x-pluralkit-error-codes", ())
    )
    errors = [document["x-pluralkit-errors"][code] for code in codes]
    return tuple((each["name"], sentence(each["description"])) for each in errors if each["name"])


def _pages(
    operation: dict[str, Any],
    types: Types,
    query: tuple[Parameter, ...],
    reads: tuple[tuple[int, Type | None], ...],
    pointer: str,
) -> Pages | None:
    pages = operation.get("x-pluralkit-pagination")
    if pages is None:
        if "x-pluralkit-periods" in operation:
            place = below(pointer, "x-pluralkit-periods")
            raise ContractError(place, "needs x-pluralkit-pagination beside it")
        return None
    place = below(pointer, "x-pluralkit-pagination")
    parameters = {each.wire: each for each in query}
    lists = [type_ for _, type_ in reads if type_ and type_.name == "list"]
    if len(reads) != 1 or not lists or not {pages["parameter"], pages["limit"]} <= parameters.keys():
        raise ContractError(place, "needs one answer, a list, and both parameters in the query")
    model_type = lists[0].arguments[0]
    model = types.models.get(model_type.name)
    always = {each.wire: each.type for each in model.fields if each.always} if model else {}
    if always.get(pages["field"]) != Type("AwareDatetime") or pages["identity"] not in always:
        raise ContractError(
            place,
            f"needs a list of models that always have {pages['identity']!r}, and {pages['field']!r}, a time",
        )
    periods = operation.get("x-pluralkit-periods")
    if periods and always.get(periods["members"]) != Type("list", (Type("str"),)):
        place = below(pointer, "x-pluralkit-periods")
        raise ContractError(place, f"needs models that always have {periods['members']!r}, a list of texts")
    return Pages(
        cursor=parameters[pages["parameter"]],
        field=names.snake(pages["field"]),
        identity=names.snake(pages["identity"]),
        limit=parameters[pages["limit"]].name,
        maximum=pages["maximum"],
        item=model_type,
        items=names.plural(names.snake(model_type.name)).replace("_", " "),
        members=names.snake(periods["members"]) if periods else None,
    )


def _resources(document: dict[str, Any], found: tuple[Operation, ...]) -> tuple[Resource, ...]:
    docs = {tag["name"]: sentence(tag.get("description")) for tag in document.get("tags", ())}
    return tuple(
        Resource(
            name=name,
            class_name=names.pascal(name),
            doc=docs.get(name, ""),
            operations=tuple(each for each in found if each.resource == name),
        )
        for name in dict.fromkeys(each.resource for each in found)
    )


def _errors(document: dict[str, Any]) -> tuple[Error, ...]:
    return tuple(
        Error(
            name=error["name"],
            code=int(code),
            base=STATUS_CLASSES.get(error["status"])
            or ("ServerError" if error["status"] >= 500 else "ApiError"),
            doc=sentence(error["description"]),
        )
        for code, error in document.get("x-pluralkit-errors", {}).items()
        if error["name"]
    )


def _events(document: dict[str, Any], parsed: Parsed, types: Types) -> list[Event]:
    events: list[Event] = []
    for name in document.get("webhooks", {}):
        pointer = below("/webhooks", name, "post")
        place = below(pointer, "requestBody")
        body = _found(parsed, "post", f"/webhooks/{name}").body
        if body is None or not isinstance(body.shape, ModelRef):
            raise ContractError(place, "must be an object")
        model_name = types.reads(body.shape, place).name
        properties = {each.name: each for each in parsed.models[model_name].properties if each.is_required}
        if "type" not in properties or not isinstance(tag := properties["type"].shape, Constant):
            raise ContractError(place, "must require a `type` that is a const, which identifies the event")
        hook = document["webhooks"][name]["post"]
        doc = sections(*(" ".join(hook.get(key, "").split()) for key in ("summary", "description")))
        change = hook.get("x-pluralkit-change")
        place = below(pointer, "x-pluralkit-change")
        events.append(
            Event(
                model_name,
                str(tag.value),
                doc,
                _change(document, change, place) if change else None,
            )
        )
    return events


def _change(document: dict[str, Any], change: dict[str, Any], pointer: str) -> Change:
    schema = document["components"]["schemas"].get(change["model"])
    if schema is None:
        raise ContractError(below(pointer, "model"), f"{change['model']!r} is not a schema")
    fields = schema["properties"]
    for name in [*change.get("identity", {}).values(), *change.get("resolve", ()), *change.get("nulls", ())]:
        if name not in fields:
            raise ContractError(pointer, f"{name!r} is not a field of {change['model']}")
    return Change(
        model=change["model"],
        action=change["action"],
        identity=change.get("identity", {}),
        needs=change.get("needs"),
        resolve=tuple(change.get("resolve", ())),
        rewritten=tuple(name for name, each in fields.items() if each.get("x-pluralkit-url-rewrite")),
        defaults={
            name: each["x-pluralkit-initial"]
            for name, each in fields.items()
            if "x-pluralkit-initial" in each and "null" not in each.get("type", ())
        },
        defaults_without={
            name: (each["where-absent"], each["value"]) for name, each in change.get("nulls", {}).items()
        },
        fetch=_fetch(document, change["fetch"], below(pointer, "fetch")) if "fetch" in change else None,
    )


def _fetch(document: dict[str, Any], operation_id: str, pointer: str) -> str:
    for found in operations(document):
        if found.operation.get("operationId") == operation_id:
            client = found.operation["x-pluralkit-client"]
            return f"{client['resource']}.{client['method']}"
    raise ContractError(pointer, f"{operation_id!r} is not an operation")


def _url_rewrite(document: dict[str, Any]) -> tuple[str, str]:
    """Return pattern and replacement of rewritten URLs; the pattern never matches if there is no rewrite."""
    rewrite = document.get("x-pluralkit-url-rewrite")
    if rewrite is None:
        return "(?!)", ""
    return rf"^https?://{rewrite['from']}({rewrite['path']})(?:\?.*)?$", rf"https://{rewrite['to']}\1"


def _event_models(
    parsed: Parsed, types: Types, answered: set[str], events: tuple[Event, ...]
) -> tuple[Model, ...]:
    docs = {event.name: event.doc for event in events}
    return _in_order(
        parsed,
        [
            _event_model(model, docs[name]) if name in docs else model
            for name, model in types.models.items()
            if name not in answered
        ],
    )


def _event_model(model: Model, doc: str) -> Model:
    fields = tuple(each for each in model.fields if each.wire != SIGNING_TOKEN)
    return replace(model, doc=doc or model.doc, fields=fields)


def _enums(parsed: Parsed, types: Types) -> tuple[Enum, ...]:
    return tuple(
        Enum(
            name,
            sentence(enum.description),
            tuple((names.constant(value), value) for value in enum.values),
            name in types.sent_enums,
        )
        for name, enum in parsed.enums.items()
        if name in types.enums
    )


def _in_order(parsed: Parsed, models: list[Model]) -> tuple[Model, ...]:
    order = list(parsed.models)
    return tuple(sorted(models, key=lambda model: order.index(model.name)))
