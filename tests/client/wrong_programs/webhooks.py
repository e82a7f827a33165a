"""An event is told by its class or its type before its data is looked at."""

from pluralkit_api import UNSET, events


def right(body: bytes) -> None:
    event = events.parse(body, token="…")
    if isinstance(event, events.UpdateMemberEvent) and event.data.pronouns is not UNSET:
        print(event.id, event.data.pronouns)
    if not isinstance(event, events.UnknownEvent) and event.type == "CREATE_SWITCH":
        print(event.data.members)


def wrong(body: bytes) -> None:
    events.parse(body)  # wrong: whose?
    events.parse({"type": "PING"}, token="…")  # wrong: the bytes, as they came
    event = events.parse(body, token="…")
    print(event.data)  # wrong: a PING has none
    if isinstance(event, events.UpdateMemberEvent):
        print(event.data.pronouns.upper())  # wrong: only what changed is there
        print(event.data.icon)  # wrong: a group's
        print(event.signing_token)  # wrong: not kept
    if isinstance(event, events.DeleteMemberEvent):
        print(event.data.name)  # wrong: always null
