"""What the soak's workers do, and what must be true of that, whatever happens to their calls.

A worker is a generator: it yields requests, and is given what came of each. So one and the same is driven by
a thread and by a task.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Generator
from itertools import count
from random import Random
from typing import Any, TypeAlias

from pluralkit_api import (
    ApiError,
    AsyncPluralKit,
    InvalidResponse,
    NotFound,
    PluralKit,
    PluralKitError,
    RateLimited,
    Response,
    TransportError,
    operations,
)
from pluralkit_api.errors import ServerError
from pluralkit_api.models import Member
from pluralkit_runtime import Request
from pluralkit_runtime.retry import may_have_arrived

Result: TypeAlias = Response[Any] | PluralKitError
Worker: TypeAlias = Generator[Request[Any], Result, None]

_NOBODY = operations.get_member("zzzzz")
_LATE = 2.0
"""Seconds that a call may end after its deadline, on a busy machine."""


class Book:
    """Takes down what came of each call. Threads share it."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self.answered: Counter[str] = Counter()
        """By operation."""
        self.repeated: Counter[str] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()
        """By operation and class."""
        self.longest: Counter[str] = Counter()
        self.breaches: list[str] = []
        self.alive: set[str] = set()
        """The names of members that must be there."""
        self.maybe: set[str] = set()
        """… that may be there, since nobody knows whether a call arrived."""
        self.pronouns: dict[str, set[str | None]] = {}
        """What may be the pronouns of a member, by its name."""

    @property
    def calls(self) -> int:
        """How many there were."""
        return self.answered.total() + self.errors.total()

    def breach(self, text: str) -> None:
        """Something happened that must not."""
        with self._lock:
            self.breaches.append(text)

    def note(self, request: Request[Any], result: Result, seconds: float) -> None:
        """This came of a call, after so many seconds."""
        name = request.operation.id
        with self._lock:
            self.longest[name] = max(self.longest[name], round(seconds * 1000))
            self.repeated[name] += len(result.retries)
            if isinstance(result, Response | NotFound):
                self.answered[name] += 1
            else:
                self.errors[name, type(result).__name__] += 1
        if seconds > self._timeout + _LATE:
            self.breach(f"{name} took {seconds:.1f} s, where it had {self._timeout:.1f}")
        if not _is_documented(request, result):
            self.breach(f"{name} came to {result!r}")

    def settle(self, members: list[Member], prefix: str) -> None:
        """Hold what is there in the end to what was said and done; `prefix` begins the names that count."""
        found = Counter(member.name for member in members if member.name.startswith(prefix))
        for name, number in found.items():
            if number > 1:
                self.breach(f"{name} was created {number} times")
            if name not in self.alive | self.maybe:
                self.breach(f"{name} is there, though it was deleted or never sent")
        for name in self.alive - found.keys():
            self.breach(f"{name} is gone, though its creation was answered")
        for member in members:
            if member.pronouns not in self.pronouns.get(member.name, {member.pronouns}):
                self.breach(f"{member.name} has the pronouns {member.pronouns}, which were replaced")


def _is_documented(request: Request[Any], result: Result) -> bool:
    match result:
        case TransportError() | InvalidResponse() | RateLimited() | ServerError():
            return True
        case ApiError(status=300 | 301 | 302 | 303 | 307 | 308):
            return True
        case NotFound():
            # A delete that was sent again may find that it was done, in an answer too garbled to say so.
            return request.path == _NOBODY.path or (
                request.operation.method == "DELETE" and result.retries != ()
            )
        case _:
            return isinstance(result, Response) and request.path != _NOBODY.path


def reader(chance: Random, names: list[str]) -> Worker:
    """Reads this and that."""
    while True:
        yield chance.choice(
            [
                operations.get_system("@me"),
                operations.list_members("@me"),
                operations.list_groups("@me", with_members=True),
                operations.get_fronters("@me"),
                operations.list_switches("@me", limit=chance.randint(1, 100)),
                operations.get_member(chance.choice(names)),
                _NOBODY,
            ]
        )


def writer(chance: Random, own: Member, book: Book) -> Worker:
    """Changes a member of its own, reads it, and makes and deletes others."""
    pronouns = book.pronouns[own.name] = {own.pronouns}
    for step in count():
        match chance.choice(["update", "update", "read", "create"]):
            case "update":
                wanted = f"{own.name}/{step}"
                result = yield operations.update_member(own, pronouns=wanted)
                if isinstance(result, Response):
                    pronouns.clear()
                if isinstance(result, Response) or result.retries or may_have_arrived(result):
                    pronouns.add(wanted)
            case "read":
                result = yield operations.get_member(own)
                if isinstance(result, Response) and result.data.pronouns not in pronouns:
                    book.breach(f"{own.name} has the pronouns {result.data.pronouns}, not {pronouns}")
            case _:
                yield from _passing(f"{own.name}/{step}", book)


def _passing(name: str, book: Book) -> Worker:
    """A member that comes and goes."""
    result = yield operations.create_member(name=name)
    if not isinstance(result, Response):
        if may_have_arrived(result):
            book.maybe.add(name)
        return
    book.alive.add(name)
    result = yield operations.delete_member(result.data)
    book.alive.discard(name)
    if not isinstance(result, Response):
        book.maybe.add(name)


def in_thread(worker: Worker, pk: PluralKit, book: Book, end: float) -> None:
    """Drive a worker until `end`, by time.monotonic."""
    request = next(worker)
    while (began := time.monotonic()) < end:
        result: Result
        try:
            result = pk.send(request)
        except PluralKitError as error:
            result = error
        except Exception as error:
            book.breach(f"{request.operation.id} raised {error!r}")
            raise
        book.note(request, result, time.monotonic() - began)
        request = worker.send(result)


async def in_task(worker: Worker, pk: AsyncPluralKit, book: Book, end: float) -> None:
    """`in_thread`, awaiting."""
    request = next(worker)
    while (began := time.monotonic()) < end:
        result: Result
        try:
            result = await pk.send(request)
        except PluralKitError as error:
            result = error
        except Exception as error:
            book.breach(f"{request.operation.id} raised {error!r}")
            raise
        book.note(request, result, time.monotonic() - began)
        request = worker.send(result)
