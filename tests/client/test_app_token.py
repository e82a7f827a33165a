"""The client with the token of a registered application, against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_sandbox.testing import RunningSandbox

AGENT = "tests/1 (someone@example.org)"
APP = "registered-application"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with RunningSandbox(limits={}, app_tokens={APP: 60}) as running:
        yield running


def test_its_rate_is_learned_and_kept_to(sandbox: RunningSandbox) -> None:
    token = sandbox.tokens["harbour"]
    answers: list[object] = []

    async def main() -> None:
        async with AsyncPluralKit(
            user_agent=AGENT, token=token, app_token=APP, base_url=sandbox.base_url, retry=None
        ) as pk:
            # Reads and writes of the own system in one bucket: more than the usual rates allow in the time.
            with anyio.fail_after(10):
                async with anyio.create_task_group() as group:
                    for n in range(90):
                        group.start_soon(read if n % 3 else write, pk)
            response = await pk.request("GET", "/systems/@me")
            assert response.rate_limit is not None
            assert (response.rate_limit.scope, response.rate_limit.limit) == ("token2", 60)

    async def read(pk: AsyncPluralKit) -> None:
        answers.append(await pk.systems.get("@me"))

    async def write(pk: AsyncPluralKit) -> None:
        answers.append(await pk.systems.update("@me", name="The Harbour"))

    anyio.run(main)
    assert len(answers) == 90


def test_a_copy_without_it_has_the_usual_rate(sandbox: RunningSandbox) -> None:
    with PluralKit(user_agent=AGENT, app_token=APP, base_url=sandbox.base_url) as pk:
        for each, scope, limit in (
            (pk, "token2", 60),
            (pk.with_options(app_token=None), "generic_get", 10),
            (pk.with_options(app_token="unknown"), "generic_get", 10),
            (pk.with_options(token=sandbox.tokens["harbour"]), "token2", 60),
        ):
            rate_limit = each.request("GET", "/systems/harbor").rate_limit
            assert rate_limit is not None
            assert (rate_limit.scope, rate_limit.limit) == (scope, limit)
