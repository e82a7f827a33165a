# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The values that some fields have. One that the service adds later is taken in as it is: see OpenStrEnum."""

from pluralkit_runtime import OpenStrEnum


class PrivacyLevel(OpenStrEnum):
    """Who may see something."""

    PUBLIC = "public"
    PRIVATE = "private"


class AutoproxyMode(OpenStrEnum):
    """How messages without proxy tags are proxied."""

    OFF = "off"
    FRONT = "front"
    LATCH = "latch"
    MEMBER = "member"


class ProxySwitchMode(OpenStrEnum):
    """What proxying does to the fronters."""

    OFF = "off"
    NEW = "new"
    ADD = "add"


class ListPadding(OpenStrEnum):
    """How short ids are padded in lists."""

    OFF = "off"
    LEFT = "left"
    RIGHT = "right"
