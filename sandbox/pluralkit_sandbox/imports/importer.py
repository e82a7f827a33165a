"""Base of both kinds of imports: matching, limits, creation and changes of members and groups."""

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
    """The import fails and nothing of it is kept; the text is for the user of the bot, who may get none."""

    def __init__(self, message: str | None) -> None:
        super().__init__(message or "")
        self.message = message


class ImportResult(msgspec.Struct):
    """What the bot gets to know about an import."""

    success: bool = False
    message: str | None = None
    """Why it failed; None also for some failures, on which the bot has no text."""
    added: int = 0
    """Members that were created."""
    modified: int = 0
    """Members that exist, also those that stay as they are."""
    created: bool = False
    """Whether the account had no system, so that one was created."""
    asked: str | None = None
    """What the bot asks the user to confirm. The sandbox confirms everything."""


class Importer:
    """One import into one system, within the transaction of the caller."""

    def __init__(self, world: World, system: int, result: ImportResult) -> None:
        self.world = world
        self.system = system
        self.result = result
        self.settings = world.store.settings(system)
        # As in the service, what the import creates is not found by the entries that follow.
        self.members = Existing(world.store.of_system("members", system))
        self.groups = Existing(world.store.of_system("groups", system))

    def existing(self, owned: Owned) -> Existing:
        """The members or groups that the system has before the import."""
        return self.members if owned is MEMBERS else self.groups

    def require_room(self, owned: Owned, new: int) -> None:
        """Raises ImportRefusedError where so many new members or groups are too many."""
        most = limit(self.settings, owned.limit)
        if self.world.store.count(owned.kind, self.system) + new > most:
            raise ImportRefusedError(f"Import would exceed the maximum number of {owned.kind} ({most}).")

    def put(self, owned: Owned, existing: Entity | None, values: Document) -> int:
        """Change a member or a group, or create it. Returns its row id."""
        store = self.world.store
        if existing:
            # An entry may come a second time, so that what is kept now is read again.
            kept = store.get(owned.kind, existing.id)
            store.replace(owned.kind, kept.id, merge(kept.document, values))
            return kept.id
        document = merge(blank(owned.model) | {"created": self.world.timestamp()}, values)
        hid = self.world.new_short_id(owned.kind)
        return store.create(owned.kind, self.system, hid, self.world.ids.uuid(), document).id


class Existing:
    """The members or the groups that a system has before an import."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._by_id = {entity.hid: entity for entity in entities}
        self._by_name = {entity.document["name"]: entity for entity in entities}

    def find(self, id: str | None, name: str | None) -> Entity | None:
        """The one with this short id, else the one with this name.

        Raises ImportRefusedError, without a message, for an entry without what it is looked up by.
        """
        if id is None:
            raise ImportRefusedError(None)
        return self._by_id.get(id) or self.find_by_name(name)

    def find_by_name(self, name: str | None) -> Entity | None:
        if name is None:
            raise ImportRefusedError(None)
        return self._by_name.get(name)


def read_fields(kind: Input, body: Document, place: str, label: str) -> Document:
    """What an entry of a file changes, as it is to be kept.

    Args:
        kind: What it is an entry of.
        body: The entry.
        place: Names it in a message about one of its fields, say "member Annie".
        label: Stands in front of a message that the API has, too; may be empty.

    Raises:
        ImportRefusedError: A field has a value that the API does not take either.
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
    """End an import on which the service has an unhandled exception, with a message of the sandbox's own."""
    raise ImportRefusedError(f"The bot fails on this file: {why}.")


def create_system(world: World, account: int, token: str) -> int:
    """Create an empty system for an account. Returns its row id."""
    store = world.store
    document = blank("System") | {"created": world.timestamp()}
    settings = blank("SystemSettings")
    hid = world.new_short_id("systems")
    system = store.create_system(hid, world.ids.uuid(), hash_token(token), None, settings, document)
    store.add_account(account, system)
    return system
