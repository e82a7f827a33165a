"""Operations that members and groups share: list, create, update, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import msgspec

from pluralkit_sandbox import errors, inputs
from pluralkit_sandbox.call import NO_CONTENT, Answer, Call, ok
from pluralkit_sandbox.documents import blank
from pluralkit_sandbox.inputs import Input
from pluralkit_sandbox.operations.systems import limit
from pluralkit_sandbox.store import Document, Entity
from pluralkit_sandbox.views import list_entry, oembed, show, title_of


@dataclass(frozen=True, slots=True)
class Owned:
    """A kind of entity that belongs to systems, with its operations.

    Attributes:
        model: Name of the model.
        kind: Name of the table.
        input: Its request body.
        limit: Setting with the maximum number per system.
        limit_reached: Name of the error when the limit is reached.
    """

    model: Literal["Member", "Group"]
    kind: Literal["members", "groups"]
    input: Input
    limit: Literal["member_limit", "group_limit"]
    limit_reached: str

    def visible(self, call: Call, system: Entity, entities: Sequence[Entity]) -> list[msgspec.Raw]:
        """Return the entities that lists show to the caller.

        Args:
            call: The call.
            system: The system that they belong to.
            entities: The entities.

        Returns:
            JSON of each visible entity.
        """
        owner = call.is_owner(system.id)
        shown = (list_entry(self.model, entity, owner=owner, system=system.hid) for entity in entities)
        return [entry for entry in shown if entry is not None]

    def create(self, call: Call) -> Answer:
        """Create an entity for the caller's system."""
        body = call.json_object()
        world, system = call.world, call.require_caller()
        if world.store.count(self.kind, system) >= limit(world.store.settings(system), self.limit):
            raise errors.error(self.limit_reached)
        changes = inputs.read(self.input, body)
        if "name" not in body:
            changes.refuse("name", f"Key 'name' is required when creating new {self.model.lower()}.")
        values = changes.check()
        inputs.require_storable(values)
        document = inputs.merge(blank(self.model) | {"created": world.timestamp()}, values)
        entity = world.store.create(
            self.kind, system, world.new_short_id(self.kind), world.ids.uuid(), document
        )
        world.emit(system, f"CREATE_{self.model.upper()}", entity.uuid, values)
        return ok(self._show(call, entity, owner=True))

    def get(self, call: Call, entity: Entity) -> Answer:
        """Return an entity in the caller's view."""
        return ok(self._show(call, entity, owner=call.is_owner(entity.system)))

    def update(self, call: Call, entity: Entity, body: Document) -> Answer:
        """Change an entity; the event is sent even for unstorable values."""
        values = inputs.read(self.input, body).check()
        event = f"UPDATE_{self.model.upper()}"
        emit = partial(call.world.emit, entity.system, event, entity.uuid, values)
        inputs.require_storable(values, before_refusal=emit)
        changed = entity.with_document(inputs.merge(entity.document, values))
        call.world.store.replace(self.kind, entity.id, changed.document)
        emit()
        return ok(self._show(call, changed, owner=True))

    def update_privacy(self, call: Call) -> Answer:
        """Change the privacy of all entities of this kind of the caller's system."""
        body = call.json_object()
        system, store = call.require_caller(), call.world.store
        values = inputs.read(self.input, {"privacy": body}).check()
        if not values["privacy"]:
            raise errors.general(400)
        for entity in store.of_system(self.kind, system):
            store.replace(self.kind, entity.id, inputs.merge(entity.document, values))
        return NO_CONTENT

    def delete(self, call: Call, entity: Entity) -> Answer:
        """Delete an entity."""
        call.world.store.delete(self.kind, entity.id)
        call.world.emit(entity.system, f"DELETE_{self.model.upper()}", entity.uuid, None)
        return NO_CONTENT

    def get_oembed(self, call: Call, entity: Entity) -> Answer:
        """Return the link preview of an entity."""
        return ok(oembed(self.model, title_of(entity, call.world.store.get("systems", entity.system))))

    def _show(self, call: Call, entity: Entity, *, owner: bool) -> Document:
        system = call.world.store.get("systems", entity.system)
        return show(self.model, entity, owner=owner, system=system.hid)


MEMBERS = Owned("Member", "members", inputs.MEMBER, "member_limit", "MemberLimitReached")
GROUPS = Owned("Group", "groups", inputs.GROUP, "group_limit", "GroupLimitReached")
