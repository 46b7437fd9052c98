"""Backups of a desk: made by themselves and on request, thinned, listed and restored.

The window's timer asks `due` and calls `backup_now`; imports, bulk changes and upgrades call
`backup_now` with their reason before they start. Each desk has a folder of its own below the
user's backups. Nothing here needs the desk's lock but
`restore_backup`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from salesdesk.domain.backups import superfluous
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.store import backup
from salesdesk.store.backup_folder import Reason, add, folder_of, kept, remove, sweep
from salesdesk.support.i18n import _
from salesdesk.support.lock import DeskLock

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Backup = backup.Backup
"""A finished backup, for rooms that may not import the store."""
EVERY: Final = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the desk that was put in place and where the old one is, if any."""

    desk: Path
    aside: Path | None
    before: Path | None
    """A backup of the old desk, made first; None when there was none or it was too damaged."""


def backup_now(desk: Desk, reason: Reason = "timed") -> backup.Backup:
    """Backs the open desk up into its folder and thins that. Takes 0.1 s for 10,000 deals.

    May run on any thread. Raises KnownError; the desk and older backups are then untouched.
    """
    return backup_file(desk.path, desk.clock, reason)


def backup_file(
    desk: Path, clock: Clock, reason: Reason = "by-hand", folder: Path | None = None
) -> backup.Backup:
    """Backs up the desk at `desk`, open somewhere or not, into `folder` (default: its own).

    Raises KnownError; the desk and older backups are then untouched.
    """
    from salesdesk.store.connection import check_before_opening

    check_before_opening(desk)
    where = folder or folder_of(desk)
    made = add(desk, where, clock.now_utc(), reason)
    thin(where, clock)
    return made


def due(desk: Desk, *, starting: bool = False) -> bool:
    """Whether a timed backup should be made: the desk changed, and half an hour went by.

    `starting` leaves out the half hour, for the check when the window opens. May run on any thread.
    """
    last = next(reversed(kept(folder_of(desk.path))), None)
    if last is None:
        return True
    age = desk.clock.now_utc() - last.stamp.made_at
    # A backup out of the future says that a clock was wrong: better one too many.
    if not starting and dt.timedelta(0) <= age < EVERY:
        return False
    try:
        # A connection of its own: the window asks on a worker, and `raw` is the GUI thread's.
        now = backup.fingerprint_of(desk.path, closed=False)
        return backup.fingerprint_of(last.path, closed=True) != now
    except KnownError:
        return True


def thin(folder: Path, clock: Clock) -> list[Path]:
    """Removes backups that newer ones stand for; those made by hand stay. Gives what went."""
    automatic = [each for each in kept(folder) if each.reason != "by-hand"]
    going = set(superfluous([each.stamp for each in automatic], clock.now_utc()))
    gone = [each for each in automatic if each.stamp in going]
    for each in gone:
        remove(each)
    sweep(folder)
    return [each.path for each in gone]


def restore_backup(source: Path, desk: Path, clock: Clock) -> Restored:
    """Puts a backup in the place of the desk at `desk`, or makes a desk of it there.

    The old desk is backed up first and its file is kept beside the new one. Raises KnownError,
    DeskHeld when a window has the desk open; the old desk is then in its place.
    """
    if desk.exists() and source.exists() and desk.samefile(source):
        raise KnownError(_("The backup and the desk are the same file. Nothing was changed."))
    backup.verify(source)
    if desk.exists() and not desk.is_file():
        raise KnownError(_("“{path}” is not a file. Name a desk file.").format(path=desk))
    desk.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with DeskLock(desk):
        had_one = desk.exists()
        before = _backed_up(desk, clock) if had_one else None
        aside = _aside(desk, clock)
        backup.restore(source, desk, aside)
    return Restored(desk, aside if had_one else None, before)


def _backed_up(desk: Path, clock: Clock) -> Path | None:
    """A backup of the desk that is about to go, or None when it is too damaged for one."""
    try:
        return backup_file(desk, clock, "before-restore").path
    except KnownError as error:
        # Whatever is wrong with it, its file is kept aside; a full disk must stop us, though.
        if isinstance(error, DamagedDesk) or not _is_desk(desk):
            return None
        raise


def _is_desk(desk: Path) -> bool:
    try:
        backup.fingerprint_of(desk, closed=False)
    except KnownError:
        return False
    return True


def _aside(desk: Path, clock: Clock) -> Path:
    """A free name beside the desk for its old file."""
    at = clock.now_local().strftime("%Y%m%d-%H%M%S")
    number, path = 1, desk.with_name(f"{desk.stem}.before-restore-{at}{desk.suffix}")
    while path.exists():
        number += 1
        path = desk.with_name(f"{desk.stem}.before-restore-{at}-{number}{desk.suffix}")
    return path
