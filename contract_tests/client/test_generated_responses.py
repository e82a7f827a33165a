"""Contract and client: valid responses are decoded without loss, invalid ones are rejected.

Hypothesis draws bodies from the contract's schemas; respx serves them to the sync and async client, through
its methods and through `client.request`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias, cast

import httpx
import msgspec
import pytest
import respx
from hypothesis import assume, given
from hypothesis import strategies as st
from pluralkit_api import ApiError
from pluralkit_contract.contract import Operation, Response, load
from pluralkit_contract.exchange import Answer, Exchange
from pluralkit_contract.failures import Breach, raise_for_exchanges
from pluralkit_contract.schemas import rule, schemas
from pluralkit_runtime import RateLimit

from contract_tests.support import exchange_counts
from contract_tests.support.calls import call_of, example_request
from contract_tests.support.clients import BOTH, Act, Invoke
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.profiles import examples
from contract_tests.support.sampling import sampled
from contract_tests.support.strategies import Strategies

from .decoding import misread, refused

CONTRACT = load()
STRATEGIES = Strategies(CONTRACT)
LATER = Strategies(CONTRACT, open_enums=True)
ANSWERS = [
    (operation, response) for operation in CONTRACT.operations for response in operation.responses.values()
]
# These come from proxies in front of the service; 520 and above are Cloudflare's own.
PROXY_STATUSES = st.sampled_from([502, 503, 504, 520, 522, 524])
SUCCESSES = [(operation, response) for operation, response in ANSWERS if response.status == "200"]
OTHERS = [(operation, response) for operation, response in ANSWERS if response.status != "200"]

# Built: Hypothesis draws texts that it finds in a program, and the client hides its token in answers.
TOKEN = "t" * 64
JSON = {"content-type": "application/json"}
# What a client checks; it leaves lengths, patterns and ranges to the service.
CHECKED = {"type", "required", "format", "oneOf", "anyOf"}

MORE: list[object] = [None, 1, "text", [], {"id": None}]
WRONG: list[object] = [None, True, 5, "no such thing", [], [None], {}]

Verdict: TypeAlias = Callable[[Exchange, Callable[[], Any]], list[Breach]]


def each(answers: list[tuple[Operation, Response]], one: int = 1) -> pytest.MarkDecorator:
    """Parametrize a test by responses, of which one in so many is tested each time."""
    parameters = [
        sampled(operation, response, always=number % one == 0, id=f"{operation.id}-{response.status}")
        for number, (operation, response) in enumerate(answers)
    ]
    return pytest.mark.parametrize(("operation", "response"), parameters)


class Served:
    """Both clients, calling one operation in every way, with whatever is served to them."""

    def __init__(self, operation: Operation, callers: dict[str, Invoke], route: respx.Route) -> None:
        self._operation = operation.id
        self._callers = callers
        self._answer = Answer(404)
        route.mock(side_effect=self._respond)
        self._request = request = example_request(CONTRACT, operation)
        call = call_of(CONTRACT, request)
        assert call is not None
        path, query = request.path.removeprefix("/v2"), dict(httpx.QueryParams(request.query))
        json = {} if request.body is None else {"json": request.json()}
        self._ways: dict[str, Act] = {
            f"the client's {operation.id}": call.of,
            "client.request": lambda client: client.request(operation.method, path, params=query, **json),
        }

    def check(self, answer: Answer, verdict: Verdict) -> None:
        """Serves an answer to every way of asking, and holds what comes of it to a verdict."""
        self._answer = answer
        exchange = Exchange(self._request, answer, "drawn from the contract")
        exchange_counts.count(Layer.RESPONSES, self._operation, answer.status)
        raise_for_exchanges(
            (exchange, f"{way} ({kind})", verdict(exchange, partial(caller, act)))
            for kind, caller in self._callers.items()
            for way, act in self._ways.items()
        )

    def rate_limits(self, answer: Answer) -> Iterator[RateLimit | None]:
        """What each client reads of an answer's rate-limit headers."""
        self._answer = answer
        for caller in self._callers.values():
            try:
                yield caller(self._ways["client.request"]).rate_limit
            except ApiError as error:
                yield error.response.rate_limit

    def _respond(self, _request: httpx.Request) -> httpx.Response:
        answer = self._answer
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)


@contextmanager
def serving(operation: Operation) -> Generator[Served]:
    with respx.mock(base_url=CONTRACT.base_url, assert_all_called=False) as router, ExitStack() as stack:
        callers = {
            kind: stack.enter_context(opened(base_url=CONTRACT.base_url, token=TOKEN))
            for kind, opened in BOTH.items()
        }
        yield Served(operation, callers, router.route())


@st.composite
def answers_of(draw: st.DrawFn, response: Response, strategies: Strategies = STRATEGIES) -> Answer:
    """Answers that the contract allows under a status."""
    status = draw(PROXY_STATUSES) if response.status == "5XX" else int(response.status)
    if not response.content or (response.body_optional and draw(st.booleans())):
        return Answer(status)
    media, schema = draw(st.sampled_from(sorted(response.content.items())))
    body = draw(strategies.of(schema))
    if media == "text/html":
        return Answer(status, {"content-type": media}, body.encode())
    if response.error_codes and draw(st.booleans()):  # else one that nobody knows yet, or of another status
        body["code"] = draw(st.sampled_from(response.error_codes))
    return Answer(status, {"content-type": media}, msgspec.json.encode(body))


@each(SUCCESSES)
def test_every_success_is_decoded_without_loss(operation: Operation, response: Response) -> None:
    decode(operation, response, 10)


@each(OTHERS, one=4)
def test_every_other_response_is_decoded_without_loss(operation: Operation, response: Response) -> None:
    decode(operation, response, 2)


def decode(operation: Operation, response: Response, count: int) -> None:
    """Serve so many drawn bodies to both clients, none of which may be misread."""
    with serving(operation) as served:

        @examples(count)
        @given(answers_of(response))
        def read(answer: Answer) -> None:
            served.check(answer, partial(misread, CONTRACT))

        read()


@each(SUCCESSES)
def test_additions_of_later_versions_are_ignored(operation: Operation, response: Response) -> None:
    (schema,) = response.content.values()
    with serving(operation) as served:

        @examples(5)
        @given(LATER.of(schema), st.data())
        def read(known: Any, data: st.DataObject) -> None:
            answer = Answer(200, JSON, msgspec.json.encode(with_more_fields(known, data)))
            served.check(answer, partial(misread, CONTRACT, said=known))

        read()


def with_more_fields(value: object, data: st.DataObject) -> object:
    """The value with a field more in each of its objects."""
    if isinstance(value, list):
        return [with_more_fields(each, data) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value).items()
        more = data.draw(st.sampled_from(MORE))
        return {"another": more, **{name: with_more_fields(each, data) for name, each in fields}}
    return value


@each(SUCCESSES)
def test_responses_outside_the_contract_are_rejected(operation: Operation, response: Response) -> None:
    (schema,) = response.content.values()
    with serving(operation) as served:

        @examples(6)
        @given(mutated(schema))
        def read(answer: Answer) -> None:
            served.check(answer, partial(refused, CONTRACT))

        read()


@st.composite
def mutated(draw: st.DrawFn, schema: str) -> Answer:
    """A success whose body is not what the contract says."""
    body = draw(STRATEGIES.of(schema))
    content = msgspec.json.encode(body)
    match draw(st.sampled_from(["type", "type", "type", "cut", "html", "nothing", "status"])):
        case "cut":
            return Answer(200, JSON, content[: draw(st.integers(0, len(content) - 1))])
        case "html":
            return Answer(200, {"content-type": "text/html"}, b"<!DOCTYPE html><title>One moment</title>")
        case "nothing":
            return Answer(200)
        case "status":
            return Answer(draw(st.sampled_from([201, 202, 206, 226])), JSON, content)
        case _:
            return Answer(200, JSON, msgspec.json.encode(mutate(draw, body, schema)))


def mutate(draw: st.DrawFn, body: object, schema: str) -> object:
    """The body with a field taken out, or with a value of another type."""
    container = {"": body}
    places = list(places_in(container))
    container, key = draw(st.sampled_from(places))
    if draw(st.booleans()):
        del container[key]
    else:
        container[key] = draw(st.sampled_from(WRONG))
    assume("" in container)
    errors = schemas(CONTRACT).errors(schema, container[""], strict=False)
    assume(any(rule(error).rpartition("/")[2] in CHECKED for error in errors))
    return container[""]


def places_in(value: object) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with each of its keys."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, list):
        pairs = list(enumerate(cast("list[object]", value)))
    if isinstance(value, dict):
        pairs = list(cast("dict[object, object]", value).items())
    for key, inner in pairs:
        yield value, key
        yield from places_in(inner)


@each([(operation, response) for operation, response in ANSWERS if response.status == "204"])
def test_a_success_that_has_no_body_is_not_taken_with_another_status(
    operation: Operation, response: Response
) -> None:
    with serving(operation) as served:
        served.check(
            Answer(200 if "200" not in operation.responses else 203, JSON, b"{}"), partial(refused, CONTRACT)
        )
        served.check(Answer(int(response.status)), partial(misread, CONTRACT))


@examples(20)
@given(st.data())
def test_the_rate_limit_headers_are_read(data: st.DataObject) -> None:
    operation = CONTRACT.operation("getMember")
    status = data.draw(st.sampled_from([200, 404, 429]))
    answer = data.draw(answers_of(operation.responses[str(status)]))
    values = {
        header.name: data.draw(STRATEGIES.of(header.schema)) for header in operation.responses["200"].headers
    }
    assume(all(isinstance(value, str) or value < 10**15 for value in values.values()))  # no limit is longer
    headers = {name: str(value) for name, value in values.items()}
    limited = replace(answer, headers={**answer.headers, **headers})
    with serving(operation) as served:
        for rate_limit in served.rate_limits(limited):
            assert rate_limit is not None
            assert rate_limit.scope == values["X-RateLimit-Scope"]
            assert rate_limit.limit == values["X-RateLimit-Limit"]
            assert rate_limit.remaining == values["X-RateLimit-Remaining"]
