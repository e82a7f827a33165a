"""Operations: a system's autoproxy settings for a Discord server."""

from __future__ import annotations

from pluralkit_sandbox import contract, errors, refs
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.compat import convert
from pluralkit_sandbox.inputs import Changes
from pluralkit_sandbox.store import Autoproxy, Document, Entity

_WITH_MEMBER = ("latch", "member")


def get(call: Call) -> Answer:
    """getAutoproxySettings: return the settings; defaults if there are none."""
    settings = call.world.store.autoproxy(call.system.id, _guild(call))
    return ok(_show(settings, _kept_member(call, settings)))


def update(call: Call) -> Answer:
    """updateAutoproxySettings: validate mode and member together, as the service does."""
    body = call.json_object()
    guild = _guild(call)
    store = call.world.store
    old = store.autoproxy(call.system.id, guild)
    mode = body.get("autoproxy_mode", old.mode)
    mode = "off" if mode is None else mode
    ref = convert.to_text(body.get("autoproxy_member"))
    member = _named_member(call, ref)

    changes = Changes()
    if "autoproxy_mode" in body:
        changes.values["autoproxy_mode"] = mode
    if member:
        changes.values["autoproxy_member"] = member.uuid
    if mode not in (contract.load().schemas["AutoproxySettings"].fields["autoproxy_mode"].enum or ()):
        changes.refuse_invalid("autoproxy_mode")
    if ref is not None and member is None:
        changes.refuse("autoproxy_member", "Member not found.")
    if mode not in _WITH_MEMBER:
        changes.values["autoproxy_member"] = None
        if ref is not None:
            changes.refuse(
                "autoproxy_member",
                "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode",
            )
    elif mode == "member" and member is None and old.member is None:
        changes.refuse("autoproxy_member", "An autoproxy member must be supplied for autoproxy mode 'member'")
    values = changes.check()

    settings = Autoproxy(
        mode, (member.id if member else old.member) if mode in _WITH_MEMBER else None, old.latched
    )
    store.put_autoproxy(call.system.id, guild, settings)
    call.world.emit(
        call.system.id, "UPDATE_AUTOPROXY", None, {"guild_id": guild, "channel_id": None, **values}
    )
    # Without a member in the body the response shows the previous one, even if mode off has just cleared it.
    return ok(_show(settings, member or _kept_member(call, old)))


def _guild(call: Call) -> str:
    """Return the Discord server in the query.

    Raises:
        ApiError: The system is not the caller's, or the query names a channel, which the service does not
            support.
    """
    guild, channel = call.query_snowflake("guild_id"), call.query_snowflake("channel_id")
    call.require_own_system()
    if guild is None or channel is not None:
        raise errors.error("Unimplemented")
    return guild


def _named_member(call: Call, ref: str | None) -> Entity | None:
    member = None if ref is None else refs.find_member_of(call.world.store, ref)
    if member and not call.is_owner(member.system):
        raise errors.general(403)
    return member


def _kept_member(call: Call, settings: Autoproxy) -> Entity | None:
    return call.world.store.get("members", settings.member) if settings.member else None


def _show(settings: Autoproxy, member: Entity | None) -> Document:
    return {
        "autoproxy_mode": settings.mode,
        "autoproxy_member": member.hid if member and settings.mode != "front" else None,
        "last_latch_timestamp": settings.latched,
    }
