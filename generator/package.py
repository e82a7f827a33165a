"""Read and write the directory of the generated package. No other module does."""

from pathlib import Path
from tempfile import TemporaryDirectory

# Beginning of the first line of every generated module.
MARK = "# Made from the contract of "


class ForeignFileError(Exception):
    """The directory has files that were not generated and would be lost."""


def read(directory: Path) -> dict[str, str]:
    """Read a generated package.

    Args:
        directory: The directory of the package.

    Returns:
        Modules by file name; empty if the directory does not exist.

    Raises:
        ForeignFileError: The directory has files that were not generated, or is a file.
    """
    if not directory.exists():
        return {}
    if not directory.is_dir():
        raise ForeignFileError(f"{directory} is not a directory")
    files: dict[str, str] = {}
    for path in sorted(directory.iterdir()):
        if path.name == "__pycache__":
            continue
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
        # Empty files are allowed: py.typed, or the __init__.py of a new package.
        if text is None or not (text.startswith(MARK) or not text):
            raise ForeignFileError(
                f"{path} was not generated and would be lost; move it, or choose another directory"
            )
        files[path.name] = text
    return files


def write(directory: Path, files: dict[str, str]) -> None:
    """Replace the package atomically: completely, or not at all if anything fails.

    Args:
        directory: The directory of the package.
        files: Modules by file name.
    """
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
