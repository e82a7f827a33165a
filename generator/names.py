"""Convert names of the contract to Python names."""

import keyword
import re

from .document import ContractError

# Between "member" and "Ref", "HTTP" and "Server"; a single capital belongs to the following word (OEmbed).
_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def snake(name: str) -> str:
    """Convert to snake case: `memberRef` → `member_ref`. Python keywords get a trailing underscore."""
    result = _SEAM.sub("_", name).lower()
    return f"{result}_" if keyword.iskeyword(result) else result


def pascal(name: str) -> str:
    """Convert snake case to Pascal case: `private_members` → `PrivateMembers`."""
    return "".join(word.capitalize() for word in name.split("_"))


def constant(value: str) -> str:
    """Convert to the name of a constant: `off` → `OFF`, `own-system` → `OWN_SYSTEM`."""
    return re.sub(r"[^A-Za-z0-9]+", "_", value).upper()


def plural(name: str) -> str:
    """Return the plural of a name of a resource: `member` → `members`."""
    return f"{name}es" if name.endswith(("s", "ch", "sh", "x")) else f"{name}s"


def placeholders(path: str) -> str:
    """Remove the names of parameters from a path: `/members/{memberRef}` → `/members/{}`."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def require_identifier(name: str, pointer: str) -> None:
    """Check that a name is an identifier.

    Args:
        name: The name.
        pointer: JSON pointer of its place.

    Raises:
        ContractError: It is not an identifier, or has two consecutive underscores.
    """
    if not _IDENTIFIER.fullmatch(name) or "__" in name:
        raise ContractError(
            pointer, f"the name {name!r} is not an identifier: use letters, digits and single underscores"
        )


def require_usable(name: str, pointer: str) -> None:
    """Check that a name can be used in Python unchanged.

    Args:
        name: The name.
        pointer: JSON pointer of its place.

    Raises:
        ContractError: It is not an identifier, or a keyword.
    """
    require_identifier(name, pointer)
    if keyword.iskeyword(name):
        raise ContractError(pointer, f"the name {name!r} is a keyword of Python: choose another")


def require_unique(found: dict[str, str], name: str, pointer: str, what: str) -> None:
    """Record a Python name with its place.

    Args:
        found: The names so far, with their places; updated.
        name: The name.
        pointer: JSON pointer of its place.
        what: Description of the name in the error message.

    Raises:
        ContractError: The name is already recorded.
    """
    if name in found:
        raise ContractError(pointer, f"{what} {name!r} is already defined at {found[name]}")
    found[name] = pointer
