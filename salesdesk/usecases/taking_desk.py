"""Takes the export of a whole desk into a desk that is empty, or makes a new desk of it.

Called by the command line and by Import in the window. What comes in replaces what is there, and
keeps ids, revisions, times and the history. A desk with records in it is never touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import ngettext
from salesdesk.support.lock import DeskLock
from salesdesk.usecases import backups
from salesdesk.usecases.desk_file import DeskFile, is_desk_file, read_desk_file

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock
    from salesdesk.store.engine import SqlConnection
    from salesdesk.usecases.desk import Desk

__all__ = ["DeskFile", "Taken", "is_desk_file", "prepare", "read_desk_file", "take_desk"]

SET_UP: Final = frozenset({"pipeline", "process_version", "saved_filter", "sender"})
"""Kinds that a desk has before anything is done with it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: where, how many records and files; `before` is the backup of what was there."""

    desk: Path
    rows: int
    files: int
    before: Path | None


def take_desk(source: Path, target: Path, clock: Clock, *, dry_run: bool = False) -> Taken:
    """Reads the export `source` into the desk at `target`; with `dry_run` only proves it.

    Raises KnownError when the file is not whole, or the desk holds records or is open in a
    window; nothing is changed then.
    """
    file = read_desk_file(source)
    if target.exists():
        _refuse_full(target, clock)
    if dry_run:
        return Taken(target, file.rows, len(file.contents), None)
    with DeskLock(target):
        before, put = prepare(file, target, clock)
        aside = backups.aside_of(target, clock)
        put()
        if before is not None:
            aside.unlink(missing_ok=True)  # the backup has it, proved
    return Taken(target, file.rows, len(file.contents), before)


def prepare(file: DeskFile, target: Path, clock: Clock) -> tuple[Path | None, Callable[[], None]]:
    """Makes the new desk beside `target`, and gives the backup of the old one and what puts it.

    The caller holds the lock; `put` needs the desk closed. Raises KnownError.
    """
    from salesdesk.store import backup, filling
    from salesdesk.support.paths import make_private

    make_private(target.parent)
    before = None
    if target.exists():
        before = backups.backup_file(target, clock, "before-import").path
    ready = backup.restoring(target)
    ready.unlink(missing_ok=True)
    try:
        like = target if target.exists() else None
        filling.fill(ready, file.records, file.beside, file.contents.items(), like)
    except filling.LooseEnd as error:
        from salesdesk.formats.json_in import broken

        raise broken(file.name, str(error)) from error
    aside = backups.aside_of(target, clock)
    return before, lambda: backup.put(target, aside)


def refuse_records(desk: Desk) -> None:
    """Raises KnownError when the desk holds any record, in the bin or not."""
    from salesdesk.store.reads import whole

    def counted(connection: SqlConnection) -> int:
        return sum(whole.count(connection, kind) for kind in whole.kinds() if kind not in SET_UP)

    count = desk.read(counted)
    if count:
        text = ngettext(
            "“{name}” holds {n} record, so the export of a whole desk was not taken into it and "
            "nothing was changed. Take it into a new, empty desk.",
            "“{name}” holds {n} records, so the export of a whole desk was not taken into it and "
            "nothing was changed. Take it into a new, empty desk.",
            count,
        )
        raise KnownError(text.format(name=desk.path.name, n=count))


def _refuse_full(target: Path, clock: Clock) -> None:
    from salesdesk.usecases.desk import Desk

    desk = Desk(target, clock, threaded=False, may_write=False)
    try:
        refuse_records(desk)
    finally:
        desk.close()
