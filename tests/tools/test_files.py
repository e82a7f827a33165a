"""Private files are written atomically and unreadable for other users."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pluralkit_tools.data.files import write_private


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("old")
    write_private(path, "neu — ♥\n")
    assert path.read_bytes() == "neu — ♥\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["export.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.touch(0o644)
    write_private(path, "")
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "x" * 100_000 + "\ud800")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["export.json"]


def test_what_a_killed_program_left_behind_is_in_no_ones_way(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    (tmp_path / ".export.json.tmp").write_text("half")
    write_private(path, "whole")
    assert [each.name for each in tmp_path.iterdir()] == ["export.json"]
