"""Writes a desk anew under another key, under its first one, or under none.

Called by `usecases.encryption` for a desk that nobody has open, and for its backups. The new file
is made beside the old one, proved, and put in its place in one step: killed anywhere, the desk is
exactly the old or exactly the new one. What was plain is overwritten before it is removed.
Source: reliability rules 8 and 17.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup, keys, versions
from salesdesk.store.connection import keyed
from salesdesk.store.keys import Key
from salesdesk.support.durable import overwrite, sync_file, sync_folder, wipe
from salesdesk.support.i18n import _
from salesdesk.support.paths import real_file

_PATIENCE_MS: Final = 5000
_COPIED: Final = ("user_version", "application_id")


def rewrite(path: Path, key: Key | None) -> Path | None:
    """Gives the closed desk at `path` this key, or makes it plain with None.

    The caller holds the desk's lock, and the ring has the key of the file as it is. Gives what the
    disk did not let overwrite of the old desk, if anything; `finish` does it later. Raises
    KnownError; the desk is then the old one.
    """
    path = real_file(path)  # else what is replaced is the link, and what is wiped the desk
    made, old = _made(path), _old(path)
    with _told(path):
        finish(path)
        try:
            settle(path)
            _export(path, made, key)
            _prove(path, made, key)
            _link(path, old)
            sync_folder(path.parent)
            os.replace(made, path)
            sync_folder(path.parent)
        except BaseException:
            wipe(made)
            _unlink_same(old, path)
            raise
    # From here on the desk is the new one: nothing may say any more that it is the old.
    try:
        wipe(old)
    except OSError:
        return old
    sync_folder(path.parent)
    return None


def finish(path: Path) -> None:
    """Removes what a killed `rewrite` left beside the desk. The caller holds the desk's lock.

    Raises OSError when the disk refuses.
    """
    made, old = _made(path), _old(path)
    for side in backup.SIDES:
        wipe(Path(f"{made}{side}"))
    wipe(made)
    _unlink_same(old, path)
    wipe(old)


def settle(path: Path, instead_of: Any = None) -> None:
    """Moves the write-ahead log into the file and leaves no trace of it on the disk.

    `instead_of`, the last connection that is open, is closed. Raises KnownError when another one
    holds the desk.
    """
    log = Path(f"{path}-wal")
    with _told(path), contextlib.closing(keyed(str(path), path)) as desk:
        desk.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        desk.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if instead_of is not None:
            instead_of.close()
        busy, _frames, _moved = desk.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if busy:
            raise _held(path)
        # All of it is in the file now; removed as it is, its pages would stay on the disk.
        overwrite(log)
        mode = desk.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        if mode != "delete" or any(Path(f"{path}{side}").exists() for side in backup.SIDES):
            raise _held(path)


def _export(path: Path, made: Path, key: Key | None) -> None:
    """Copies all tables into a new file. Only this way leads from a key to none and back."""
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with _both(path, made, key) as both:
        # Nobody needs a half-made copy back, and a journal would hold more of the desk.
        both.execute("PRAGMA made.journal_mode=OFF").fetchall()
        both.execute("SELECT sqlcipher_export('made')").fetchall()
        for pragma in _COPIED:
            value = both.execute(f"PRAGMA main.{pragma}").fetchone()[0]
            both.execute(f"PRAGMA made.{pragma}={value:d}")
    sync_file(made)


def _prove(path: Path, made: Path, key: Key | None) -> None:
    """Raises KnownError unless the copy is sound and holds the same as the desk, row by row."""
    with _both(path, made, key) as both:
        sound = [row[0] for row in both.execute("PRAGMA made.integrity_check(3)")]
        if key is not None:
            sound += [row[0] for row in both.execute("PRAGMA made.cipher_integrity_check")]
        differs = sound != ["ok"] or _schema(both, "main") != _schema(both, "made")
        for table in _tables(both) if not differs else ():
            differs = differs or not _same_rows(both, table)
    if differs:
        raise KnownError(
            _(
                "The new copy of “{name}” is not the same as the desk. It was removed and the "
                "desk is as it was. See to the disk, and run “salesdesk check”."
            ).format(name=path.name)
        )


def _same_rows(both: Any, table: str) -> bool:
    ours, copied = (both.execute(f'SELECT * FROM {side}."{table}"') for side in ("main", "made"))
    return all(one == two for one, two in zip_longest(ours, copied))


@contextmanager
def _both(path: Path, made: Path, key: Key | None) -> Iterator[Any]:
    """A connection to the desk as `main` and to the copy as `made`."""
    # As addresses: a file's name may hold bytes that are no letters.
    with contextlib.closing(keyed(path.absolute().as_uri(), path)) as both:
        new = made.absolute().as_uri()
        if key is None and not keys.is_encrypted(path):
            both.execute("ATTACH DATABASE ? AS made", (new,))
        else:
            both.execute("ATTACH DATABASE ? AS made KEY ?", (new, key.spec if key else ""))
        both.execute("PRAGMA temp_store=MEMORY")
        versions.is_older(both, path)
        yield both
        both.execute("DETACH DATABASE made")


def _schema(both: Any, side: str) -> list[Any]:
    statement = f"SELECT type, name, sql FROM {side}.sqlite_master ORDER BY type, name"
    return list(both.execute(statement).fetchall())


def _tables(both: Any) -> list[str]:
    """The tables that hold rows of their own, those of the search index too."""
    found = both.execute(
        "SELECT name FROM main.sqlite_master WHERE type='table' AND rootpage>0 ORDER BY name"
    )
    return [row[0] for row in found]


def _link(path: Path, old: Path) -> None:
    """A second name for the old file, by which it can be overwritten when it was replaced."""
    try:
        os.link(path, old)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        raise KnownError(
            _(
                "The disk of “{name}” cannot give a file two names, so the plain copy could not "
                "be removed safely. Nothing was changed. Move the desk to another disk first."
            ).format(name=path.name)
        ) from error


def _unlink_same(old: Path, path: Path) -> None:
    """Takes the second name away when it is still the desk itself: overwriting would end it."""
    with contextlib.suppress(FileNotFoundError):
        if old.samefile(path):
            old.unlink()


def _made(path: Path) -> Path:
    return path.with_name(f".{path.name}.rekeying")


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.rekeyed")


def _held(path: Path) -> KnownError:
    text = _(
        "Something still reads “{name}”. Nothing was changed. Close other windows and programs "
        "that use it and try again."
    )
    return KnownError(text.format(name=path.name))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the disk and the driver say into a sentence."""
    try:
        yield
    except (OSError, driver.Error) as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise _held(path) from error
        is_full = getattr(error, "errno", None) == errno.ENOSPC or "full" in text
        why = _("the disk is full") if is_full else getattr(error, "strerror", None) or text
        words = _(
            "“{name}” was not written anew: {why}. The desk is as it was. Make room on its disk, "
            "or see to the rights of its folder, and try again."
        )
        raise KnownError(words.format(name=path.name, why=why)) from error
