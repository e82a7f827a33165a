"""State of a sandbox that tests can change: world, clock, rate limits and faults."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pluralkit_sandbox import identifiers, imports, proxying, seeding
from pluralkit_sandbox.clock import Clock
from pluralkit_sandbox.faults import Faults
from pluralkit_sandbox.imports import ImportResult
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.proxying import NewMessage
from pluralkit_sandbox.rates import Applications, Limits, RateLimits
from pluralkit_sandbox.seed import Seed, SystemSeed
from pluralkit_sandbox.store import Document, Entity
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World


class Sandbox:
    """World, clock, rate limits, faults and keys of one sandbox."""

    def __init__(
        self,
        seed: Seed,
        sender: Sender | None = None,
        *,
        database: Path | None = None,
        limits: Limits,
        applications: Applications | None = None,
    ) -> None:
        """Create the state from a seed or a database.

        Args:
            seed: Initial data, also restored by `reset`.
            sender: Delivers webhooks. Default: a new one without relay.
            database: SQLite file; if it has data, the seed is not loaded. Default: in memory.
            limits: Rate limits; None for no limits.

        Raises:
            sqlite3.DatabaseError: The file is not a sandbox's database, or another sandbox uses it.
            KeyFileError: The private key beside the database is damaged.
        """
        self.seed = seed
        self.clock = Clock()
        signer = Signer.beside(database) if database else Signer()
        signer.check()
        self.world = World(
            seed,
            sender or Sender(),
            database=database,
            clock=self.clock,
            signer=signer,
        )
        self.known: dict[str, SystemSeed] = {}
        """Systems with known plain-text tokens, by UUID; empty for a database that is opened again."""
        if self.world.is_new:
            self._know(seed)
        self._limits = limits
        self.rates = RateLimits(limits, applications)
        self.faults = Faults()

    def reset(self) -> None:
        """Restore the seed, reset buckets, and remove faults, recorded webhooks and clock settings."""
        self.world.reset()
        self.world.sender.reset()
        self.faults.clear()
        self.clock.reset()
        self.rates.set(self._limits)
        self.known.clear()
        self._know(self.seed)

    def add(self, seed: Seed) -> None:
        """Add the systems of a seed.

        Args:
            seed: The systems; `reset` does not restore them.

        Raises:
            sqlite3.IntegrityError: An id, token or account exists already.
        """
        with self.world.transaction():
            seeding.load_seed(self.world.store, seed, self.world.now())
        self._know(seed)

    def import_into(self, system: Entity, file: Document) -> tuple[ImportResult, str | None]:
        """Import an export file into a system, as the bot does.

        Args:
            system: The system.
            file: The decoded file.

        Returns:
            The result, and the UUID of the system.
        """
        return imports.import_into(self.world, system.id, file), system.uuid

    def import_for(self, account: int, file: Document) -> tuple[ImportResult, str | None]:
        """Import an export file into the system of a Discord account, as the bot does.

        Args:
            account: Id of the account; a system is created if it has none.
            file: The decoded file.

        Returns:
            The result, and the UUID of the system; None if its creation was rolled back.
        """
        if existing := self.world.store.system_by_account(account):
            return self.import_into(existing, file)
        token = identifiers.new_token()
        result, id = imports.import_new(self.world, account, token, file)
        if id is None:
            return result, None
        system = self.world.store.get("systems", id)
        self.known[system.uuid] = SystemSeed(token=token, system={"id": system.hid, "uuid": system.uuid})
        return result, system.uuid

    def proxy_message(self, message: NewMessage) -> Document:
        """Store a proxied message and send its event.

        Args:
            message: The message.

        Returns:
            The message as its owner sees it.

        Raises:
            ApiError: The member does not exist.
            ValueError: An id is not a Discord id, or exists already.
        """
        with self.world.transaction():
            return proxying.proxy_message(self.world, message)

    def uuid_of(self, key: str) -> str | None:
        """Return the UUID of the system with a key in a seed; None if there is none.

        Args:
            key: The key of the system in the seed that was loaded or added, not its short id.
        """
        return next((uuid for uuid, system in self.known.items() if system.key == key), None)

    def set_clock(self, now: datetime, *, frozen: bool) -> None:
        """Set the clock.

        Args:
            now: The new time.
            frozen: Whether the clock stops at this time.

        Raises:
            ValueError: The time is out of range.
        """
        before = self.clock()
        self.clock.set(now, frozen=frozen)
        self._after_change(before)

    def reset_clock(self) -> None:
        """Follow the machine's time again."""
        before = self.clock()
        self.clock.reset()
        self._after_change(before)

    def _after_change(self, before: datetime) -> None:
        # A bucket that was used at a later time would reject requests until then.
        if self.clock() < before:
            self.rates.refill()

    def _know(self, seed: Seed) -> None:
        self.known |= {system.system["uuid"]: system for system in seed.systems}
