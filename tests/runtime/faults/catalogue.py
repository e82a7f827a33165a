"""Catalogue of faults, each with the expected result of a call.

Bodies that may contain any text repeat the token, which must not appear in errors or logs.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.runtime.server import Handler, http
from tests.runtime.server import json as json_answer
from tests.runtime.support import ANNIE, TOKEN

from .handlers import closes, drips, resets, sends, sends_long, stalls

MIB = 1024 * 1024

MEMBER = json.dumps(ANNIE).encode()
GOOD = json_answer(MEMBER)

ECHO = f'{{"id": "{TOKEN}", "name": "'.encode()
HTML = f"<html><h1>Bad gateway</h1><p>{TOKEN}</p></html>".encode()

STATUS = b"HTTP/1.1 200 OK\r\n"
HEAD = STATUS + b"Content-Type: application/json\r\n"
SIZED = HEAD + b"Content-Length: 5000\r\n\r\n" + ECHO
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """`comes_to` is what is raised, by the name of its class and its status; "ok" for an answer after all."""

    name: str
    handler: Handler | None
    """What is done on the connection; None: there is no connection to be had."""
    comes_to: str = "TransportError"
    says: str = ""
    """Stands in the error's text."""
    again: bool = False
    """A read is tried again."""
    sent: bool = True
    """The request may have arrived."""
    slow: bool = False
    """Ends when the time is up."""
    large: bool = False
    """More is sent than may be kept."""
    client_tls: bool = False
    server_tls: str | None = None
    """The certificate that is shown."""


def _faults() -> Iterator[Fault]:
    yield from _broken()
    yield from _slow()
    yield from _no_http()
    yield from _wrong_lengths()
    yield from _wrong_bodies()
    yield from _packed()
    yield from _large()
    yield from _statuses()
    yield from _refusals()
    yield from _tls()


def _broken() -> Iterator[Fault]:
    yield Fault("refused", None, again=True, sent=False)
    places = {
        "before the answer": b"",
        "in the status line": b"HTTP/1.",
        "in the headers": HEAD,
        "in the body": SIZED,
        "in a chunk": CHUNKED + b"ff\r\n" + ECHO,
        "between chunks": CHUNKED + b"2\r\n{}\r\n",
        "after 100 Continue": CONTINUE,
    }
    for place, start in places.items():
        yield Fault(f"reset {place}", resets(start), again=True)
    for place, start in places.items():
        yield Fault(f"closed {place}", closes(start), again=True)


def _slow() -> Iterator[Fault]:
    ways = {
        "stalled before the answer": stalls(),
        "stalled in the headers": stalls(HEAD),
        "stalled in the body": stalls(SIZED),
        "stalled between chunks": stalls(CHUNKED + b"2\r\n{}\r\n"),
        "stalled after 100 Continue": stalls(CONTINUE),
        "drips headers": drips(HEAD, b"X-Drop: 1\r\n"),
        "drips one header": drips(HEAD + b"X-Long: ", b"x"),
        "drips the body": drips(SIZED, b" "),
        "drips chunks": drips(CHUNKED, b"1\r\n \r\n"),
        "drips 100 Continue": drips(b"", CONTINUE),
    }
    for name, handler in ways.items():
        yield Fault(name, handler, "RequestTimeout", "no complete response within", again=True, slow=True)
    pieces = [GOOD[place : place + 20] for place in range(0, len(GOOD), 20)]
    yield Fault("drips, and is done in time", sends(*pieces), "ok")


def _no_http() -> Iterator[Fault]:
    answers = {
        "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "noise": bytes(range(256)) * 20 + b"\r\n\r\n",
        "status of no number": b"HTTP/1.1 OK\r\n\r\n",
        "HTTP/2": b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x64\r\n\r\n",
        "101 out of nowhere": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "header without a colon": STATUS + b"no header\r\n\r\n",
        "Content-Length of no number": HEAD + b"Content-Length: x\r\n\r\n{}",
        "Content-Length below 0": HEAD + b"Content-Length: -1\r\n\r\n{}",
        "two Content-Lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "chunk of no size": CHUNKED + b"zz\r\n",
        "endless header": HEAD + b"X-Endless: " + b"x" * MIB,
        "endless headers": HEAD + b"X-More: 1\r\n" * 100_000,
        "endless trailers": CHUNKED + b"0\r\n" + b"X-More: 1\r\n" * 100_000,
    }
    for name, answer in answers.items():
        yield Fault(name, sends(answer), says="RemoteProtocolError", again=True)


def _wrong_lengths() -> Iterator[Fault]:
    yield Fault(
        "longer than it says", sends(HEAD + b"Content-Length: %d\r\n\r\n" % len(MEMBER), MEMBER + b"}"), "ok"
    )
    yield Fault(
        "cut to what it says",
        sends(HEAD + b"Content-Length: 90\r\n\r\n", ECHO + b" " * 100),
        "InvalidResponse",
    )
    yield Fault("HTTP/1.0 without a length", closes(b"HTTP/1.0 200 OK\r\n\r\n", MEMBER), "ok")
    yield Fault(
        "HTTP/1.0 without a length, cut", closes(b"HTTP/1.0 200 OK\r\n\r\n", MEMBER[:90]), "InvalidResponse"
    )
    yield Fault("103 Early Hints before the answer", sends(b"HTTP/1.1 103 Early Hints\r\n\r\n", GOOD), "ok")
    yield Fault("a thousand 100 Continue before the answer", sends(CONTINUE * 1000, GOOD), "ok")


def _wrong_bodies() -> Iterator[Fault]:
    bodies = {
        "cut JSON": ECHO,
        "no body": b"",
        "JSON of another type": b'["%s"]' % TOKEN.encode(),
        "JSON that lacks fields": b'{"id": "%s"}' % TOKEN.encode(),
        "JSON in UTF-16": MEMBER.decode().encode("utf-16"),
        "JSON with a byte that is no UTF-8": ECHO + b'\xff"}',
        "nested too deeply": b"[" * 200_000,
    }
    for name, body in bodies.items():
        yield Fault(name, sends(json_answer(body)), "InvalidResponse")
    yield Fault("HTML 200", sends(http(200, HTML, "Content-Type: text/html")), "InvalidResponse", "not JSON")
    yield Fault("204 where there is a body", sends(b"HTTP/1.1 204 No Content\r\n\r\n"), "InvalidResponse")


def _packed() -> Iterator[Fault]:
    whole = gzip.compress(MEMBER)

    def fault(name: str, body: bytes, says: str, encoding: str = "gzip", *, large: bool = False) -> Fault:
        answer = json_answer(body, 200, f"Content-Encoding: {encoding}")
        return Fault(name, sends(answer), "InvalidResponse" if says else "ok", says, large=large)

    yield fault("gzip", whole, "")
    yield fault("gzip, cut", whole[:-9], "cut short")
    yield fault("gzip that is none", ECHO, "not encoded as")
    yield fault("gzip of a wrong checksum", whole[:-8] + b"\0" * 8, "not encoded as")
    yield fault("gzip, damaged", whole[:20] + b"\xff" * 20 + whole[40:], "not encoded as")
    yield fault("gzip, and more", whole + ECHO, "goes on after")
    yield fault("Brotli", MEMBER, "encoded as br", "br")
    yield fault("gzip bomb of 1 GiB", _bomb(31), "larger than", large=True)
    yield fault("deflate bomb of 1 GiB", _bomb(15), "larger than", "deflate", large=True)
    endless = json_answer(b"", 200, "Content-Encoding: gzip").replace(b": 0", b": 1000000000")
    yield Fault(
        "gzip, and 100 MiB more",
        sends_long(endless + whole, bytes(MIB), 100),
        "InvalidResponse",
        "goes on after",
        large=True,
    )


def _bomb(window: int) -> bytes:
    """A GiB of zeros: a flush lets a block stand alone, so that it can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    first, block = (packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + block * 1023


def _large() -> Iterator[Fault]:
    sized, chunk = HEAD + b"Content-Length: 104857600\r\n\r\n", b"%x\r\n%b\r\n" % (MIB, b" " * MIB)
    invalid = "InvalidResponse"
    yield Fault("100 MiB", sends_long(sized, b" " * MIB, 100), invalid, "larger than", large=True)
    yield Fault("100 MiB in chunks", sends_long(CHUNKED, chunk, 100), invalid, "larger than", large=True)
    yield Fault(
        "502 with 100 MiB",
        sends_long(sized.replace(b"200 OK", b"502 Bad Gateway"), HTML.ljust(MIB), 100),
        "ServerError 502",
        again=True,
        large=True,
    )


def _statuses() -> Iterator[Fault]:
    html = "Content-Type: text/html"
    for status in (502, 503, 504, 520, 524, 529):
        yield Fault(f"HTML {status}", sends(http(status, HTML, html)), f"ServerError {status}", again=True)
    yield Fault("502 with nothing", sends(http(502)), "ServerError 502", again=True)
    yield Fault("502 with cut JSON", sends(json_answer(ECHO, 502)), "ServerError 502", again=True)
    yield Fault(
        "502, and closed", closes(http(502, HTML, html, "Connection: close")), "ServerError 502", again=True
    )
    error = b'{"message": "500: Internal Server Error, %s", "code": 0}' % TOKEN.encode()
    escaped = "".join(f"\\u{ord(each):04x}" for each in TOKEN).encode()
    echo = b'{"message": "%b", "code": 40001, "errors": {"%b": [{"message": "%b"}]}}' % ((escaped,) * 3)
    yield Fault("JSON 400 with the token in escapes", sends(json_answer(echo, 400)), "ModelInvalid 400")
    yield Fault("JSON 500", sends(json_answer(error, 500)), "ServerError 500", "Internal Server Error")
    yield Fault("HTML 500", sends(http(500, HTML, html)), "ServerError 500", "not the API's")
    yield Fault("HTML 403", sends(http(403, HTML, html)), "Forbidden 403", "not the API's")
    yield Fault("deeply nested 400", sends(json_answer(b"[" * 200_000, 400)), "BadRequest 400")
    yield Fault("status 999", sends(http(999)), "ServerError 999")
    yield Fault("304 out of nowhere", sends(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "ApiError 304")
    redirects = {
        "another host": "https://elsewhere.invalid/v2/members/annie",
        "plain HTTP elsewhere": "http://elsewhere.invalid/v2/members/annie",
        "itself": "/v2/members/annie",
        "no place": "http://[",
    }
    for status in (302, 308):
        for target, location in redirects.items():
            answer = http(status, HTML, f"Location: {location}")
            yield Fault(
                f"{status} to {target}", sends(answer), f"ApiError {status}", "redirects are not followed"
            )


def _refusals() -> Iterator[Fault]:
    """429s, which let even a create be tried again: nothing was done."""
    limits = ("X-RateLimit-Scope: generic_get", "X-RateLimit-Limit: 50", "X-RateLimit-Remaining: 0")
    values = {
        "50": "in 50 ms",
        "0": "in 0 ms",
        "31536000000": "in a year",
        "-5": "in -5 ms",
        "1e400": "in a number too large",
        "1" + "0" * 400: "in an integer too large",
        '"soon"': "soon",
        "null": "null",
        "[]": "in a list",
        "true": "true",
    }
    for value, name in values.items():
        body = b'{"message": "429: too many requests", "retry_after": %b, "scope": "generic_get", "code": 0}'
        again = len(value) < 10  # ten seconds would be waited, where there is less time
        yield Fault(
            f"429, again {name}",
            sends(json_answer(body % value.encode(), 429, *limits)),
            "RateLimited 429",
            again=again,
        )
    yield Fault(
        "429 without retry_after", sends(json_answer(b"{}", 429, *limits)), "RateLimited 429", again=True
    )
    yield Fault(
        "429 in HTML", sends(http(429, HTML, "Content-Type: text/html")), "RateLimited 429", again=True
    )
    odd = (
        "X-RateLimit-Scope: \xa0",
        "X-RateLimit-Limit: -1",
        "X-RateLimit-Remaining: x",
        "Retry-After: never",
    )
    yield Fault("429 with headers of no sense", sends(http(429, b"", *odd)), "RateLimited 429", again=True)


def _tls() -> Iterator[Fault]:
    plain = sends(http(400))
    yield Fault("https, without TLS there", plain, again=True, sent=False, client_tls=True)
    yield Fault("http, with TLS there", plain, again=True, server_tls="ours")
    yield Fault("TLS handshake reset", resets(), again=True, sent=False, client_tls=True)
    yield Fault("TLS handshake closed", closes(), again=True, sent=False, client_tls=True)
    yield Fault(
        "TLS handshake stalled",
        stalls(),
        "RequestTimeout",
        again=True,
        sent=False,
        slow=True,
        client_tls=True,
    )
    for name in ("an unknown authority's", "another host's", "expired"):
        yield Fault(
            f"certificate: {name}",
            plain,
            says="CERTIFICATE_VERIFY_FAILED|certificate verify failed",
            again=True,
            sent=False,
            client_tls=True,
            server_tls=name,
        )
    yield Fault("asks for our certificate", plain, again=True, client_tls=True, server_tls="for both")
    yield Fault("reset in the body, in TLS", resets(SIZED), again=True, client_tls=True, server_tls="ours")
    yield Fault("closed in the body, in TLS", closes(SIZED), again=True, client_tls=True, server_tls="ours")
    yield Fault(
        "stalled in the body, in TLS",
        stalls(SIZED),
        "RequestTimeout",
        again=True,
        slow=True,
        client_tls=True,
        server_tls="ours",
    )
    yield Fault(
        "drips the body, in TLS",
        drips(SIZED, b" "),
        "RequestTimeout",
        again=True,
        slow=True,
        client_tls=True,
        server_tls="ours",
    )


FAULTS = tuple(_faults())
