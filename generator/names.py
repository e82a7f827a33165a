"""From the contract's names to Python's, and what cannot be made one."""

import keyword
import re

from . import runtime_source
from .document import ContractError

# What a class may not be called, because each generated module has it already.
RESERVED_CLASSES = frozenset({
    "Any", "ApiSpec", "AsyncClient", "AsyncIterator", "AsyncPluralKit", "AwareDatetime", "BodySchema",
    "Client", "Date", "Event", "Final", "Iterator", "ListOf", "Literal", "Mapping", "NotRequired",
    "OpenStrEnum", "Operation", "PatchSchema", "PluralKit", "Progress", "Reference", "Request", "Required",
    "Response", "SequenceNotStr", "Struct", "TypeAlias", "TypedDict", "UNSET", "UUID", "UnknownEvent",
    "Unpack", "UnsetType",
})  # fmt: skip
# What a field may not be called, because types are spelled by it where a field has taken a shorter name.
RESERVED_FIELDS = frozenset({"builtins", "dt", "field"})
# Likewise the functions of operations.py, the attributes of a client, and the errors of the runtime.
RESERVED_FUNCTIONS = frozenset({"ALL", "UUID", "date", "datetime", "day", "encode_body", "fill", "query"})
RESERVED_RESOURCES = runtime_source.CLIENT_ATTRIBUTES
RESERVED_ERRORS = runtime_source.ERRORS
# What an argument may not be called, because the functions that take it use the name themselves.
RESERVED_ARGUMENTS = frozenset({
    "day", "encode_body", "fill", "operations", "page", "progress", "query", "seen", "self",
})  # fmt: skip

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


def refuse_bad(name: str, pointer: str, *, reserved: frozenset[str] = frozenset()) -> None:
    """Raises ContractError for a name that cannot be used in the client."""
    if not _IDENTIFIER.fullmatch(name) or "__" in name:
        raise ContractError(
            pointer, f"the name {name!r} is not an identifier: use letters, digits and single underscores"
        )
    if name in reserved or snake(name) in reserved:
        raise ContractError(pointer, f"the name {name!r} is one that the client uses itself; choose another")


def refuse_twins(found: dict[str, str], name: str, pointer: str, what: str) -> None:
    """Notes a Python name and its place; raises ContractError where another has it."""
    if name in found:
        raise ContractError(pointer, f"{what} {name!r} is there already, from {found[name]}")
    found[name] = pointer
