"""Bounded reading of response bodies."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator

import httpx

from pluralkit_runtime.response import Headers, RawResponse

from .exchange import Exchange

BODY_LIMIT = 32 * 1024 * 1024
"""Maximum number of bytes of a body, after decompression."""


class BodyReader:
    """Reads and decompresses the body of a response, up to BODY_LIMIT.

    httpx would decompress without a limit.
    """

    def __init__(self, response: httpx.Response, exchange: Exchange) -> None:
        self._response = response
        self._exchange = exchange
        self._headers = Headers(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
        )
        self._chunks: list[bytes] = []
        self._room = BODY_LIMIT
        self._flaw: str | None = None
        encoding = self._headers.get("content-encoding", "identity").strip().lower()
        # 47: gzip or zlib, whichever the data says it is
        self._decompressor = zlib.decompressobj(47) if encoding in ("gzip", "x-gzip", "deflate") else None
        if self._decompressor is None and encoding not in ("identity", ""):
            self._flaw = f"the body is encoded as {encoding}, which was not asked for"

    def read(self) -> None:
        """Read until the end, the limit, or the deadline.

        Raises:
            TimeoutError: The deadline passed between two chunks.
        """
        if self._take_content():
            return
        for chunk in self._response.iter_raw():
            self._exchange.remaining()
            if not self._take(chunk):
                break

    async def aread(self) -> None:
        """Read until the end or the limit."""
        if self._take_content():
            return
        chunks = self._response.aiter_raw()
        try:
            async for chunk in chunks:
                if not self._take(chunk):
                    break
        finally:
            # To be closed here rather than by the garbage collector, of which trio warns.
            if isinstance(chunks, AsyncGenerator):
                await chunks.aclose()

    def _take_content(self) -> bool:
        """Take the body of a response that was read before: by an event hook, a cache or a mock.

        httpx has decompressed it then.
        """
        if not self._response.is_stream_consumed:
            return False
        self._decompressor = None
        self._flaw = None
        self._take(self._response.content)
        return True

    def _take(self, chunk: bytes) -> bool:
        """Return False once there is no use in reading on."""
        if self._decompressor is not None:
            try:
                chunk = self._decompressor.decompress(chunk, self._room + 1)
            except zlib.error:
                self._flaw = "the body is not encoded as its Content-Encoding says"
                return False
            if self._decompressor.unused_data:  # would be kept, however much of it came
                self._flaw = "the body goes on after its compressed part"
        if len(chunk) > self._room:
            self._flaw = f"the body is larger than {BODY_LIMIT} bytes"
            chunk = chunk[: self._room]
        self._room -= len(chunk)
        self._chunks.append(chunk)
        return self._flaw is None

    def raw_response(self) -> RawResponse:
        """Return the response, with what was read of its body."""
        if (
            self._decompressor is not None
            and self._chunks
            and not self._decompressor.eof
            and self._flaw is None
        ):
            self._flaw = "the compressed body is cut short"
        return RawResponse(self._response.status_code, self._headers, b"".join(self._chunks), self._flaw)
