"""What ran: exchanges by layer and operation, counted where they are held to the contract.

Each test process counts for itself; `table` puts the counts together, and shows them once all tests have run.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TypeAlias

Key: TypeAlias = tuple[str, str, int]
"""A layer, an operation and a status."""

OUTSIDE = "outside the operations"


class Layer(StrEnum):
    """What is held to what."""

    RECORDINGS = "recordings"
    """The contract and the service, as recorded."""
    SANDBOX = "sandbox"
    """The contract and the sandbox."""
    RESPONSES = "client, responses"
    """The contract and what the client makes of answers."""
    REQUESTS = "client, requests"
    """The contract and what the client sends."""
    STATEFUL = "stateful"
    """The client and the sandbox, call after call."""
    CHECKER = "checker"
    """The contract and a server over HTTP, by reading alone."""


exchanges: Counter[Key] = Counter()
excused: Counter[str] = Counter()
"""How often each exception in `sandbox.exceptions` was made."""


def count(layer: Layer, operation: str, status: int) -> None:
    """Counts an exchange. `operation` is an operation's id, or a fallback's pointer."""
    exchanges[layer.value, OUTSIDE if operation.startswith("#") else operation, status] += 1


def excuse(name: str) -> None:
    """Counts an exception that was made."""
    excused[name] += 1
