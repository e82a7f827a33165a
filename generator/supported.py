"""The OpenAPI keywords that the generator supports. Any other keyword ends the run with an error.

Each kind of object lists the keys that it may have, and the kind of what stands behind each: `[kind]` for a
list of them, `{kind}` for a map with names of its own, `-` for what the client does not depend on, or what
`validate` has a rule for. Extensions are not here: extensions.schema.json has them.
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
        # Rules about values are the service's to hold; the client leaves them to it.
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

# What a reference to each kind has to start with.
SECTIONS = {
    "schema": "#/components/schemas/",
    "response": "#/components/responses/",
    "parameter": "#/components/parameters/",
    "body": "#/components/requestBodies/",
    "header": "#/components/headers/",
}

METHODS = ("get", "put", "post", "patch", "delete")
FORMATS = {"date-time", "date", "uuid"}
# What the runtime puts into a URL: type and format.
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
