"""The driver's connections and their rules. Used by engine, glance, search and backup.

Imports the driver alone, so that the first paint does not wait for SQLAlchemy. One build of
SQLite (in sqlcipher3) serves plain and encrypted desks alike.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock
    from salesdesk.store.keys import Key

OLDEST_SQLITE = (3, 51, 3)
"""Before it, resetting the write-ahead log could corrupt a desk."""
APPLICATION_ID = 0x53444B31
"""Marks the file as a desk, so that another program's file is told apart."""
FREE_BYTES_WANTED = 16 * 1024 * 1024
"""Opening a write-ahead log on a full disk can kill the process; this much must be free."""

_PLAIN_HEADER = b"SQLite format 3\0"

_RULES = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
)

Connection = Any
"""The driver ships no types: a DB-API connection."""


def connect(path: Path, *, read_only: bool = False, to_look: bool = False) -> Connection:
    """A connection that keeps the rules and cannot write until the unit lifts `query_only`.

    `to_look` leaves the file as it is to the byte: a backup that is looked at keeps its sum.
    Raises KnownError when the file cannot be opened or is not a desk, KeyNeeded when it is
    encrypted and no key to it was given.
    """
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise KnownError(
            _(
                "SQLite {version} has a fault that can damage a desk. Nothing was opened. Install "
                "SalesDesk again to get a newer one."
            ).format(version=driver.sqlite_version)
        )
    try:
        connection = keyed(_address(path, read_only=read_only, to_look=to_look), path)
        try:
            for rule in _RULES:
                connection.execute(rule)
            if not (read_only or to_look):
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA wal_autocheckpoint=4000")
            connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
    except driver.Error as error:
        raise _why_not(path, error) from error
    return connection


def _address(path: Path, *, read_only: bool, to_look: bool) -> str:
    """The file as SQLite is to open it."""
    uri = path.absolute().as_uri()
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if to_look and not may_write and not Path(f"{path}-wal").exists():
        # No log can be made beside it, or one that is read-only too and in the way later on.
        return f"{uri}?mode=ro&immutable=1"
    return f"{uri}?mode={'ro' if read_only else 'rw'}"


def keyed(address: str, path: Path) -> Connection:
    """A bare connection to `address` (a file name or URI) with the key of the file at `path`.

    Every connection of the program is made here. Raises KeyNeeded, and the driver's errors.
    """
    connection = driver.connect(
        address, uri=address.startswith("file:"), isolation_level=None, check_same_thread=False
    )
    try:
        key = key_of(path)
        if key is not None:
            key.unlock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def key_of(path: Path) -> Key | None:
    """The key to the file at `path`; None when it needs none. Raises KeyNeeded."""
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(len(_PLAIN_HEADER))
    except OSError:
        return None
    if head == _PLAIN_HEADER or not head:
        # A plain desk needs nothing more, not even a module.
        return None
    from salesdesk.store import keys

    return keys.key_of(path)


def take_log_in(connection: Connection) -> None:
    """Moves what is in the log into the file, as far as nobody reads; on a log that was deleted.

    A connection that is opened after that would not find it.
    """
    with contextlib.suppress(driver.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def copy_in_memory(source: Connection, key: Key | None = None) -> Connection:
    """A connection to a copy of what `source` has open, for reading when its file is gone.

    A source with a key gives a copy with the same one: SQLite copies only among equals. Raises
    the driver's ProgrammingError when the source is closed, which its backup would not survive.
    """
    source.execute("SELECT 1")
    copy = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
    if key is not None:
        key.unlock(copy)
    source.backup(copy)
    copy.execute("PRAGMA trusted_schema=OFF")
    copy.execute("PRAGMA query_only=ON")
    return copy


def finish_rewriting(path: Path) -> None:
    """Takes away what a killed change of the passphrase, or restore, left beside the desk.

    What the disk does not let be taken away stays for the next opening.
    """
    for each in (path, path.with_name(f"{path.name}.restoring")):
        left = [each.with_name(f".{each.name}.{what}") for what in ("rekeying", "rekeyed")]
        if any(one.exists() for one in left):
            from salesdesk.store import rekeying

            with contextlib.suppress(OSError):
                rekeying.finish(each)


def put_log_aside(path: Path, clock: Clock) -> Path | None:
    """Keeps SQLite from taking in what lies beside the desk and is no log of it.

    Gives the name under which that is kept. Raises KeyNeeded, KnownError.
    """
    if not any(path.with_name(f"{path.name}{side}").exists() for side in ("-wal", "-journal")):
        return None
    from salesdesk.store import foreign_log

    return foreign_log.put_aside(path, clock.now_local())


def create_empty(path: Path, like: Path | None = None) -> None:
    """Makes the empty file that a new desk starts from, readable by its owner only.

    `like` an encrypted desk, it has that one's key: what is made of it is never plain.

    Raises KnownError when a file of that name exists or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.close(handle)
    except FileExistsError as error:
        raise KnownError(
            _("“{name}” exists already and was left as it is. Choose another name.").format(
                name=path.name
            )
        ) from error
    except OSError as error:
        raise KnownError(
            _(
                "A desk cannot be made at “{path}”: {why}. Nothing was changed. Choose a folder "
                "that you may write to."
            ).format(path=path, why=error.strerror)
        ) from error
    key = None if like is None else key_of(like)
    if key is not None:
        from salesdesk.store import keys

        keys.start(path, key)


def check_before_opening(path: Path) -> None:
    """The cheap checks before a desk is opened.

    Raises KnownError when the file is missing, not a desk, or the disk is full.
    """
    try:
        info = path.stat()
    except FileNotFoundError as error:
        text = _("There is no desk at “{path}”. Make one with “salesdesk new”.")
        raise KnownError(text.format(path=path)) from error
    except OSError as error:
        raise unreadable(path, error.strerror) from error
    if not stat.S_ISREG(info.st_mode):
        raise KnownError(_("“{path}” is not a file. Name a desk file.").format(path=path))
    if not os.access(path, os.R_OK):
        raise unreadable(path, os.strerror(errno.EACCES))
    if not info.st_size:
        text = _("“{name}” is empty: the file holds nothing. It was left as it is. Restore a "
                 "backup, or make a new desk under another name.")  # fmt: skip
        raise DamagedDesk(text.format(name=path.name))
    with contextlib.suppress(OSError, AttributeError):
        disk = os.statvfs(path)
        if disk.f_bavail * disk.f_frsize < FREE_BYTES_WANTED:
            raise KnownError(
                _(
                    "The disk with “{name}” is full. The desk was not opened and is unchanged. "
                    "Free at least 16 MB and start again."
                ).format(name=path.name)
            )


def unreadable(path: Path, why: str | None) -> KnownError:
    """The sentence for a file that the system does not let be read."""
    text = _(
        "“{path}” cannot be read: {why}. Nothing was changed. Check the rights of the file and its "
        "folder, or open another desk."
    )
    return KnownError(text.format(path=path, why=why))


def _why_not(path: Path, error: Exception) -> KnownError:
    """The sentence for a file that the driver refused."""
    text = str(error)
    is_unreadable = "not a database" in text or "malformed" in text
    if is_unreadable and key_of(path) is not None:
        words = _(
            "The passphrase of “{name}” is right, but the file is damaged. It was left as it is. "
            "Restore a backup."
        )
        return DamagedDesk(words.format(name=path.name))
    if is_unreadable:
        words = _(
            "“{name}” is not a desk, or it is damaged. It was left as it is. Restore a backup, or "
            "open another file."
        )
        return DamagedDesk(words.format(name=path.name))
    if "readonly" in text or "unable to open" in text:
        words = _(
            "“{name}” cannot be opened for writing: {why}. It was left as it is. Check the rights "
            "of the file and its folder."
        )
    elif "locked" in text or "busy" in text:
        words = _("Another program holds “{name}”. Nothing was changed. Close it and try again.")
    else:
        words = _(
            "“{name}” cannot be opened: {why}. It was left as it is. Try again, or restore a "
            "backup."
        )
    return KnownError(words.format(name=path.name, why=text))
