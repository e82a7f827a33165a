# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
# ruff: noqa: N818 - the names are the API's own words
"""Every error that a call can raise, by what went wrong.

* PluralKitError
  x ApiError
    + BadRequest                      400
      . InvalidModel                  40001
      . AutoproxyMemberMissing        40002
      . DuplicateMembers              40003
      . SameFronters                  40004
      . SwitchTimestampTaken          40005
      . InvalidSwitchId               40006
      . MemberLimitReached            40007
      . GroupLimitReached             40008
      . AutoproxyMemberNotAllowed     40009
    + Unauthorized                    401
    + Forbidden                       403
      . MemberListForbidden           30001
      . GroupListForbidden            30002
      . GroupMembersForbidden         30003
      . FrontersForbidden             30004
      . FrontHistoryForbidden         30005
      . MemberNotYours                30006
      . GroupNotYours                 30007
      . ListedMemberNotYours          30008
      . ListedGroupNotYours           30009
    + NotFound                        404
      . SystemNotFound                20001
      . MemberNotFound                20002
      . ListedMemberNotFound          20003
      . GroupNotFound                 20004
      . ListedGroupNotFound           20005
      . MessageNotFound               20006
      . SwitchNotFound                20007
      . SwitchNotVisible              20008
      . SystemGuildSettingsNotFound   20009
      . MemberGuildSettingsNotFound   20010
    + RateLimited                     429
    + ServerError                     500 and above
      . Unimplemented                 50001
  x TransportError                    there was no whole answer
    + RequestTimeout                  … within the time that the call was given
      . RateLimitTimeout              … because its rate-limit slot would have come later
  x InvalidResponse                   a success whose body is not what the contract says
  x InvalidSignature                  a webhook without the right token
  x InvalidEvent                      a webhook whose body is not what the contract says
"""

from collections.abc import Mapping
from typing import Final

from pluralkit_runtime.errors import (
    ApiError,
    BadRequest,
    FieldError,
    Forbidden,
    InvalidEvent,
    InvalidResponse,
    InvalidSignature,
    NotFound,
    PluralKitError,
    RateLimited,
    RateLimitTimeout,
    RequestTimeout,
    ServerError,
    TransportError,
    Unauthorized,
)


class SystemNotFound(NotFound):
    """No system has this reference."""


class MemberNotFound(NotFound):
    """No member has this reference."""


class ListedMemberNotFound(NotFound):
    """A member named in the body does not exist."""


class GroupNotFound(NotFound):
    """No group has this reference."""


class ListedGroupNotFound(NotFound):
    """A group named in the body does not exist."""


class MessageNotFound(NotFound):
    """No proxied message has this id."""


class SwitchNotFound(NotFound):
    """No switch has this id."""


class SwitchNotVisible(NotFound):
    """The switch belongs to another system, or the caller may not see the front history."""


class SystemGuildSettingsNotFound(NotFound):
    """The bot has not made settings of this system for this server yet."""


class MemberGuildSettingsNotFound(NotFound):
    """The bot has not made settings of this member for this server yet."""


class MemberListForbidden(Forbidden):
    """The member list is private."""


class GroupListForbidden(Forbidden):
    """The group list is private."""


class GroupMembersForbidden(Forbidden):
    """The member list of the group is private."""


class FrontersForbidden(Forbidden):
    """The current fronters are private."""


class FrontHistoryForbidden(Forbidden):
    """The front history is private."""


class MemberNotYours(Forbidden):
    """The member belongs to another system."""


class GroupNotYours(Forbidden):
    """The group belongs to another system."""


class ListedMemberNotYours(Forbidden):
    """A member named in the body belongs to another system."""


class ListedGroupNotYours(Forbidden):
    """A group named in the body belongs to another system."""


class InvalidModel(BadRequest):
    """Fields of the body break their rules; errors names each."""


class AutoproxyMemberMissing(BadRequest):
    """Mode member needs a member."""


class DuplicateMembers(BadRequest):
    """The list names a member twice."""


class SameFronters(BadRequest):
    """The list, in its order, is the one that is there already."""


class SwitchTimestampTaken(BadRequest):
    """A switch of this system has this time already."""


class InvalidSwitchId(BadRequest):
    """The id of the switch is not a UUID."""


class MemberLimitReached(BadRequest):
    """The system has as many members as its member_limit allows."""


class GroupLimitReached(BadRequest):
    """The system has as many groups as its group_limit allows."""


class AutoproxyMemberNotAllowed(BadRequest):
    """Mode latch takes no member."""


class Unimplemented(ServerError):
    """The service does not do this yet."""


BY_CODE: Final[Mapping[int, type[ApiError]]] = {
    20001: SystemNotFound,
    20002: MemberNotFound,
    20003: ListedMemberNotFound,
    20004: GroupNotFound,
    20005: ListedGroupNotFound,
    20006: MessageNotFound,
    20007: SwitchNotFound,
    20008: SwitchNotVisible,
    20009: SystemGuildSettingsNotFound,
    20010: MemberGuildSettingsNotFound,
    30001: MemberListForbidden,
    30002: GroupListForbidden,
    30003: GroupMembersForbidden,
    30004: FrontersForbidden,
    30005: FrontHistoryForbidden,
    30006: MemberNotYours,
    30007: GroupNotYours,
    30008: ListedMemberNotYours,
    30009: ListedGroupNotYours,
    40001: InvalidModel,
    40002: AutoproxyMemberMissing,
    40003: DuplicateMembers,
    40004: SameFronters,
    40005: SwitchTimestampTaken,
    40006: InvalidSwitchId,
    40007: MemberLimitReached,
    40008: GroupLimitReached,
    40009: AutoproxyMemberNotAllowed,
    50001: Unimplemented,
}
"""The class of each error code."""

__all__ = [
    "BY_CODE",
    "ApiError",
    "AutoproxyMemberMissing",
    "AutoproxyMemberNotAllowed",
    "BadRequest",
    "DuplicateMembers",
    "FieldError",
    "Forbidden",
    "FrontHistoryForbidden",
    "FrontersForbidden",
    "GroupLimitReached",
    "GroupListForbidden",
    "GroupMembersForbidden",
    "GroupNotFound",
    "GroupNotYours",
    "InvalidEvent",
    "InvalidModel",
    "InvalidResponse",
    "InvalidSignature",
    "InvalidSwitchId",
    "ListedGroupNotFound",
    "ListedGroupNotYours",
    "ListedMemberNotFound",
    "ListedMemberNotYours",
    "MemberGuildSettingsNotFound",
    "MemberLimitReached",
    "MemberListForbidden",
    "MemberNotFound",
    "MemberNotYours",
    "MessageNotFound",
    "NotFound",
    "PluralKitError",
    "RateLimitTimeout",
    "RateLimited",
    "RequestTimeout",
    "SameFronters",
    "ServerError",
    "SwitchNotFound",
    "SwitchNotVisible",
    "SwitchTimestampTaken",
    "SystemGuildSettingsNotFound",
    "SystemNotFound",
    "TransportError",
    "Unauthorized",
    "Unimplemented",
]
