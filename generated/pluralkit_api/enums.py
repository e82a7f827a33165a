# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The values that some fields have. One that the service adds later is taken in as it is: see OpenStrEnum."""

from pluralkit_runtime import OpenStrEnum


class PrivacyLevel(OpenStrEnum):
    """Who may see something: public (anybody) or private (the owner of the system alone)."""

    PUBLIC = "public"
    PRIVATE = "private"


class AutoproxyMode(OpenStrEnum):
    """How messages without proxy tags are proxied: off (not at all), front (as the first of the current
    fronters), latch (as the member who proxied last), member (as one fixed member).
    """

    OFF = "off"
    FRONT = "front"
    LATCH = "latch"
    MEMBER = "member"


class ProxySwitchMode(OpenStrEnum):
    """What proxying a message does to the fronters: off (nothing), new (logs a switch to the member alone),
    add (logs a switch with the member added).
    """

    OFF = "off"
    NEW = "new"
    ADD = "add"


class ListPadding(OpenStrEnum):
    """On which side the bot pads short ids of five letters in lists: off, left or right."""

    OFF = "off"
    LEFT = "left"
    RIGHT = "right"
