"""What can be read, by the contract: its GET operations, and the models that references lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pluralkit_contract.contract import Contract, Operation, Parameter, below

_SCHEMAS = "#/components/schemas"


@dataclass(frozen=True, slots=True)
class Model:
    """Something with an identity: `key` is the field that never changes, `short` the one with a short id.

    `own` is the schema of the model itself, `schemas` has it and those of its other forms.
    """

    name: str
    key: str
    short: str | None
    own: str
    schemas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """A GET operation. `subjects` gives the model of each reference in the path, `ids` its other parameters.

    `body` is the schema of the JSON in a 200, `model` what that holds, one or (`many`) a list of them.
    `needs_key` says that nobody may ask without a token.
    """

    operation: Operation
    subjects: Mapping[str, str]
    ids: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    body: str
    model: str | None
    many: bool
    needs_key: bool

    @property
    def id(self) -> str:
        return self.operation.id


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    contract: Contract
    models: Mapping[str, Model]
    reads: tuple[Read, ...]

    def about(self, *models: str, ids: int = 0) -> list[Read]:
        """The reads whose path names things of exactly these models, and so many other ids."""
        return [
            read for read in self.reads if tuple(read.subjects.values()) == models and len(read.ids) == ids
        ]

    def itself(self, model: str) -> Read:
        """The read that gives a thing for a reference to it."""
        return next(
            read
            for read in self.reads
            if read.model == model
            and read.subjects
            and read.operation.template.endswith(f"{{{list(read.subjects)[-1]}}}")
        )

    def model_of(self, schema: str) -> Model | None:
        """The model that a schema describes."""
        return next((model for model in self.models.values() if schema in model.schemas), None)

    def absent_code(self, model: str) -> int:
        """The error code for a reference that leads to no thing of the model."""
        errors = self.contract.document["x-pluralkit-errors"]
        return next(int(code) for code, error in errors.items() if error["name"] == f"{model}NotFound")


@cache
def catalogue(contract: Contract) -> Catalogue:
    """The catalogue of a contract, made once."""
    models = {model.name: model for model in _models(contract)}
    shell = Catalogue(contract, models, ())
    reads = (_read(shell, each) for each in contract.operations if each.method == "GET")
    return Catalogue(contract, models, tuple(reads))


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


def _read(shell: Catalogue, operation: Operation) -> Read:
    contract = shell.contract
    subjects: dict[str, str] = {}
    ids: list[Parameter] = []
    for parameter in operation.parameters:
        if parameter.place != "path":
            continue
        rule = contract.at(contract.resolve(parameter.schema)).get("x-pluralkit-reference")
        if rule:
            subjects[parameter.name] = rule["model"]
        else:
            ids.append(parameter)
    body = contract.resolve(operation.responses["200"].content["application/json"])
    many = contract.at(body).get("type") == "array"
    model = shell.model_of(contract.resolve(below(body, "items")) if many else body)
    return Read(
        operation,
        subjects,
        tuple(ids),
        tuple(each for each in operation.parameters if each.place == "query"),
        body,
        model.name if model else None,
        many,
        {} not in contract.at(operation.pointer)["security"],
    )
