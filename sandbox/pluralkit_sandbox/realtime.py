"""Time functions that still work while a test freezes time.

freezegun replaces the functions of `time`, and `datetime`, in every module that is loaded. A server
in such a process would wait for ever. It therefore has functions of its own, from a second copy of `time`.
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
    """The time in UTC."""
    return _EPOCH + timedelta(microseconds=_time.time_ns() // 1000)


def monotonic() -> float:
    """Seconds from a point in the past, never decreasing."""
    seconds: float = _time.monotonic()
    return seconds


class EventLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers follow the machine's time."""

    def time(self) -> float:
        """Seconds from a point in the past, never decreasing."""
        return monotonic()
