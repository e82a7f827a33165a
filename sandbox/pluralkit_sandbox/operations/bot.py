"""Operations: state of the bot, with one healthy shard, and row counts."""

from __future__ import annotations

from pluralkit_sandbox import contract
from pluralkit_sandbox.call import Answer, Call, ok


def get_shard_state(call: Call) -> Answer:
    """getShardState: report one healthy shard."""
    now = call.world.now() // 1_000_000
    shard = {
        **_zeros("ShardState"),
        "up": True,
        "latency": 1,
        "last_heartbeat": now,
        "last_connection": now,
        "last_reconnect": now,
    }
    return ok({"shards": [shard]})


def get_stats(call: Call) -> Answer:
    """getBotStats: count the stored entities; other numbers are 0."""
    counts = {
        table: call.world.store.count_all(table) for table in ("systems", "members", "groups", "switches")
    }
    messages = call.world.store.count_all("messages")
    stored = {**_zeros("StoredNumbers"), **counts, "messages": messages, "messages_24h": messages}
    return ok({"db": stored, "prom": {}})


def _zeros(schema: str) -> dict[str, object]:
    return dict.fromkeys(contract.load().schemas[schema].fields, 0)
