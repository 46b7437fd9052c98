"""The keys of encrypted desks: from a passphrase, as a recovery key, and proved against a file.

A desk with a passphrase is a SQLCipher file: its first 16 bytes are the salt, each page ends in a
check sum that only its key can make. The key is derived once and handed to each connection as it
is; `Key.unlock` is the one way in which a connection gets it. Imported for encrypted desks alone.
Source: reliability rule 17; the page layout is SQLCipher 4's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from salesdesk.domain.errors import KeyNeeded, KnownError
from salesdesk.support.i18n import _

PLAIN_HEADER: Final = b"SQLite format 3\0"
PAGE: Final = 4096
"""Bytes of a page, in plain and in encrypted desks."""
SALT: Final = 16
KEY: Final = 32
ROUNDS: Final = 256_000
"""Of PBKDF2 with SHA-512 from the passphrase to the key."""
_SUM: Final = 64
_SUM_ROUNDS: Final = 2
_SUM_SALT_MASK: Final = 0x3A
_LEAST_SIGNS: Final = 200
"""Of the 256 bytes a scrambled page shows nearly all; a page of text or zeros far fewer."""
_MOST_LOOKED_AT: Final = 64
_TREE_PAGES: Final = (2, 5, 10, 13)
"""What a page of a plain desk that holds rows or an index begins with."""
_LEAST_TREE_PAGES: Final = 2
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_CHECK: Final = 3
_GROUP: Final = 4


class WrongKey(KeyNeeded):
    """No page of the file answers to the passphrase or recovery key that was given."""


class WrongRecoveryKey(KnownError):
    """What was typed is no recovery key: a sign is missing or mistaken."""


class DamagedPages(KnownError):
    """The passphrase is right and the file is damaged."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one file and the salt that the file begins with."""

    key: bytes
    salt: bytes

    @property
    def spec(self) -> str:
        """As SQLCipher takes it, without deriving anything."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"

    def unlock(self, connection: Any) -> None:
        """Gives a fresh connection this key, before it does anything else."""
        # Else the library writes to standard error what our own sentences say.
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f'PRAGMA key="{self.spec}"')

    def __repr__(self) -> str:
        """Nothing of the key: a traceback or a log may show it."""
        return "Key(…)"


class KeyRing:
    """The keys that this process was given, by the salt that a file begins with.

    A desk and its backups share salt and key, so that one passphrase opens them all.
    """

    def __init__(self) -> None:
        self._keys: dict[bytes, Key] = {}

    def give(self, key: Key) -> None:
        """Keeps a key for as long as the process lives, or until it is taken back."""
        self._keys[key.salt] = key

    def take(self, key: Key) -> None:
        """Forgets a key."""
        self._keys.pop(key.salt, None)

    def of(self, salt: bytes) -> Key | None:
        """The key of files that begin with this salt."""
        return self._keys.get(salt)


RING: Final = KeyRing()
"""The process's own. Backups, checks, exports and the command line open desks in many places by
their path alone; that each of them were handed the key would be many ways to forget it."""


def key_of(path: Path) -> Key | None:
    """The key to the file at `path`; None when it needs none. Raises KeyNeeded."""
    salt = salt_of(path)
    if salt is None:
        return None
    key = RING.of(salt)
    if key is None:
        text = _(
            "“{name}” is encrypted. It was not opened and is unchanged. Give its passphrase or "
            "its recovery key."
        )
        raise KeyNeeded(str(path), text.format(name=path.name))
    return key


def is_encrypted(path: Path) -> bool:
    """Whether the file at `path` is an encrypted desk, as far as its pages show."""
    return salt_of(path) is not None


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted desk; None for a plain, empty, missing or foreign file."""
    if not path.is_file():
        return None  # reading a pipe or a device would wait for what never comes
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(SALT)
            if head == PLAIN_HEADER or len(head) < SALT:
                return None
            rest = file.read(PAGE - SALT)
    except OSError:
        return None
    is_archive = head.startswith((b"PK\3\4", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"\xff\xd8\xff"))
    if is_archive or len(rest) < PAGE // 2 or not _is_scrambled(rest):
        return None
    return head if RING.of(head) or not _is_plain_later_on(path) else None


def _is_scrambled(page: bytes) -> bool:
    return len(set(page)) >= _LEAST_SIGNS


def _is_plain_later_on(path: Path) -> bool:
    """Whether later pages are those of a plain desk, whose first one has noise in its place."""
    found = 0
    for _number, page in _spread(path, first=1):
        found += page[:1] != b"" and page[0] in _TREE_PAGES and not _is_scrambled(page)
        if found >= _LEAST_TREE_PAGES:
            return True
    return False


def new_salt() -> bytes:
    """A salt for a file that gets a new passphrase."""
    return os.urandom(SALT)


def derive(passphrase: str, salt: bytes) -> Key:
    """The key of a passphrase, as SQLCipher derives it. Takes 0.1–0.3 s."""
    import hashlib
    import unicodedata

    # One word typed on two keyboards may be two sequences of characters.
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Key(hashlib.pbkdf2_hmac("sha512", words, salt, ROUNDS, KEY), salt)


def recovery_text(key: Key) -> str:
    """The key to print: 14 groups of four signs, the last five of which check the others."""
    raw = key.key + _check(key.key)
    number = int.from_bytes(raw, "big")
    signs = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(len(raw) * 8 - 5, -1, -5))
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def is_recovery_text(text: str) -> bool:
    """Whether this looks like a recovery key typed from paper, mistaken or not."""
    groups = text.strip().upper().replace("-", " ").split()
    return len(groups) > 10 and all(len(group) == _GROUP and group.isalnum() for group in groups)


def from_recovery_text(text: str, salt: bytes) -> Key:
    """The key that was printed; blanks, hyphens and easily mistaken signs do not matter.

    Raises WrongRecoveryKey when it was not typed as printed.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_MISREAD)
    wanted = (KEY + _CHECK) * 8 // 5
    if len(signs) != wanted or not set(signs) <= set(_ALPHABET):
        text = _(
            "A recovery key has {wanted} letters and digits, and this has {count}. Nothing was "
            "opened. Compare it with the paper, group by group."
        )
        raise WrongRecoveryKey(text.format(wanted=wanted, count=len(signs)))
    number = 0
    for sign in signs:
        number = number << 5 | _ALPHABET.index(sign)
    raw = number.to_bytes(KEY + _CHECK, "big")
    if _check(raw[:KEY]) != raw[KEY:]:
        raise WrongRecoveryKey(
            _(
                "A sign of this recovery key is mistaken: its check does not fit. Nothing was "
                "opened. Compare it with the paper, group by group."
            )
        )
    return Key(raw[:KEY], salt)


def fits(own: Key, words: str) -> bool:
    """Whether these words are the passphrase of a key, or the key itself from paper."""
    import hmac

    if hmac.compare_digest(derive(words, own.salt).key, own.key):
        return True
    try:
        return hmac.compare_digest(from_recovery_text(words, own.salt).key, own.key)
    except WrongRecoveryKey:
        return False


def begin(path: Path, passphrase: str) -> None:
    """Makes the empty file at `path` an encrypted one, and keeps its key for this process."""
    start(path, derive(passphrase, new_salt()))


def start(path: Path, key: Key) -> None:
    """Makes the empty file at `path` an encrypted one with this key, and keeps the key."""
    from contextlib import closing

    from sqlcipher3 import dbapi2 as driver

    with closing(driver.connect(str(path), isolation_level=None)) as first:
        key.unlock(first)
        first.execute("PRAGMA user_version=0")
        first.execute("CREATE TABLE first_page(one)")
        first.execute("DROP TABLE first_page")
    RING.give(key)


def prove(path: Path, key: Key) -> None:
    """Returns when `key` is the key of the file at `path`, though the file may have damage.

    Each page has a check sum that only its key makes: one page that fits proves the key. Raises
    WrongKey when no page looked at does, DamagedPages when the file is too short to tell,
    KnownError when it cannot be read.
    """
    try:
        size = path.stat().st_size
        is_known = any(_sound(path, key))
    except OSError as error:
        from salesdesk.store.connection import unreadable

        raise unreadable(path, error.strerror) from error
    if size < PAGE:
        text = _(
            "“{name}” is cut off: it holds {size} bytes, less than one page. It was left as it "
            "is. Restore a backup."
        )
        raise DamagedPages(text.format(name=path.name, size=size))
    if not is_known:
        text = _(
            "This passphrase or recovery key does not open “{name}”. Nothing was changed. Look at "
            "the keyboard's language and capital letters and try again. If you are sure of it, "
            "the file may be damaged from its first page on: restore a backup."
        )
        raise WrongKey(str(path), text.format(name=path.name))


def is_first_page_sound(path: Path, key: Key) -> bool:
    """Whether the first page answers to the key."""
    return next(_sound(path, key), False)


def reseal(copy: Path, key: Key) -> int:
    """Gives the damaged pages of a private copy the check sums that they would have.

    The library refuses all of a desk once a page of it does not fit. Resealed, a damaged page is
    read as far as it makes sense, and the checksums of its rows tell what does not. Gives how
    many pages it were. For salvage alone.
    """
    sum_key = _sum_key(key)
    resealed = 0
    with copy.open("r+b") as file:
        for number in range(os.fstat(file.fileno()).st_size // PAGE):
            file.seek(number * PAGE)
            page = file.read(PAGE)
            made = _sum_of(sum_key, number, page)
            if made != page[-_SUM:]:
                resealed += 1
                file.seek(number * PAGE + PAGE - _SUM)
                file.write(made)
    return resealed


def _sound(path: Path, key: Key) -> Iterator[bool]:
    """Of up to 64 pages, spread over the file and the first one first, whether each fits."""
    sum_key = _sum_key(key)
    for number, page in _spread(path):
        yield _sum_of(sum_key, number, page) == page[-_SUM:]


def _spread(path: Path, first: int = 0) -> Iterator[tuple[int, bytes]]:
    """Up to 64 whole pages with their numbers, counted from 0, spread over the file."""
    with path.open("rb") as file:
        pages = os.fstat(file.fileno()).st_size // PAGE
        for number in range(first, pages, max(1, pages // _MOST_LOOKED_AT)):
            file.seek(number * PAGE)
            yield number, file.read(PAGE)


def _sum_key(key: Key) -> bytes:
    import hashlib

    salt = bytes(byte ^ _SUM_SALT_MASK for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.key, salt, _SUM_ROUNDS, KEY)


def _sum_of(sum_key: bytes, number: int, page: bytes) -> bytes:
    """The check sum that ends the page of this number, counted from 0."""
    import hmac

    body = page[SALT if number == 0 else 0 : -_SUM] + (number + 1).to_bytes(4, "little")
    return hmac.digest(sum_key, body, "sha512")


def _check(key: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(b"SalesDesk recovery key" + key).digest()[:_CHECK]
