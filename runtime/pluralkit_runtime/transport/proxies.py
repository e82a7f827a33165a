"""Which proxy a request goes through: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY. No I/O.

httpx reads these only for clients that are given no transport, and matches neither networks nor bracketed
IPv6 addresses in NO_PROXY.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies

Matches = Callable[[str, str, int], bool]


@dataclass(frozen=True)
class ProxySettings:
    """Proxies by the scheme of the request, and the hosts that are asked directly.

    Args:
        proxies: Proxy URLs by "http", "https" and "all".
        no_proxy: Host names (with their subdomains), addresses, networks (`10.0.0.0/8`), each with or without
            a scheme or port, separated by commas; `*` is all of them.

    Raises:
        ValueError: `no_proxy` has an entry that is none of these.
    """

    proxies: Mapping[str, str]
    no_proxy: str = ""
    _exceptions: list[Matches] = field(init=False, repr=False, default_factory=list[Matches])

    def __post_init__(self) -> None:
        entries = (entry.strip() for entry in self.no_proxy.split(","))
        self._exceptions.extend(_matcher(entry) for entry in entries if entry)

    @classmethod
    def from_environment(cls) -> ProxySettings:
        """Read the environment (on macOS and Windows the system's settings, too, as httpx does)."""
        found = getproxies()
        proxies = {scheme: found[scheme] for scheme in ("http", "https", "all") if found.get(scheme)}
        urls = {scheme: url if "://" in url else f"http://{url}" for scheme, url in proxies.items()}
        return cls(urls, found.get("no", ""))

    def proxy_for(self, scheme: str, host: str, port: int) -> str | None:
        """Return the URL of the proxy for an origin, None for a direct connection.

        Args:
            scheme: `http` or `https`.
            host: The name or address, in any case.
            port: The port, also where it is the default of the scheme.
        """
        proxy = self.proxies.get(scheme) or self.proxies.get("all")
        if proxy is None or any(matches(scheme, host.lower(), port) for matches in self._exceptions):
            return None
        return proxy


def variable(scheme: str) -> str:
    """Return the name of the environment variable that holds the proxy for `scheme`."""
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
    return next((name for name in names if os.environ.get(name)), f"the system's {scheme} proxy")


def _matcher(entry: str) -> Matches:
    if entry == "*":
        return lambda _scheme, _host, _port: True
    scheme, separator, rest = entry.rpartition("://")
    wanted_scheme = scheme.lower() if separator and scheme.lower() != "all" else None
    matches_host, wanted_port = _host_matcher(rest.lower(), entry)
    return lambda scheme, host, port: (
        wanted_scheme in (None, scheme) and wanted_port in (None, port) and matches_host(host)
    )


def _host_matcher(text: str, entry: str) -> tuple[Callable[[str], bool], int | None]:
    problem = (
        f"NO_PROXY: {entry!r} is no host; write names, addresses and networks, separated by commas, such as "
        "'localhost,example.org,::1,10.0.0.0/8'"
    )
    if "/" in text or (text.count(":") > 1 and not text.startswith("[")):
        try:
            network = ip_network(text.replace("[", "").replace("]", ""), strict=False)
        except ValueError:
            raise ValueError(problem) from None
        return lambda host: _in_network(host, network), None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
        if text.startswith("["):
            ip_address(host or "")
    except ValueError:
        raise ValueError(problem) from None
    if not host:
        raise ValueError(problem)
    try:
        network = ip_network(host)
    except ValueError:
        pass
    else:
        return lambda other: _in_network(other, network), port
    if host.startswith((".", "*.")):  # subdomains alone
        suffix = host.removeprefix("*")
        return lambda other: other.endswith(suffix), port
    name = host.removeprefix("*")
    if name == "localhost":
        return lambda other: other == name, port
    return lambda other: other == name or other.endswith(f".{name}"), port


def _in_network(host: str, network: object) -> bool:
    try:
        return ip_address(host) in network  # type: ignore[operator]
    except ValueError:
        return False
