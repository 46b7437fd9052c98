"""Passphrases: opening an encrypted desk, and giving, changing and removing its passphrase.

Called by the window before it opens a desk and from File, and by the command line. A desk with a
passphrase is encrypted whole, its backups too; there is no way in but the passphrase, the recovery
key, or the key in the system's keychain for who asked for that.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup, keys, rekeying
from salesdesk.store.backup_folder import all_of, unfinished
from salesdesk.store.connection import check_before_opening, connect
from salesdesk.support.durable import wipe
from salesdesk.support.i18n import _
from salesdesk.support.lock import DeskLock

if TYPE_CHECKING:
    from concurrent.futures import Future

    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.desk import Desk

WrongKey, DamagedPages = keys.WrongKey, keys.DamagedPages
"""For rooms that may not import the store."""
is_encrypted = keys.is_encrypted
SHORTEST: Final = 8
"""A passphrase has at least so many characters."""

_ASIDE: Final = ("before-restore", "before-mending", "damaged")
"""Why a desk's file is kept beside it: what stands between its name and a time."""

Olds = Literal["encrypt", "delete", "keep"]
"""What becomes of older copies that the new passphrase does not open."""


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A backup, or a desk that a restore put aside, that is not under the desk's key."""

    path: Path
    size: int
    """In bytes."""
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What was done: the backup made before, and the older copies that stay as they were."""

    before: Path
    left: tuple[Path, ...] = ()


def unlock(path: Path, passphrase: str) -> None:
    """Derives the key of the desk at `path` and keeps it for this process. Takes 0.1–0.3 s.

    Raises WrongKey, DamagedPages when the passphrase is right all the same, KnownError.
    """
    salt = _salt_of(path)
    key = keys.derive(passphrase, salt)
    try:
        keys.prove(path, key)
    except keys.WrongKey:
        _refuse_damaged_salt(path, passphrase)
        raise
    keys.RING.give(key)


def unlock_with_recovery_key(path: Path, text: str) -> None:
    """As `unlock`, with the key that was printed. Raises WrongRecoveryKey for a mistyped one."""
    key = keys.from_recovery_text(text, _salt_of(path))
    keys.prove(path, key)
    keys.RING.give(key)


def unlock_by_any(path: Path, words: str) -> bool:
    """Unlocks with what was typed, be it the passphrase or the recovery key. Raises as those.

    Gives whether it was the recovery key.
    """
    is_from_paper = keys.is_recovery_text(words)
    if is_from_paper:
        unlock_with_recovery_key(path, words)
    else:
        unlock(path, words)
    return is_from_paper


def unlock_with_raw(path: Path, hexed: str) -> bool:
    """Tries a key that a keychain kept; whether it opens the desk."""
    try:
        key = keys.Key(bytes.fromhex(hexed), _salt_of(path))
        keys.prove(path, key)
    except (ValueError, KnownError):
        return False
    keys.RING.give(key)
    return True


def recovery_key(path: Path) -> str:
    """The key to print for an unlocked desk. Raises KnownError for a plain one."""
    return keys.recovery_text(_own(path))


def raw_key(path: Path) -> tuple[str, str]:
    """Name and value for a keychain: what the file begins with, and its key, both in hex."""
    own = _own(path)
    return own.salt.hex(), own.key.hex()


def keychain_name(path: Path) -> str:
    """Under which name a keychain has the key of this file."""
    return _salt_of(path).hex()


def first_line(file: Path) -> str:
    """The passphrase in the first line of a file. Raises KnownError when there is none."""
    try:
        with file.open(encoding="utf-8-sig") as opened:
            words = opened.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        text = _("The file with the passphrase, “{name}”, cannot be read: {why}. Nothing was done.")
        why = getattr(error, "strerror", None) or _("it is not text")
        raise KnownError(text.format(name=file, why=why)) from error
    if not words:
        text = _("The first line of “{name}” is empty: it gives no passphrase. Nothing was done.")
        raise KnownError(text.format(name=file))
    return words


def refuse_locked(path: Path) -> None:
    """Raises KnownError for what is no desk, KeyNeeded for one whose key nobody gave."""
    check_before_opening(path)
    connect(path, to_look=True).close()


def refuse_weak(passphrase: str) -> None:
    """Raises KnownError when a new passphrase is too short to be one."""
    if len(passphrase.strip()) < SHORTEST:
        raise KnownError(
            _(
                "A passphrase has at least {count} characters. Nothing was changed. Four words "
                "that nobody would guess are good and easily kept in mind."
            ).format(count=SHORTEST)
        )


def set_passphrase(desk: Desk, passphrase: str, olds: Olds = "encrypt") -> Future[Rewritten]:
    """Queues giving an open desk a passphrase, or another one. Call it on `raw`'s thread.

    A backup is made first. Fails with KnownError; the desk is then as it was.
    """
    refuse_weak(passphrase)
    return desk.rewrite(lambda: set_on_file(desk.path, desk.clock, passphrase, olds))


def remove_passphrase(desk: Desk) -> Future[Rewritten]:
    """Queues making an open desk plain again. Call it on `raw`'s thread."""
    return desk.rewrite(lambda: remove_on_file(desk.path, desk.clock))


def set_on_closed(path: Path, clock: Clock, passphrase: str, olds: Olds) -> Rewritten:
    """As `set_passphrase`, of a desk that no window has open. Raises DeskHeld when one has."""
    with DeskLock(path):
        return set_on_file(path, clock, passphrase, olds)


def remove_on_closed(path: Path, clock: Clock) -> Rewritten:
    """As `remove_passphrase`, of a desk that no window has open. Raises DeskHeld."""
    with DeskLock(path):
        return remove_on_file(path, clock)


def set_on_file(path: Path, clock: Clock, passphrase: str, olds: Olds) -> Rewritten:
    """Encrypts a closed desk, or gives it another passphrase; the caller holds its lock.

    Raises KnownError; the desk is then as it was.
    """
    refuse_weak(passphrase)
    before = _backed_up(path, clock)
    new = keys.derive(passphrase, keys.new_salt())
    keys.RING.give(new)
    try:
        stayed = rekeying.rewrite(path, new)
    except BaseException:
        if keys.salt_of(path) != new.salt:
            keys.RING.take(new)
        raise
    _wipe_unfinished(path)
    left = [stayed] if stayed is not None and stayed.exists() else []
    for copy in old_copies(path, but=new):
        left += _bring_over(copy.path, new, olds)
    return Rewritten(before, tuple(left))


def remove_on_file(path: Path, clock: Clock) -> Rewritten:
    """Makes a closed desk plain; the caller holds its lock, asked, and gave its key to the ring.

    Raises KnownError when it cannot be backed up or written anew; the desk is then the old one.
    """
    before = _backed_up(path, clock)
    rekeying.rewrite(path, None)
    return Rewritten(before)


def old_copies(path: Path, but: keys.Key | None = None) -> tuple[OldCopy, ...]:
    """Backups, wherever they are, and desks put aside beside it; not those that `but` opens."""
    copies = [each.path for each in all_of(path)]
    for why in _ASIDE:
        copies += sorted(path.parent.glob(f"{_literal(path.stem)}.{why}-*{path.suffix}"))
    return tuple(
        OldCopy(copy, copy.stat().st_size, not keys.is_encrypted(copy))
        for copy in copies
        if copy.is_file() and not (but and keys.salt_of(copy) == but.salt)
    )


def _wipe_unfinished(path: Path) -> None:
    """Removes what killed work left of the plain desk; nobody works on it: its lock is held."""
    beside = [
        backup.restoring(path),
        *path.parent.glob(f".{_literal(path.name)}.rekeyed"),
        *path.parent.glob(f".{_literal(path.name)}.restoring.rekey*"),
        *path.parent.glob(f".{_literal(path.name)}.source*"),
        *path.parent.glob(f".{_literal(path.name)}.salvaging*"),
    ]
    for each in (*beside, *unfinished(path)):
        with contextlib.suppress(OSError):  # on a disk that cannot be written just now
            wipe(each)


def plain_copies(path: Path) -> tuple[OldCopy, ...]:
    """Those of them that anybody can read."""
    return tuple(copy for copy in old_copies(path) if copy.is_plain)


def encrypt_copies(path: Path) -> tuple[Path, ...]:
    """Encrypts the older copies that anybody can read, under the desk's key; gives those left.

    The desk is unlocked. For who was stopped on the way, or kept them and thought better of it.
    """
    own = _own(path)
    copies = plain_copies(path)
    return tuple(left for copy in copies for left in _bring_over(copy.path, own, "encrypt"))


def _bring_over(copy: Path, key: keys.Key, olds: Olds) -> list[Path]:
    """Encrypts or deletes an older copy, as asked; gives what is left of it as it was."""
    listed, stayed = backup.sum_file(copy), None
    try:
        if olds == "delete":
            for side in ("", *backup.SIDES):
                wipe(Path(f"{copy}{side}"))
            listed.unlink(missing_ok=True)
        elif olds == "encrypt":
            had_sum = listed.exists()
            # A backup without a sum counts; one whose sum differs would be called damaged.
            listed.unlink(missing_ok=True)
            stayed = rekeying.rewrite(copy, key)
            if had_sum:
                backup.write_sum(copy)
    except (KnownError, OSError):
        return [copy]
    if olds == "keep":
        return [copy]
    return [] if stayed is None else [stayed]


def _backed_up(path: Path, clock: Clock) -> Path:
    from salesdesk.usecases.backups import backup_file

    return backup_file(path, clock, "before-change").path


def _own(path: Path) -> keys.Key:
    own = keys.key_of(path)
    if own is None:
        check_before_opening(path)  # it may be gone
        text = _("“{name}” has no passphrase, so there is no key to print. Nothing was changed.")
        raise KnownError(text.format(name=path.name))
    return own


def _salt_of(path: Path) -> bytes:
    salt = keys.salt_of(path)
    if salt is None:
        check_before_opening(path)  # it may be gone
        text = _("“{name}” is not encrypted. It opens without a passphrase.")
        raise KnownError(text.format(name=path.name))
    return salt


def _refuse_damaged_salt(path: Path, passphrase: str) -> None:
    """Raises DamagedPages when the passphrase fits by the salt that a backup of the desk has.

    No passphrase fits a file whose first bytes are damaged; a backup began with the same ones.
    """
    salts = [keys.salt_of(each.path) for each in reversed(all_of(path))]
    salt = next((found for found in salts if found is not None), None)
    if salt is None or salt == keys.salt_of(path):
        return
    key = keys.derive(passphrase, salt)
    try:
        keys.prove(path, key)
    except KnownError:
        return
    keys.RING.give(key)  # what comes next needs it: the backup, or salvage with its first page
    text = _(
        "The passphrase is right, but the beginning of “{name}” is damaged, so it does not open. "
        "It was left as it is. Restore a backup, or salvage the desk."
    )
    raise keys.DamagedPages(text.format(name=path.name))


def _literal(stem: str) -> str:
    import glob

    return glob.escape(stem)
