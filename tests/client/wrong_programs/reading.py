"""What comes back: null and absent have to be looked at, and nothing can be changed in place."""

from pluralkit_api import UNSET, PluralKit
from pluralkit_api.models import Member, PublicSystemSettings


def right(pk: PluralKit) -> None:
    system = pk.systems.get("@me")
    if system.description is not None:
        print(system.description.upper())
    if system.webhook_url is not UNSET and system.webhook_url is not None:
        print(system.webhook_url.upper())
    for member in pk.members.list(system):
        print((member.display_name or member.name).upper(), member.created and member.created.year)
    fronters = pk.switches.get_fronters(system)
    if fronters is not None:
        print([member.name for member in fronters.members])
    print(Member.from_json(pk.members.get("maris").to_json()).name, {system, pk.systems.get("@me")})
    if fronters is not None:
        print([pk.systems.get(member.system).name for member in fronters.members])
    print(pk.systems.get(pk.members.get("maris").system), pk.systems.get(pk.groups.get("keeper").system))
    message = pk.messages.get(1)
    if message.member is not None:
        print(pk.members.get(message.member).system.upper(), message.system and message.system.id)
    settings = pk.systems.get_settings(system)
    if not isinstance(settings, PublicSystemSettings):
        print(settings.timezone)


def wrong(pk: PluralKit) -> None:
    system = pk.systems.get("@me")
    print(system.description.upper())  # wrong: may be null
    print(system.webhook_url.upper())  # wrong: may be absent
    if system.webhook_url is not UNSET:
        print(system.webhook_url.upper())  # wrong: may be null
    if system.webhook_url is not None:
        print(system.webhook_url.upper())  # wrong: may be absent
    print(system.privacy.front_privacy)  # wrong: null for anonymous callers
    print(system.members)  # wrong: they are listed by pk.members
    system.name = "The Harbour"  # wrong: pk.systems.update changes it
    member = pk.members.get("maris")
    print(member.to_json().name)  # wrong: text
    print(Member.from_json(member.to_json()).icon)  # wrong: a group's
    print(member.created.year)  # wrong: null where it is private
    print(member.birthday.year)  # wrong: may be null
    print(member.message_count + 1)  # wrong: may be null
    text: str = member.display_name  # wrong: may be null
    print(text, member.system.description)  # wrong: a short id
    message = pk.messages.get(1)
    print(message.member and message.member.system)  # wrong: the message has it
    print(pk.switches.get_fronters("@me").members)  # wrong: None where nobody ever switched
    print(pk.groups.get("keeper").members[0])  # wrong: absent unless asked for
    print(pk.switches.list("@me")[0].members[0].name)  # wrong: short ids
    print(pk.messages.get(1).member.name)  # wrong: null where it is gone
    print(pk.systems.get_settings("@me").timezone)  # wrong: the owner's alone
    print(pk.members.delete("maris").name)  # wrong: nothing comes back
