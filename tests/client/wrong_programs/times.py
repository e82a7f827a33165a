"""Times are datetimes, days are dates."""

from datetime import UTC, date, datetime, timedelta

from pluralkit_api import PluralKit


def right(pk: PluralKit) -> None:
    now = datetime.now(UTC)
    pk.switches.create("@me", members=[], timestamp=now)
    pk.switches.list("@me", before=now - timedelta(days=1), limit=10)
    pk.members.update("maris", birthday=date(1994, 5, 12))
    for switch in pk.switches.iterate(
        "@me", after=now - timedelta(days=1), before=now, limit=10, page_size=5
    ):
        print(switch.members)
    for page in pk.switches.pages("@me", page_size=5, cursor=None):
        print([switch.timestamp for switch in page.items], page.cursor)
    for period in pk.switches.periods("@me", after=now - timedelta(days=1)):
        print(period.members, (period.end or now) - period.start)


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
    pk.switches.iterate("@me", after="2024-05-01T12:00:00Z")  # wrong: text
    pk.switches.iterate("@me", cursor="…")  # wrong: pages have cursors
    pk.switches.periods("@me", limit=5)  # wrong: the times limit it
    print(next(pk.switches.pages("@me")).timestamp)  # wrong: a page has items
    for period in pk.switches.periods("@me"):
        print(period.end - period.start)  # wrong: the current one has no end
        print(period.members[0].name)  # wrong: short ids
