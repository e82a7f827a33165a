"""Inventory of what a client can read: the contract's GET operations, and the models that references name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pluralkit_contract.contract import Contract, Operation, Parameter, below

_SCHEMAS = "#/components/schemas"


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of resource.

    Attributes:
        name: Name of its schema.
        key: Field with its permanent id.
        short: Field with its short id; None if it has none.
        own: JSON pointer of its schema.
        schemas: JSON pointers of this schema and of those of its other representations.
    """

    name: str
    key: str
    short: str | None
    own: str
    schemas: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadOperation:
    """A GET operation.

    Attributes:
        operation: The operation.
        path_models: Model of each reference in the path, by parameter.
        ids: Path parameters that are not references.
        query: Query parameters.
        body: JSON pointer of the schema of a successful response.
        model: Name of the model in that response; None for other content.
        many: Whether the response is a list.
        needs_key: Whether anonymous callers are refused.
    """

    operation: Operation
    path_models: Mapping[str, str]
    ids: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    body: str
    model: str | None
    many: bool
    needs_key: bool

    @property
    def id(self) -> str:
        """The operation id."""
        return self.operation.id


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """The GET operations and models of a contract.

    Attributes:
        contract: The contract.
        models: The models by name.
        reads: The GET operations.
    """

    contract: Contract
    models: Mapping[str, Model]
    reads: tuple[ReadOperation, ...]

    def about(self, *models: str, ids: int = 0) -> list[ReadOperation]:
        """Return the operations whose path has references to given models.

        Args:
            *models: Names of the models, in the order of the path; no others may be in it.
            ids: Number of other ids in the path.
        """
        return [
            read for read in self.reads if tuple(read.path_models.values()) == models and len(read.ids) == ids
        ]

    def by_reference(self, model: str) -> ReadOperation:
        """Return the operation that reads a resource by its reference.

        Args:
            model: Name of the model.

        Raises:
            StopIteration: There is no such operation.
        """
        return next(
            read
            for read in self.reads
            if read.model == model
            and read.path_models
            and read.operation.template.endswith(f"{{{list(read.path_models)[-1]}}}")
        )

    def model_of(self, schema: str) -> Model | None:
        """Return the model that a schema describes, or None.

        Args:
            schema: JSON pointer of the schema.
        """
        return next((model for model in self.models.values() if schema in model.schemas), None)

    def absent_code(self, model: str) -> int:
        """Return the error code for references to nonexistent resources of a model.

        Args:
            model: Name of the model, such as `Member`.
        """
        errors = self.contract.document["x-pluralkit-errors"]
        return next(int(code) for code, error in errors.items() if error["name"] == f"{model}NotFound")


@cache
def inventory(contract: Contract) -> Inventory:
    """Build the inventory of a contract; cached."""
    models = {model.name: model for model in _models(contract)}
    shell = Inventory(contract, models, ())
    reads = (_read(shell, each) for each in contract.operations if each.method == "GET")
    return Inventory(contract, models, tuple(reads))


def _models(contract: Contract) -> Iterator[Model]:
    schemas = contract.document["components"]["schemas"]
    rules = [rule for schema in schemas.values() if (rule := schema.get("x-pluralkit-reference"))]
    for name, rule in {rule["model"]: rule for rule in rules}.items():
        known = {rule["model"].lower() for rule in rules}
        short = (
            field
            for field, schema in schemas[name]["properties"].items()
            if schema.get("$ref") == f"{_SCHEMAS}/ShortId" and field not in known
        )
        schema = below(_SCHEMAS, name)
        forms = frozenset({schema, *(below(_SCHEMAS, each) for each in rule.get("also", ()))})
        yield Model(name, rule["field"], next(short, None), schema, forms)


def _read(shell: Inventory, operation: Operation) -> ReadOperation:
    contract = shell.contract
    path_models: dict[str, str] = {}
    ids: list[Parameter] = []
    for parameter in operation.parameters:
        if parameter.place != "path":
            continue
        rule = contract.at(contract.resolve(parameter.schema)).get("x-pluralkit-reference")
        if rule:
            path_models[parameter.name] = rule["model"]
        else:
            ids.append(parameter)
    body = contract.resolve(operation.responses["200"].content["application/json"])
    many = contract.at(body).get("type") == "array"
    model = shell.model_of(contract.resolve(below(body, "items")) if many else body)
    return ReadOperation(
        operation,
        path_models,
        tuple(ids),
        tuple(each for each in operation.parameters if each.place == "query"),
        body,
        model.name if model else None,
        many,
        {} not in contract.at(operation.pointer)["security"],
    )
