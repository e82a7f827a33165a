"""Builds the httpx clients that the runtime uses by itself."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict, TypeVar, cast

import httpcore
import httpx

from .async_network import AsyncBackend
from .network import Backend
from .proxies import ProxySettings, variable

T = TypeVar("T")

MAX_CONNECTIONS = 100
"""Exchanges at a time."""

_KEEPALIVE_CONNECTIONS = 20
_KEEPALIVE_EXPIRY = 5.0  # seconds


class ClientFactory:
    """Builds httpx clients over connection pools with a network backend of ours.

    The environment is read once, here. The pools themselves have no limit: a queue stands in front of them.
    The client's own transports use the defaults; users who need something else give an `http_client`.

    Args:
        proxy: URL of the proxy for everything. None: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say.
        verify: Certificates to trust. None: SSL_CERT_FILE and SSL_CERT_DIR say, or else those of certifi.
        uds: Path of a Unix socket that is connected to instead of the host.
        http2: Whether HTTP/2 may be spoken; only by the asynchronous client.

    Raises:
        ValueError: A setting is wrong. The message names the argument or environment variable.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: ssl.SSLContext | None = None,
        uds: str | None = None,
        http2: bool = False,
    ) -> None:
        self._settings = ProxySettings.from_environment() if proxy is None else ProxySettings({"all": proxy})
        if uds is not None:
            self._settings = ProxySettings({})
        self._proxies = {
            url: _proxy(url, variable(scheme) if proxy is None else "proxy")
            for scheme, url in self._settings.proxies.items()
        }
        self._ssl_context = _ssl_context() if verify is None else verify
        self._uds = uds
        self._http2 = http2

    def client(self) -> tuple[httpx.Client, list[httpcore.ConnectionPool]]:
        """Build a synchronous client, and return it with its connection pools."""
        pools: list[httpcore.ConnectionPool] = []

        def transport(proxy: httpcore.Proxy | None) -> HTTPTransport:
            backend = Backend(httpcore.SyncBackend())
            pools.append(httpcore.ConnectionPool(**self._options(proxy), network_backend=backend))
            return HTTPTransport(pools[-1])

        direct = transport(None)
        if not self._proxies:
            return httpx.Client(transport=direct, cookies=NoCookies()), pools
        proxied = {url: transport(proxy) for url, proxy in self._proxies.items()}
        router = ProxyRouter(self._settings, direct, proxied)
        return httpx.Client(transport=router, cookies=NoCookies()), pools

    def async_client(self) -> httpx.AsyncClient:
        """Build an asynchronous client, for one event loop."""

        def transport(proxy: httpcore.Proxy | None) -> AsyncHTTPTransport:
            # Serves trio, too. The cast: where anyio is missing, it is another class of that name.
            backend = AsyncBackend(cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend()))
            pool = httpcore.AsyncConnectionPool(
                **self._options(proxy), http2=self._http2, network_backend=backend
            )
            return AsyncHTTPTransport(pool)

        direct = transport(None)
        if not self._proxies:
            return httpx.AsyncClient(transport=direct, cookies=NoCookies())
        proxied = {url: transport(proxy) for url, proxy in self._proxies.items()}
        router = AsyncProxyRouter(self._settings, direct, proxied)
        return httpx.AsyncClient(transport=router, cookies=NoCookies())

    def _options(self, proxy: httpcore.Proxy | None) -> _PoolOptions:
        return {
            "ssl_context": self._ssl_context,
            "proxy": proxy,
            "max_connections": None,
            "max_keepalive_connections": _KEEPALIVE_CONNECTIONS,
            "keepalive_expiry": _KEEPALIVE_EXPIRY,
            "uds": self._uds,
        }


class NoCookies(CookieJar):
    """Keeps no cookie: none is sent, and to read them is a twentieth of the time of a call."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Do nothing."""


class _PoolOptions(TypedDict):
    ssl_context: ssl.SSLContext
    proxy: httpcore.Proxy | None
    max_connections: int | None
    max_keepalive_connections: int
    keepalive_expiry: float
    uds: str | None


# httpx has no argument for a connection pool or a network backend. Its transports keep the pool in `_pool`,
# and that is all they keep: so this sets it instead of calling `__init__`. They are subclassed, and not
# replaced by transports of ours, because pytest-httpx and OpenTelemetry patch their `handle_request`.
class HTTPTransport(httpx.HTTPTransport):
    """Transport of httpx over a given connection pool."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool


class AsyncHTTPTransport(httpx.AsyncHTTPTransport):
    """Asynchronous variant of `HTTPTransport`."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool


class ProxyRouter(httpx.BaseTransport):
    """Sends each request directly or through the proxy that the settings name."""

    def __init__(
        self, settings: ProxySettings, direct: HTTPTransport, proxied: Mapping[str, HTTPTransport]
    ) -> None:
        self._settings = settings
        self._direct = direct
        self._proxied = proxied

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._settings.proxy_for(*_origin(request.url))
        transport = self._direct if proxy is None else self._proxied[proxy]
        return transport.handle_request(request)

    def close(self) -> None:
        for transport in (self._direct, *self._proxied.values()):
            transport.close()


class AsyncProxyRouter(httpx.AsyncBaseTransport):
    """Asynchronous variant of `ProxyRouter`."""

    def __init__(
        self, settings: ProxySettings, direct: AsyncHTTPTransport, proxied: Mapping[str, AsyncHTTPTransport]
    ) -> None:
        self._settings = settings
        self._direct = direct
        self._proxied = proxied

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._settings.proxy_for(*_origin(request.url))
        transport = self._direct if proxy is None else self._proxied[proxy]
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        for transport in (self._direct, *self._proxied.values()):
            await transport.aclose()


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}[url.scheme]


def _proxy(url: str, name: str) -> httpcore.Proxy:
    # The URL itself is not repeated: it may hold a password.
    try:
        proxy = httpx.Proxy(url)
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or not proxy.url.host:
        raise ValueError(
            f"{name}: is no URL of a proxy; write http://host:port, https://host:port or socks5://host:port"
        )
    if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ValueError(
            f"{name}: a SOCKS proxy needs the package socksio; pip install 'httpx[socks]', or unset {name}"
        )
    return httpcore.Proxy(
        httpcore.URL(
            scheme=proxy.url.raw_scheme,
            host=proxy.url.raw_host,
            port=proxy.url.port,
            target=proxy.url.raw_path or b"/",
        ),
        auth=proxy.raw_auth,
    )


def _ssl_context() -> ssl.SSLContext:
    # httpx reads these two itself; some versions of it ignore a file that is missing.
    if file := os.environ.get("SSL_CERT_FILE"):
        return _certificates("SSL_CERT_FILE", "file (PEM)", lambda: ssl.create_default_context(cafile=file))
    if directory := os.environ.get("SSL_CERT_DIR"):
        _certificates("SSL_CERT_DIR", "directory", lambda: list(Path(directory).iterdir()))
        return ssl.create_default_context(capath=directory)
    return httpx.create_ssl_context()


def _certificates(name: str, kind: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except OSError as error:  # ssl.SSLError, too
        value, reason = os.environ[name], error.strerror or error
        raise ValueError(
            f"{name}: {value!r} cannot be used ({reason}); set it to a {kind} of certificates, or unset it"
        ) from None
