"""Copies of a whole desk: made while it is open, proved before they count, and put back.

Called by `usecases.backups` and by the migrations. A backup appears under its name only when it
is complete, opened, checked and summed; a restore killed anywhere leaves the old desk or the new
one. Imports the driver alone.
Source: reliability rules 7 and 8.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.store import versions
from salesdesk.store.connection import connect, key_of, keyed
from salesdesk.support.durable import overwrite, sync_file, sync_folder
from salesdesk.support.i18n import _
from salesdesk.support.paths import make_private

SUM_SUFFIX = ".sha256"
SIDES = ("-wal", "-shm", "-journal")
_DAMAGED = ("malformed", "not a database", "disk image")


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup. `size` in bytes; `sum` is the SHA-256 of the file in hex."""

    path: Path
    size: int
    sum: str


def make(source: Path, target: Path) -> Backup:
    """Copies the desk at `source`, open or not, to the new file `target` with its sum beside it.

    Raises KnownError when it cannot; nothing of that name is then there, and older backups are
    untouched. DamagedDesk when the copy does not pass its check.
    """
    making = target.with_name(f".{target.name}.making")
    summing = target.with_name(f".{target.name}.summing")
    with _told(target):
        make_private(target.parent)
        if target.exists():
            raise KnownError(
                _("“{name}” exists already and was left as it is. No backup was made.").format(
                    name=target.name
                )
            )
        try:
            _copy_pages(source, making)
            sync_file(making)
            inspect(making)
            found = write_sum(target, making, summing)
            os.replace(making, target)
            sync_folder(target.parent)
        except BaseException:
            _discard(making, summing)
            raise
    return Backup(target, target.stat().st_size, found)


def verify(backup: Path) -> None:
    """Proves that a backup is whole: its sum, when there is one, its pages and its version.

    Raises KnownError; DamagedDesk when it changed since it was made.
    """
    if not backup.is_file():
        raise KnownError(
            _("There is no backup at “{path}”. Nothing was changed.").format(path=backup)
        )
    expected = sum_file(backup)
    with _told(backup):
        if expected.is_file():
            words = expected.read_text(encoding="ascii", errors="replace").split()
            if not words or words[0] != sum_of(backup):
                raise DamagedDesk(
                    _(
                        "“{name}” is not what it was when it was made: its sum differs. Nothing "
                        "was changed. Choose another backup."
                    ).format(name=backup.name)
                )
        inspect(backup)


def inspect(path: Path) -> None:
    """Opens a closed desk without leaving a trace and checks its pages and its version.

    Raises KnownError when it is no desk or newer than this program, DamagedDesk when it is damaged.
    """
    try:
        # Immutable: no lock, no side files. The file is ours alone at this moment.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(keyed(uri, path)) as opened:
            versions.is_older(opened, path)
            found = [row[0] for row in opened.execute("PRAGMA integrity_check(5)")]
    except driver.Error as error:
        raise _damaged(path, str(error)) from error
    if found != ["ok"]:
        raise _damaged(path, str(found[0]))


def restore(backup: Path, target: Path, aside: Path) -> None:
    """Puts a proved backup in the place of `target`, whose old file stays under the name `aside`.

    The caller holds the desk's lock. Killed anywhere, `target` is exactly old or exactly new.
    Raises KnownError; the old desk is then in its place.
    """
    prepare(backup, target)
    put(target, aside)


def prepare(backup: Path, target: Path) -> Path:
    """Copies a proved backup beside `target`, to be `put` there; nothing is changed yet.

    Takes as long as the backup is large; the desk may be open. Raises KnownError.
    """
    ready = restoring(target)
    with _told(target):
        make_private(target.parent)
        try:
            _copy_file(backup, ready)
            verify_copy(backup, ready)
            _keep_key(ready, target)
        except BaseException:
            _discard(ready)
            raise
    return ready


def _keep_key(ready: Path, target: Path) -> None:
    """A desk with a passphrase has it after a restore too, whatever key the backup had.

    Else an old plain backup would take the encryption away, and say nothing.
    """
    own = key_of(target)
    if own is not None and key_of(ready) != own:
        from salesdesk.store import rekeying

        rekeying.rewrite(ready, own)


def put(target: Path, aside: Path) -> None:
    """Puts what `prepare` made in the place of `target`; a matter of milliseconds.

    Nobody may have `target` open, and the caller holds its lock. Raises KnownError; the old desk
    is then in its place.
    """
    ready = restoring(target)
    with _told(target):
        try:
            if target.exists():
                _settle(target, aside)
                _keep(target, aside)
            _refuse_sides(target)
            sync_folder(target.parent)
            os.replace(ready, target)
            sync_folder(target.parent)
        except BaseException:
            _discard(ready)
            with contextlib.suppress(OSError):
                if aside.samefile(target):
                    aside.unlink()  # nothing took its place: it has one name again
            raise


def restoring(target: Path) -> Path:
    """The name under which a desk waits to be put in the place of another."""
    return target.with_name(f"{target.name}.restoring")


def verify_copy(original: Path, copy: Path) -> None:
    """Raises DamagedDesk unless both files hold the same bytes and the copy opens."""
    if sum_of(original) != sum_of(copy):
        raise _damaged(copy, _("the copy differs"))
    inspect(copy)


def sum_file(backup: Path) -> Path:
    """The file beside a backup that holds its SHA-256, in the form of ``sha256sum``."""
    return backup.with_name(backup.name + SUM_SUFFIX)


def write_sum(backup: Path, of: Path | None = None, draft: Path | None = None) -> str:
    """Writes the sum of a backup (of the file `of`, if it has another name yet) beside it.

    Gives the sum. Raises OSError.
    """
    draft = draft or backup.with_name(f".{backup.name}.summing")
    found = sum_of(of or backup)
    draft.write_bytes(os.fsencode(f"{found}  {backup.name}\n"))  # a name is of any letters
    sync_file(draft)
    os.replace(draft, sum_file(backup))
    return found


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(connection: Any) -> tuple[int, int]:
    """What tells whether a desk changed: its last journal entry and how many are not undone."""
    row = connection.execute(
        "SELECT coalesce(max(seq), 0), coalesce(sum(state = 'done'), 0) FROM journal"
    ).fetchone()
    return int(row[0]), int(row[1])


def fingerprint_of(path: Path, *, closed: bool) -> tuple[int, int]:
    """The fingerprint of a desk's file; `closed` for backups, which nobody writes to.

    Raises KnownError when it cannot be read.
    """
    try:
        if closed:
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            opened = keyed(uri, path)
        else:
            opened = connect(path, to_look=True)
        with contextlib.closing(opened):
            return fingerprint(opened)
    except driver.Error as error:
        raise _damaged(path, str(error)) from error


def unreadable(path: Path, error: Exception) -> KnownError:
    """The sentence for a desk or a backup that the driver could not read through."""
    text = str(error)
    return _damaged(path, text) if any(w in text for w in _DAMAGED) else _sentence(path, error)


def _copy_pages(source: Path, making: Path) -> None:
    """All pages in one step, under one read transaction; small steps beside a writer never end."""
    making.unlink(missing_ok=True)
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with contextlib.closing(connect(source, to_look=True)) as reading:
        versions.is_older(reading, source)
        # The copy is empty as yet, and gets the key of what it is made of.
        with contextlib.closing(keyed(str(making), source)) as writing:
            try:
                reading.backup(writing, pages=-1)
                # Out of the write-ahead mode, so that the one file is all of it.
                writing.execute("PRAGMA journal_mode=DELETE")
            except driver.DatabaseError as error:
                if any(word in str(error) for word in _DAMAGED):
                    raise _damaged(source, str(error)) from error
                raise


def _copy_file(source: Path, target: Path) -> None:
    """Byte for byte, for the user's eyes only, and on the disk."""
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as writing, source.open("rb") as reading:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _settle(target: Path, aside: Path) -> None:
    """Moves the write-ahead log into the old desk, which a log beside the new one would spoil."""
    try:
        with contextlib.closing(keyed(str(target), target)) as old:
            old.execute("PRAGMA busy_timeout=2000")
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            old.execute("PRAGMA journal_mode=DELETE").fetchall()
    except driver.DatabaseError as error:
        if not any(word in str(error) for word in _DAMAGED):
            raise
        # A damaged desk cannot take its log in. Both are kept, under the aside's name.
        for side in SIDES:
            beside = Path(f"{target}{side}")
            if beside.exists():
                os.replace(beside, f"{aside}{side}")


def _keep(target: Path, aside: Path) -> None:
    """A second name for the old desk; a copy where the disk knows no such thing."""
    try:
        os.link(target, aside)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        _copy_file(target, aside)


def _refuse_sides(target: Path) -> None:
    left = [side for side in SIDES if Path(f"{target}{side}").exists()]
    if left:
        raise KnownError(
            _(
                "“{name}” still has a file “{name}{side}” beside it, so some program reads it. "
                "Nothing was restored. Close that program and try again."
            ).format(name=target.name, side=left[0])
        )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the disk and the driver say into a sentence."""
    try:
        yield
    except (OSError, driver.Error) as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: Exception) -> KnownError:
    text = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "full" in text:
        return KnownError(
            _(
                "The disk is full: “{name}” was not written. The desk and older backups are "
                "untouched. Make room and try again."
            ).format(name=path.name)
        )
    if "locked" in text or "busy" in text:
        return KnownError(
            _(
                "Another program holds the desk of “{name}”. Nothing was changed. Close it and "
                "try again."
            ).format(name=path.name)
        )
    return KnownError(
        _(
            "“{name}” was not written: {why}. The desk and older backups are untouched. "
            "Choose another folder, or see to the disk."
        ).format(name=path.name, why=getattr(error, "strerror", None) or text)
    )


def _damaged(path: Path, why: str) -> DamagedDesk:
    name = path.name.removeprefix(".").removesuffix(".making")
    text = _(
        "“{name}” is damaged ({why}). It was left as it is. Run “salesdesk check” to see what is "
        "affected, or restore a backup."
    )
    return DamagedDesk(text.format(name=name, why=" ".join(why.split())))


def _discard(*paths: Path) -> None:
    """Removes what was never whole, as far as the disk lets us; it may be plain as yet."""
    for path in paths:
        for side in ("", *SIDES):
            with contextlib.suppress(OSError):
                overwrite(Path(f"{path}{side}"))
            with contextlib.suppress(OSError):
                Path(f"{path}{side}").unlink(missing_ok=True)
