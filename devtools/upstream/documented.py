"""What PluralKit's documentation says: endpoints, models, errors and events, read off its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .markdown import PageError, Section, Table, read

PAGES = ("endpoints", "models", "errors", "dispatch", "reference")
_T = TypeVar("_T")
_FOLDER = Path("docs", "content", "api")

_REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE) `(/\S*)`")
_LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
_CODE = re.compile(r"`([^`]+)`")
_SENTENCE = re.compile(r"\b(?:Returns|Takes)\b|\breturns (?=an? |204)")
_AT_MOST = re.compile(r"returns at most (\d+)")
_RETURNED = re.compile(
    r"[Rr]eturns? (an? (?:list|array) of |an? )\[[^]]*\]\([^)]*#([\w-]+)\)(?: object)?"
    r"(?: containing a list of (IDs|member objects))?"
)
_TAKEN = re.compile(r"Takes an? (?:partial |full )?\[[^]]*\]\([^)]*#([\w-]+)\)")
_TAKEN_LIST = re.compile(r"Takes an? (?:list|array) of (\w+) (?:references|short IDs or UUIDs)")
_REQUIRED = re.compile(r"[Kk]eys? ((?:`\w+`(?:, | and )?)+) (?:is|are) required")
_LENGTH = re.compile(r"(\d+)-character[- ]limit")
_DEFAULT = re.compile(r"defaults to (?:`([^`]*)`|(\w+))")
_KEY = re.compile(r"\w+")
_RATE = re.compile(r"\*\*(\d+)/second\*\*.*`(\w+)` scope")
_URL = re.compile(r"`(https?://[^`]+)`")
_SIMPLE = {
    "string": "string", "int": "integer", "integer": "integer", "bool": "boolean", "boolean": "boolean",
    "datetime": "datetime", "timestamp": "datetime", "uuid": "uuid", "snowflake": "snowflake", "id": "string",
    "member id": "string", "object": "object",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A row of a model's table. None where the documentation says nothing."""

    name: str
    types: frozenset[str] | None = None
    nullable: bool | None = None
    optional: bool | None = None
    max_length: int | None = None
    read_only: bool = False
    default: str | None = None
    only_dispatched: bool = False


@dataclass(frozen=True)
class Endpoint:
    """An endpoint: the keys of what it takes and returns, and the sentences that say neither readably."""

    method: str
    path: str
    takes: str | None
    required: frozenset[str]
    returns: frozenset[str]
    parameters: dict[str, Field]
    body: dict[str, Field]
    maximum: int | None
    unclear: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """An event: what its data is (the key of a model, "null" or "unknown"), and the only keys of that."""

    data: str
    keys: frozenset[str] | None


@dataclass(frozen=True)
class Documentation:
    """All that is compared. Models and enums are under their `key`."""

    urls: frozenset[str]
    endpoints: tuple[Endpoint, ...]
    models: dict[str, dict[str, Field]]
    enums: dict[str, frozenset[str]]
    errors: dict[str, tuple[frozenset[int], str]]
    events: dict[str, Event]
    rate_limits: dict[str, int]
    headers: frozenset[str]
    units: dict[str, str]
    pages: frozenset[str]


def key(name: str) -> str:
    """The key of a model or an enum: its name in lower case, without spaces and what kind of thing it is."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return re.sub(r"(models?|objects?|enum)$", "", plain) or plain


def load(path: Path) -> Documentation:
    """Read the documentation.

    Args:
        path: The folder of the pages, or a checkout of PluralKit's repository.

    Raises:
        PageError: A page is missing, cannot be read, or has nothing of what it must have.
    """
    folder = path / _FOLDER if (path / _FOLDER).is_dir() else path
    if not folder.is_dir():
        raise PageError(f"{folder}: is not a folder")
    names = {file.stem for file in folder.glob("*.md")}
    if not names:
        raise PageError(f"{folder}: has no Markdown page")
    pages = {name: read(folder / f"{name}.md") for name in PAGES}
    not_settable = _not_settable(pages["reference"])
    everything = [section for sections in pages.values() for section in sections]

    def on(page: str, parse: Callable[[list[Section]], _T]) -> _T:
        try:
            found = parse(pages[page])
        except (LookupError, ValueError, PageError) as error:
            raise PageError(f"{folder / page}.md: a table is not understood: {error}") from error
        if not found:
            raise PageError(f"{folder / page}.md: nothing that is compared is found in it")
        return found

    models = on("models", lambda sections: dict(_models(sections, not_settable)))
    for page in ("errors", "dispatch"):
        models |= on(page, lambda sections: dict(_models(sections, not_settable)))
    return Documentation(
        urls=frozenset(
            url.rstrip("/")
            for section in (*pages["endpoints"], *pages["reference"])
            for text in section.texts
            if re.search(r"base URL|root endpoint", text)
            for url in _URL.findall(text)
        ),
        endpoints=on("endpoints", lambda sections: tuple(_endpoints(sections))),
        models=models,
        enums={
            key(section.title): frozenset(row[0] for row in section.tables[0].rows)
            for section in everything
            if section.tables and section.title.lower().endswith(" enum")
        },
        errors=on("errors", _errors),
        events=on("dispatch", lambda sections: dict(_events(sections))),
        rate_limits=on("reference", _rate_limits),
        headers=frozenset(row[0] for row in _rows(pages["reference"], "name", "X-")),
        units=dict(_units(pages)),
        pages=frozenset(names - set(PAGES)),
    )


def _endpoints(sections: list[Section]) -> Iterator[Endpoint]:
    for section in sections:
        requests = [match for text in section.texts if (match := _REQUEST.fullmatch(text))]
        texts = [text for text in section.texts if _SENTENCE.search(text)]
        together = "\n".join(texts)
        returns = {
            ("list of " if " of " in article else "") + key(anchor) + (f" with {inside}" if inside else "")
            for article, anchor, inside in _RETURNED.findall(together)
        }
        if re.search(r"[Rr]eturns 204", together):
            returns.add("nothing")
        taken = [key(name) for name in _TAKEN.findall(together)]
        taken += [f"list of {name.lower()}" for name in _TAKEN_LIST.findall(together)]
        body = _fields(_under(section, "body"), frozenset())
        most = _AT_MOST.search("\n".join(section.texts))
        required = {name for keys in _REQUIRED.findall(together) for name in _CODE.findall(keys)}
        for match in requests:
            yield Endpoint(
                method=match[1].lower(),
                path=match[2],
                takes=taken[0] if taken else None,
                required=frozenset(required),
                returns=frozenset(returns),
                parameters=_fields(_under(section, "query"), frozenset()),
                body=body,
                maximum=int(most[1]) if most else None,
                unclear=tuple(text for text in texts if not _clear(text)),
            )


def _clear(text: str) -> bool:
    """Whether each sentence that says what an endpoint takes or returns was understood."""
    known = (_RETURNED, _TAKEN, _TAKEN_LIST, re.compile(r"[Rr]eturns? 204"))
    return len(_SENTENCE.findall(text)) <= sum(len(pattern.findall(text)) for pattern in known)


def _under(section: Section, word: str) -> Table | None:
    """The table below a paragraph that has a word, as in "Query String Parameters"."""
    for above, block in zip(section.blocks, section.blocks[1:], strict=False):
        if isinstance(above, str) and isinstance(block, Table) and word in above.lower():
            return block
    return None


def _models(sections: list[Section], not_settable: frozenset[str]) -> Iterator[tuple[str, dict[str, Field]]]:
    for section in sections:
        for text in section.texts:
            if match := re.match(r"(\w+) privacy keys: ", text):
                names = _CODE.findall(text)
                yield key(f"{match[1]} privacy"), {name: Field(name) for name in names}
        if re.search(r" (model|object)$", section.title, re.IGNORECASE) and section.tables:
            yield key(section.title), _fields(section.tables[0], not_settable)


def _fields(table: Table | None, not_settable: frozenset[str]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for row in table.rows if table is not None else ():
        name, type_, *rest = row
        bare = name.strip("*?\\ ")
        if not _KEY.fullmatch(bare):
            raise PageError(f"{name!r} is no key, in the row {' | '.join(row)!r}")
        note = " ".join(rest)
        length, default = _LENGTH.search(note), _DEFAULT.search(note)
        found[bare] = Field(
            name=bare,
            types=_types(type_),
            nullable="?" in type_.split("]")[0] or type_.rstrip("*\\ ").endswith("?"),
            optional="?" in name,
            max_length=int(length[1]) if length else None,
            read_only="read-only" in note or bare in not_settable,
            default=(default[1] or default[2]) if default else None,
            only_dispatched="dispatch" in note,
        )
    return found


def _types(cell: str) -> frozenset[str]:
    text = cell.replace("?", "").strip("*\\ ")
    if match := re.match(r"(?:array|list) of (.+)$", text):
        return frozenset(f"list of {each}" for each in _types(match[1]))
    if match := re.match(r"map of ", text):
        return frozenset({"map"})
    if match := _LINK.search(text):
        return frozenset({key(match[2].rpartition("#")[2] or match[1])})
    plain = text.removeprefix("full ").lower()
    known = _SIMPLE.get(plain) or _SIMPLE.get(plain.removesuffix("s"))
    if known:
        return frozenset({known})
    if "/" in plain:
        return frozenset(each for part in plain.split("/") for each in _types(part))
    return frozenset({key(plain)})


def _errors(sections: list[Section]) -> dict[str, tuple[frozenset[int], str]]:
    found: dict[str, tuple[frozenset[int], str]] = {}
    for row in _rows(sections, "code", ""):
        if row[0].isdigit():
            statuses = found.get(row[0], (frozenset[int](), ""))[0]
            # What follows in parentheses is advice to the reader, not part of the message.
            message = re.sub(r" \(.*$", "", _LINK.sub(r"\1", row[2]))
            found[row[0]] = (statuses | {int(row[1])}, message)
    return found


def _events(sections: list[Section]) -> Iterator[tuple[str, Event]]:
    for name, _, data, *_ in _rows(sections, "name", ""):
        only = re.search(r"only containing ((?:`\w+`(?:, | and )?)+)", data)
        link = _LINK.search(data)
        yield (
            name,
            Event(
                key(link[2].rpartition("#")[2]) if link else data.strip() or "unknown",
                frozenset(_CODE.findall(only[1])) if only else None,
            ),
        )


def _rate_limits(sections: list[Section]) -> dict[str, int]:
    return {
        scope: int(limit)
        for section in sections
        for text in section.texts
        for limit, scope in _RATE.findall(text)
    }


def _not_settable(sections: list[Section]) -> frozenset[str]:
    for section in sections:
        for text in section.texts:
            if "user-settable" in text and "not" in text:
                return frozenset(_CODE.findall(text))
    return frozenset()


def _units(pages: dict[str, list[Section]]) -> Iterator[tuple[str, str]]:
    rows = [*_rows(pages["reference"], "name", "X-"), *_rows(pages["errors"], "key", "")]
    for row in rows:
        for word, unit in (("millisecond", "milliseconds"), ("second", "seconds")):
            name = row[0].strip("?")
            if word in row[-1] and re.search("reset$|retry", name, re.IGNORECASE):
                yield name, unit
                break


def _rows(sections: list[Section], first: str, start: str) -> list[tuple[str, ...]]:
    """The rows of all tables whose first column has this name, and whose first cell begins like this."""
    return [
        row
        for section in sections
        for table in section.tables
        if table.head[0].lower() == first
        for row in table.rows
        if row[0].startswith(start)
    ]
