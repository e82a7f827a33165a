"""Validate URLs as `System.Uri` of .NET 8 parses them.

The constructor of `System.Uri` checks the scheme, the authority (user info, host, port) and nothing behind
it: spaces, control characters and lone percent signs in path, query and fragment pass. A host is an IPv6
address in brackets, an IPv4 address, a DNS name (with non-ASCII letters) or a UNC name, which allows what
DNS does not: labels of any length and names that begin with `-` or `_`.
"""

from __future__ import annotations

import re

# Common case: a host of ASCII labels and neither user info nor port.
_PLAIN = re.compile(
    r"https://[a-z0-9][a-z0-9_-]{0,62}(?:\.[a-z0-9][a-z0-9_-]{0,62})*(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)

_WHITE_SPACE = " \t\r\n"
# Each slash may be a backslash.
_SCHEME = re.compile(r"https:[/\\]{2}", re.IGNORECASE | re.ASCII)
# The first `@` ends the user info, unless nothing follows it.
_USER_INFO = re.compile(r"[^/\\?#@]*@(?=.)", re.DOTALL)
_HOST_END = re.compile(r"[/\\:?#]")
_PORT = re.compile(r":0*([0-9]{0,5})(?:[/?#]|\Z)")
_MAX_PORT = 65535

# Address, zone (any text) and prefix length.
_IPV6 = re.compile(r"\[([0-9a-fA-F:.]*)(?:%[^/\]]*)?(/[0-9]{1,2}(?:%[^/\]]*)?)?\]")
_IPV6_GROUP = re.compile(r"[0-9a-fA-F]{1,4}")
_IPV6_GROUPS = 8
# An IPv4 address inside an IPv6 address is dotted decimal; only its last number may begin with a zero.
_EMBEDDED_IPV4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|0?[1-9][0-9]{0,2})")

_IPV4_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]{0,9}")
_IPV4_NUMBERS = 4

# The full stop and its three ideographic variants.
_LABEL_SEPARATOR = re.compile("[.\u3002\uff0e\uff61]")
_LABEL = re.compile("[A-Za-z0-9\u00a0-\U0010ffff][A-Za-z0-9_\u00a0-\U0010ffff-]*")
_MAX_LABEL_LENGTH = 63

# The first label has more than digits; from the third label on each begins with a letter or a digit.
_UNC_NAME = re.compile(r"(?=[0-9]*[A-Za-z_-])[\w-]+(?:\.[\w-]+)?(?:\.[A-Za-z0-9][\w-]*)*\.?", re.ASCII)
_MAX_UNC_LENGTH = 256


def is_https_uri(text: str) -> bool:
    """Return whether the service accepts a text as an image URL.

    Args:
        text: The URL. White space around it and one pair of angle brackets around that are ignored.

    Returns:
        Whether it is an absolute URL with the scheme `https` and a valid host. Its length is not checked.
    """
    if _PLAIN.fullmatch(text):
        return True
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    text = text.strip(_WHITE_SPACE)
    scheme = _SCHEME.match(text)
    return scheme is not None and _has_valid_authority(text[scheme.end() :])


def _has_valid_authority(text: str) -> bool:
    """Check what follows `https://`."""
    if user_info := _USER_INFO.match(text):
        text = text[user_info.end() :]
    if (end := _host_end(text)) is None:
        return False
    text = text[end:]
    if text.startswith(":"):
        port = _PORT.match(text)
        return port is not None and int(port[1] or 0) <= _MAX_PORT
    # After a host a backslash is not a slash. After an IPv6 address any other text begins the path.
    return not text.startswith("\\")


def _host_end(text: str) -> int | None:
    """Return the end of the host that a text begins with; None if the host is invalid."""
    if address := _IPV6.match(text):
        return address.end() if _is_ipv6(address[1], has_prefix=bool(address[2])) else None
    host = _HOST_END.split(text, maxsplit=1)[0]
    return len(host) if _is_dns_name(host) or _is_ipv4(host) or _is_unc_name(host) else None


def _is_ipv6(address: str, *, has_prefix: bool) -> bool:
    """Check what stands between the brackets, without zone and prefix length."""
    head, compressed, tail = address.partition("::")
    groups = [group for part in (head, tail) if part for group in part.split(":")]
    count = len(groups)
    if "." in (last := address.rpartition(":")[2]):
        if not _EMBEDDED_IPV4.fullmatch(last) or any(int(number) > 0xFF for number in last.split(".")):
            return False
        del groups[-1]
        count += 1
    if not all(map(_IPV6_GROUP.fullmatch, groups)) or (has_prefix and not count):
        return False
    return count < _IPV6_GROUPS if compressed else count == _IPV6_GROUPS


def _is_ipv4(host: str) -> bool:
    """Check an IPv4 address of one to four decimal, octal or hexadecimal numbers.

    Nearly all are DNS names as well. The exception is a number with more leading zeros than a label may have
    characters.
    """
    numbers = host.split(".")
    if len(numbers) > _IPV4_NUMBERS or not all(map(_IPV4_NUMBER.fullmatch, numbers)):
        return False
    *bytes_, rest = (int(number, _base(number)) for number in numbers)
    return all(byte <= 0xFF for byte in bytes_) and rest < 256 ** (_IPV4_NUMBERS - len(bytes_))


def _base(number: str) -> int:
    if not number.startswith("0"):
        return 10
    return 16 if number[1:2] in ("x", "X") else 8


def _is_dns_name(host: str) -> bool:
    # U+FFFE cannot be normalized.
    if "\ufffe" in host:
        return False
    labels = _LABEL_SEPARATOR.split(host)
    if not labels[-1] and len(labels) > 1:
        del labels[-1]
    return all(_LABEL.fullmatch(label) and _label_length(label) <= _MAX_LABEL_LENGTH for label in labels)


def _label_length(label: str) -> int:
    """Estimate a label's length in the encoding for DNS as .NET does, in octets.

    A UTF-16 code unit beyond Latin-1 counts twice, the prefix `xn--` of a non-ASCII label four times.
    """
    length = sum(1 if character <= "\xff" else 2 if character <= "\uffff" else 4 for character in label)
    return length + 4 if any(character >= "\xa0" for character in label) else length


def _is_unc_name(host: str) -> bool:
    # Letters outside the Basic Multilingual Plane are surrogate pairs, which .NET does not treat as letters.
    ascii_host = "".join("a" if "\x7f" < c <= "\uffff" and c.isalpha() else c for c in host)
    return len(host) <= _MAX_UNC_LENGTH and bool(_UNC_NAME.fullmatch(ascii_host))
