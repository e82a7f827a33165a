"""`World`: store, clock, ids and webhooks of a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pluralkit_sandbox import identifiers, realtime
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.seed import Seed
from pluralkit_sandbox.seeding import load_seed
from pluralkit_sandbox.store import Kind, Store
from pluralkit_sandbox.store.file import lock
from pluralkit_sandbox.webhooks import Payload, Sender, payload

Clock = Callable[[], datetime]


class Ids(Protocol):
    """Source of new ids; tests can pass a deterministic one."""

    def short_id(self) -> str:
        """Return a new short id."""
        ...

    def uuid(self) -> str: ...


class RandomIds:
    """Random ids."""

    def short_id(self) -> str:
        return identifiers.new_short_id()

    def uuid(self) -> str:
        return identifiers.new_uuid()


class World:
    """Store, clock, ids and webhooks: everything that a request can change."""

    def __init__(
        self,
        seed: Seed,
        sender: Sender,
        *,
        database: Path | None = None,
        clock: Clock = realtime.now,
        ids: Ids | None = None,
        signer: Signer | None = None,
    ) -> None:
        """A world that starts as the seed, or, if the file `database` holds one, as that was left.

        Raises:
            sqlite3.DatabaseError: The file holds something else, or another sandbox serves it.
        """
        self.clock = clock
        self.ids: Ids = ids or RandomIds()
        self.sender = sender
        self.signer = signer or Signer()
        self._events: list[tuple[str, Payload]] = []
        self._pristine = Store()
        with self._pristine.transaction():
            load_seed(self._pristine, seed, self.now())
        # First, so that nothing is changed in a file that another sandbox serves.
        self._lock = lock(database) if database else None
        self.store = Store(database)
        self.is_new = self.store.is_empty()
        if self.is_new:
            self.reset()

    def now(self) -> int:
        """The time in microseconds since 1970."""
        return times.from_datetime(self.clock())

    def timestamp(self) -> str:
        """The time as the API writes it."""
        return times.format_stored(self.now())

    @contextmanager
    def transaction(self, *, write: bool = True) -> Generator[None]:
        """Run a block in one transaction, and send the events that it emits once the changes are kept.

        Raises:
            sqlite3.OperationalError: The database is locked or full. Nothing is kept and nothing sent.
        """
        self._events.clear()
        with self.store.transaction(write=write):
            yield
        self.send_events()

    def send_events(self) -> None:
        """Send the events of the last transaction. Only needed where it was rolled back on purpose."""
        for url, event in self._events:
            self.sender.send(url, event)
        self._events.clear()

    def reset(self) -> None:
        """Restore the seed."""
        with self.store.transaction():
            self.store.copy_from(self._pristine)

    def close(self) -> None:
        """Send what is still to be sent, and close the database."""
        self.sender.close()
        self.store.close()
        self._pristine.close()
        if self._lock:
            self._lock.close()

    def new_short_id(self, kind: Kind) -> str:
        """A short id that no other thing of this kind has."""
        while self.store.find(kind, "hid", hid := self.ids.short_id()):
            pass
        return hid

    def set_webhook(self, system: int, url: str | None, token: str | None) -> None:
        """Send the system's events there from now on, signed with this token; None: nowhere.

        To be called in a transaction.
        """
        document = self.store.get("systems", system).document
        self.store.replace("systems", system, {**document, "webhook_url": url})
        self.store.replace_webhook_token(system, token)

    def emit(self, system: int, event: str, about: str | None, data: object) -> None:
        """Send an event to the system's webhook, if it has one, once the transaction around is committed."""
        if data != {} and (webhook := self.store.webhook(system)):
            self._events.append((webhook.url, payload(webhook, event, about, data)))
