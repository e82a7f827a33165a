"""Shared parts of both import formats: matching, limits, creating and changing members and groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

import msgspec

from pluralkit_sandbox.auth import hash_token
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.documents import blank
from pluralkit_sandbox.inputs import Changes, Input, merge, read
from pluralkit_sandbox.operations.owned import MEMBERS, Owned
from pluralkit_sandbox.operations.systems import limit
from pluralkit_sandbox.store import Document, Entity, encode
from pluralkit_sandbox.world import World


class ImportRefusedError(Exception):
    """The import fails and is rolled back.

    Args:
        message: Text for the user of the bot; None if the bot shows none.
    """

    def __init__(self, message: str | None) -> None:
        super().__init__(message or "")
        self.message = message


class ImportResult(msgspec.Struct):
    """The bot's report of an import.

    Attributes:
        success: Whether it succeeded.
        message: Why it failed; None also for failures without a message.
        added: Number of created members.
        modified: Number of existing members in the file, changed or not.
        created: Whether a system was created for the account.
        asked: What the bot asks the user to confirm. The sandbox confirms everything.
    """

    success: bool = False
    message: str | None = None
    added: int = 0
    modified: int = 0
    created: bool = False
    asked: str | None = None


class Importer:
    """An import into a system, within the caller's transaction.

    Args:
        world: The world.
        system: Row id of the system.
        result: The report, which is updated.
    """

    def __init__(self, world: World, system: int, result: ImportResult) -> None:
        self.world = world
        self.system = system
        self.result = result
        self.settings = world.store.settings(system)
        # As in the service, later entries do not match what the import has created.
        self.members = Existing(world.store.of_system("members", system))
        self.groups = Existing(world.store.of_system("groups", system))

    def existing(self, owned: Owned) -> Existing:
        """Return the members or groups that the system had before the import."""
        return self.members if owned is MEMBERS else self.groups

    def require_room(self, owned: Owned, new: int) -> None:
        """Check the limit of members or groups.

        Args:
            owned: Members or groups.
            new: Number of new ones.

        Raises:
            ImportRefusedError: The limit would be exceeded.
        """
        most = limit(self.settings, owned.limit)
        if self.world.store.count(owned.kind, self.system) + new > most:
            raise ImportRefusedError(f"Import would exceed the maximum number of {owned.kind} ({most}).")

    def put(self, owned: Owned, existing: Entity | None, values: Document) -> int:
        """Change or create a member or group.

        Args:
            owned: Members or groups.
            existing: The entity to change; None to create one.
            values: The changes.

        Returns:
            Its row id.
        """
        store = self.world.store
        if existing:
            # Read the entity again: a previous entry may have changed it.
            kept = store.get(owned.kind, existing.id)
            store.replace(owned.kind, kept.id, merge(kept.document, values))
            return kept.id
        document = merge(blank(owned.model) | {"created": self.world.timestamp()}, values)
        hid = self.world.new_short_id(owned.kind)
        return store.create(owned.kind, self.system, hid, self.world.ids.uuid(), document).id


class Existing:
    """Members or groups that a system had before an import, by short id and by name."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._by_id = {entity.hid: entity for entity in entities}
        self._by_name = {entity.document["name"]: entity for entity in entities}

    def find(self, id: str | None, name: str | None) -> Entity | None:
        """Return the entity with a short id, else the one with a name, or None.

        Args:
            id: The short id in the file.
            name: The name in the file.

        Raises:
            ImportRefusedError: The entry lacks the id or name that is needed; there is no message.
        """
        if id is None:
            raise ImportRefusedError(None)
        return self._by_id.get(id) or self.find_by_name(name)

    def find_by_name(self, name: str | None) -> Entity | None:
        """Return the entity with a name, or None.

        Args:
            name: The name in the file.

        Raises:
            ImportRefusedError: The entry has no name; there is no message.
        """
        if name is None:
            raise ImportRefusedError(None)
        return self._by_name.get(name)


def read_fields(kind: Input, body: Document, place: str, label: str) -> Document:
    """Convert and validate the fields of an entry.

    Args:
        kind: Kind of the entry.
        body: The entry.
        place: Description of the entry in error messages, such as "member Annie".
        label: Prefix of messages that the API has, too; may be empty.

    Returns:
        The values to store.

    Raises:
        ImportRefusedError: A field has a value that the API would reject, too.
    """
    try:
        changes = read(kind, body)
    except ConversionError:
        fail(f"a field of {place} has a value of the wrong type")
    if changes.errors:
        _refuse(changes, place, label)
    if changes.unstorable or "\\u0000" in encode(changes.values):
        fail(f"a text of {place} cannot be kept")
    return changes.values


def _refuse(changes: Changes, place: str, label: str) -> Never:
    key, (error, *_) = next(iter(changes.errors.items()))
    if "max_length" in error:
        sizes = f"{error['actual_length']} > {error['max_length']}"
        raise ImportRefusedError(f"Field {key} in {place} is too long ({sizes}).")
    if error["message"] == f"Field {key} is invalid.":
        raise ImportRefusedError(f"Field {key} in {place} is invalid.")
    raise ImportRefusedError(f"{label}{error['message']}")


def fail(why: str) -> Never:
    """Fail with a message of the sandbox's own, where the service has an unhandled exception.

    Raises:
        ImportRefusedError: Always.
    """
    raise ImportRefusedError(f"The bot fails on this file: {why}.")


def create_system(world: World, account: int, token: str) -> int:
    """Create an empty system for a Discord account.

    Args:
        world: The world.
        account: Id of the account.
        token: Token of the system.

    Returns:
        Its row id.
    """
    store = world.store
    document = blank("System") | {"created": world.timestamp()}
    settings = blank("SystemSettings")
    hid = world.new_short_id("systems")
    system = store.create_system(hid, world.ids.uuid(), hash_token(token), None, settings, document)
    store.add_account(account, system)
    return system
