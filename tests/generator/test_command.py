"""`python -m generator`: output, messages, and files that it leaves unchanged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import CONTRACT as CONTRACT_FILE
from generator.__main__ import JSON, ROOT, main
from generator.document import dump, load

CONTRACT = """
openapi: 3.1.0
info: {title: Zoo, version: 1.2.3}
servers: [{url: https://zoo.example/v2}]
paths:
  /animals/{id}:
    get:
      operationId: getAnimal
      summary: Get an animal.
      x-pluralkit-client: {resource: animals, method: get}
      x-pluralkit-rate-limit: {scope: generic_get}
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
components:
  schemas:
    Animal:
      type: object
      required: [id, legs]
      properties:
        id: {type: string}
        legs: {type: integer}
"""


class Command:
    """Runs the generator on a contract in a directory of its own."""

    def __init__(self, directory: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.contract = directory / "contract.yaml"
        self.output = directory / "client"
        self._capture = capture

    def __call__(self, text: str, *options: str) -> tuple[int, str, str]:
        self.contract.write_text(text)
        code = main(["--contract", str(self.contract), "--output", str(self.output), *options])
        out, error = self._capture.readouterr()
        return code, out, error

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.output.iterdir()}


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capsys)


def test_the_first_line_names_the_contract_and_the_command(command: Command) -> None:
    code, out, _ = command(CONTRACT)
    assert code == 0
    assert out == f"{command.output}: 1 operation, 1 model\n"
    modules = {name: text.decode() for name, text in command.files().items() if name.endswith(".py")}
    assert len(modules) > 5
    for text in modules.values():
        first = text.splitlines()[0]
        assert "Zoo 1.2.3" in first
        assert "`python -m generator`" in first


def test_the_same_contract_gives_the_same_bytes(command: Command) -> None:
    command(CONTRACT)
    files = command.files()
    for seed in ("1", "2"):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "generator",
                "--check",
                "--contract",
                str(command.contract),
                "--output",
                str(command.output),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert command(CONTRACT)[0] == 0
    assert command.files() == files


def test_check_prints_what_is_stale_and_writes_nothing(command: Command) -> None:
    command(CONTRACT)
    files = command.files()
    code, out, error = command(CONTRACT.replace("legs: {type: integer}", "legs: {type: number}"), "--check")
    assert code == 1
    assert "-    legs: int\n+    legs: float\n" in out
    assert f"--- {command.output / 'models.py'}\n" in out
    assert "is stale: run `python -m generator`" in error
    assert command.files() == files


def test_check_without_a_package_reports_it_as_stale(command: Command) -> None:
    code, out, _ = command(CONTRACT, "--check")
    assert code == 1
    assert "--- /dev/null" in out
    assert not command.output.exists()


def test_the_summary_names_what_changed(command: Command) -> None:
    command(CONTRACT)
    _, out, _ = command(CONTRACT)
    assert out.splitlines()[1:] == ["no name and no type has changed; `--against` compares the contracts"]
    changed = (
        CONTRACT.replace(
            "legs: {type: integer}", "legs: {type: [integer, 'null']}\n        wings: {type: boolean}"
        )
        .replace("/animals/{id}", "/beasts/{id}")
        .replace("required: [id, legs]", "required: [legs]")
        .replace("        id: {type: string}\n", "")
        + "    Mark: {type: object, properties: {place: {type: string}}}\n"
    ).replace("wings: {type: boolean}", "wings: {$ref: '#/components/schemas/Mark'}")
    _, out, _ = command(changed)
    assert out.splitlines()[1:] == [
        "~ model Animal.legs: int -> int | None",
        "+ model Animal.wings: Mark | UnsetType = UNSET",
        "- model Animal.id: str",
        "+ model Mark",
        "~ operation get_animal.template: '/animals/{id}' -> '/beasts/{id}'",
    ]
    _, out, _ = command(CONTRACT.replace("getAnimal", "fetchAnimal"))
    assert "+ operation fetch_animal" in out
    assert "- operation get_animal" in out


def test_an_invalid_contract_changes_no_file(command: Command) -> None:
    command(CONTRACT)
    files = command.files()
    code, out, error = command(CONTRACT.replace("type: integer", "type: integer, allOf: []"))
    assert (code, out) == (2, "")
    assert error == (
        f"{command.contract}: /components/schemas/Animal/properties/legs/allOf:"
        " unsupported keyword `allOf`; generator/supported.py lists the supported ones\n"
    )
    assert command.files() == files


def test_a_failed_write_changes_no_file(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    command(CONTRACT)
    files = command.files()
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("no room")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    code, _, error = command(CONTRACT.replace("integer", "number"))
    assert (code, error) == (2, "generator: no room\n")
    assert command.files() == files
    assert {path.name for path in command.output.parent.iterdir()} == {"contract.yaml", "client"}


def test_generated_files_that_are_no_longer_made_are_removed(command: Command) -> None:
    command(CONTRACT)
    (command.output / "old.py").write_text((command.output / "models.py").read_text())
    command(CONTRACT)
    assert "old.py" not in command.files()


def test_files_that_were_not_generated_are_never_overwritten(command: Command) -> None:
    command.output.mkdir()
    (command.output / "diary.txt").write_text("dear diary")
    code, out, error = command(CONTRACT)
    assert (code, out) == (2, "")
    assert "diary.txt was not generated" in error
    assert list(command.files()) == ["diary.txt"]


def test_the_contract_is_written_as_json_without_aliases(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    text = CONTRACT.replace("legs: {type: integer}", "legs: &legs {type: integer}\n        wings: *legs")
    code, out, error = command(text, "--json", str(file), "--check")
    assert code == 1
    assert f"{file} is stale: run `python -m generator`\n" in error
    assert "+++ " + str(file) in out
    assert not file.exists()
    assert command(text, "--json", str(file))[0] == 0
    assert command(text, "--json", str(file), "--check") == (0, "", "")
    fields = json.loads(file.read_text())["components"]["schemas"]["Animal"]["properties"]
    assert fields == {"id": {"type": "string"}, "legs": {"type": "integer"}, "wings": {"type": "integer"}}
    assert command(CONTRACT, "--json", str(file), "--output", str(command.output), "--check")[0] == 1


def test_the_written_json_is_accepted_as_a_contract(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    command(CONTRACT, "--json", str(file))
    assert main(["--contract", str(file), "--output", str(command.output), "--check"]) == 0


def test_the_json_of_the_project_is_fresh() -> None:
    assert JSON.read_text(encoding="utf-8") == dump(load(CONTRACT_FILE.read_bytes()))


def test_a_missing_contract_is_a_one_line_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--contract", str(tmp_path / "none.yaml"), "--output", str(tmp_path / "client")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
