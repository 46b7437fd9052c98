"""Backups of a desk: made by themselves and on request, thinned, listed and restored.

The window's timer asks `due` and calls `backup_now`; imports, bulk changes and upgrades call
`backup_now` with their reason before they start. Each desk has a folder of its own below the
user's backups. Nothing here needs the desk's lock but
`restore_backup`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.backups import superfluous
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import DamagedDesk, KeyNeeded, KnownError
from salesdesk.store import backup, backup_folder
from salesdesk.store.backup_folder import Kept, Reason, add, folder_of, kept, remove, sweep
from salesdesk.support.i18n import _, ngettext
from salesdesk.support.lock import DeskLock
from salesdesk.support.paths import is_there

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Backup = backup.Backup
"""A finished backup, for rooms that may not import the store."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the desk that was put in place and where the old one is, if any."""

    desk: Path
    aside: Path | None
    before: Path | None
    """A backup of the old desk, made first; None when there was none or it was too damaged."""


@dataclass(frozen=True, slots=True)
class State:
    """How safe a desk is: its newest backup, where backups go now, and what is wrong with that."""

    last: Kept | None
    folder: Path
    missing: Path | None
    """The folder that was chosen and is not there, so that another is used meanwhile."""
    is_same_disk: bool
    """Whether every backup lies on the disk of the desk."""
    is_seasoned: bool
    """Whether the desk was backed up on an earlier day: it is no trial any more."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup as it is listed; the instant is in the local zone, the size in bytes."""

    path: Path
    made_at: dt.datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a backup: how many deals, and the sentence that says why it cannot be used."""

    deals: int
    fault: str = ""


def backup_now(desk: Desk, reason: Reason = "timed") -> backup.Backup:
    """Backs the open desk up into its folder and thins that. Takes 0.1 s for 10,000 deals.

    May run on any thread. Raises KnownError; the desk and older backups are then untouched.
    """
    desk.refuse_other_file()  # whose backups would push this one's out
    made = backup_file(desk.path, desk.clock, reason)
    desk.on_backup(made.path)
    return made


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
    if not starting and dt.timedelta(0) <= age < every():
        return False
    try:
        # A connection of its own: the window asks on a worker, and `raw` is the GUI thread's.
        now = backup.fingerprint_of(desk.path, closed=False)
        return backup.fingerprint_of(last.path, closed=True) != now
    except KnownError:
        return True


def every() -> dt.timedelta:
    """How often a desk that changes is backed up."""
    return dt.timedelta(minutes=int(backup_folder.settings().backup_every))


def state(desk: Desk) -> State:
    """How safe the desk is; looks at the disk, for a worker."""
    folder = folder_of(desk.path)
    found = listed(desk.path)
    return State(
        backup_folder.last_of(desk.path),
        folder,
        backup_folder.missing_folder(),
        all(backup_folder.is_same_disk(desk.path, each.path) for each in found),
        any(each.made_at.date() < desk.clock.today() for each in found),
    )


def listed(desk: Path) -> tuple[Listed, ...]:
    """All backups of a desk that are there, newest first."""
    found = []
    for each in reversed(backup_folder.all_of(desk)):
        try:
            size = each.path.stat().st_size
        except OSError:
            continue  # its disk went away while we looked
        found.append(Listed(each.path, each.stamp.made_at.astimezone(), each.reason, size))
    return tuple(found)


def look_into(path: Path) -> Looked:
    """Checks one backup and counts its deals. Takes 0.2 s for 10,000 deals; for a worker."""
    from salesdesk.store import comparing

    try:
        backup.verify(path)
        return Looked(comparing.count(path, "deal"))
    except KnownError as error:
        return Looked(0, str(error))


def choose_folder(folder: Path | None, desk: Path) -> str:
    """Makes a folder ready for backups and gives what the settings keep; None: the usual one.

    Raises KnownError when nothing can be written there, or it is the desk's own folder.
    """
    if folder is None:
        return ""
    if folder.resolve() == desk.parent.resolve():
        raise KnownError(
            _("That is the folder of the desk itself: what happens to it happens to the backups "
              "too. Nothing was changed. Choose another folder, best on another disk.")
        )  # fmt: skip
    backup_folder.mark_chosen(folder)
    return str(folder.absolute())


def is_same_disk(desk: Path, folder: Path) -> bool:
    """Whether a folder is on the disk of the desk."""
    return backup_folder.is_same_disk(desk, folder)


def of_file(path: Path) -> tuple[Listed, ...]:
    """A backup from elsewhere as it is listed, by its file; () when there is none."""
    try:
        info = path.stat()
    except OSError:
        return ()
    made_at = dt.datetime.fromtimestamp(info.st_mtime).astimezone()
    return (Listed(path, made_at, "", info.st_size),)


def too_little_room(folder: Path, size: int) -> str:
    """A sentence when the disk has no room for a few more backups of this size, else ""."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return ""
    if free >= 4 * size:
        return ""
    count = max(0, free // max(size, 1))
    return ngettext(
        "There is room for {n} more backup only.", "There is room for {n} more backups only.", count
    ).format(n=count)


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
        before = before_restore(desk, clock) if had_one else None
        aside = aside_of(desk, clock)
        backup.restore(source, desk, aside)
    return Restored(desk, aside if had_one else None, before)


def before_restore(desk: Path, clock: Clock) -> Path | None:
    """A backup of the desk that is about to go, or None when it is too damaged for one.

    Raises KeyNeeded without its passphrase, KnownError when a sound desk cannot be backed up, such
    as on a full disk: it may not go then.
    """
    try:
        return backup_file(desk, clock, "before-restore").path
    except KeyNeeded:
        raise
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


def aside_of(desk: Path, clock: Clock) -> Path:
    """A free name beside the desk for its old file."""
    at = clock.now_local().strftime("%Y%m%d-%H%M%S")
    number, path = 1, desk.with_name(f"{desk.stem}.before-restore-{at}{desk.suffix}")
    while is_there(path):
        number += 1
        path = desk.with_name(f"{desk.stem}.before-restore-{at}-{number}{desk.suffix}")
    return path
