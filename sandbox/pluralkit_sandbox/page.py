"""Serve the contract as an interactive web page (Swagger UI), with assets from an installed package."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from pluralkit_sandbox import contract
from pluralkit_sandbox.seed import Seed

_ASSETS = {
    "swagger-ui-bundle.js": "javascripts/swagger-ui-bundle.js",
    "swagger-ui.css": "stylesheets/swagger-ui.css",
}


def routes(seed: Seed) -> list[BaseRoute]:
    """Return the routes of the page, of its assets and of the contract.

    Args:
        seed: Entities of its first system become the examples in the contract.
    """

    async def page(_request: Request) -> Response:
        return FileResponse(Path(__file__).with_name("page.html"))

    async def asset(request: Request) -> Response:
        if (path := _ASSETS.get(request.path_params["name"])) is None:
            return Response(status_code=404)
        # Of the packages with Swagger UI, this one has the fewest dependencies. Only its files are used.
        files = importlib.resources.files("mkdocs_swagger_ui_tag").joinpath("swagger-ui", path)
        return FileResponse(str(files))

    async def document(request: Request) -> Response:
        server = f"{request.base_url.replace(path='')}{contract.load().base_path}"
        return Response(
            msgspec.json.encode(served_contract(server, seed)),
            media_type="application/json",
        )

    return [Route("/", page), Route("/openapi.json", document), Route("/assets/{name}", asset)]


def served_contract(server: str, seed: Seed) -> dict[str, Any]:
    """Return the contract with a server URL and examples from a seed.

    Args:
        server: URL of this server, with the base path.
        seed: Entities of its first system become the examples.
    """
    document = contract.load().document
    components = document["components"]
    parameters = dict(components["parameters"])
    for name, example in _examples(seed).items():
        parameters[name] = {**parameters[name], "example": example}
    return {
        **document,
        "servers": [{"url": server, "description": "This sandbox."}],
        "components": {**components, "parameters": parameters},
    }


def _examples(seed: Seed) -> dict[str, str]:
    """Return examples for the contract's parameters by component name, as far as the seed has values."""
    examples: dict[str, str] = {}
    for system in seed.systems[:1]:
        examples["SystemRef"] = system.system["id"]
        if system.members:
            examples["MemberRef"] = system.members[0]["id"]
        if system.groups:
            examples["GroupRef"] = system.groups[0]["id"]
        if system.switches:
            examples["SwitchRef"] = system.switches[0].id
        if system.guilds:
            examples["GuildId"] = examples["AutoproxyGuildId"] = system.guilds[0]["guild_id"]
        if system.messages:
            examples["MessageId"] = system.messages[0].id
    return examples
