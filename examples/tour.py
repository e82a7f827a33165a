"""A tour of the client: `python -m examples.tour`.

Starts a sandbox on this machine and makes real calls to it, from reading to webhooks. What it prints, and how
that is made, stand side by side: each part is a function.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue

from pluralkit_api import PluralKit, RateLimited, events, operations
from pluralkit_api.errors import FrontersForbidden, InvalidModel, MemberNotFound
from pluralkit_sandbox.seed import DEMO

from examples.webhook_receiver import receiver

AGENT = "pluralkit-tour/1 (me@example.org)"


def main() -> None:
    received: Queue[events.Event] = Queue()
    harbour, meadow = json.loads(DEMO.read_bytes())["systems"]
    with (
        receiver(0, harbour["webhook_token"], received.put) as hook,
        tempfile.TemporaryDirectory() as directory,
    ):
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        harbour["system"]["webhook_url"] = f"http://127.0.0.1:{hook.server_port}"
        harbour["switches"] = _a_year_of_switches()
        seed = Path(directory) / "seed.json"
        seed.write_text(json.dumps({"systems": [harbour, meadow]}))
        with sandbox("--seed", str(seed)) as base_url:
            say("The tour", f"Every call goes to {base_url}, a sandbox with the service's rate limits.")
            with (
                PluralKit(user_agent=AGENT, token=harbour["token"], base_url=base_url) as pk,
                PluralKit(user_agent=AGENT, base_url=base_url) as anonymous,
            ):
                reading(pk)
                writing(pk)
                privacy(pk, anonymous)
                errors(pk, anonymous)
                paging(pk)
                rate_limits(pk)
                hurrying(base_url)
                webhooks(received)
        hook.shutdown()


def reading(pk: PluralKit) -> None:
    say("Reading", "Answers are typed; what a system left empty is None.")
    system = pk.systems.get("@me")
    show(
        f"system {system.id}", f"{system.name} {system.tag}, {system.pronouns}, since {system.created:%B %Y}"
    )
    for member in pk.members.list(system):
        show(
            f"member {member.id}", f"{member.display_name or member.name}, {member.pronouns or 'no pronouns'}"
        )
    fronters = pk.switches.get_fronters(system)
    if fronters is not None:
        show("fronting", ", ".join(member.name for member in fronters.members))


def writing(pk: PluralKit) -> None:
    say("Writing", "A key that is left out stays as it is, None clears it.")
    before = pk.members.get("maris")
    after = pk.members.update(before, pronouns="they/she", color=None)
    show("pronouns", f"{before.pronouns} → {after.pronouns}")
    show("color", f"{before.color} → {after.color}")
    show("description", f"{before.description} → {after.description}")
    new = pk.members.create(name="Wren", birthday=datetime(2001, 2, 3, tzinfo=UTC).date())
    pk.groups.add_members("keeper", [new])
    show(
        "new member",
        f"{new.name} ({new.id}), in {', '.join(each.name for each in pk.members.list_groups(new))}",
    )
    pk.members.delete(new)


def privacy(pk: PluralKit, anonymous: PluralKit) -> None:
    say("Privacy", "A client without a token sees what everybody sees.")
    for who, client in (("its owner", pk), ("anyone", anonymous)):
        member = client.members.get("tobin")
        show(f"tobin, to {who}", f"{member.name} | {member.birthday or '–'} | {member.description or '–'}")
    for who, client in (("its owner", pk), ("anyone", anonymous)):
        show(f"members, to {who}", ", ".join(sorted(member.name for member in client.members.list("harbor"))))


def errors(pk: PluralKit, anonymous: PluralKit) -> None:
    say("Errors", "Each error code of the API is a class; its text names the call.")
    try:
        pk.members.get("zzzzz")
    except MemberNotFound as error:
        show(type(error).__name__, str(error))
    try:
        anonymous.switches.get_fronters("grassy")
    except FrontersForbidden as error:
        show(type(error).__name__, str(error))
    try:
        pk.members.update("maris", name="M" * 101)
    except InvalidModel as error:
        show(type(error).__name__, str(error))


def paging(pk: PluralKit) -> None:
    say("Paging", "iterate goes through all switches, 100 at a time.")
    pages: list[int] = []
    switches = list(pk.switches.iterate("@me", progress=lambda seen, _: pages.append(seen)))
    show("after each page", ", ".join(map(str, pages)))
    show(
        "switches",
        f"{len(switches)}, from {switches[-1].timestamp:%Y-%m-%d} to {switches[0].timestamp:%Y-%m-%d}",
    )


def rate_limits(pk: PluralKit) -> None:
    say("Rate limits", "The client waits for its slots: 30 reads at once, where 10 a second are allowed.")
    start = time.monotonic()
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(pk.send, [operations.get_member("maris")] * 30))
    took = time.monotonic() - start
    refused = sum(len(answer.retries) for answer in answers)
    show("answers", f"{len(answers)} of 30, in {took:.1f} s; {refused} were refused and sent again")
    limit = answers[-1].rate_limit
    if limit is not None:
        show("the last one says", f"{limit.remaining} of {limit.limit} left of {limit.scope}")


def hurrying(base_url: str) -> None:
    say("… and without it", "With rate_limiter=None and retry=None it sends at once, until it is refused.")
    with PluralKit(user_agent=AGENT, base_url=base_url, rate_limiter=None, retry=None) as hasty:
        for number in range(1, 101):
            try:
                hasty.members.get("maris")
            except RateLimited as error:
                show(f"read number {number}", f"{error} (retry after {error.retry_after} s)")
                break


def webhooks(received: Queue[events.Event]) -> None:
    say(
        "Webhooks",
        "Meanwhile, the sandbox sent an event for each write; events.parse checked who signed them.",
    )
    for _ in range(3):
        event = received.get(timeout=5)
        match event:
            case events.UpdateMemberEvent(data=changes):
                show(event.type, f"pronouns {changes.pronouns!r}, color {changes.color!r}")
            case events.CreateMemberEvent(data=fields):
                show(event.type, f"name {fields.name!r}, birthday {fields.birthday}")
            case events.DeleteMemberEvent(id=member):
                show(event.type, f"uuid {member}")
            case _:
                show(event.type, "not one that this tour caused")


def say(title: str, text: str) -> None:
    print(f"\n{title}\n{text}", flush=True)


def show(name: str, text: str) -> None:
    print(f"  {name:24} {text}", flush=True)


@contextmanager
def sandbox(*arguments: str) -> Generator[str]:
    """The base URL of a sandbox in a process of its own."""
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            first_line = process.stdout.readline() if process.stdout else ""
            yield first_line.split()[-1]
        finally:
            process.terminate()


def _a_year_of_switches() -> list[dict[str, object]]:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    who = [["maris"], ["tobin", "maris"], [], ["quill"]]
    return [
        {"timestamp": f"{start + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}", "members": who[day % len(who)]}
        for day in range(365)
    ]


if __name__ == "__main__":
    main()
