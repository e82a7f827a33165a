"""ASGI application of the sandbox: combines the API, the control API, rate limits and faults."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager

import msgspec
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from pluralkit_sandbox import contract, control, errors
from pluralkit_sandbox.call import Call, Layer
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.errors import ApiError, ProblemError
from pluralkit_sandbox.faults import FaultMiddleware
from pluralkit_sandbox.operations import OPERATIONS
from pluralkit_sandbox.routing import Api, respond
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.world import World


def create_app(
    sandbox: Sandbox, *, control_api: bool = True, allowed_hosts: Iterable[str] = ()
) -> FaultMiddleware:
    """Create the ASGI application of a sandbox: the API with rate limits and faults, and the control API.

    Args:
        sandbox: The state; closed at shutdown.
        control_api: Whether to serve the control API under /sandbox/.
        allowed_hosts: Host names besides loopback for which the control API is served.
    """
    routes = control.routes(sandbox, allowed_hosts) if control_api else []
    api = create_api(sandbox.world, layers=[sandbox.rates], routes=routes)
    return FaultMiddleware(api, sandbox.faults, f"{contract.load().base_path}/")


def create_api(world: World, *, layers: Sequence[Layer] = (), routes: Sequence[BaseRoute] = ()) -> Dispatcher:
    """Create the ASGI application of the API without faults.

    Args:
        world: The data; closed at shutdown.
        layers: Wrap the operations, the first one outermost.
        routes: Routes with precedence over the API's.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        yield
        world.close()

    api = Api(world, answer, layers)
    app = Starlette(routes=list(routes), lifespan=lifespan)
    # A Mount at "/" does not match paths with a line break.
    app.router.default = api
    app.router.redirect_slashes = False
    return Dispatcher(api, app, contract.load().base_path)


class Dispatcher:
    """ASGI application that passes requests under a prefix directly to the API, and others to Starlette.

    Starlette's middleware takes longer than many operations of the API.
    """

    def __init__(self, api: Api, app: Starlette, prefix: str) -> None:
        self._api = api
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        direct = scope["type"] == "http" and scope["path"].startswith(self._prefix)
        await (self._api if direct else self._app)(scope, receive, send)


def answer(call: Call) -> Response:
    """Run the operation of a call, and convert its result or error to a response."""
    method = call.request.method
    # The service behind the gateway does not support HEAD.
    if call.operation is None or (method == "HEAD" and not call.operation.by_gateway):
        return Response(status_code=405)
    try:
        if call.caller.refused:
            raise errors.general(403)
        status, body = OPERATIONS[call.operation.id](call)
    except ApiError as refusal:
        return respond(refusal.status, refusal.body)
    except ConversionError:
        # The service responds with 400 to some of these, and fails on others.
        bad_request = errors.general(400)
        return respond(bad_request.status, bad_request.body)
    except ProblemError as problem:
        return _problem(problem.status)
    if call.operation.by_gateway:
        return respond(status, body)
    return _success(status, body)


def _success(status: int, body: object) -> Response:
    """Create a successful response of the service behind the gateway."""
    rules = contract.load()
    version = {"X-PluralKit-Version": rules.service_version}
    if body is None:
        return Response(status_code=status, headers=version)
    return Response(msgspec.json.encode(body), status, version, rules.success_media_type)


def _problem(status: int) -> Response:
    """Create a problem document (RFC 9457)."""
    rules = contract.load()
    problem = {
        **rules.problems[status],
        "traceId": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00",
    }
    version = {"X-PluralKit-Version": rules.service_version}
    return Response(msgspec.json.encode(problem), status, version, rules.problem_media_type)
