"""`World`: store, clock, id source and webhooks of a sandbox."""

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

    def uuid(self) -> str:
        """Return a new UUID."""
        ...


class RandomIds:
    """Random ids."""

    def short_id(self) -> str:
        return identifiers.new_short_id()

    def uuid(self) -> str:
        return identifiers.new_uuid()


class World:
    """Store, clock, id source and webhooks: all state that a request can change."""

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
        """Create a world from a seed or a database.

        Args:
            seed: Initial data, also restored by `reset`.
            sender: Delivers webhooks.
            database: SQLite file; if it has data, the seed is not loaded. Default: in memory.
            clock: Returns the current time.
            ids: Source of new ids. Default: random.
            signer: Signs API keys. Default: a new private key.

        Raises:
            sqlite3.DatabaseError: The file is not a sandbox's database, or another sandbox uses it.
        """
        self.clock = clock
        self.ids: Ids = ids or RandomIds()
        self.sender = sender
        self.signer = signer or Signer()
        self._events: list[tuple[str, Payload]] = []
        self._pristine = Store()
        with self._pristine.transaction():
            load_seed(self._pristine, seed, self.now())
        # Lock before opening: a file that another sandbox uses must not be changed.
        self._lock = lock(database) if database else None
        self.store = Store(database)
        self.is_new = self.store.is_empty()
        if self.is_new:
            self.reset()

    def now(self) -> int:
        """Return the current time in microseconds since 1970."""
        return times.from_datetime(self.clock())

    def timestamp(self) -> str:
        """Return the current time in the format of the API."""
        return times.format_stored(self.now())

    @contextmanager
    def transaction(self, *, write: bool = True) -> Generator[None]:
        """Run a block in one transaction, and send its events after the commit.

        Args:
            write: Whether the block writes.

        Raises:
            sqlite3.OperationalError: The database is locked or full; nothing is stored or sent.
        """
        self._events.clear()
        with self.store.transaction(write=write):
            yield
        self.send_events()

    def send_events(self) -> None:
        """Send the events of the last transaction. Only needed after a deliberate rollback."""
        for url, event in self._events:
            self.sender.send(url, event)
        self._events.clear()

    def reset(self) -> None:
        """Restore the seed."""
        with self.store.transaction():
            self.store.copy_from(self._pristine)

    def close(self) -> None:
        """Deliver pending webhooks and close the database."""
        self.sender.close()
        self.store.close()
        self._pristine.close()
        if self._lock:
            self._lock.close()

    def new_short_id(self, kind: Kind) -> str:
        """Return a short id that no other entity of a kind has."""
        while self.store.find(kind, "hid", hid := self.ids.short_id()):
            pass
        return hid

    def set_webhook(self, system: int, url: str | None, token: str | None) -> None:
        """Set or remove the webhook of a system. Must be called in a transaction.

        Args:
            system: Row id of the system.
            url: URL of the receiver; None to remove the webhook.
            token: Signing token.
        """
        document = self.store.get("systems", system).document
        self.store.replace("systems", system, {**document, "webhook_url": url})
        self.store.replace_webhook_token(system, token)

    def emit(self, system: int, event: str, about: str | None, data: object) -> None:
        """Queue an event for the system's webhook until the current transaction is committed.

        Args:
            system: Row id of the system; nothing is sent if it has no webhook.
            event: Type of the event.
            about: UUID of the entity; None for events about the system itself.
            data: Payload; nothing is sent for an empty dict.
        """
        if data != {} and (webhook := self.store.webhook(system)):
            self._events.append((webhook.url, payload(webhook, event, about, data)))
