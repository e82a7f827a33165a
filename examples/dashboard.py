"""Who is fronting, in any number of systems: `python -m examples.dashboard [SYSTEM …]`.

All of them are read at the same time, as fast as the API allows. PLURALKIT_USER_AGENT, PLURALKIT_TOKEN and
PLURALKIT_BASE_URL say who reads where; without a token they see what everybody sees.
"""

from __future__ import annotations

import asyncio
import sys

from pluralkit_api import AsyncPluralKit
from pluralkit_api.errors import FrontersForbidden, SystemNotFound


async def main(systems: list[str]) -> None:
    async with AsyncPluralKit.from_env() as pk:
        for line in await asyncio.gather(*(describe(pk, each) for each in systems)):
            print(line)


async def describe(pk: AsyncPluralKit, ref: str) -> str:
    try:
        system = await pk.systems.get(ref)
    except SystemNotFound:
        return f"{ref}: there is no such system"
    name = system.name or system.id
    try:
        fronters = await pk.switches.get_fronters(system)
    except FrontersForbidden:
        return f"{name}: not for you to see"
    if fronters is None:
        return f"{name}: nobody ever switched"
    names = ", ".join(member.display_name or member.name for member in fronters.members)
    return f"{name}: {names or 'nobody'}, since {fronters.timestamp:%Y-%m-%d %H:%M}"


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["@me"]))
