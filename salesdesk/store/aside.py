"""Keeps the file of a damaged desk: moved or copied beside, with its log, never deleted.

Called by `usecases.checking` and `usecases.salvaging`.
Source: reliability rule 9.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store.connection import connect
from salesdesk.support.durable import sync_folder
from salesdesk.support.i18n import _
from salesdesk.support.paths import is_there

LOG = "-wal"
_SHARED = "-shm"
"""SQLite's scratch beside a log; made anew from it whenever it is missing."""


def free_name(desk: Path, why: str, now: dt.datetime) -> Path:
    """A name beside the desk that nothing has yet, such as ``my.damaged-20261122-091500.desk``."""
    at = now.strftime("%Y%m%d-%H%M%S")
    number, path = 1, desk.with_name(f"{desk.stem}.{why}-{at}{desk.suffix}")
    while is_there(path):
        number += 1
        path = desk.with_name(f"{desk.stem}.{why}-{at}-{number}{desk.suffix}")
    return path


def copy(desk: Path, to: Path) -> Path:
    """Copies a desk's file and log byte for byte; only the user may read them.

    Raises KnownError when the disk refuses; no half copy stays behind.
    """
    try:
        for side in ("", LOG):
            source = Path(f"{desk}{side}")
            if source.exists():
                _copy(source, Path(f"{to}{side}"))
        sync_folder(to.parent)
    except OSError as error:
        for side in ("", LOG):
            Path(f"{to}{side}").unlink(missing_ok=True)
        raise _refused(desk, error) from error
    return to


def move(desk: Path, to: Path) -> Path:
    """Gives a desk's file and its log another name. Raises KnownError; both are then as before."""
    has_log = Path(f"{desk}{LOG}").exists()
    try:
        Path(f"{desk}{_SHARED}").unlink(missing_ok=True)
        if has_log:
            # First: a log that stays where its desk was would spoil the next desk there.
            Path(f"{desk}{LOG}").rename(f"{to}{LOG}")
        desk.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        if has_log and desk.exists() and not Path(f"{desk}{LOG}").exists():
            Path(f"{to}{LOG}").rename(f"{desk}{LOG}")
        raise _refused(desk, error) from error
    return to


@contextlib.contextmanager
def writers_held(desk: Path) -> Iterator[None]:
    """Lets nobody write to an open desk meanwhile, as far as its damage lets that be said."""
    with contextlib.ExitStack() as ending:
        with contextlib.suppress(driver.Error, KnownError):
            raw = ending.enter_context(contextlib.closing(connect(desk)))
            raw.execute("PRAGMA query_only=OFF")
            raw.execute("BEGIN IMMEDIATE")
            ending.callback(raw.rollback)
        yield


def _copy(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as writing, source.open("rb") as reading:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _refused(desk: Path, error: OSError) -> KnownError:
    text = _(
        "The damaged “{name}” could not be kept aside: {why}. It is as it was. See to the disk or "
        "the rights of its folder, and try again."
    )
    return KnownError(text.format(name=desk.name, why=error.strerror))
