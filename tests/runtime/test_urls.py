"""Encoding of paths and queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from pluralkit_runtime import UNSET
from pluralkit_runtime.urls import check, fill, query


@pytest.mark.parametrize(
    ("reference", "escaped"),
    [
        ("abcde", "abcde"),
        ("@me", "%40me"),
        (466707357099884544, "466707357099884544"),
        (UUID("134ba358-9c6c-4ff7-9e7f-c51cade930c5"), "134ba358-9c6c-4ff7-9e7f-c51cade930c5"),
        ("../systems/@me", "..%2Fsystems%2F%40me"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("a%2fb", "a%252fb"),
        ("a\\b", "a%5Cb"),
        ("a b", "a%20b"),
        ("..é", "..%C3%A9"),
        ("a..", "a.."),
    ],
)
def test_references_are_escaped_as_one_path_segment(reference: str | int | UUID, escaped: str) -> None:
    assert fill("/members/{member}/groups", member=reference) == f"/members/{escaped}/groups"


@pytest.mark.parametrize("reference", ["", ".", "..", "a\r\nX: y", "a\0", "a\x7f", "\ud800"])
def test_a_reference_that_changes_the_path_is_a_value_error(reference: str) -> None:
    with pytest.raises(ValueError, match=r"^member: "):
        fill("/members/{member}", member=reference)


@pytest.mark.parametrize("reference", [None, True, 1.5, b"abcde"])
def test_a_reference_of_a_wrong_type_is_a_type_error(reference: Any) -> None:
    with pytest.raises(TypeError, match=r"^member: "):
        fill("/members/{member}", member=reference)


def test_query_parameters_are_encoded_for_the_api() -> None:
    noon_in_vienna = datetime(2023, 1, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    made = query(
        ("with_members", True),
        ("other", False),
        ("limit", 10),
        ("before", noon_in_vienna),
        ("exact", datetime(2023, 1, 10, microsecond=1, tzinfo=UTC)),
        ("none", None),
        ("unset", UNSET),
    )
    assert made == (
        ("with_members", "true"),
        ("other", "false"),
        ("limit", "10"),
        ("before", "2023-01-10T11:00:00Z"),
        ("exact", "2023-01-10T00:00:00.000001Z"),
    )


@pytest.mark.parametrize("value", [datetime(2023, 1, 10), "a\nb", "\ud800"])
def test_an_invalid_query_parameter_is_a_value_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"^before: "):
        query(("before", value))


def test_a_query_parameter_of_a_wrong_type_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"^limit: "):
        query(("limit", [10]))
    with pytest.raises(ValueError, match="name of a parameter"):
        query(("li\nmit", 10))


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("/members/abcde", "/members/abcde"),
        ("/systems/@me", "/systems/@me"),
        ("/systems//members", "/systems//members"),
        ("/members/a%2Fb%3f", "/members/a%2Fb%3f"),
        ("/members/100%", "/members/100%25"),
        ("/members/a b é", "/members/a%20b%20%C3%A9"),
        ("/members/a..b/...", "/members/a..b/..."),
    ],
)
def test_paths_of_users_are_escaped_where_necessary(path: str, checked: str) -> None:
    assert check(path) == checked


@pytest.mark.parametrize(
    "path",
    [
        "",
        "members/abcde",
        "https://elsewhere.example/v2/members",
        "//elsewhere.example/members",
        "/../v1/members",
        "/members/..",
        "/members/./x",
        "/members/%2e%2e/systems",
        "/members/%2E",
        "/members/..%2fsystems",
        "/members?x=1",
        "/members#x",
        "/members\\..\\x",
        "/members/%5c..",
        "/members/a\r\nHost: x",
        "/members/%0d%0aHost:%20x",
        "/members/%00",
        "/members/\ud800",
    ],
)
def test_a_path_that_leaves_the_base_url_is_a_value_error(path: str) -> None:
    with pytest.raises(ValueError, match=r"^path: "):
        check(path)
