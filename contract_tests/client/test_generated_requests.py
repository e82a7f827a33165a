"""Contract and client: requests on the wire equal the drawn arguments.

Hypothesis draws arguments for every generated method; respx records the requests.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from pluralkit_api import ApiError
from pluralkit_contract.conformance import requests
from pluralkit_contract.contract import Json, Operation, load
from pluralkit_contract.exchange import Answer, Exchange, Request
from pluralkit_contract.failures import Breach, raise_for_breaches
from pluralkit_contract.values import typed

from contract_tests.support import exchange_counts
from contract_tests.support.clients import BOTH, USER_AGENT, Act, Invoke
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.profiles import examples
from contract_tests.support.strategies import Strategies

from .arguments import Arguments, Meant
from .decoding import canonical

CONTRACT = load()
ARGUMENTS = Arguments(CONTRACT, Strategies(CONTRACT))
TOKEN = "a-token-of-the-tests"
TEAPOT = Answer(418)

each_operation = pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda each: str(each.id))


class Wire:
    """Sends calls by both clients, and keeps what they sent last."""

    def __init__(self, callers: dict[str, Invoke], router: respx.MockRouter) -> None:
        self.callers = callers
        self._router = router
        router.route().respond(TEAPOT.status)

    @property
    def nothing_went_out(self) -> bool:
        return not self._router.calls

    def sent(self, caller: Invoke, act: Act) -> Request:
        """What a call sends."""
        self._router.calls.clear()
        with suppress(ApiError):
            caller(act)
        request: httpx.Request = self._router.calls.last.request
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Request(request.method, request.url.raw_path.decode("ascii"), headers, request.content or None)


@contextmanager
def wire() -> Generator[Wire]:
    with respx.mock(base_url=CONTRACT.base_url, assert_all_called=False) as router, ExitStack() as stack:
        callers = {
            kind: stack.enter_context(opened(base_url=CONTRACT.base_url, token=TOKEN))
            for kind, opened in BOTH.items()
        }
        yield Wire(callers, router)


@each_operation
def test_requests_conform_and_equal_the_arguments(operation: Operation) -> None:
    with wire() as sending:

        @examples(12)
        @given(ARGUMENTS.of(operation))
        def send(meant: Meant) -> None:
            for kind, caller in sending.callers.items():
                request = sending.sent(caller, meant.call.of)
                breaches = requests.sent(CONTRACT, request) + differences(meant, request)
                exchange_counts.count(Layer.REQUESTS, operation.id, TEAPOT.status)
                raise_for_breaches(
                    breaches, Exchange(request, TEAPOT, "drawn"), f"the client's {operation.id} ({kind})"
                )

        send()


def differences(meant: Meant, request: Request) -> list[Breach]:
    """How what was sent differs from what was meant."""
    operation = meant.call.operation
    route = CONTRACT.find(request.method, request.path)
    if route is None or route.operation is not operation:
        asked = f"{request.method} {request.path}"
        return [Breach(operation.pointer, operation.id, asked, "method and path")]
    schemas = {parameter.name: parameter.schema for parameter in operation.parameters}
    wanted: dict[str, object] = {
        "path": meant.references,
        "query": meant.query,
        "body": None if meant.body is UNSET else meant.body,
        "authorization": TOKEN,
        "user-agent": USER_AGENT,
    }
    got: dict[str, object] = {
        "path": {name: unquote(text) for name, text in route.references.items()},
        "query": {name: typed(CONTRACT, schemas[name], text) for name, text in parse_qsl(request.query)},
        "body": None if request.body is None else request.json(),
        "authorization": request.headers["authorization"],
        "user-agent": request.headers["user-agent"],
    }
    return [
        Breach(operation.pointer, canonical(wanted[place]).decode(), canonical(got[place]).decode(), place)
        for place in wanted
        if canonical(wanted[place]) != canonical(got[place])
    ]


# What could lead a request elsewhere, or split it in two, if it were put into a path as it is.
NASTY = [
    "",
    ".",
    "..",
    "../systems/@me",
    "annie/../../groups",
    "annie?limit=1",
    "annie#",
    "annie%2fgroups",
    "%2e%2e",
    "annie/",
    "/annie",
    "//example.org/v2",
    "https://example.org",
    "annie\r\nX-Injected: 1",
    "annie\0",
    "a\\b",
    "annie@example.org:80",
    " annie ",
    "ännie",
    "\u202eannie",
    "\ud800",
    ";,:&=+$!*'()[]{}|^`\"<>~",
]


@pytest.mark.parametrize(
    "operation", [each for each in CONTRACT.operations if "{" in each.template], ids=lambda each: str(each.id)
)
def test_a_reference_cannot_change_the_path(operation: Operation) -> None:
    with wire() as sending:

        @examples(6)
        @given(ARGUMENTS.of(operation), st.sampled_from(NASTY) | st.text(), st.data())
        def send(meant: Meant, nasty: str, data: st.DataObject) -> None:
            place = data.draw(st.integers(0, len(meant.references) - 1))
            places = [*meant.call.places[:place], nasty, *meant.call.places[place + 1 :]]
            mutated = replace(
                meant,
                call=replace(meant.call, places=tuple(places)),
                references={**meant.references, list(meant.references)[place]: nasty},
            )
            for kind, caller in sending.callers.items():
                try:
                    request = sending.sent(caller, mutated.call.of)
                except ValueError:  # refused, by the name of the argument
                    assert sending.nothing_went_out
                else:
                    exchange = Exchange(request, TEAPOT, "drawn")
                    raise_for_breaches(
                        differences(mutated, request), exchange, f"the client's {operation.id} ({kind})"
                    )

        send()


def needs(operation: Operation) -> tuple[list[str], bool]:
    """The fields that the body must have, and whether it must have any."""
    schema: Json = CONTRACT.at(CONTRACT.resolve(operation.body)) if operation.body else {}
    return schema.get("required", []), schema.get("minProperties", 0) > 0


@pytest.mark.parametrize(
    "operation",
    [each for each in CONTRACT.operations if any(needs(each))],
    ids=lambda each: str(each.id),
)
def test_required_arguments_cannot_be_omitted(operation: Operation) -> None:
    required, _ = needs(operation)
    left_out = required or CONTRACT.at(CONTRACT.resolve(operation.body or ""))["properties"]
    with wire() as sending:

        @examples(2)
        @given(ARGUMENTS.of(operation))
        def send(meant: Meant) -> None:
            names = {name: value for name, value in meant.call.names.items() if name not in left_out}
            for caller in sending.callers.values():
                with pytest.raises(TypeError, match=required[0] if required else "at least one"):
                    sending.sent(caller, replace(meant.call, names=names).of)
                assert sending.nothing_went_out

        send()


@each_operation
def test_an_argument_that_there_is_not_is_refused_before_anything_is_sent(operation: Operation) -> None:
    with wire() as sending:

        @examples(2)
        @given(ARGUMENTS.of(operation))
        def send(meant: Meant) -> None:
            call = replace(meant.call, names={**meant.call.names, "shoe_size": 42})
            for caller in sending.callers.values():
                with pytest.raises(TypeError, match="shoe_size"):
                    sending.sent(caller, call.of)
                assert sending.nothing_went_out

        send()
