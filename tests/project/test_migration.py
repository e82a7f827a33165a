"""The tables for users of other libraries: no method is left out, and each new call works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pluralkit_api import PluralKit
from pluralkit_sandbox.testing import RunningSandbox

GUIDES = Path(__file__).parents[2] / "docs" / "migration"
SANDBOX = "http://127.0.0.1:8000/v2"
ROW = re.compile(r"^\| (`.+?`) \| (`.+) \|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")

PLURALKIT_PY = """
    add_group_members add_member_groups delete_group delete_member delete_switch get_autoproxy_settings
    get_fronters get_group get_group_members get_groups get_member get_member_groups get_member_guild_settings
    get_members get_message get_switch get_switches get_system get_system_guild_settings get_system_settings
    new_group new_member new_switch remove_group_members remove_member_groups set_group_members
    set_member_groups token update_autoproxy_settings update_group update_member update_member_guild_settings
    update_switch update_system update_system_guild_settings update_system_settings
"""
"""What `Client` of version 1.2.1 has without an underscore."""

PKAPI_JS = """
    getSystem getAccount patchSystem getSystemConfig patchSystemConfig getSystemGuildSettings
    patchSystemGuildSettings getSystemAutoproxySettings patchSystemAutoproxySettings createMember getMember
    getMembers patchMember deleteMember getMemberGroups addMemberGroups removeMemberGroups setMemberGroups
    getMemberGuildSettings patchMemberGuildSettings createGroup getGroups getGroup patchGroup deleteGroup
    getGroupMembers addGroupMembers removeGroupMembers setGroupMembers createSwitch getSwitches getSwitch
    getFronters patchSwitchTimestamp patchSwitchMembers deleteSwitch getMessage
"""
"""What a `PKAPI` of version 7.5.1 sends requests with."""


def _calls(guide: str) -> list[tuple[str, str]]:
    """Each new call, with the guide that it stands in."""
    rows = ROW.findall((GUIDES / guide).read_text(encoding="utf-8"))
    return [(guide, call) for _, new in rows for call in CODE.findall(new) if "(" in call]


CALLS = [*_calls("pluralkit-py.md"), *_calls("pkapi-js.md")]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with RunningSandbox() as running:
        yield running


@pytest.mark.parametrize(("guide", "call"), CALLS, ids=[call for _, call in CALLS])
def test_each_new_call_works(
    guide: str, call: str, server: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reset()
    for name, value in {
        "PLURALKIT_USER_AGENT": "tests/1 (me@example.org)",
        "PLURALKIT_TOKEN": server.tokens["harbour"],
        "PLURALKIT_BASE_URL": server.base_url,
    }.items():
        monkeypatch.setenv(name, value)
    text = (GUIDES / guide).read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[0], names)
    with names["pk"]:
        result = eval(call.replace(SANDBOX, server.base_url), names)
        if isinstance(result, Iterator):
            assert next(cast("Iterator[object]", result))
        elif isinstance(result, PluralKit):
            result.close()


@pytest.mark.parametrize(
    ("guide", "methods"), [("pluralkit-py.md", PLURALKIT_PY), ("pkapi-js.md", PKAPI_JS)], ids=["py", "js"]
)
def test_no_method_is_left_out(guide: str, methods: str) -> None:
    old = [old for old, _ in ROW.findall((GUIDES / guide).read_text(encoding="utf-8"))]
    named = {name for each in old for name in re.findall(r"(?:client|api)\.(\w+)", each)}
    assert named - {"SERVER"} == set(methods.split())
