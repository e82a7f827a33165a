"""Compare what is sent to webhooks."""

from typing import Any

from generator.document import resolve

from .changes import Changes, keys, note_deprecated
from .schemas import Schemas


def compare_webhooks(
    before: dict[str, Any], after: dict[str, Any], schemas: Schemas, changes: Changes
) -> None:
    """Compare the webhooks, as programs that receive events see them.

    Args:
        before: The old contract.
        after: The new contract.
        schemas: Compares the schemas of the events.
        changes: Receives the changes.
    """
    old, new = (document.get("webhooks", {}) for document in (before, after))
    for name in keys(old, new):
        if name not in old or name not in new:
            changes.note(f"webhook {name} {'removed' if name in old else 'added'}", name in old)
            continue
        hooks = [each[name]["post"] for each in (old, new)]
        bodies = [
            resolve(document, hook["requestBody"])["content"]["application/json"]["schema"]
            for document, hook in zip((before, after), hooks, strict=True)
        ]
        schemas.compare(f"webhook {name}", *bodies, sent=False)
        note_deprecated(f"webhook {name}", hooks[0], hooks[1], changes)
        never = [bool(hook.get("x-pluralkit-never-sent")) for hook in hooks]
        if never[0] != never[1]:
            changes.note(f"webhook {name}: {'never sent any more' if never[1] else 'now sent'}", never[1])
        lost = [hook.get("x-pluralkit-lost") for hook in hooks]
        if lost[0] != lost[1]:
            changes.note(f"webhook {name}: lost {lost[0] or 'none'} -> {lost[1] or 'none'}", False)
        effects = [hook.get("x-pluralkit-change") for hook in hooks]
        if effects[0] != effects[1]:
            changes.note(f"webhook {name}: what it changes changed", False)
