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
        """Start with a seed, or with what the database holds.

        Raises:
            sqlite3.DatabaseError: The file is not a sandbox's, or another sandbox serves it.
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
        """Systems whose tokens are known in the clear, by UUID; none of a database that is opened again."""
        if self.world.is_new:
            self._know(seed)
        self._limits = limits
        self.rates = RateLimits(limits, applications)
        self.faults = Faults()

    def reset(self) -> None:
        """Restore the seed, fill budgets, and forget faults, webhooks and the clock's setting."""
        self.world.reset()
        self.world.sender.reset()
        self.faults.clear()
        self.clock.reset()
        self.rates.set(self._limits)
        self.known.clear()
        self._know(self.seed)

    def add(self, seed: Seed) -> None:
        """Add what a seed holds. Raises sqlite3.IntegrityError where something has the id of what exists."""
        with self.world.transaction():
            seeding.load_seed(self.world.store, seed, self.world.now())
        self._know(seed)

    def import_into(self, system: Entity, file: Document) -> tuple[ImportResult, str | None]:
        """Import an export file into a system, as the bot does. Returns the result and the system's UUID."""
        return imports.import_into(self.world, system.id, file), system.uuid

    def import_for(self, account: int, file: Document) -> tuple[ImportResult, str | None]:
        """Import an export file into the system of an account, as the bot does.

        Args:
            account: The id of a Discord account; a system is created for one that has none.
            file: The content of the file.

        Returns:
            The result, and the system's UUID; None where its creation was rolled back.
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
        """Store a message that a member sends through the bot, and send its event.

        Returns:
            The message as the member's owner sees it.

        Raises:
            ApiError: There is no such member.
            ValueError: An id is none of Discord, or is taken.
        """
        with self.world.transaction():
            return proxying.proxy_message(self.world, message)

    def uuid_of(self, key: str) -> str | None:
        """The UUID of the system that the seed gives this key."""
        return next((uuid for uuid, system in self.known.items() if system.key == key), None)

    def set_clock(self, now: datetime, *, frozen: bool) -> None:
        """Go on from this time, or stand still at it."""
        before = self.clock()
        self.clock.set(now, frozen=frozen)
        self._after_change(before)

    def reset_clock(self) -> None:
        """Tell the machine's time again."""
        before = self.clock()
        self.clock.reset()
        self._after_change(before)

    def _after_change(self, before: datetime) -> None:
        # A budget that was used in what is now the future would stay empty until then.
        if self.clock() < before:
            self.rates.refill()

    def _know(self, seed: Seed) -> None:
        self.known |= {system.system["uuid"]: system for system in seed.systems}
