"""Import export files of Tupperbox, another proxy bot."""

from __future__ import annotations

from pluralkit_sandbox import inputs
from pluralkit_sandbox.compat import convert, times
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.compat.json import is_list, is_object
from pluralkit_sandbox.imports.importer import Importer, ImportRefusedError, fail, read_fields
from pluralkit_sandbox.operations.owned import MEMBERS
from pluralkit_sandbox.store import Document

_TUPPER = inputs.Input("MemberUpdate", "Member", blank_clears=False)
_ISSUES = "\u26a0\ufe0f The following potential issues were detected converting your Tupperbox input file:"
_GROUPS = "\n- PluralKit does not support member groups. Members will be imported without groups."
_TAGS = (
    "\n- PluralKit does not support per-member system tags. Since you had multiple members with distinct "
    "tags, those tags will be applied to the members' *display names*/nicknames instead."
)


def import_tuppers(importer: Importer, file: Document) -> None:
    """Import a Tupperbox file. Members are matched by name only.

    Args:
        importer: The import.
        file: The decoded file.

    Raises:
        ImportRefusedError: The file is invalid.
    """
    tuppers = file["tuppers"]
    if tuppers is None:
        raise ImportRefusedError(None)
    if not is_list(tuppers):
        fail("tuppers is no list")
    # As in the service, existing members count, too.
    importer.require_room(MEMBERS, len(tuppers))
    last_tag, has_group, has_own_tag = None, False, False
    for tupper in tuppers:
        if not is_object(tupper):
            fail("a tupper is no object")
        _import_tupper(importer, tupper)
        # As in the service, only the last entry decides about the confirmation.
        has_group = tupper.get("group_id") is not None
        tag = tupper.get("tag")
        has_own_tag = tag is not None and tag != last_tag
        last_tag = last_tag if tag is None else tag
    if has_group or has_own_tag:
        importer.result.asked = _ISSUES + _GROUPS * has_group + _TAGS * has_own_tag


def _import_tupper(importer: Importer, tupper: Document) -> None:
    if tupper.get("name") is None:
        raise ImportRefusedError("Field 'name' cannot be null.")
    try:
        name = convert.to_text(tupper["name"])
        existing = importer.members.find_by_name(name)
        if existing:
            importer.result.modified += 1
        else:
            importer.result.added += 1
        body = _member(tupper, str(name))
        values = read_fields(_TUPPER, body, f"tupper {name}", f"tupper {name}: ")
        if not existing:
            values["message_count"] = convert.to_int(tupper.get("posts", 0))
    except ConversionError:
        fail("a field of a tupper has a value of the wrong type")
    importer.put(MEMBERS, existing, values)


def _member(tupper: Document, name: str) -> Document:
    """Convert a tupper to the fields of a member.

    Raises:
        ImportRefusedError: A field is invalid.
        ConversionError: A value has a wrong type.
    """
    member: Document = {"name": name}
    if tupper.get("avatar_url") is not None:
        member["avatar_url"] = convert.to_text(tupper["avatar_url"]) or None
    if "brackets" in tupper:
        brackets = tupper["brackets"]
        if not is_list(brackets):
            raise ConversionError
        if len(brackets) % 2:
            raise ImportRefusedError(f"Field 'brackets' in tupper {name} is invalid.")
        pairs = zip(brackets[::2], brackets[1::2], strict=True)
        member["proxy_tags"] = [{"prefix": prefix, "suffix": suffix} for prefix, suffix in pairs]
    if "show_brackets" in tupper:
        member["keep_proxy"] = tupper["show_brackets"]
    if tupper.get("birthday") is not None:
        try:
            born = times.parse_instant(convert.to_text(tupper["birthday"]) or "")
        except ConversionError:
            raise ImportRefusedError(f"Field 'birthday' in tupper {name} is invalid.") from None
        member["birthday"] = times.format_instant(born).partition("T")[0]
    if "description" in tupper:
        member["description"] = tupper["description"]
    if "nick" in tupper:
        member["display_name"] = tupper["nick"]
    if tupper.get("tag") is not None:
        member["display_name"] = f"{name} {convert.to_text(tupper['tag'])}"
    return member
