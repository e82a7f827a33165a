"""The OpenAPI keywords that the generator supports. Any other keyword ends the run with an error.

Each kind of object lists its allowed keys and the kind of each value: `[kind]` for a list, `{kind}` for a
map, `-` for values that the client does not depend on or that `validate` has a rule for. Extensions are in
extensions.schema.json.
"""

OBJECTS: dict[str, dict[str, str]] = {
    "document": {
        "openapi": "-",
        "info": "-",
        "externalDocs": "-",
        "servers": "-",
        "tags": "-",
        "security": "-",
        "paths": "{path}",
        "webhooks": "{hook}",
        "components": "components",
    },
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "requestBodies": "{body}",
        "headers": "{header}",
        "securitySchemes": "-",
        "examples": "-",
        "links": "-",
    },
    "path": {
        "summary": "-",
        "description": "-",
        "servers": "-",
        "parameters": "[parameter]",
        "get": "operation",
        "put": "operation",
        "post": "operation",
        "patch": "operation",
        "delete": "operation",
    },
    "operation": {
        "operationId": "-",
        "summary": "-",
        "description": "-",
        "deprecated": "-",
        "tags": "-",
        "servers": "-",
        "security": "-",
        "parameters": "[parameter]",
        "requestBody": "body",
        "responses": "{response}",
    },
    "hook": {"post": "webhook"},
    "webhook": {
        "operationId": "-",
        "summary": "-",
        "description": "-",
        "deprecated": "-",
        "tags": "-",
        "security": "-",
        "requestBody": "body",
        "responses": "{response}",
    },
    "parameter": {
        "name": "-",
        "in": "-",
        "required": "-",
        "description": "-",
        "deprecated": "-",
        "schema": "schema",
        "example": "-",
        "examples": "-",
    },
    "header": {
        "required": "-",
        "description": "-",
        "deprecated": "-",
        "schema": "schema",
        "example": "-",
        "examples": "-",
    },
    "body": {"required": "-", "description": "-", "content": "{media}"},
    "response": {"description": "-", "headers": "{header}", "content": "{media}", "links": "-"},
    "media": {"schema": "schema", "example": "-", "examples": "-"},
    "schema": {
        "type": "-",
        "format": "-",
        "enum": "-",
        "const": "-",
        "properties": "{schema}",
        "required": "-",
        "additionalProperties": "-",
        "items": "schema",
        "oneOf": "[schema]",
        "anyOf": "[schema]",
        "description": "-",
        "deprecated": "-",
        "example": "-",
        "examples": "-",
        "readOnly": "-",
        # Restrictions of values: the service enforces them, not the client.
        "pattern": "-",
        "minLength": "-",
        "maxLength": "-",
        "minimum": "-",
        "maximum": "-",
        "minItems": "-",
        "maxItems": "-",
        "uniqueItems": "-",
        "minProperties": "-",
        "if": "-",
        "then": "-",
        "not": "-",
        "maxProperties": "-",
    },
}

# Required prefix of references to each kind.
SECTIONS = {
    "schema": "#/components/schemas/",
    "response": "#/components/responses/",
    "parameter": "#/components/parameters/",
    "body": "#/components/requestBodies/",
    "header": "#/components/headers/",
}

METHODS = ("get", "put", "post", "patch", "delete")
FORMATS = {"date-time", "date", "uuid"}
# Types and formats that the runtime can encode in a URL.
SENDABLE = {
    "path": [["string", None], ["string", "uuid"], ["integer", None]],
    "query": [
        ["string", None],
        ["string", "uuid"],
        ["string", "date-time"],
        ["integer", None],
        ["boolean", None],
    ],
}
