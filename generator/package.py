"""The directory of the generated package: the only module that reads and writes one."""

from pathlib import Path
from tempfile import TemporaryDirectory

# How line 1 of every generated module begins.
MARK = "# Made from the contract of "


class ForeignFileError(Exception):
    """The directory holds something that was not generated, and would be lost."""


def read(directory: Path) -> dict[str, str]:
    """The files of a package that was generated before; none where there is no directory."""
    if not directory.exists():
        return {}
    if not directory.is_dir():
        raise ForeignFileError(f"{directory} is not a directory")
    files: dict[str, str] = {}
    for path in sorted(directory.iterdir()):
        if path.name == "__pycache__":
            continue
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
        # An empty file is a py.typed, or a package that waits to be filled.
        if text is None or not (text.startswith(MARK) or not text):
            raise ForeignFileError(
                f"{path} was not made by the generator and would be lost; move it, or write elsewhere"
            )
        files[path.name] = text
    return files


def write(directory: Path, files: dict[str, str]) -> None:
    """Puts the package in place of what is there: all of it, or, if anything fails, nothing."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}-") as name:
        new, old = Path(name, "new"), Path(name, "old")
        new.mkdir()
        for file, text in files.items():
            (new / file).write_text(text, encoding="utf-8", newline="\n")
        if directory.exists():
            directory.rename(old)
        try:
            new.rename(directory)
        except BaseException:
            if old.exists():
                old.rename(directory)
            raise
