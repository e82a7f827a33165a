"""The soak test runs for a few seconds, and detects the defects it is made for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pluralkit_api import NotFound, PluralKit, TransportError, operations
from pluralkit_sandbox.testing import RunningSandbox

from benchmarks.process import growth
from benchmarks.soak_workers import Book, in_thread, writer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pk(pluralkit_sandbox: RunningSandbox) -> Iterator[PluralKit]:
    token = pluralkit_sandbox.tokens["harbour"]
    with PluralKit(user_agent="tests", token=token, base_url=pluralkit_sandbox.base_url, retry=None) as pk:
        yield pk


def test_a_short_soak_holds() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--seconds", "3", "--seed", "8"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert ", 0 breaches" in run.stdout
    assert "| createMember | " in run.stdout
    assert "--seed 8" in run.stderr


def test_what_is_not_as_it_was_left_is_a_breach(pk: PluralKit) -> None:
    book = Book(timeout=1)
    for name in ("s-twice", "s-twice", "s-deleted", "s-kept", "other"):
        pk.members.create(name=name, pronouns="they/them")
    book.alive |= {"s-twice", "s-kept", "s-gone"}
    book.pronouns = {"s-kept": {"she/her", None}}
    book.settle(pk.members.list("@me"), "s-")
    assert sorted(breach.split(",")[0] for breach in book.breaches) == [
        "s-deleted is there",
        "s-gone is gone",
        "s-kept has the pronouns they/them",
        "s-twice was created 2 times",
    ]


def test_what_is_not_documented_is_a_breach(pk: PluralKit) -> None:
    book = Book(timeout=1)
    unknown = operations.get_member("yyyyy")
    with pytest.raises(NotFound) as missing:
        pk.send(unknown)
    book.note(unknown, missing.value, 0.1)
    book.note(unknown, TransportError("broken", sent=True), 0.1)
    book.note(unknown, TransportError("late", sent=True), 9.0)
    assert [breach.split(" ", 2)[1] for breach in book.breaches] == ["came", "took"]
    assert book.calls == 3


def test_an_exception_of_another_kind_is_a_breach(pk: PluralKit, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(timeout=1)
    own = pk.members.create(name="s-own")

    def broken(_: object) -> None:
        raise KeyError("stray")

    monkeypatch.setattr(pk, "send", broken)
    with pytest.raises(KeyError):
        in_thread(writer(Random(1), own, book), pk, book, float("inf"))
    assert "stray" in book.breaches[0]


@pytest.mark.parametrize(
    ("values", "grown"),
    [
        ([50.0] * 40, 0.0),
        ([50.0, 51.0] * 20, 0.0),
        ([0.0, 40.0] + [50.0] * 38, 0.0),
        ([50.0 + step for step in range(40)], 29.0),
    ],
    ids=["flat", "noise", "warming up", "leak"],
)
def test_growth_is_that_of_the_line_through_the_samples(values: list[float], grown: float) -> None:
    assert growth(list(enumerate(values))) == pytest.approx(grown, abs=0.5)
