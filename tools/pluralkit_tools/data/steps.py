"""Sans-I/O programs of several requests, with sync and async drivers.

A program is a generator: it yields a request, and is sent the response, or is thrown the error.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

from pluralkit_api import AsyncPluralKit, PluralKit, PluralKitError, Response

T = TypeVar("T")

Steps: TypeAlias = Generator[Any, Response[Any], T]
"""Yields what functions of `operations` return, whose type has no public name."""

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with how many came so far and how many there will be: None where nobody can know."""


def run(client: PluralKit, steps: Steps[T]) -> T:
    """Run a sans-I/O program with a synchronous client.

    Args:
        client: The client that sends the requests.
        steps: The program: yields requests, and receives responses or the error of the client.

    Returns:
        What the program returns.
    """
    try:
        request = next(steps)
        while True:
            try:
                response = client.send(request)
            except PluralKitError as error:
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()


async def run_async(client: AsyncPluralKit, steps: Steps[T]) -> T:
    """Asynchronous variant of `run`."""
    try:
        request = next(steps)
        while True:
            try:
                response = await client.send(request)
            except PluralKitError as error:
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()
