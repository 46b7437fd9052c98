"""The folder of a desk's backups: where it is, what is in it, and the next one's name.

Called by `usecases.backups` and by the migrations. Each desk has a folder of its own below the
user's backups, since two desks may have one name; it is not the desk's own folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from salesdesk.domain.backups import Stamp
from salesdesk.domain.errors import KnownError
from salesdesk.store import backup
from salesdesk.support.durable import write_whole
from salesdesk.support.i18n import _
from salesdesk.support.paths import DESK_SUFFIX, make_private, places
from salesdesk.support.settings import Settings, SettingsFile

Reason = Literal["by-hand", "timed", "before-import", "before-change", "before-upgrade",
                 "before-restore"]  # fmt: skip
_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?P<number>\d{6,})\.(?P<at>\d{8}T\d{6})Z\.(?P<reason>[a-z-]+)\.desk"
)
CHOSEN_MARK: Final = ".salesdesk-backups"
"""A file in the folder that was chosen for backups."""
COUNT: Final = ".number"
"""A file in the usual folder with the number of the last backup, wherever that lies."""
_LONGEST_STEM: Final = 150
"""Bytes of the desk's name in the names of its backups."""
_LEFT_OVER: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that is there. Its number runs up without regard to the clock."""

    path: Path
    stamp: Stamp
    reason: str


def settings() -> Settings:
    """The settings as they are on the disk: the command line and the window obey the same ones."""
    return SettingsFile(places().settings_file).read()


def folder_of(desk: Path) -> Path:
    """Where a desk's next backup goes: below the chosen folder when that is there, else below the
    standard one."""
    chosen = chosen_folder()
    return _own(desk, chosen if chosen and _is_there(chosen) else places().backups)


def chosen_folder() -> Path | None:
    """The folder that the user chose, there or not."""
    chosen = settings().backup_folder
    if not chosen:
        return None
    with contextlib.suppress(RuntimeError):  # "~somebody" whom this computer does not know
        return Path(chosen).expanduser()
    return Path(chosen)


def missing_folder() -> Path | None:
    """The chosen folder when it is not there now: its disk is not connected, say."""
    chosen = chosen_folder()
    return chosen if chosen and not _is_there(chosen) else None


def mark_chosen(folder: Path) -> None:
    """Makes a folder and puts our mark into it. Raises KnownError when that cannot be done.

    The mark tells the folder on another disk from the empty one of the same name that is there
    when the disk is not.
    """
    try:
        make_private(folder)
        (folder / CHOSEN_MARK).touch(mode=0o600)
    except OSError as error:
        text = _("Backups cannot be kept in “{folder}”: {why}. Nothing was changed. Choose another "
                 "folder.")  # fmt: skip
        raise KnownError(text.format(folder=folder, why=error.strerror or error)) from error


def all_of(desk: Path) -> list[Kept]:
    """A desk's backups in the chosen and in the standard folder, oldest first."""
    found = (each for folder in _folders(desk) for each in kept(folder))
    return sorted(found, key=_by_number)


def unfinished(desk: Path) -> list[Path]:
    """What is there of backups of a desk that are being made, or were when they were killed."""
    return [each for folder in _folders(desk) for each in folder.glob(".*.making*")]


def _folders(desk: Path) -> list[Path]:
    chosen = chosen_folder()
    roots = dict.fromkeys([places().backups, *([chosen] if chosen else [])])
    return [_own(desk, root) for root in roots]


def last_of(desk: Path) -> Kept | None:
    """A desk's newest backup wherever it is, by number."""
    return next(reversed(all_of(desk)), None)


def is_same_disk(desk: Path, other: Path) -> bool:
    """Whether both lie on one disk; a folder that is not there yet counts as its parent."""
    if os.name == "nt":
        return os.path.splitdrive(desk.absolute())[0].casefold() == (
            os.path.splitdrive(other.absolute())[0].casefold()
        )
    first, second = _device(desk), _device(other)
    return first is not None and first == second


def _device(path: Path) -> int | None:
    for each in (path, *path.absolute().parents):
        with contextlib.suppress(OSError):
            return each.stat().st_dev
    return None


def _by_number(each: Kept) -> tuple[int, dt.datetime]:
    return each.stamp.number, each.stamp.made_at


def _is_there(chosen: Path) -> bool:
    try:
        return (chosen / CHOSEN_MARK).is_file()
    except OSError:
        return False


def _own(desk: Path, root: Path) -> Path:
    where = str(desk.absolute())
    mark = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return root / f"{_short(desk.stem)}-{mark}"


def _short(stem: str) -> str:
    """So much of a desk's name that a backup's name, which is longer, fits every disk."""
    return os.fsencode(stem)[:_LONGEST_STEM].decode(errors="ignore") or "desk"


def kept(folder: Path) -> list[Kept]:
    """The backups in a folder, oldest first; other files are not looked at."""
    found: list[Kept] = []
    paths: list[Path] = []
    with contextlib.suppress(OSError):
        paths = sorted(folder.glob(f"*{DESK_SUFFIX}"))
    for path in paths:
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        with contextlib.suppress(ValueError):  # 30 February: not a name of ours
            at = dt.datetime.strptime(named["at"], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
            found.append(Kept(path, Stamp(int(named["number"]), at), named["reason"]))
    return sorted(found, key=lambda each: each.stamp)


def add(desk: Path, folder: Path, now: dt.datetime, reason: Reason) -> backup.Backup:
    """Backs the desk up under the folder's next number. Raises KnownError as `backup.make`."""
    known = [each.stamp.number for each in (*kept(folder), *all_of(desk))]
    number = max([*known, _counted(desk)]) + 1
    at = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = _short(desk.stem)
    made = backup.make(desk, folder / f"{stem}.{number:06}.{at}.{reason}{DESK_SUFFIX}")
    _count(desk, number)
    return made


def _counted(desk: Path) -> int:
    """The highest number given so far, also when it lies on a disk that is away."""
    with contextlib.suppress(OSError, ValueError):
        return int((_own(desk, places().backups) / COUNT).read_text(encoding="ascii"))
    return 0


def _count(desk: Path, number: int) -> None:
    """Remembers a number; where that cannot be done, the files there are still tell."""
    own = _own(desk, places().backups)
    with contextlib.suppress(OSError):
        write_whole(make_private(own) / COUNT, f"{number}\n".encode("ascii"))


def remove(going: Kept) -> None:
    """Removes a backup and its sum."""
    going.path.unlink(missing_ok=True)
    backup.sum_file(going.path).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what a killed backup left behind; younger than a day it may still be in work."""
    oldest = (dt.datetime.now(dt.UTC) - _LEFT_OVER).timestamp()
    for path in [*folder.glob(".*.making*"), *folder.glob(".*.summing")]:
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
    _finish_rewriting(folder)


def _finish_rewriting(folder: Path) -> None:
    """Takes away what a backup left that was killed while it got another passphrase."""
    for path in [*folder.glob(".*.rekeying"), *folder.glob(".*.rekeyed")]:
        from salesdesk.store import rekeying

        with contextlib.suppress(OSError):  # the next backup tries again
            rekeying.finish(path.with_name(path.stem.removeprefix(".")))
