"""Keeps SQLite from taking in a log that is not the desk's own. Called once a desk is locked.

A killed program leaves a log beside its desk, and SQLite takes any log in that lies there. When
somebody has put an older copy, or another desk, in the place of the desk, that ruins the file. So
before a desk is opened beside which a log lies, both are looked at without writing; a log with
which the desk makes no sense is put aside under another name, and nothing of it is lost.
Source: reliability rules 8 and 9.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.store import aside
from salesdesk.store.connection import keyed, unreadable
from salesdesk.support.durable import sync_folder, wipe

_LOG, _SHARED, _JOURNAL = "-wal", "-shm", "-journal"


def put_aside(path: Path, now: dt.datetime) -> Path | None:
    """Gives the name that a log of something else has now; None when there is none such.

    The caller holds the lock of the closed desk, and the ring has its key. Raises KeyNeeded, and
    KnownError when the disk refuses; all is then as it was.
    """
    sides = [side for side in (_JOURNAL, _LOG) if _size(Path(f"{path}{side}"))]
    found = None
    try:
        for side in sides:
            if _is_foreign(path, side):
                found = _move(path, side, now)
    except OSError as error:
        raise unreadable(path, error.strerror) from error
    return found


def _is_foreign(path: Path, side: str) -> bool:
    """Whether the desk alone is whole, and not with that file."""
    alone = _last(f"{path.absolute().as_uri()}?mode=ro&immutable=1", path)
    if alone is None:
        return False  # it may need the log to be whole, or be damaged
    if side == _LOG:
        return not _goes_on(f"{path.absolute().as_uri()}?mode=ro", path, alone)
    # Only who may write looks at a journal: a private copy it is.
    copy = path.with_name(f".{path.name}.source")
    try:
        for end in ("", side):
            wipe(Path(f"{copy}{end}"))
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")
            Path(f"{copy}{end}").chmod(0o600)
        return not _goes_on(f"{copy.absolute().as_uri()}?mode=rw", copy, alone)
    finally:
        for end in ("", side, _LOG, _SHARED):
            wipe(Path(f"{copy}{end}"))


def _last(address: str, path: Path) -> tuple[int, str] | None:
    """Number and instant of the last step of the history; None for what is not whole."""
    try:
        with contextlib.closing(keyed(address, path)) as raw:
            return _last_of(raw)
    except (driver.Error, UnicodeError):
        return None


def _goes_on(address: str, path: Path, alone: tuple[int, str]) -> bool:
    """Whether a desk with its log is whole and has the last step that it had without."""
    try:
        with contextlib.closing(keyed(address, path)) as raw:
            has_it = 'SELECT 1 FROM journal WHERE seq = ? AND "at" = ?'
            was_empty = not alone[0]
            return _last_of(raw) is not None and (
                was_empty or raw.execute(has_it, alone).fetchone() is not None
            )
    except (driver.Error, UnicodeError):
        return False


def _last_of(raw: Any) -> tuple[int, str] | None:
    if [row[0] for row in raw.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        return None
    row = raw.execute('SELECT seq, "at" FROM journal ORDER BY seq DESC LIMIT 1').fetchone()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def _move(path: Path, side: str, now: dt.datetime) -> Path:
    kept = Path(f"{aside.free_name(path, 'foreign-log', now)}{side}")
    Path(f"{path}{side}").rename(kept)
    Path(f"{path}{_SHARED}").unlink(missing_ok=True)
    sync_folder(path.parent)
    return kept


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size if path.is_file() else 0
    return 0
