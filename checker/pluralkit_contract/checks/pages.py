"""Check pagination: read a history to the end, then compare other page sizes and start times with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from pluralkit_contract.contract import below
from pluralkit_contract.json_values import fields, is_list, items
from pluralkit_contract.observations import Failure, failure
from pluralkit_contract.probe.cases import Resource
from pluralkit_contract.probe.inventory import ReadOperation
from pluralkit_contract.probe.positive import Query
from pluralkit_contract.results import Result
from pluralkit_contract.values import moment

MOST_PAGES = 5000
_MICROSECOND = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a history.

    Attributes:
        key: Its key.
        at: Its time in nanoseconds since 1970.
        text: Its time as the response spells it.
    """

    key: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A paginated operation, described by x-pluralkit-pagination.

    Attributes:
        read: The operation.
        key: Field with the key of an entry.
    """

    read: ReadOperation
    key: str

    @property
    def _rule(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self.read.operation.extensions["pagination"])

    @property
    def rule(self) -> str:
        """JSON pointer of the pagination rule."""
        return below(self.read.operation.pointer, "x-pluralkit-pagination")

    @property
    def maximum(self) -> int:
        """Largest page size."""
        return cast("int", self._rule["maximum"])

    def query(self, before: str | None, limit: int | None) -> Query:
        """Build the query of a page.

        Args:
            before: Timestamp that all entries are older than; None for the newest page.
            limit: Page size; None for the default.
        """
        found: list[tuple[str, str]] = []
        if before is not None:
            found.append((self._rule["parameter"], before))
        if limit is not None:
            found.append((self._rule["limit"], str(limit)))
        return tuple(found)

    def parameters(self, query: Query) -> tuple[str | None, int]:
        """Return the parameters of a page.

        Args:
            query: The query of the request.

        Returns:
            The `before` timestamp, or None; and the page size that applies: at most the maximum, which is the
            default.
        """
        given = dict(query)
        limit = int(given.get(self._rule["limit"], self.maximum))
        return given.get(self._rule["parameter"]), min(limit, self.maximum)

    def entries(self, result: Result) -> list[Entry] | None:
        """Return the entries of a page; None for an invalid page, which other checks report."""
        if result.trouble or result.answer.status != 200 or not is_list(result.body):
            return None
        found: list[Entry] = []
        for item in items(result.body):
            key, text = fields(item).get(self.key), fields(item).get(self._rule["field"])
            at = moment(text) if isinstance(text, str) else None
            if not isinstance(key, str) or at is None:
                return None
            found.append(Entry(key, at, str(text)))
        return found

    def probes(self, history: Sequence[Entry]) -> list[Query]:
        """Return further queries: other page sizes, and timestamps at and next to those of entries.

        Args:
            history: All entries, newest first.
        """
        most = self.maximum
        ways: list[tuple[str | None, int | None]] = [
            (None, None),
            (None, 0),
            (None, most + 1),
            (None, 10 * most),
        ]
        for size, pages in ((1, 4), (2, 4), (3, 5), (max(4, most // 3), 10)):
            starts = range(0, len(history), size)
            ways += [(history[start - 1].text if start else None, size) for start in starts[:pages]]
        for place in sorted({0, len(history) // 2, len(history) - 1} if history else ()):
            ways += [(history[place].text, None), (_text(history[place].at + _MICROSECOND), 2)]
        return list(dict.fromkeys(self.query(before, limit) for before, limit in ways))


def check_pages(pages: Pages, history: Sequence[Entry], results: Sequence[Result]) -> Iterator[Failure]:
    """Check that pages contain exactly the matching entries of the history.

    Args:
        pages: The paginated operation.
        history: All entries, newest first.
        results: Results of the pages.
    """
    for result in results:
        found = pages.entries(result)
        if found is None:
            continue
        before, limit = pages.parameters(result.case.query)
        latest = moment(before) if before else None
        expected = [entry for entry in history if latest is None or entry.at < latest][:limit]
        if [entry.key for entry in found] != [entry.key for entry in expected]:
            wanted = f"{_summary(expected)}, by the pages of {pages.maximum}"
            yield failure(result, pages.rule, wanted, _summary(found), "$")


def check_history(pages: Pages, results: Sequence[Result]) -> Iterator[Failure]:
    """Check the pages that were read to the end: order, bounds, page sizes, duplicates.

    Args:
        pages: The paginated operation.
        results: Results of the pages; each was requested with the last timestamp of the previous one.
    """
    seen: dict[str, Result] = {}
    full, latest = True, None
    for result in results:
        found = pages.entries(result) or []
        before, limit = pages.parameters(result.case.query)
        bound = moment(before) if before else None
        if found and not full:
            yield failure(
                result, pages.rule, "no entries after a page that was not full", _summary(found), "$"
            )
        full = len(found) >= limit
        for place, entry in enumerate(found):
            path = f"$[{place}]"
            if bound is not None and entry.at >= bound:
                yield failure(result, pages.rule, f"times before {before}", entry.text, path)
            if latest is not None and entry.at > latest:
                yield failure(
                    result, pages.rule, "the newest first", f"{entry.text} after an older one", path
                )
            if entry.key in seen:
                yield failure(result, pages.rule, "each entry once", f"{entry.key} again", path)
            seen[entry.key], latest = result, entry.at


def check_current(
    read: ReadOperation, history: Sequence[Entry], results: Sequence[Result], key: str, system: Resource
) -> Iterator[Failure]:
    """Check that the current entry is the first of the history, and missing if the history is empty.

    Args:
        read: The operation that reads the current entry.
        history: All entries, newest first.
        results: Results of one view.
        key: Field with the key of an entry.
        system: The system.
    """
    for result in results:
        if result.case.read is not read or result.case.about != (system.key,) or result.answer.status >= 300:
            continue
        found = fields(result.body).get(key)
        wanted = history[0].key if history else None
        if found != wanted:
            expected = f"{wanted}, the newest of the history" if wanted else "204, as the history is empty"
            yield failure(
                result, read.operation.pointer, expected, str(found or result.answer.status), f"$.{key}"
            )


def _summary(entries: Sequence[Entry]) -> str:
    times = ", ".join(entry.text for entry in entries[:4])
    return f"{len(entries)} entries" + (f" ({times}{', …' if len(entries) > 4 else ''})" if entries else "")


def _text(at: int) -> str:
    seconds, rest = divmod(at, 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest // 1000:06}Z"
