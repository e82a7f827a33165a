"""Times are datetimes, days are dates."""

from datetime import UTC, date, datetime, timedelta

from pluralkit_api import PluralKit


def right(pk: PluralKit) -> None:
    now = datetime.now(UTC)
    pk.switches.create("@me", members=[], timestamp=now)
    pk.switches.list("@me", before=now - timedelta(days=1), limit=10)
    pk.members.update("maris", birthday=date(1994, 5, 12))


def wrong(pk: PluralKit) -> None:
    pk.switches.create("@me", members=[], timestamp="2024-05-01T12:00:00Z")  # wrong: text
    pk.switches.create("@me", members=[], timestamp=1714564800)  # wrong: a number
    pk.switches.create("@me", members=[], timestamp=date(2024, 5, 1))  # wrong: a day
    pk.switches.update("@me", "c3b1a0de-7b52-4a39-8a39-0d3c6a1b2c01", timestamp=None)  # wrong: needed
    pk.switches.update("@me", "c3b1a0de-7b52-4a39-8a39-0d3c6a1b2c01")  # wrong: needed
    pk.switches.list("@me", before="2024-05-01T12:00:00Z")  # wrong: text
    pk.switches.list("@me", limit="10")  # wrong: text
    pk.members.update("maris", birthday="1994-05-12")  # wrong: text
    print(pk.switches.list("@me")[0].timestamp.upper())  # wrong: a datetime
