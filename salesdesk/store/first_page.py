"""Gives an encrypted desk that lost its first page that of a backup. Called by salvage.

The file begins with the salt: without it no passphrase gives the key. A backup of the desk begins
with the same salt, and its first page, with the list of all tables, answers to the same key.
Source: reliability rules 9 and 17.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from salesdesk.domain.errors import KeyNeeded, KnownError
from salesdesk.store import keys
from salesdesk.store.connection import keyed
from salesdesk.store.keys import PAGE
from salesdesk.support.i18n import _

_LOOKED_AT: Final = 16
_LEAST_SIGNS: Final = 200
"""Of 256; see `keys`."""


def is_lost(path: Path) -> bool:
    """Whether the pages look encrypted and the first one is not that of an encrypted desk.

    Of a desk whose key was not given it cannot be told; it is taken for whole.
    """
    salt = keys.salt_of(path)
    if salt is not None:
        key = keys.RING.of(salt)
        return key is not None and not keys.is_first_page_sound(path, key)
    return _is_scrambled(path)


def locked_lender(lenders: Sequence[Path]) -> Path | None:
    """The first of them that is encrypted, when its key was not given."""
    for lender in lenders:
        salt = keys.salt_of(lender)
        if salt is not None:
            return None if keys.RING.of(salt) else lender
    return None


def give_back(copy: Path, lenders: Sequence[Path]) -> Path | None:
    """Writes the first page of one of the backups into a private copy of the damaged desk.

    Gives the backup; None when there is nothing to give back, or no backup has the key that the
    other pages answer to. Raises KeyNeeded for the backup whose passphrase must be known first.
    """
    with contextlib.suppress(OSError), copy.open("rb") as file:
        if file.read(len(keys.PLAIN_HEADER)) == keys.PLAIN_HEADER:
            return None
    for lender in lenders:
        salt = keys.salt_of(lender)
        key = keys.RING.of(salt) if salt is not None else None
        if key is None:
            continue
        if _fits(copy, key):
            if not keys.is_first_page_sound(copy, key) or keys.salt_of(copy) != key.salt:
                _lend(lender, key, copy)
                return lender
            return None
    locked = locked_lender(lenders) if is_lost(copy) else None
    if locked is not None:
        text = _(
            "The beginning of this desk is damaged, and with it what its passphrase needs. Its "
            "backup “{name}” has the same: give the passphrase of that. Nothing was changed."
        )
        raise KeyNeeded(str(locked), text.format(name=locked.name))
    return None


def refuse_locked(damaged: Path) -> None:
    """Raises KeyNeeded for a desk whose key nobody gave, KnownError when no key can be found."""
    if keys.key_of(damaged) is None and is_lost(damaged):
        text = _(
            "“{name}” is encrypted and its first page is damaged. That page holds the salt, "
            "without which a passphrase gives no key, and no backup with the same one was found. "
            "It was left as it is. Bring its backups to where they were, or restore one."
        )
        raise KnownError(text.format(name=damaged.name))


def _is_scrambled(path: Path) -> bool:
    """Whether nearly all pages but the first look encrypted."""
    pages = path.stat().st_size // PAGE if path.is_file() else 0
    if pages < 2:
        return False
    numbers = range(1, pages, max(1, pages // _LOOKED_AT))
    with path.open("rb") as file:
        scrambled = 0
        for number in numbers:
            file.seek(number * PAGE)
            scrambled += len(set(file.read(PAGE))) >= _LEAST_SIGNS
    return scrambled * 4 >= len(numbers) * 3


def _fits(copy: Path, key: keys.Key) -> bool:
    try:
        keys.prove(copy, key)
    except KnownError:
        return False
    return True


def _lend(lender: Path, key: keys.Key, copy: Path) -> None:
    """The backup's first page, made to say how many pages the copy has."""
    private = copy.with_name(f"{copy.name}.first")
    try:
        shutil.copyfile(lender, private)
        private.chmod(0o600)
        count = _grow(private, -(-copy.stat().st_size // PAGE), has_log=_log(copy).exists())
        with private.open("rb") as file:
            page = file.read(PAGE)
    finally:
        for side in ("", "-wal", "-shm", "-journal"):
            Path(f"{private}{side}").unlink(missing_ok=True)
    with copy.open("r+b") as file:
        file.write(page)
        # Pages that the head speaks of must be there; nothing points to those that are not.
        os.truncate(copy, max(count * PAGE, copy.stat().st_size))


def _grow(path: Path, pages: int, *, has_log: bool) -> int:
    """Makes a backup's copy at least so long, without touching its list of tables."""
    with contextlib.closing(keyed(str(path), path)) as raw:
        (count,) = raw.execute("PRAGMA page_count").fetchone()
        if count < pages:
            filled = "INSERT INTO blob (digest, size, bytes) VALUES ('room', 0, zeroblob(?))"
            raw.execute(filled, ((pages - count) * PAGE,))
            (count,) = raw.execute("PRAGMA page_count").fetchone()
        if has_log:
            raw.execute("PRAGMA journal_mode=WAL").fetchall()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return int(count)


def _log(path: Path) -> Path:
    return Path(f"{path}-wal")
