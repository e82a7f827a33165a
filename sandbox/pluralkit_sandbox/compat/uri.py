"""Absolute https addresses, as .NET's `System.Uri` parses them.

Only whether an address is taken is told; the service stores and returns the text that was sent. The path,
the query and the fragment may hold anything. Checked are, in this order: the scheme, user information, the
host (an IPv6 address, a DNS name or a name of a Windows network), the port.
"""

from __future__ import annotations

import re
import unicodedata

# Space, tab, line feed and carriage return: all that is trimmed.
_WHITE_SPACE = " \t\n\r"
_PLAIN = re.compile(r"https://[a-z0-9-]{1,63}(?:\.[a-z0-9]{1,63})+(?:/[!-~]*)?")
_SCHEME = re.compile(r"https://", re.IGNORECASE)
_HOST_END = re.compile(r"[/\\:?#]")
_PORT = re.compile(r":([0-9]*)(?=[/?#]|\Z)")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_ASCII_LABEL = re.compile(r"[A-Za-z0-9_-]*")
_BYTE = r"(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_IPV4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}\Z")
_MAX_LABEL = 63
_MAX_NETWORK_NAME = 256
_MAX_PORT = 65535


def is_https_uri(text: str) -> bool:
    """Return whether the service takes a text for an address, with or without angle brackets around it."""
    if _PLAIN.fullmatch(text):
        return True
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    text = text.strip(_WHITE_SPACE)
    scheme = _SCHEME.match(text)
    return scheme is not None and _has_authority(_without_user(text[scheme.end() :]))


def _without_user(text: str) -> str:
    """Drop user information: all before the first @, unless that is the last character, or in the path."""
    for place, character in enumerate(text[:-1]):
        if character in "?#\\/":
            break
        if character == "@":
            return text[place + 1 :]
    return text


def _has_authority(text: str) -> bool:
    """Return whether a text begins with a host and, if there is one, a port."""
    if text.startswith("["):
        address, bracket, rest = text[1:].partition("]")
        return bool(bracket) and _is_ipv6(address) and _is_port_or_path(rest)
    end = _HOST_END.search(text)
    host, rest = (text[: end.start()], text[end.start() :]) if end else (text, "")
    return _is_port_or_path(rest) and (_is_dns_name(host) or _is_network_name(host))


def _is_port_or_path(text: str) -> bool:
    if not text.startswith(":"):
        return not text or text[0] in "/?#"
    port = _PORT.match(text)
    digits = port[1].lstrip("0") if port else ""
    return port is not None and len(digits) <= len(str(_MAX_PORT)) and int(digits or 0) <= _MAX_PORT


def _is_dns_name(host: str) -> bool:
    """Return whether a host is a DNS name; characters outside ASCII are letters there, whatever they are."""
    labels = _DOTS.split(host)
    if len(labels) > 1 and not labels[-1]:
        labels.pop()  # a dot at the end
    return all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    if not label or label[0] in "-_":
        return False
    if not all(_ASCII_LABEL.fullmatch(character) or character >= "\xa0" for character in label):
        return False
    # In UTF-16 code units, those beyond Latin-1 twice, with "xn--" in front.
    units = [int.from_bytes(pair, "little") for pair in _pairs(label.encode("utf-16-le", "surrogatepass"))]
    length = sum(2 if unit > 0xFF else 1 for unit in units)
    return length + (4 if any(unit >= 0xA0 for unit in units) else 0) <= _MAX_LABEL


def _pairs(content: bytes) -> list[bytes]:
    return [content[place : place + 2] for place in range(0, len(content), 2)]


def _is_network_name(host: str) -> bool:
    """Return whether a host is a name of a Windows network, whose first part may begin with - or _."""
    first, dot, rest = host.partition(".")
    if not _is_network_part(first) or not any(each in "-_" or _is_letter(each) for each in first):
        return False
    others = rest.split(".") if dot else []
    if others and not others[-1]:
        others.pop()  # a dot at the end
    starts = all(each[:1] not in ("", "-", "_") for each in others)
    return starts and all(map(_is_network_part, others)) and len(host) <= _MAX_NETWORK_NAME


def _is_network_part(part: str) -> bool:
    return bool(part) and all(each in "-_0123456789" or _is_letter(each) for each in part)


def _is_letter(character: str) -> bool:
    # .NET looks at UTF-16 code units: no half of a surrogate pair is a letter.
    return character <= "\uffff" and unicodedata.category(character).startswith("L")


def _is_ipv6(address: str) -> bool:
    """Return whether the text in brackets is an IPv6 address: with a zone or a prefix length, as may be."""
    address, slash, prefix = address.partition("%")[0].partition("/")
    if slash and not re.fullmatch(r"[0-9]{1,2}", prefix):
        return False
    head, compressor, tail = address.partition("::")
    if "::" in tail or tail.startswith(":"):
        return False
    groups = [each for half in (head, tail) if half for each in half.split(":")]
    count = len(groups)
    if groups and _IPV4.match(groups[-1]):
        groups.pop()
        count += 1
    if not all(re.fullmatch(r"[0-9A-Fa-f]{1,4}", group) for group in groups):
        return False
    return count < 8 if compressor else count == 8
