"""A receiver that is killed loses nothing that it acknowledged."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from pluralkit_api import PluralKit
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.mirror import Mirror, SqliteStore

from benchmarks.members import members

PROCESS = Path(__file__).with_name("receiver_process.py")
EVENTS = 30
SEED = {"systems": [{"key": "large", "system": {"id": "harbor"}, "members": members(EVENTS)}]}


def refuse(_: httpx.Request) -> httpx.Response:
    return httpx.Response(503)


@pytest.mark.parametrize("moment", [3, 20])
def test_what_was_acknowledged_is_not_lost(moment: int, tmp_path: Path) -> None:
    file = tmp_path / "mirror.db"
    with RunningSandbox(SEED) as sandbox:
        token = sandbox.tokens["large"]
        signing_token = "signs the events"
        client = PluralKit(
            user_agent="tests (mirror)", token=token, base_url=sandbox.base_url, rate_limiter=None
        )
        # Read long enough ago for events to be newer, and not so long ago that it is a downtime.
        earlier = Mirror(client, SqliteStore(file), clock=lambda: time.time() - 40)
        system = earlier.add()
        uuids = sorted(each.uuid for each in earlier.members(system))
        process = subprocess.Popen(
            [sys.executable, PROCESS, file, sandbox.base_url, token, signing_token],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        port = int(process.stdout.readline())
        sandbox.set_webhook(f"http://127.0.0.1:{port}/", signing_token=signing_token)
        for number, uuid in enumerate(uuids):
            client.members.update(uuid, name=f"Renamed {number}")
            sandbox.wait_for_webhook("UPDATE_MEMBER")  # the first one
            if number == moment:
                process.kill()
        process.wait()
        process.stdout.close()
        sent = [each for each in sandbox.webhooks if each.type == "UPDATE_MEMBER"]
        acknowledged = [each.payload for each in sent if each.outcome == "200"]
        assert 1 <= len(acknowledged) < EVENTS
        client.close()
    # The API is gone, too: the journal has all that is needed.
    unreachable = httpx.Client(transport=httpx.MockTransport(refuse))
    with PluralKit(user_agent="tests", token=token, retry=None, http_client=unreachable) as client:
        mirror = Mirror(client, SqliteStore(file))
        mirror.step()
        assert mirror.status(system).journal == 0
        names = {str(each.uuid): each.name for each in mirror.members(system)}
    stale = mirror.status(system).stale
    for event in acknowledged:
        assert names[event["id"]] == event["data"]["name"] or f"members {event['id']}" in stale
