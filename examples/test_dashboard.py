"""How a program is tested on a PluralKit of its own: `python -m pytest examples`.

What is tested is examples/dashboard.py. The fixture `pluralkit_sandbox` comes with `pluralkit-api[sandbox]`.
"""

from __future__ import annotations

import asyncio

import pytest
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_api.errors import ServerError, TransportError
from pluralkit_sandbox.testing import RunningSandbox

from examples.dashboard import describe

AGENT = "dashboard-tests/1 (me@example.org)"


def shown(sandbox: RunningSandbox, ref: str, *, token: str | None = None) -> str:
    """What the dashboard says of a system."""

    async def read() -> str:
        # retry=None: what fails is to be seen at once.
        async with AsyncPluralKit(user_agent=AGENT, token=token, base_url=sandbox.base_url, retry=None) as pk:
            return await describe(pk, ref)

    return asyncio.run(read())


def test_it_names_who_fronts(pluralkit_sandbox: RunningSandbox) -> None:
    assert shown(pluralkit_sandbox, "harbor") == "The Harbour: Quill, since 2024-04-02 21:00"


def test_it_follows_a_switch(pluralkit_sandbox: RunningSandbox) -> None:
    token = pluralkit_sandbox.tokens["harbour"]
    with PluralKit(user_agent=AGENT, token=token, base_url=pluralkit_sandbox.base_url) as pk:
        pk.switches.create("@me", members=["maris", "tobin"])
    assert shown(pluralkit_sandbox, "harbor").startswith("The Harbour: Maris 🌊, T., since")


def test_it_respects_privacy(pluralkit_sandbox: RunningSandbox) -> None:
    assert shown(pluralkit_sandbox, "grassy") == "grassy: not for you to see"
    own = shown(pluralkit_sandbox, "grassy", token=pluralkit_sandbox.tokens["meadow"])
    assert own == "Meadow: Clover, since 2024-03-01 12:00"


def test_a_key_that_may_not_read_fronters_gets_an_error_for_it(pluralkit_sandbox: RunningSandbox) -> None:
    key = pluralkit_sandbox.key("meadow", "read:members")
    assert shown(pluralkit_sandbox, "grassy", token=key) == "grassy: not for you to see"


def test_it_says_that_a_system_does_not_exist(pluralkit_sandbox: RunningSandbox) -> None:
    assert shown(pluralkit_sandbox, "zzzzz") == "zzzzz: there is no such system"


def test_a_proxy_that_finds_no_service_is_an_error(pluralkit_sandbox: RunningSandbox) -> None:
    pluralkit_sandbox.fail_next(status=502, html="<h1>Bad gateway</h1>")
    with pytest.raises(ServerError):
        shown(pluralkit_sandbox, "harbor")


def test_a_connection_that_breaks_is_an_error(pluralkit_sandbox: RunningSandbox) -> None:
    pluralkit_sandbox.fail_next(cut="body")
    with pytest.raises(TransportError):
        shown(pluralkit_sandbox, "harbor")
