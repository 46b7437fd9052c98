"""Puts a backup, or the export of a whole desk, in the place of the desk that a window has open.

Called by the restore dialog and by Import. What takes long is done by `ready_backup` or
`ready_file` on a worker; `put` takes milliseconds on the window's thread, while nobody reads. The
state before is backed up first, which is what “Undo restore” puts back.
Source: reliability rule 8.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.store import backup
from salesdesk.support.durable import wipe
from salesdesk.support.i18n import _
from salesdesk.usecases import backups, drafts

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Mark = tuple[int, int]
"""What tells whether a desk changed; see `store.backup.fingerprint`."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked desk that waits beside the open one. `label` says what putting it there does.

    `before` is the backup of the open one as it was at `mark`; None when it was too damaged.
    """

    label: str
    before: Path | None
    mark: Mark | None
    put: Callable[[], None]
    aside: Path
    is_encrypted: bool
    """Whether the open desk was when this was made: a plain one must not take its place later."""


@dataclass(frozen=True, slots=True)
class Done:
    """What is to be undone: `before` holds the state from before, `mark` is the one right after."""

    changes: Changes
    before: Path | None
    mark: Mark


def ready_backup(desk: Desk, source: Path) -> Ready:
    """Proves the backup, backs the open desk up, and copies the backup beside it.

    Raises KnownError; nothing is changed then.
    """
    _refuse_looking(desk)
    is_encrypted = desk.is_encrypted
    if source.exists() and desk.path.samefile(source):
        raise KnownError(_("The backup and the desk are the same file. Nothing was changed."))
    backup.verify(source)
    before = backups.before_restore(desk.path, desk.clock)
    mark = backup.fingerprint_of(before, closed=True) if before else None
    aside = backups.aside_of(desk.path, desk.clock)
    backup.prepare(source, desk.path)
    label = _("Restore {name}").format(name=source.name)
    return Ready(label, before, mark, lambda: backup.put(desk.path, aside), aside, is_encrypted)


def ready_file(desk: Desk, source: Path) -> Ready:
    """Proves the export of a whole desk and makes a desk of it beside the open one.

    Raises KnownError when it is not whole, or when the open desk holds records.
    """
    from salesdesk.usecases import taking_desk

    _refuse_looking(desk)
    is_encrypted = desk.is_encrypted
    file = taking_desk.read_desk_file(source)
    taking_desk.refuse_records(desk)
    before, put = taking_desk.prepare(file, desk.path, desk.clock)
    mark = backup.fingerprint_of(before, closed=True) if before else None
    label = _("Take in {name}").format(name=source.name)
    return Ready(label, before, mark, put, backups.aside_of(desk.path, desk.clock), is_encrypted)


def put(desk: Desk, ready: Ready) -> Done:
    """Changes the files and opens the new one; the caller sees to it that nobody reads.

    Raises KnownError; the old desk is then in its place and open.
    """
    desk.wait()
    desk.refuse_other_file()
    if desk.is_encrypted != ready.is_encrypted:
        raise KnownError(
            _("The passphrase was set or removed meanwhile, so nothing was restored. Try again.")
        )
    # What was saved between the backup and now is in the file that is kept aside, then.
    is_same = ready.before is not None and backup.fingerprint(desk.raw) == ready.mark
    unfinished = _unfinished(desk)
    desk.replace_file(ready.put)
    if unfinished:
        drafts.keep(desk, unfinished, [])
    before = ready.before
    if is_same:
        ready.aside.unlink(missing_ok=True)
    elif ready.aside.exists():
        before = ready.aside
    mark = backup.fingerprint(desk.raw)
    return Done(Changes(ready.label, is_everything=True), before, mark)


def _unfinished(desk: Desk) -> list[drafts.Draft]:
    """What is half typed: it lies in the file that goes, and belongs to the one that comes."""
    try:
        return drafts.drafts(desk)
    except Exception:  # noqa: BLE001 - of a desk too damaged to say; the backup is whole
        return []


def is_as_restored(desk: Desk, mark: Mark) -> bool:
    """Whether nothing was done since a restore, so that undoing it loses nothing."""
    return backup.fingerprint(desk.raw) == mark


def tidy(desk: Desk) -> None:
    """Removes what a restore left beside the desk that was killed before its moment came."""
    if desk.may_write:
        with contextlib.suppress(OSError):  # the next start tries again
            wipe(backup.restoring(desk.path))


def _refuse_looking(desk: Desk) -> None:
    desk.refuse_other_file()  # what the window shows is nowhere else then
    if not desk.may_write:
        raise KnownError(
            _("“{name}” was opened for looking only, so nothing can be restored into it. Make the "
              "file and its folder writable and open it again.").format(name=desk.path.name)
        )  # fmt: skip
