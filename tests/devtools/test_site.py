"""The documentation site: what it is made of, and that it builds without a warning."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from devtools.site.__main__ import warnings
from devtools.site.assemble import places, relink
from devtools.site.http_reference import render

ROOT = Path(__file__).parents[2]
SOURCE = "https://example.org/source"


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(
        (ROOT / "openapi" / "pluralkit.yaml").read_text(encoding="utf-8")
    )
    return document


@pytest.fixture(scope="module")
def pages(contract: dict[str, Any]) -> dict[str, str]:
    return render(contract)


@pytest.mark.nightly  # `nox -s docs` builds it as well
def test_it_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "devtools.site", tmp_path / "site"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    html = tmp_path / "site" / "html"
    page = (html / "reference" / "resources.html").read_text(encoding="utf-8")
    assert 'id="pluralkit_api.resources.Members.update"' in page
    assert re.search(r"<code>pronouns</code>.{0,400}At most 100\s+characters", page, re.DOTALL)
    for file in html.rglob("*.html"):
        assert (
            re.findall(
                r"<(?:script|img)[^>]* src=\"https?:|<link rel=\"stylesheet\" href=\"https?:",
                file.read_text(encoding="utf-8"),
            )
            == []
        )
    assert any(
        "Get a token" in str(item)
        for item in json.loads((html / "search.json").read_text(encoding="utf-8"))["items"]
    )


def test_what_griffe_finds_is_a_warning() -> None:
    """The generator of the site only passes it on."""
    line = "griffe: tools/receiver.py:52: No type or annotation for parameter 'sent'"
    assert warnings(f"Build started\n{line}\nNo issues found\n") == [line]
    assert warnings("Build started\nNo issues found\n") == []


def test_each_page_is_in_the_navigation(pages: dict[str, str]) -> None:
    settings = tomllib.loads((ROOT / "docs" / "zensical.toml").read_text(encoding="utf-8"))
    listed = list(_leaves(settings["project"]["nav"]))
    there = [*places(ROOT).values(), *(f"http/{name}" for name in pages)]
    assert sorted(listed) == sorted([*there, "{repository}"])


def test_links_lead_to_pages_or_into_the_repository() -> None:
    found = places(ROOT)

    def relinked(text: str, document: str) -> str:
        return relink(text, document, ROOT, found, SOURCE)

    assert relinked("[a](docs/cli.md#token)", "README.md") == "[a](cli.md#token)"
    assert relinked("[`a`](../README.md)", "openapi/README.md") == "[`a`](../index.md)"
    assert relinked("[a](../examples/tour.py)", "docs/cli.md") == f"[a]({SOURCE}/blob/main/examples/tour.py)"
    assert relinked("[a](../examples)", "docs/cli.md") == f"[a]({SOURCE}/tree/main/examples)"
    contract = "[a](../../openapi/pluralkit.yaml"
    assert relinked(f"{contract}#errors)", "docs/guides/errors.md") == "[a](../http/errors.md)"
    assert (
        relinked(f"{contract})", "docs/guides/errors.md") == f"[a]({SOURCE}/blob/main/openapi/pluralkit.yaml)"
    )
    for same in ("[a](https://example.org)", "[a](#token)", "```text\n[a](cli.md)\n```\n"):
        assert relinked(same, "README.md") == same
    with pytest.raises(ValueError, match=r"docs/cli\.md: links to nothing\.md"):
        relinked("[a](nothing.md)", "docs/cli.md")


def test_the_http_reference_has_every_operation(contract: dict[str, Any], pages: dict[str, str]) -> None:
    for path, item in contract["paths"].items():
        for method in item.keys() & {"get", "post", "patch", "delete"}:
            operation = item[method]
            page = pages[f"{operation['tags'][0]}.md"]
            section = page.partition(f"{{ #{operation['operationId']} }}")[2].partition("\n## ")[0]
            assert f"{method.upper()} " in section
            assert path in section
            assert operation.get("description", "") in section
            for status in operation["responses"]:
                assert f"| `{status}` |" in section
            if client := operation.get("x-pluralkit-client"):
                assert f"`pk.{client['resource']}.{client['method']}`" in section


def test_the_http_reference_says_who_may_and_how_much(pages: dict[str, str]) -> None:
    create = pages["members.md"].partition("{ #createMember }")[2].partition("\n## ")[0]
    assert "- Token: required" in create
    assert "- API key: `write:members`" in create
    assert "- Charged to: `generic_update`" in create
    assert "- Idempotent: no" in create
    assert re.search(r"^\| `name` \| string \| required \| .* At most 100 characters", create, re.MULTILINE)
    assert re.search(r"^\| `pronouns` \| string\? \| optional \| ", create, re.MULTILINE)
    assert '"name": ' in create.partition("Example of a body")[2]
    read = pages["members.md"].partition("{ #listMembers }")[2].partition("\n## ")[0]
    assert "- Token: optional" in read
    assert "[`30001`](errors.md#codes)" in read
    birthday = next(
        line for line in pages["models.md"].splitlines() if line.startswith("| `birthday` | string (date)?")
    )
    assert birthday.endswith("Null to other callers than the owner where `birthday_privacy` is private. |")


def test_the_http_reference_has_webhooks_errors_and_models(
    contract: dict[str, Any], pages: dict[str, str]
) -> None:
    assert set(re.findall(r"^## (\w+) \{", pages["webhooks.md"], re.MULTILINE)) == set(contract["webhooks"])
    assert "| [CREATE_MEMBER](#CREATE_MEMBER) | the service loses most of them |" in pages["webhooks.md"]
    assert (
        "| [UPDATE_GROUP_MEMBERS](#UPDATE_GROUP_MEMBERS) | never sent, although it is documented |"
        in pages["webhooks.md"]
    )
    for code, error in contract["x-pluralkit-errors"].items():
        assert f"| `{code}` |" in pages["errors.md"]
        assert error["description"] in pages["errors.md"]
    assert set(re.findall(r"^## (\w+) \{", pages["models.md"], re.MULTILINE)) == set(
        contract["components"]["schemas"]
    )


def test_the_guide_names_the_webhooks_that_are_lost(contract: dict[str, Any]) -> None:
    guide = (ROOT / "docs" / "guides" / "webhooks.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-Z_, ]+) \| (.+) \|$", guide, re.MULTILINE))
    told = {event: text for events, text in rows.items() for event in events.split(", ")}
    assert told.keys() == contract["webhooks"].keys()
    for event, item in contract["webhooks"].items():
        lost, never = (item["post"].get(f"x-pluralkit-{key}") for key in ("lost", "never-sent"))
        word = "Never" if never else {"most": "Mostly lost", "some": "Sometimes lost"}.get(lost, "Yes")
        assert told[event].startswith((word, f"**{word}**")) or event == "PING"


def _leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for each in cast("list[object]", nav):
            yield from _leaves(each)
    else:
        yield from _leaves(list(cast("dict[str, object]", nav).values()))
