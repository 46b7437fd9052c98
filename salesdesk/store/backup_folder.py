"""The folder of a desk's backups: where it is, what is in it, and the next one's name.

Called by `usecases.backups` and by the migrations. Each desk has a folder of its own below the
user's backups, since two desks may have one name; it is not the desk's own folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from salesdesk.domain.backups import Stamp
from salesdesk.store import backup
from salesdesk.support.paths import DESK_SUFFIX, places
from salesdesk.support.settings import SettingsFile

Reason = Literal["by-hand", "timed", "before-import", "before-change", "before-upgrade",
                 "before-restore"]  # fmt: skip
_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?P<number>\d{6,})\.(?P<at>\d{8}T\d{6})Z\.(?P<reason>[a-z-]+)\.desk"
)
_LEFT_OVER: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that is there. Its number runs up without regard to the clock."""

    path: Path
    stamp: Stamp
    reason: str


def folder_of(desk: Path) -> Path:
    """Where a desk's backups go: below the folder of the settings, else the standard one."""
    chosen = SettingsFile(places().settings_file).load().settings.backup_folder
    root = Path(chosen).expanduser() if chosen else places().backups
    where = str(desk.absolute())
    mark = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return root / f"{desk.stem}-{mark}"


def kept(folder: Path) -> list[Kept]:
    """The backups in a folder, oldest first; other files are not looked at."""
    found = []
    for path in folder.glob(f"*{DESK_SUFFIX}"):
        named = _NAME.fullmatch(path.name)
        if named is None:
            continue
        with contextlib.suppress(ValueError):  # 30 February: not a name of ours
            at = dt.datetime.strptime(named["at"], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
            found.append(Kept(path, Stamp(int(named["number"]), at), named["reason"]))
    return sorted(found, key=lambda each: each.stamp)


def add(desk: Path, folder: Path, now: dt.datetime, reason: Reason) -> backup.Backup:
    """Backs the desk up under the folder's next number. Raises KnownError as `backup.make`."""
    number = max((each.stamp.number for each in kept(folder)), default=0) + 1
    at = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return backup.make(desk, folder / f"{desk.stem}.{number:06}.{at}.{reason}{DESK_SUFFIX}")


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

        rekeying.finish(path.with_name(path.stem.removeprefix(".")))
