"""A mirror whose events come over HTTP, through the faults of the sandbox."""

from __future__ import annotations

import threading
from wsgiref.simple_server import make_server

from pluralkit_api import PluralKit
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.mirror import MemoryStore, Mirror

from contract_tests.recordings.loader import world
from tests.tools.mirror.receiver_process import Silent
from tests.tools.mirror.support import api_view, mirror_view


def test_faults_of_webhooks_are_made_good() -> None:
    with (
        RunningSandbox(world()) as sandbox,
        PluralKit(
            user_agent="tests (mirror)",
            token=sandbox.tokens["alice"],
            base_url=sandbox.base_url,
            rate_limiter=None,
        ) as client,
    ):
        mirror = Mirror(client, MemoryStore())
        system = mirror.add()
        token = "signs the events"
        with make_server("127.0.0.1", 0, mirror.receiver(token), handler_class=Silent) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                url = f"http://127.0.0.1:{server.server_port}/"
                sandbox.set_webhook(url, "alice", signing_token=token)  # with the two PINGs
                sandbox.fail_next_webhook("CREATE_MEMBER", lose=True)
                sandbox.fail_next_webhook("UPDATE_MEMBER", reorder=True)
                sandbox.fail_next_webhook("UPDATE_SYSTEM", double=True)
                sandbox.fail_next_webhook("UPDATE_GROUP", delay=0.05)
                made = client.members.create(name="New")
                client.members.update("annie", name="First")
                client.members.update("annie", name="Second")
                client.systems.update("@me", tag="new")
                client.groups.update(client.groups.list("@me")[0], description="late")
                client.switches.create("@me", members=[made, "annie"])
                for event in ("UPDATE_GROUP", "CREATE_SWITCH"):
                    assert sandbox.wait_for_webhook(event).outcome == "200"
                assert mirror.status(system).journal == 6
            finally:
                server.shutdown()
                thread.join()
        mirror.settle()
        assert mirror.status(system).journal == 0
        assert mirror_view(mirror, system) == api_view(client)
