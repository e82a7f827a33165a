"""Read Tupperbox's export files as members of PluralKit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .checking import problems, properties
from .entries import Entry, ExportFile, parse_time
from .errors import DataError
from .json_values import is_list, is_object


def convert(tuppers: object) -> ExportFile:
    """Convert an export file of Tupperbox.

    Args:
        tuppers: The list `tuppers` of the file.

    Returns:
        The file in the form of PluralKit's.

    Raises:
        DataError: An import refuses it; all reasons are listed.
    """
    if not is_list(tuppers):
        raise DataError("tuppers: must be a list")
    wrong: list[str] = []
    lost: list[str] = []
    members: list[Entry] = []
    known = properties("MemberUpdate")
    for index, tupper in enumerate(tuppers):
        place = f"tuppers[{index}]"
        if not is_object(tupper):
            wrong.append(f"{place}: must be an object")
            continue
        fields = _fields(tupper, place, wrong)
        for key, value in fields.items():
            wrong += problems(value, known[key], f"{place}.{_ORIGIN.get(key, key)}")
        if tupper.get("group_id") is not None:
            lost.append(f"{place}.group_id: groups are not taken from a Tupperbox file")
        posts = tupper.get("posts")
        count = posts if isinstance(posts, int) else None
        members.append(Entry(place, None, fields.get("name"), fields, message_count=count))
    if wrong:
        raise DataError(*wrong)
    return ExportFile(members=tuple(members), lost=tuple(lost))


_ORIGIN = {"proxy_tags": "brackets", "keep_proxy": "show_brackets"}


def _fields(tupper: Mapping[str, Any], place: str, wrong: list[str]) -> dict[str, Any]:
    name = tupper.get("name")
    fields: dict[str, Any] = {"name": name}
    if tupper.get("avatar_url") is not None:
        fields["avatar_url"] = tupper["avatar_url"] or None
    if is_list(brackets := tupper.get("brackets")):
        if len(brackets) % 2:
            wrong.append(f"{place}.brackets: {len(brackets)} entries; they come in pairs")
        pairs = zip(brackets[::2], brackets[1::2], strict=False)
        tags = [{"prefix": prefix or None, "suffix": suffix or None} for prefix, suffix in pairs]
        fields["proxy_tags"] = [tag for tag in tags if tag["prefix"] or tag["suffix"]]
    if isinstance(shown := tupper.get("show_brackets"), bool):
        fields["keep_proxy"] = shown
    if (birthday := tupper.get("birthday")) is not None:
        if parse_time(str(birthday)) is None:
            wrong.append(f"{place}.birthday: {birthday!r} is no time in UTC that ends in Z")
        else:
            fields["birthday"] = str(birthday).partition("T")[0]
    if "description" in tupper:
        fields["description"] = tupper["description"] or None
    if "nick" in tupper:
        fields["display_name"] = tupper["nick"] or None
    if tupper.get("tag"):  # PluralKit has tags of systems alone
        fields["display_name"] = f"{name} {tupper['tag']}"
    return fields
