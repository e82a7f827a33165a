"""Imports of export files, as the bot's `pk;import` does them.

An import is atomic. Members and groups are matched by id, then by name.
"""

from __future__ import annotations

from collections.abc import Callable

from pluralkit_sandbox.imports.export_file import import_export
from pluralkit_sandbox.imports.importer import Importer, ImportRefusedError, ImportResult, create_system
from pluralkit_sandbox.imports.tupperbox_file import import_tuppers
from pluralkit_sandbox.store import Document
from pluralkit_sandbox.world import World

__all__ = ["ImportResult", "import_into", "import_new"]


def import_into(world: World, system: int, file: Document) -> ImportResult:
    """Import a file into a system, in one transaction, with its events.

    Args:
        world: The world.
        system: Row id of the system.
        file: The decoded file.
    """
    result, _ = _run(world, ImportResult(), lambda: system, file)
    return result


def import_new(world: World, account: int, token: str, file: Document) -> tuple[ImportResult, int | None]:
    """Import a file into a new system of a Discord account, in one transaction.

    Args:
        world: The world.
        account: Id of the account.
        token: Token of the new system.
        file: The decoded file.

    Returns:
        The result, and the row id of the system; None if the import failed.
    """
    return _run(world, ImportResult(created=True), lambda: create_system(world, account, token), file)


def _run(
    world: World, result: ImportResult, target: Callable[[], int], file: Document
) -> tuple[ImportResult, int | None]:
    try:
        with world.transaction():
            system = target()
            importer = Importer(world, system, result)
            if "tuppers" in file:
                import_tuppers(importer, file)
            elif "switches" in file:
                import_export(importer, file)
            else:
                raise ImportRefusedError("File type is unknown.")
            world.emit(system, "SUCCESSFUL_IMPORT", None, None)
    except ImportRefusedError as reason:
        result.message = reason.message
        # The service sends its events before the import is rolled back.
        world.send_events()
        return result, None
    result.success = True
    return result, system
