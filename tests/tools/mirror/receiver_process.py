"""A process with a receiver and a mirror: `python receiver_process.py STORE BASE_URL TOKEN SIGNING_TOKEN`.

It prints its port.
"""

from __future__ import annotations

import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from pluralkit_api import PluralKit
from pluralkit_tools.mirror import Mirror, SqliteStore


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main(file: str, base_url: str, token: str, signing_token: str) -> None:
    client = PluralKit(user_agent="tests (mirror)", token=token, base_url=base_url)
    mirror = Mirror(client, SqliteStore(file))
    threading.Thread(target=mirror.run, daemon=True).start()
    with make_server("127.0.0.1", 0, mirror.receiver(signing_token), handler_class=Silent) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
