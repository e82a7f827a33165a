"""What a write takes: known keys, of the right type, None only where the API clears by it."""

from pluralkit_api import PluralKit
from pluralkit_api.enums import PrivacyLevel
from pluralkit_api.inputs import MemberUpdate
from pluralkit_api.models import ProxyTag


def right(pk: PluralKit) -> None:
    pk.members.create(name="Maris", pronouns=None, proxy_tags=[{"prefix": "M:"}])
    pk.members.update("maris", description=None, privacy={"visibility": "private"})
    pk.members.update("maris", privacy={"visibility": PrivacyLevel.PRIVATE})
    pk.members.update("maris", proxy_tags=[ProxyTag(prefix="M:"), ProxyTag(suffix="-m"), {"suffix": "/m"}])
    changes: MemberUpdate = {"pronouns": "she/her"}
    pk.members.update("maris", **changes)


def wrong(pk: PluralKit) -> None:
    pk.members.update("maris", pronoun="she/her")  # wrong: no such key
    pk.members.update("maris", name=None)  # wrong: a member always has a name
    pk.members.update("maris", message_count=3)  # wrong: counted by the service
    pk.members.update("maris", keep_proxy="yes")  # wrong: a bool
    pk.members.update("maris", privacy=None)  # wrong: the keys in it, not the whole
    pk.members.update("maris", privacy={"visible": "private"})  # wrong: no such key in it
    pk.members.update("maris", privacy={"visibility": "secret"})  # wrong: no such value
    pk.members.update("maris", proxy_tags=[{"before": "M:"}])  # wrong: prefix and suffix
    pk.members.update("maris", proxy_tags="M:")  # wrong: a list
    pk.members.update("maris", proxy_tags=[ProxyTag("M:")])  # wrong: prefix or suffix?
    pk.members.update({"name": "Maris"})  # wrong: which member?
    pk.members.update(name="Maris")  # wrong: which member?
    pk.members.create()  # wrong: a member needs a name
    pk.members.create(display_name="Maris")  # wrong: a member needs a name
    pk.groups.create(name="Keepers", avatar_url="https://example.org/a.png")  # wrong: a group has an icon
    pk.systems.update("@me", privacy={"visibility": "private"})  # wrong: a member's key, not a system's
    pk.systems.update_settings("@me", pings_enabled=None)  # wrong: on or off
    pk.systems.update_settings("@me", proxy_switch="latch")  # wrong: no such value
    pk.systems.update_settings("@me", hid_list_padding="left")  # wrong: read-only
    pk.systems.update_autoproxy("@me", autoproxy_mode="off")  # wrong: on which server?
    pk.systems.update_autoproxy("@me", guild_id=1, autoproxy_mode="on")  # wrong: no such value
    changes: MemberUpdate = {"pronoun": "she/her"}  # wrong: no such key
    pk.members.update("maris", **changes)
