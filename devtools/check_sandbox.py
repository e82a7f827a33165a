"""Check a sandbox as each system of the recordings: `python -m devtools.check_sandbox`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from pluralkit_contract import cli
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings.loader import DATA

SEED = DATA / "world.json"
_LIMITS = {"get": 1000, "update": 300}


def main() -> int:
    """Start a sandbox and run the checker as each system; return the worst exit code."""
    systems: list[Any] = json.loads(SEED.read_bytes())["systems"]
    codes: list[int] = []
    with RunningSandbox(SEED) as sandbox:
        sandbox.limit_rates(**_LIMITS)
        for system in systems:
            other = next(each["system"]["id"] for each in systems if each is not system)
            arguments = ["--base-url", sandbox.base_url, "--system", "@me", "--system", other]
            for guild in system["guilds"]:
                arguments += ["--guild", guild["guild_id"]]
            for message in system["messages"]:
                arguments += ["--message", message["id"]]
            print(f"\n{system['system']['id']}, in a sandbox at {sandbox.base_url}", flush=True)
            os.environ[cli.TOKEN_VARIABLE] = system["token"]
            codes.append(cli.main(arguments))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
