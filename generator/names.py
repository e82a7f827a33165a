"""Convert the names of the contract to names in Python."""

import keyword
import re

from .document import ContractError

# Between "member" and "Ref", "HTTP" and "Server"; a lone capital belongs to the word behind it (OEmbed).
_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def snake(name: str) -> str:
    """`memberRef` → `member_ref`; a Python keyword gets an underscore behind it."""
    result = _SEAM.sub("_", name).lower()
    return f"{result}_" if keyword.iskeyword(result) else result


def pascal(name: str) -> str:
    """`private_members` → `PrivateMembers`."""
    return "".join(word.capitalize() for word in name.split("_"))


def constant(value: str) -> str:
    """`off` → `OFF`, `own-system` → `OWN_SYSTEM`."""
    return re.sub(r"[^A-Za-z0-9]+", "_", value).upper()


def plural(name: str) -> str:
    """`member` → `members`: enough for the names of resources."""
    return f"{name}es" if name.endswith(("s", "ch", "sh", "x")) else f"{name}s"


def placeholders(path: str) -> str:
    """`/members/{memberRef}` → `/members/{}`: a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def refuse_bad(name: str, pointer: str) -> None:
    """Refuse a name that is not an identifier.

    Raises:
        ContractError: With the place.
    """
    if not _IDENTIFIER.fullmatch(name) or "__" in name:
        raise ContractError(
            pointer, f"the name {name!r} is not an identifier: use letters, digits and single underscores"
        )


def refuse_unusable(name: str, pointer: str) -> None:
    """Refuse a name that is to stand in Python as it is, and cannot.

    Raises:
        ContractError: With the place.
    """
    refuse_bad(name, pointer)
    if keyword.iskeyword(name):
        raise ContractError(pointer, f"the name {name!r} is a keyword of Python: choose another")


def refuse_twins(found: dict[str, str], name: str, pointer: str, what: str) -> None:
    """Note a Python name and its place.

    Raises:
        ContractError: Another place has the same name.
    """
    if name in found:
        raise ContractError(pointer, f"{what} {name!r} is there already, from {found[name]}")
    found[name] = pointer
