"""Take in webhooks: `PLURALKIT_WEBHOOK_TOKEN=… python -m examples.webhook_receiver [PORT]`.

The token is the signing token that came with the webhook. The real service needs an https address: put this
behind whatever does TLS for you. For a program of your own, `pluralkit_tools.receiver` is the better start:
it mounts in web frameworks, limits what it reads, and answers before the event is handled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pluralkit_api import events
from pluralkit_api.errors import InvalidEvent, InvalidSignature


def receiver(port: int, token: str, handle: Callable[[events.Event], object]) -> ThreadingHTTPServer:
    """A server that hands genuine events to `handle`. Other answers than these, and PluralKit removes it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                event = events.parse(self._body(), token=token)
            except InvalidSignature:
                self._answer(401)
                return
            except InvalidEvent as error:
                print(error, file=sys.stderr)  # genuine, but not as the contract says: worth a look
            else:
                handle(event)
            self._answer(200)

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b""
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            return body

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def show(event: events.Event) -> None:
    match event:
        case events.UpdateMemberEvent(id=member, data=changes):
            print(f"member {member} changed: {changes}")
        case events.CreateSwitchEvent(data=switch):
            print(f"{len(switch.members)} front since {switch.timestamp}")
        case _:
            print(event.type)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8001
    server = receiver(port, os.environ["PLURALKIT_WEBHOOK_TOKEN"], show)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
