"""Operations of the API by operationId. Each is a function from a call to a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pluralkit_sandbox.call import Answer, Call
from pluralkit_sandbox.errors import ProblemError
from pluralkit_sandbox.operations import (
    autoproxy,
    bot,
    groups,
    members,
    memberships,
    messages,
    switches,
    systems,
)
from pluralkit_sandbox.operations.owned import GROUPS, MEMBERS


def log_in_with_discord(call: Call) -> Answer:
    """logInWithDiscord: fail as a service without a configured log-in."""
    call.json_object()
    raise ProblemError(404)


OPERATIONS: Mapping[str, Callable[[Call], Answer]] = {
    "getSystem": systems.get,
    "updateSystem": systems.update,
    "getSystemSettings": systems.get_settings,
    "updateSystemSettings": systems.update_settings,
    "getSystemGuildSettings": systems.get_guild_settings,
    "updateSystemGuildSettings": systems.update_guild_settings,
    "getSystemOEmbed": systems.get_oembed,
    "getAutoproxySettings": autoproxy.get,
    "updateAutoproxySettings": autoproxy.update,
    "listMembers": members.list_of_system,
    "createMember": members.create,
    "getMember": members.get,
    "updateMember": members.update,
    "deleteMember": members.delete,
    "getMemberGuildSettings": members.get_guild_settings,
    "updateMemberGuildSettings": members.update_guild_settings,
    "getMemberOEmbed": members.get_oembed,
    "listGroups": groups.list_of_system,
    "createGroup": groups.create,
    "getGroup": groups.get,
    "updateGroup": groups.update,
    "deleteGroup": groups.delete,
    "getGroupOEmbed": groups.get_oembed,
    "listMemberGroups": memberships.list_groups,
    "addMemberGroups": memberships.add_groups,
    "removeMemberGroups": memberships.remove_groups,
    "overwriteMemberGroups": memberships.overwrite_groups,
    "listGroupMembers": memberships.list_members,
    "addGroupMembers": memberships.add_members,
    "removeGroupMembers": memberships.remove_members,
    "overwriteGroupMembers": memberships.overwrite_members,
    "getFronters": switches.get_fronters,
    "listSwitches": switches.list_of_system,
    "createSwitch": switches.create,
    "getSwitch": switches.get,
    "updateSwitch": switches.update,
    "deleteSwitch": switches.delete,
    "updateSwitchMembers": switches.update_members,
    "getMessage": messages.get,
    "updateAllMembersPrivacy": MEMBERS.update_privacy,
    "updateAllGroupsPrivacy": GROUPS.update_privacy,
    "logInWithDiscord": log_in_with_discord,
    "getShardState": bot.get_shard_state,
    "getBotStats": bot.get_stats,
}
