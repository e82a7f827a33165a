"""Addresses that .NET takes, and those that it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_sandbox.compat.uri import is_https_uri

TAKEN = [
    "https://pictures.example/me.png",
    "HtTpS://pictures.example",
    "\r\n https://pictures.example/me.png \t",
    "<https://pictures.example/me.png>",
    "https://pictures.example/a b\\c<d>`^%%",
    "https://pictures.example?q=[]",
    "https://pictures.example#@",
    "https://someone:secret:more@pictures.example:8080/",
    "https://@pictures.example",
    "https://pictures.example:/",
    "https://pictures.example:00065535",
    "https://localhost",
    "https://pictures.example.",
    "https://_dmarc.example",
    "https://-.example",
    "https://9.9.9.999",
    "https://bücher.example",
    "https://例え。テスト/",
    "https://" + "a" * 63 + ".example",
    # A label that is too long for DNS is one for the network of Windows.
    "https://" + "a" * 64 + ".example",
    "https://[fe80::1]",
    "https://[fe80::1%eth0]:1/",
    "https://[1:2:3:4:5:6:7:8]/",
    "https://[::ffff:192.0.2.1]/",
    "https://[::]",
]
REFUSED = [
    "",
    "pictures.example/me.png",
    "http://pictures.example",
    "https:pictures.example",
    "https:/pictures.example",
    "https:///pictures.example",
    "https:\\\\pictures.example",
    "https ://pictures.example",
    "\u00a0https://pictures.example",
    "<https://pictures.example",
    "https://",
    "https://?q",
    "https://someone@",
    "https://:443",
    "https://.example",
    "https://a..example",
    "https://a.-b.example",
    "https://pictures.example\\me.png",
    "https://pictures.example:65536",
    "https://pictures.example:8o",
    "https://pictures.example: 80",
    "https://pictures!.example",
    "https://pict%75res.example",
    "https://some one.example",
    "https://1" + "2" * 63 + "." + "3" * 64,
    "https://" + "ü" * 60 + ".1!",
    "https://[]",
    "https://[:1]",
    "https://[1::2::3]",
    "https://[1:2:3:4:5:6:7]",
    "https://[1:2:3:4:5:6:7:8:9]",
    "https://[12345::]",
    "https://[::1",
    "https://[192.0.2.1]",
    "https://[::192.0.2.256]",
]


@pytest.mark.parametrize("text", TAKEN, ids=ascii)
def test_taken(text: str) -> None:
    assert is_https_uri(text)


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_refused(text: str) -> None:
    assert not is_https_uri(text)


@given(st.text())
def test_a_path_may_hold_anything(path: str) -> None:
    assert is_https_uri(f"https://pictures.example/{path}")


@given(st.integers(0, 2**128 - 1))
def test_every_ipv6_address_is_a_host(number: int) -> None:
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    assert is_https_uri(f"https://[{':'.join(f'{group:x}' for group in groups)}]/")


@given(st.integers(0, 10**9))
def test_a_port_is_16_bits(port: int) -> None:
    assert is_https_uri(f"https://pictures.example:{port}") == (port < 65536)
