"""Change notes: towncrier makes a section of them that a release accepts, and CI asks for them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from devtools.release import disagreement
from generator.api_diff import Change, changelog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "changes").mkdir()
    shutil.copy(ROOT / "changes" / "README.md", tmp_path / "changes")
    return tmp_path


def test_notes_become_a_section_that_can_be_released(project: Path) -> None:
    (project / "changes" / "+legs.breaking.md").write_text("Animals have no legs.\n", encoding="utf-8")
    (project / "changes" / "+wings.feature.md").write_text("Animals have wings.\n", encoding="utf-8")
    build = ("build", "--keep", "--version", "0.2.0", "--date", "2026-01-02")
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", *build], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    text = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    assert disagreement("v0.2.0", "0.2.0", text) is None
    section = text[text.index("## 0.2.0") : text.index("## 0.1.0")]
    assert section.split("\n\n")[:5] == [
        "## 0.2.0 (2026-01-02)",
        "### Breaking changes",
        "- Animals have no legs.",
        "### Features",
        "- Animals have wings.",
    ]
    # The API diff's section has the same form.
    assert "### Breaking changes\n\n- " in changelog("0.2.0", [Change("legs", True)])


def test_ci_asks_for_the_notes_of_a_pull_request() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["quick"]["steps"]
    (asks,) = [step for step in steps if "nox -s changes" in step.get("run", "")]
    assert asks["if"] == "github.event_name == 'pull_request'"
    assert steps[0]["with"]["fetch-depth"] == 0
    assert "def changes(" in (ROOT / "noxfile.py").read_text(encoding="utf-8")
