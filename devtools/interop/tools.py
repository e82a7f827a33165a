"""The third-party tools and what each is run for. A tool that fails or warns raises `ToolFailedError`."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pluralkit_sandbox.testing import RunningSandbox

from .running import Place, ToolFailedError, no_warnings

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).with_name("programs")
_USER_AGENT = "interop/1 (me@example.org)"

# openapi-generator says these of any document of this kind.
_GENERATOR_QUIET = (
    "OpenAPI 3.1 support is still in beta",
    "Failed to get the schema name: null",  # answers of other media types
    "Ignoring complex example on request body",  # Java's
    r"Skipped .* \(Test files never overwrite",
    "cannot be used as a? ?.*(model name|variable name|variant name).* Renamed to",
)
# By generator, its options. Go's enums have the same members: off.
_LANGUAGES = {
    "python": "",
    "typescript-fetch": "",
    "go": "enumClassPrefix=true,withGoMod=true",
    "java": "",
    "kotlin": "",
    "csharp": "",
    "rust": "",
}


def redocly(place: Place) -> None:
    """Run `redocly lint` with its recommended rules."""
    output = place.run("redocly", "lint", "--format=json", "pluralkit.json", quiet=(".*",))
    report = json.loads(output[output.index("{") : output.rindex("}") + 1])
    if report["problems"]:
        raise ToolFailedError(json.dumps(report["problems"], indent=1))


def spectral(place: Place) -> None:
    """Run Spectral with its OpenAPI rules, down to hints."""
    (place.directory / "spectral.json").write_text('{"extends": "spectral:oas"}', encoding="utf-8")
    place.run("spectral", "lint", "--ruleset=spectral.json", "--fail-severity=hint", "pluralkit.json")


def openapi_python_client(place: Place) -> None:
    """Generate a client with unmodified openapi-python-client; it compiles and imports."""
    place.run(
        "openapi-python-client", "generate",
        "--meta=none", "--fail-on-warning", "--path=pluralkit.json", "--output-path=stock",
    )  # fmt: skip
    _import(place, "stock.models, stock.client")


def openapi_generator(place: Place) -> None:
    """Generate clients in seven languages; Python's imports, TypeScript's and Go's compile."""
    # It does not see that webhooks use models.
    place.run("openapi-generator-cli", "validate", "-i", "pluralkit.json", quiet=("^Warnings: *$",))
    document: dict[str, Any] = json.loads(place.contract.read_bytes())
    without = {key: value for key, value in document.items() if key != "webhooks"}
    (place.directory / "without-webhooks.json").write_text(json.dumps(without), encoding="utf-8")
    for language, options in _LANGUAGES.items():
        given = (f"--additional-properties={options}",) if options else ()
        # This one sends webhooks as if they were operations, and does not import their models.
        contract = "without-webhooks.json" if language == "typescript-fetch" else "pluralkit.json"
        place.run(
            "openapi-generator-cli", "generate",
            "-i", contract, "-g", language, "-o", f"generated-{language}", *given, quiet=_GENERATOR_QUIET,
        )  # fmt: skip
    python = place.directory / "generated-python" / "openapi_client"
    shutil.move(python, place.directory / "openapi_client")
    _import(place, "openapi_client")
    _compile(place, "generated-typescript-fetch")
    go = Place(place.directory / "generated-go")
    go.run("go", "build", ".")


def openapi_typescript(place: Place) -> None:
    """Generate TypeScript types, and compile a program that uses them with openapi-fetch."""
    folder = place.directory / "openapi-fetch"
    folder.mkdir()
    place.run("openapi-typescript", "pluralkit.json", "--output", str(folder / "api.ts"))
    shutil.copy(PROGRAMS / "openapi_fetch.ts", folder)
    _compile(place, "openapi-fetch")


def hey_api(place: Place) -> None:
    """Generate and compile hey-api's client."""
    place.run("openapi-ts", "-i", "pluralkit.json", "-o", "hey-api", "-c", "@hey-api/client-fetch")
    _compile(place, "hey-api")


def orval(place: Place) -> None:
    """Generate and compile orval's client."""
    shutil.copy(PROGRAMS / "orval.config.cjs", place.directory)
    place.run("orval", "--config", "orval.config.cjs")
    _compile(place, "orval")


def datamodel_code_generator(place: Place) -> None:
    """Generate and import Pydantic models."""
    place.run(
        "datamodel-codegen", "--input=pluralkit.json", "--input-file-type=openapi", "--output=models.py",
        "--output-model-type=pydantic_v2.BaseModel", "--target-python-version=3.11", "--formatters=builtin",
    )  # fmt: skip
    _import(place, "models")


def postman(place: Place) -> None:
    """Generate a Postman collection, and send its reads to a sandbox with newman; all succeed."""
    _collect(place)
    with _sandbox() as sandbox:
        _send_all(place, sandbox.base_url, sandbox.tokens["harbour"])


def prism(place: Place) -> None:
    """Check the responses of Prism's mock, and those of a sandbox behind Prism's validating proxy."""
    _collect(place)
    document = str(place.contract)
    with _sandbox() as sandbox, place.server("prism", "mock", document) as mock:
        for server in (mock, sandbox.base_url):
            with place.server("prism", "proxy", "--errors", document, server) as proxy:
                _send_all(place, proxy, sandbox.tokens["harbour"])


def schemathesis(place: Place) -> None:
    """Run schemathesis with schemathesis.toml against a sandbox."""
    # It begins with a NUL in a header, to learn whether the server takes that; uvicorn does not.
    with _sandbox("^Invalid HTTP request received") as sandbox:
        os.environ["PLURALKIT_TOKEN"] = sandbox.tokens["harbour"]
        place.run(
            "st", f"--config-file={ROOT / 'schemathesis.toml'}", "run", "pluralkit.json",
            "--no-color", "--url", sandbox.base_url,
        )  # fmt: skip


def fastmcp(place: Place) -> None:
    """Create fastmcp's server; it has a tool for each operation, and they read and write."""
    # Not imported above: type checkers run without it.
    http, mcp = importlib.import_module("httpx2"), importlib.import_module("fastmcp")
    document: dict[str, Any] = json.loads(place.contract.read_bytes())

    async def talk(base_url: str, token: str) -> None:
        headers = {"Authorization": token, "User-Agent": _USER_AGENT}
        async with http.AsyncClient(base_url=base_url, headers=headers) as client:
            server = mcp.FastMCP.from_openapi(openapi_spec=document, client=client, name="pluralkit")
            async with mcp.Client(server) as tools:
                names = {tool.name for tool in await tools.list_tools()}
                methods = (each for item in document["paths"].values() for each in item.values())
                ids = {each["operationId"] for each in methods if "operationId" in each}
                if names != ids:
                    raise ToolFailedError(f"tools and operations differ: {sorted(names ^ ids)}")
                await tools.call_tool("updateMember", {"memberRef": "maris", "pronouns": "it/its"})
                read = await tools.call_tool("getMember", {"memberRef": "maris"})
                if read.structured_content["pronouns"] != "it/its":
                    raise ToolFailedError(f"the change is not seen: {read.structured_content}")

    with _sandbox() as sandbox:
        asyncio.run(talk(sandbox.base_url, sandbox.tokens["harbour"]))


CHECKS: tuple[Callable[[Place], None], ...] = (
    *(redocly, spectral, openapi_python_client, openapi_generator, openapi_typescript, hey_api, orval),
    *(datamodel_code_generator, postman, prism, schemathesis, fastmcp),
)


@contextmanager
def _sandbox(*quiet: str) -> Generator[RunningSandbox]:
    """Run a sandbox that limits no rate, and that logs no warnings but the expected ones."""
    with no_warnings(quiet), RunningSandbox(limits=None) as sandbox:
        yield sandbox


def _import(place: Place, modules: str) -> None:
    place.run(Path(sys.executable).name, "-W", "error", "-c", f"import {modules}")


def _compile(place: Place, folder: str) -> None:
    """Run tsc on a folder with its strictest common options."""
    inside = place.directory / folder
    options = json.loads((PROGRAMS / "tsconfig.json").read_bytes())
    (inside / "tsconfig.json").write_text(json.dumps(options | {"include": ["**/*.ts"]}), encoding="utf-8")
    place.run("tsc", "-p", folder)


def _collect(place: Place) -> None:
    """Write Postman's collection and its part with reads."""
    options = "folderStrategy=Tags,parametersResolution=Example"
    place.run("openapi2postmanv2", "-s", "pluralkit.json", "-o", "collection.json", "-O", options)
    file = place.directory / "collection.json"
    collection = json.loads(file.read_bytes())
    # What the dashboard uses beside the API is at another server.
    folders = [folder for folder in collection["item"] if folder["name"] != "private"]
    for folder in folders:
        folder["item"] = [each for each in folder["item"] if each["request"]["method"] == "GET"]
    file.write_text(json.dumps(collection | {"item": folders}), encoding="utf-8")


def _send_all(place: Place, base_url: str, token: str) -> None:
    place.run(
        "newman", "run", "collection.json", "--reporters=json", "--reporter-json-export=report.json",
        f"--env-var=baseUrl={base_url}", f"--env-var=apiKey={token}",
    )  # fmt: skip
    run = json.loads((place.directory / "report.json").read_bytes())["run"]
    answers = [(each["item"]["name"], each.get("response", {}).get("code")) for each in run["executions"]]
    wrong = [f"{name} {code}" for name, code in answers if code not in (200, 204)]
    if run["failures"] or wrong or not answers:
        raise ToolFailedError(f"{base_url}: {run['failures']} {wrong}")
