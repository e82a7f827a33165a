"""What stands for a member, a group, a switch: what people hold, but not just anything."""

from uuid import UUID

from pluralkit_api import PluralKit
from pluralkit_api.models import Group, Member, Switch, System


class User:
    """As a Discord library has it."""

    id = 900000000000000001


def right(pk: PluralKit, member: Member, group: Group, switch: Switch) -> None:
    pk.members.get(member)
    pk.members.get(UUID(int=1))
    pk.systems.get(900000000000000001)
    pk.systems.get(User())
    pk.systems.get_guild_settings("@me", User())
    pk.groups.add_members(group, [member, "maris", UUID(int=1)])
    pk.groups.add_members(group, {"maris"})
    pk.groups.add_members(group, pk.members.list("@me"))
    pk.switches.create("@me", members=[])
    pk.switches.delete("@me", switch)


def wrong(pk: PluralKit, member: Member, group: Group, system: System) -> None:
    pk.members.get(User())  # wrong: only systems and Discord's things go by number
    pk.systems.get(group)  # wrong: a group
    pk.members.get(group)  # wrong: a group
    pk.members.get(None)  # wrong: which?
    pk.members.get(12345)  # wrong: only systems and Discord's things go by number
    pk.members.list(member)  # wrong: of which system?
    pk.groups.add_members(group, "maris")  # wrong: a list
    pk.groups.add_members(group, member)  # wrong: a list
    pk.groups.add_members(group, [group])  # wrong: a group
    pk.groups.add_members(group, [None])  # wrong: which?
    pk.members.add_groups(member, "keeper")  # wrong: a list
    pk.switches.create("@me", members="maris")  # wrong: a list
    pk.switches.create("@me", members=None)  # wrong: nobody is an empty list
    pk.switches.create("@me")  # wrong: nobody is an empty list
    pk.switches.get(system, member)  # wrong: a member
    pk.switches.get(system)  # wrong: which?
    pk.messages.get(member)  # wrong: a member
