"""pytest hooks that are needed before collection."""

from __future__ import annotations

from tests.runtime.faults.table import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
