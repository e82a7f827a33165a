"""The sync and async generated client behind one interface.

Calls are sent once, without rate limiting and retries, which have their own tests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

import httpx
from pluralkit_api import AsyncPluralKit, PluralKit

Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]
Act: TypeAlias = Callable[[Any], Any]
Invoke: TypeAlias = Callable[[Act], Any]
"""Does something with a client and gives back what came of it: `call(lambda pk: pk.members.get("annie"))`."""

USER_AGENT = "contract tests (recordings)"


@contextmanager
def synchronous(
    *, base_url: str, token: str | None = None, handler: Handler | None = None
) -> Generator[Invoke]:
    """Create a synchronous client.

    Args:
        base_url: URL of the API.
        token: The token.
        handler: Responds instead of a network. Default: the network.
    """
    transport = None if handler is None else httpx.MockTransport(handler)
    with httpx.Client(verify=False, transport=transport) as http_client:
        yield lambda act: act(
            PluralKit(
                user_agent=USER_AGENT,
                token=token,
                base_url=base_url,
                retry=None,
                rate_limiter=None,
                http_client=http_client,
            )
        )


@contextmanager
def asynchronous(
    *, base_url: str, token: str | None = None, handler: Handler | None = None
) -> Generator[Invoke]:
    """Create an asynchronous client with a synchronous interface and its own event loop.

    Args:
        base_url: URL of the API.
        token: The token.
        handler: Responds instead of a network. Default: the network.
    """
    transport = None if handler is None else httpx.MockTransport(handler)
    http_client = httpx.AsyncClient(verify=False, transport=transport)
    client = AsyncPluralKit(
        user_agent=USER_AGENT,
        token=token,
        base_url=base_url,
        retry=None,
        rate_limiter=None,
        http_client=http_client,
    )

    async def awaited(act: Callable[[Any], Awaitable[Any]]) -> Any:
        return await act(client)

    with asyncio.Runner() as runner:
        try:
            yield lambda act: runner.run(awaited(act))
        finally:
            runner.run(http_client.aclose())


Opened: TypeAlias = Callable[..., AbstractContextManager[Invoke]]
BOTH: Mapping[str, Opened] = {"sync": synchronous, "async": asynchronous}
