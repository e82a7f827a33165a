"""Time functions that keep working while a test freezes time.

freezegun replaces `datetime` and the functions of `time` in every loaded module, which would block a server
in the same process for ever. These functions use a second copy of the module `time`.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from importlib.machinery import BuiltinImporter
from importlib.util import module_from_spec
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _copy_of_time() -> Any:
    spec = BuiltinImporter.find_spec("time")
    if spec is None or spec.loader is None:
        raise ImportError("this Python has no built-in module time")
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


_time = _copy_of_time()


def now() -> datetime:
    """Return the current time in UTC."""
    return _EPOCH + timedelta(microseconds=_time.time_ns() // 1000)


def monotonic() -> float:
    """Return monotonic seconds since an arbitrary point in time."""
    seconds: float = _time.monotonic()
    return seconds


class EventLoop(asyncio.SelectorEventLoop):
    """Event loop whose timers follow the machine's time."""

    def time(self) -> float:
        """Return monotonic seconds since an arbitrary point in time."""
        return monotonic()
