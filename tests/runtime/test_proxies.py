"""Selection of the proxy for a request by NO_PROXY."""

from __future__ import annotations

import pytest
from pluralkit_runtime.transport.proxies import ProxySettings

HTTP, HTTPS, ALL = "http://proxy-a:1", "http://proxy-b:2", "socks5://proxy-c:3"


@pytest.mark.parametrize(
    ("proxies", "scheme", "proxy"),
    [
        ({"http": HTTP, "https": HTTPS, "all": ALL}, "http", HTTP),
        ({"http": HTTP, "https": HTTPS, "all": ALL}, "https", HTTPS),
        ({"http": HTTP, "all": ALL}, "https", ALL),
        ({"http": HTTP}, "https", None),
        ({}, "https", None),
    ],
)
def test_the_proxy_of_a_scheme_overrides_all_proxy(
    proxies: dict[str, str], scheme: str, proxy: str | None
) -> None:
    assert ProxySettings(proxies).proxy_for(scheme, "example.org", 443) == proxy


@pytest.mark.parametrize(
    ("no_proxy", "host"),
    [
        ("*", "example.org"),
        ("example.org", "example.org"),
        ("example.org", "api.example.org"),
        ("EXAMPLE.org", "Example.ORG"),
        ("a, example.org ,b", "example.org"),
        (".example.org", "api.example.org"),
        ("*.example.org", "api.example.org"),
        ("localhost", "localhost"),
        ("example.org:443", "example.org"),
        ("https://example.org", "example.org"),
        ("all://example.org", "example.org"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:443", "127.0.0.1"),
        ("10.0.0.0/8", "10.1.2.3"),
        ("10.1.2.3/8", "10.9.9.9"),
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("[::1]:443", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("fe80::/10", "fe80::5"),
        ("[fe80::]/10", "fe80::5"),
    ],
)
def test_hosts_that_match_no_proxy_bypass_the_proxy(no_proxy: str, host: str) -> None:
    assert ProxySettings({"all": ALL}, no_proxy).proxy_for("https", host, 443) is None


@pytest.mark.parametrize(
    ("no_proxy", "host"),
    [
        ("", "example.org"),
        (",", "example.org"),
        ("example.org", "notexample.org"),
        (".example.org", "example.org"),
        ("localhost", "sub.localhost"),
        ("example.org:80", "example.org"),
        ("http://example.org", "example.org"),
        ("10.0.0.0/8", "11.0.0.1"),
        ("10.0.0.0/8", "example.org"),
        ("10.0.0.1", "10.0.0.11"),
        ("::1", "::2"),
        ("fe80::/10", "10.0.0.1"),
    ],
)
def test_hosts_that_do_not_match_no_proxy_use_the_proxy(no_proxy: str, host: str) -> None:
    assert ProxySettings({"all": ALL}, no_proxy).proxy_for("https", host, 443) == ALL


@pytest.mark.parametrize(
    "entry", ["10.0.0.0/99", "fe80::/200", "[::1", "[name]", "host:port", "1:2:3", "http://"]
)
def test_an_invalid_entry_in_no_proxy_is_a_value_error(entry: str) -> None:
    with pytest.raises(ValueError, match=r"NO_PROXY: .* is no host; write"):
        ProxySettings({"all": ALL}, f"localhost,{entry}")
