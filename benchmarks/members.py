"""Made-up members, as the API sends them."""

from __future__ import annotations

import random
import uuid
from typing import Any

from pluralkit_api.models import MemberPrivacy


def members(count: int) -> list[dict[str, Any]]:
    """So many members as their owner sees them, the same each time."""
    chance = random.Random(count)
    return [_member(number, chance) for number in range(count)]


def _member(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6)),
        "uuid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "system": "harbor",
        "name": f"Member {number}",
        "display_name": chance.choice([None, f"Member {number} 🌊"]),
        "color": chance.choice([None, "2288cc"]),
        "birthday": chance.choice([None, "1994-05-12", "0004-11-03"]),
        "pronouns": chance.choice([None, "she/her", "they/them"]),
        "avatar_url": chance.choice([None, f"https://example.org/avatars/{number}.png"]),
        "webhook_avatar_url": None,
        "banner": None,
        "description": chance.choice([None, "Keeps the lighthouse. " * chance.randint(1, 20)]),
        "created": f"2021-04-{chance.randint(1, 28):02}T09:00:00.{chance.randrange(10**6):06}Z",
        "keep_proxy": chance.choice([False, True]),
        "tts": False,
        "autoproxy_enabled": True,
        "message_count": chance.randrange(10_000),
        "last_message_timestamp": chance.choice([None, "2024-05-01T12:00:00.123456Z"]),
        "proxy_tags": [{"prefix": f"{number}:", "suffix": None}] * chance.randrange(3),
        "privacy": {key: chance.choice(["public", "private"]) for key in MemberPrivacy.__struct_fields__},
    }
