"""The examples run against a real sandbox."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from examples.tour import sandbox

ROOT = Path(__file__).parents[2]
TOKEN = "demo+token+of+the+harbour+system+use+it+against+the+sandbox+only"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with sandbox("--no-rate-limit") as base_url:
        yield base_url


def test_tour() -> None:
    shown = _run("tour")
    found = re.findall(r"^  (\S.*?)  +(.*)$", shown, re.MULTILINE)
    told = dict(found)
    assert told["color"] == "2288cc → None"
    assert told["members, to its owner"] == "Maris, Quill, Tobin"
    assert told["members, to anyone"] == "Maris, T."
    assert told["MemberNotFound"].startswith("404 Member not found. (code 20002)")
    assert told["after each page"] == "100, 199, 298, 365"
    assert told["answers"].startswith("30 of 30")
    # Mostly the tenth; on a busy machine the bucket fills up in between.
    assert any("429" in text for what, text in told.items() if what.startswith("read number"))
    assert told["CREATE_MEMBER"] == "name 'Wren', birthday 2001-02-03"


def test_dashboard(base_url: str) -> None:
    assert _run("dashboard", "@me", "grassy", "zzzzz", base_url=base_url).splitlines() == [
        "The Harbour: Quill, since 2024-04-02 21:00",
        "grassy: not for you to see",
        "zzzzz: there is no such system",
    ]


def test_front_history(base_url: str) -> None:
    lines = _run("front_history", base_url=base_url).splitlines()
    assert "4 switches" in lines[0]
    assert {"Maris                      23.2 h", "Tobin                      10.8 h"} <= set(lines)


def test_roster(base_url: str) -> None:
    assert _run("roster", "tobin", "maris", base_url=base_url).splitlines() == [
        "tobin  T.                   he/him",
        "maris  Maris 🌊              she/her",
    ]


def test_webhook_receiver() -> None:
    ping = {"type": "PING", "system_id": "5a1c7f7e-55d5-4b3a-9d5e-3b1f6f0f5a01"}
    environment = {**os.environ, "PLURALKIT_WEBHOOK_TOKEN": "right"}
    with subprocess.Popen(
        [sys.executable, "-m", "examples.webhook_receiver", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            statuses = {
                token: httpx.post(url, json={**ping, "signing_token": token}).status_code
                for token in ("right", "wrong")
            }
            body = json.dumps({**ping, "signing_token": "right"}).encode()
            in_chunks = httpx.post(url, content=iter([body[:20], body[20:]])).status_code
        finally:
            process.terminate()
    assert statuses == {"right": 200, "wrong": 401}
    assert in_chunks == 200


def _run(example: str, *arguments: str, base_url: str | None = None) -> str:
    environment = dict(os.environ)
    if base_url is not None:
        environment |= {
            "PLURALKIT_BASE_URL": base_url,
            "PLURALKIT_TOKEN": TOKEN,
            "PLURALKIT_USER_AGENT": "tests/1 (me@example.org)",
        }
    run = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"examples.{example}", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
