"""What can be offered when a desk does not open because it is damaged. Called by the start dialog.

Restoring is `usecases.backups`, salvage is `usecases.salvaging`; here is only what the choice
between them needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from salesdesk.domain.errors import KnownError

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock


class Offer(NamedTuple):
    """What can be done for a damaged desk: its newest good backup, and whether it can be mended."""

    newest: Restorable | None
    is_mendable: bool
    """Whether no record is damaged, so that making indexes anew is enough."""


class Restorable(NamedTuple):
    """A whole backup and when it was made (UTC)."""

    path: Path
    made_at: dt.datetime


def all_kept(desk: Path) -> list[Path]:
    """The backups of the desk, newest first, whole or not."""
    from salesdesk.store.backup_folder import all_of

    return [each.path for each in reversed(all_of(desk))]


def locked_backup(desk: Path) -> Path | None:
    """The backup whose passphrase must be known before anything can be done for this desk.

    None for a desk that is not encrypted, whose beginning is whole, or that has no such backup.
    """
    from salesdesk.store import first_page

    return first_page.locked_lender(all_kept(desk)) if first_page.is_lost(desk) else None


def good(desk: Path) -> Iterator[Restorable]:
    """The backups of the desk that are whole, newest first; each is opened and summed in turn."""
    from salesdesk.store import backup
    from salesdesk.store.backup_folder import all_of

    for each in reversed(all_of(desk)):
        try:
            backup.verify(each.path)
        except KnownError:
            continue
        yield Restorable(each.path, each.stamp.made_at)


def offer(desk: Path) -> Offer:
    """Looks at the desk and at its backups, for a worker: some seconds for a large desk."""
    return Offer(newest_good(desk), _is_mendable(desk))


def _is_mendable(desk: Path) -> bool:
    from salesdesk.usecases.checking import check_desk

    try:
        report = check_desk(desk)
    except KnownError:
        return False
    return report.is_mendable and not report.loses


def mend(desk: Path, clock: Clock) -> Path:
    """Makes anew what is made from the records; gives the desk. Raises KnownError."""
    from salesdesk.usecases.checking import mend_desk, sentence

    report = mend_desk(desk, clock)
    if not report.is_whole:
        raise KnownError(sentence(report.findings[0]))
    return desk


def newest_good(desk: Path) -> Restorable | None:
    """The newest backup of the desk that is whole, or None."""
    return next(good(desk), None)


def restore(newest: Restorable, desk: Path, clock: Clock) -> Path:
    """Puts the backup in the desk's place; the damaged file is kept beside. Raises KnownError."""
    from salesdesk.usecases.backups import restore_backup

    return restore_backup(newest.path, desk, clock).desk
