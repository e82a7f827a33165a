"""Find the place in the contract that a name of the generated code comes from."""

from typing import Any

from . import names
from .document import below
from .ir import Model, Package
from .validate import operations


class Places:
    """JSON pointers of the contract by scope (see `scopes`) and name in the generated code.

    Args:
        document: The contract.
        package: IR of the client.
    """

    def __init__(self, document: dict[str, Any], package: Package) -> None:
        self._found: dict[tuple[str, str], str] = {}
        self._schemas = document.get("components", {}).get("schemas", {})
        for model in (*package.models, *package.inputs, *package.event_models):
            self._model(model)
        for enum in package.enums:
            place = self._class(enum.name)
            self._add("", f"{enum.name}Value", place)
            for name, _ in enum.values:
                self._add(enum.name, name, below(place, "enum"))
        for reference in package.references:
            place = self._class(reference.name)
            self._add("", reference.constant, place)
        self._operations(document, package)
        for code, error in document.get("x-pluralkit-errors", {}).items():
            if error["name"]:
                self._add("", error["name"], below("/x-pluralkit-errors", code, "name"))

    def find(self, scope: str, name: str) -> str:
        """Return the JSON pointer of a name, else of its scope; empty if neither is known.

        Args:
            scope: Name of the schema or operation.
            name: Name of the field or parameter in it.
        """
        return self._found.get((scope, name)) or self._found.get((scope, ""), "")

    def _add(self, scope: str, name: str, place: str) -> None:
        self._found.setdefault((scope, name), place)

    def _class(self, name: str) -> str:
        place = below("/components/schemas", name) if name in self._schemas else "/components/schemas"
        self._add("", name, place)
        self._add(name, "", place)
        return place

    def _model(self, model: Model) -> None:
        place = self._class(model.name)
        self._add("", model.constant, place)
        for field in model.fields:
            # The place of an inline schema is not known.
            inner = below(place, "properties", field.wire) if model.name in self._schemas else place
            self._add(model.name, field.name, inner)

    def _operations(self, document: dict[str, Any], package: Package) -> None:
        classes = {each.name: each.class_name for each in package.resources}
        for listed, operation in zip(operations(document), package.operations, strict=True):
            class_name = classes[operation.resource]
            place = below(listed.pointer, "operationId")
            for name in (operation.function, operation.constant):
                self._add("", name, place)
            client = below(listed.pointer, "x-pluralkit-client")
            self._add("", class_name, client)
            self._add(class_name, "", client)
            self._add(class_name, operation.method, below(client, "method"))
            for scope in ("PluralKit", "AsyncPluralKit"):
                self._add(scope, names.snake(operation.resource), below(client, "resource"))
                self._add(scope, operation.resource, below(client, "resource"))
            for method in (operation.method, "iterate", "pages", "periods"):
                self._add(f"{class_name}.{method}", "", listed.pointer)
            self._add(operation.function, "", listed.pointer)
