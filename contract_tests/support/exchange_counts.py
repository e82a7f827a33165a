"""Counts of validated exchanges, by layer, operation and status.

Each test process counts for itself; `coverage_table` adds the counts and shows them after all tests.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TypeAlias

Key: TypeAlias = tuple[str, str, int]
"""A layer, an operation and a status."""

OUTSIDE = "outside the operations"


class Layer(StrEnum):
    """A layer of contract tests.

    Attributes:
        RECORDINGS: Contract and recorded service.
        SANDBOX: Contract and sandbox.
        RESPONSES: Contract and the responses that the client decodes.
        REQUESTS: Contract and the requests that the client sends.
        STATEFUL: Client and sandbox over sequences of calls.
        CHECKER: Contract and a server that the checker reads over HTTP.
    """

    RECORDINGS = "recordings"
    SANDBOX = "sandbox"
    RESPONSES = "client, responses"
    REQUESTS = "client, requests"
    STATEFUL = "stateful"
    CHECKER = "checker"


exchanges: Counter[Key] = Counter()


def count(layer: Layer, operation: str, status: int) -> None:
    """Count an exchange.

    Args:
        layer: The layer.
        operation: An operation id, or the JSON pointer of a fallback.
        status: Status of the response.
    """
    exchanges[layer.value, OUTSIDE if operation.startswith("#") else operation, status] += 1
