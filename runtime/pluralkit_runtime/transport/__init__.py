"""httpx transport. The only package that imports httpx and httpcore.

A transport sends what it is asked to, once: it follows no redirect, adds no credentials, holds the whole
exchange to one deadline, and keeps no more than 32 MiB of a response, decompressed.

* `exchange`: what is known of one request and its response (no I/O)
* `network`, `async_network`: network backends of httpcore that hold an exchange to its deadline
* `resolver`: name resolution with a time limit
* `connection_queue`: who has to wait for a connection
* `factory`, `proxies`: clients of our own, by the environment; `given`: clients that users give
* `body`: bounded reading; `failures`: exceptions of httpx as errors of ours
* `sync_transport`, `async_transport`: the drivers
"""

from __future__ import annotations

from typing import TypeAlias

import httpx

from .async_transport import AsyncTransport
from .body import BODY_LIMIT
from .sync_transport import Transport

HttpClient: TypeAlias = httpx.Client
AsyncHttpClient: TypeAlias = httpx.AsyncClient

__all__ = ["BODY_LIMIT", "AsyncHttpClient", "AsyncTransport", "HttpClient", "Transport"]
