"""URLs as `System.Uri` of .NET parses them."""

from __future__ import annotations

import ipaddress
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_sandbox.compat.uri import is_https_uri

LONG_LABEL = "b" * 63
HOST_END = ("", "/", "/p", "?", "?q", "#", "#f")


@pytest.mark.parametrize(
    "text",
    [
        "https://pics.example.net/cat.png",
        "HttpS://PICS.EXAMPLE.NET",
        "<https://pics.example.net/cat.png>",
        "\r\n\t https://pics.example.net \t\r\n",
        "< https://pics.example.net\t>",
        "https:\\\\pics.example.net/cat.png",
        "https:/\\pics.example.net?cat",
        "https:\\/pics.example.net#cat",
    ],
)
def test_scheme_slashes_and_what_stands_around(text: str) -> None:
    assert is_https_uri(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<>",
        "<",
        "https",
        "https:",
        "https:/",
        "https://",
        "https:///cat.png",
        "https:pics.example.net",
        "https:/pics.example.net",
        "pics.example.net/cat.png",
        "//pics.example.net/cat.png",
        "http://pics.example.net",
        "httpss://pics.example.net",
        "https ://pics.example.net",
        "http\u017f://pics.example.net",
        "<https://pics.example.net/cat.png",
        " <https://pics.example.net>",
        "<<https://pics.example.net>>",
        "\vhttps://pics.example.net",
        "\u3000https://pics.example.net",
        "\0https://pics.example.net",
    ],
)
def test_no_absolute_https(text: str) -> None:
    assert not is_https_uri(text)


@pytest.mark.parametrize(
    "host",
    [
        "x",
        "7",
        "n3t",
        "pics.example.net.",
        "a-.b_.c--d",
        "xn--nothing-.net",
        LONG_LABEL,
        f"{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}",
        # A label that is too long for DNS, or begins with `-` or `_`, makes a UNC name.
        f"{LONG_LABEL}b.net",
        "b" * 256,
        "-",
        "_pics.example.net",
        "-9.example.net.",
        "7_.-.net",
        "bücher.-de.example",
        f"0x1{'0' * 63}",
        "é" * 200,
        # Beyond ASCII
        "bücher.example",
        "\u200b",
        "例え。テスト",
        "a．b｡c",
        "¡",
        "🜂.example",
        "é" * 59,
        "ж" * 29,
        "🜂" * 14,
        # IPv4; out of range it is a DNS name.
        "10.0.0.1",
        "0x0A.1",
        "010.0.0.256",
        "9.8.7.6.5",
        "0" * 64,
        f"1.{'0' * 70}17.0X{'0' * 70}ff",
    ],
)
@pytest.mark.parametrize("end", [*HOST_END, ":", ":1/", ":65535"])
def test_hosts(host: str, end: str) -> None:
    assert is_https_uri(f"https://{host}{end}")


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        ".net",
        "pics..net",
        "pics.net..",
        "pics example.net",
        "pics\texample.net",
        "pics%65.net",
        "[pics.net]",
        "*.net",
        "pics.net\x7f",
        "pics.\x85net",
        "\x9f.net",
        "a.🜂.-b",
        "a。。b",
        "é\ufffe",
        # Too long for DNS, and no UNC names either.
        f"{'7' * 64}.net",
        f"a.{'b' * 255}",
        f"-a.b.-c.{LONG_LABEL}",
        "_a.b._c",
        "-a..b",
        "_²",
        "🜂" * 15,
        "_𝐀",
        # Too long for DNS, and out of range for IPv4
        f"{'0' * 64}400.0.0.1",
        f"1.2.3.4.{'0' * 64}",
        f"0{'8' * 63}",
    ],
)
@pytest.mark.parametrize("end", HOST_END)
def test_no_hosts(host: str, end: str) -> None:
    assert not is_https_uri(f"https://{host}{end}")


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::7",
        "fe80::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ABCD:ef01",
        "::10.20.30.40",
        "1:2:3:4:5:6:10.20.30.40",
        "::1.2.3.04",
        "fe80::7%eth0",
        "fe80::7%",
        "::%any text? #[%",
        "fe80::/64",
        "fe80::7%eth0/8",
    ],
)
# Whatever follows the bracket begins the path.
@pytest.mark.parametrize("end", [*HOST_END, ":", ":8443", "p", " p"])
def test_ipv6(address: str, end: str) -> None:
    assert is_https_uri(f"https://[{address}]{end}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        ":",
        ":::",
        ":7::",
        "7::7:",
        "1::2::3",
        "1:::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "::g",
        "::é",
        ":: 1",
        "10.20.30.40",
        "::10.20.30",
        "::10.20.30.256",
        "::1.2.03.4",
        "::1.2.3.004",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "::.1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "%eth0",
        "::/64",
        "fe80::/",
        "fe80::/128",
        "fe80::/64/64",
        "fe80::/x",
    ],
)
def test_no_ipv6(address: str) -> None:
    assert not is_https_uri(f"https://[{address}]/")


def test_brackets_have_to_close() -> None:
    assert not is_https_uri("https://[::1")
    assert not is_https_uri("https://[::1%eth0")
    assert not is_https_uri("https://[[::1]]")
    assert not is_https_uri("https://::1/")


@pytest.mark.parametrize("port", ["", "0", "8443", "65535", "00000065535"])
@pytest.mark.parametrize("host", ["pics.example.net", "[::1]", "127.1"])
def test_ports(host: str, port: str) -> None:
    assert all(is_https_uri(f"https://{host}:{port}{end}") for end in HOST_END)


@pytest.mark.parametrize(
    "port", ["65536", "100000", "9" * 5000, "-1", "+1", "1 ", "8o", "٣", ":80", "80\\", "8@"]
)
@pytest.mark.parametrize("host", ["pics.example.net", "[::1]", "127.1"])
def test_no_ports(host: str, port: str) -> None:
    assert not is_https_uri(f"https://{host}:{port}/")


def test_user_info_ends_at_the_first_at_sign_before_the_path() -> None:
    for user in ("", "me", "me:secret", ":", "m e[%<>é", "\t"):
        assert is_https_uri(f"https://{user}@pics.example.net:80/")
    assert is_https_uri("https://pics.example.net/@:x")
    assert is_https_uri("https://pics.example.net?@")
    assert not is_https_uri("https://me@you@pics.example.net")
    assert is_https_uri("https://me/you@*:x")
    assert not is_https_uri("https://*/you@pics.example.net")
    assert not is_https_uri("https://me@/cat.png")
    assert not is_https_uri("https://me@:80")
    # With nothing behind it, the sign belongs to the host.
    assert not is_https_uri("https://me@")
    assert not is_https_uri("https://me@ ")


def test_a_backslash_after_the_host_is_refused_and_in_the_path_is_not() -> None:
    for host in ("pics.example.net", "127.0.0.1", "[::1]", "_x", "me@pics.example.net"):
        assert not is_https_uri(f"https://{host}\\cat.png")
        assert is_https_uri(f"https://{host}/\\cat.png")
    assert not is_https_uri("https://me\\@pics.example.net")


@given(st.sampled_from("/?#"), st.text())
def test_nothing_behind_the_host_matters(separator: str, rest: str) -> None:
    for host in ("pics.example.net", "bücher.example", "me@[::1]:80"):
        assert is_https_uri(f"https://{host}{separator}{rest}")


@given(st.ip_addresses(v=6))
def test_every_ipv6_address_is_a_host(address: ipaddress.IPv6Address) -> None:
    for spelling in (address.compressed, address.exploded, address.compressed.upper()):
        assert is_https_uri(f"https://[{spelling}]:443/")


@given(st.text(st.sampled_from("0123456789aF:."), max_size=24))
def test_bracketed_addresses_are_those_that_python_reads(address: str) -> None:
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        expected = False
    else:
        expected = True
    # .NET alone accepts a leading zero in the last number of an embedded IPv4 address.
    if "." not in address:
        assert is_https_uri(f"https://[{address}]") is expected


@given(st.text(string.ascii_letters + string.digits + "._-@:\\[ ", max_size=12), st.sampled_from(HOST_END))
def test_plain_urls_are_accepted_as_by_the_whole_parser(host: str, end: str) -> None:
    """A space before the URL keeps the parser from its shortcut."""
    url = f"https://{host}{end}"
    assert is_https_uri(url) is is_https_uri(f" {url}")
