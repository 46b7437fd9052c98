"""A fresh desk that is being filled with what is left of a damaged one, and the account of it.

Used by `store.salvage`, which reads, by `store.salvage_traces` and by `store.salvage_end`.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import blobs, check_history
from salesdesk.store.connection import keyed
from salesdesk.store.images import checksum
from salesdesk.store.record_names import Names
from salesdesk.store.watch import Watch
from salesdesk.support.i18n import _

Place = tuple[str, str]
"""A record: its table and its key as text."""
DERIVED: Final = ("card", "search_", "sqlite_")
"""Tables whose names begin so are made anew, not read."""
KEYS: Final[Mapping[str, str]] = {"journal": "seq", "blob": "digest"}
"""By what rows are told apart; "id" for all others but parts of the history."""


class Lost(NamedTuple):
    """A record that was there and was not found whole.

    `held` is what can still be read of it, or what a backup has.
    """

    table: str
    key: str
    words: str
    held: Mapping[str, Any]


class Gathered:
    """A fresh desk that is being filled, and the account of it. `raw` writes to it."""

    def __init__(self, draft: Path, watch: Watch) -> None:
        self.draft = draft
        self.watch = watch
        self.raw: Any = keyed(str(draft), draft)
        self.raw.execute("PRAGMA synchronous=OFF")  # nobody knows this file before it is whole
        self.columns = _columns(self.raw)
        self.held: dict[str, set[str]] = {table: set() for table in self.columns}
        self.hints: dict[Place, Mapping[str, Any]] = {}
        """What is known of records that were there, whole or not."""
        self.removed: set[Place] = set()
        self.from_pages: list[Place] = []
        self.from_history: list[Place] = []
        self.from_backup: list[Place] = []
        self.rebuilt: list[Place] = []
        self.found_words: dict[Place, Mapping[str, Any]] = {}
        """What the search knows of records that were not found."""
        self.doubtful: set[str] = set()
        """Tables of which nothing says any more how many records there were."""
        self.lender: Path | None = None

    @property
    def count(self) -> int:
        """How many records are gathered, the history apart."""
        return sum(len(keys) for table, keys in self.held.items() if not is_history(table))

    def has(self, place: Place) -> bool:
        """Whether the record was found."""
        return place[1] in self.held.get(place[0], ())

    def put(self, table: str, row: Mapping[str, Any]) -> bool:
        """Writes a row into the fresh desk; whether it could take it.

        Raises KnownError when the disk refuses: a row that the disk did not take is not damaged.
        """
        names = [name for name in self.columns[table] if name in row]
        marks = ", ".join("?" * len(names))
        listed = ", ".join(f'"{name}"' for name in names)
        try:
            self.raw.execute(
                f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', [row[name] for name in names]
            )
        except (driver.IntegrityError, driver.DataError, UnicodeError):
            return False
        except driver.OperationalError as error:
            raise _refused(self.draft, error) from error
        self.held[table].add(key_of(table, row))
        return True

    def lost(self) -> list[Lost]:
        """What was there and was not found, by kind and name."""
        names = Names(self.raw)
        gone = [
            Lost(table, key, names.of(table, {"id": key, **held}), held)
            for (table, key), held in self.hints.items()
            if table in self.held
            and not is_history(table)
            and key not in self.held[table]
            and (table, key) not in self.removed
        ]
        return sorted(gone, key=lambda each: (each.table, each.words, each.key))

    def hint(self, table: str, key: str, held: Mapping[str, Any]) -> None:
        """A record was there; the fuller word of it counts."""
        place = (table, key)
        if len(held) >= len(self.hints.get(place, ())):
            self.hints[place] = held


@contextmanager
def told(desk: Path) -> Iterator[None]:
    """Turns what the disk and the driver say of the fresh desk into a sentence."""
    try:
        yield
    except (OSError, driver.Error, DBAPIError) as error:
        raise _refused(desk, error) from error


def _refused(desk: Path, error: Exception) -> KnownError:
    words = str(getattr(error, "orig", error))
    is_full = getattr(error, "errno", None) == errno.ENOSPC or "full" in words
    why = _("the disk is full") if is_full else getattr(error, "strerror", None) or words
    name = desk.name.removeprefix(".").removesuffix(".salvaging")
    text = _(
        "What was salvaged could not be written to “{name}”: {why}. No new desk was made, and the "
        "damaged one is as it was. Make room on the disk, or salvage into another folder."
    )
    return KnownError(text.format(name=name, why=why))


def discard(draft: Path) -> None:
    """Removes a file that was never whole."""
    for side in ("", "-wal", "-shm", "-journal"):
        Path(f"{draft}{side}").unlink(missing_ok=True)


def is_history(table: str) -> bool:
    """Whether the table is a part of the history."""
    return table in {"journal", "journal_part"}


def key_of(table: str, row: Mapping[str, Any]) -> str:
    """What tells a row apart within its table."""
    if table == "journal_part":
        return f"{row['seq']}/{row['part']}"
    return str(row.get(KEYS.get(table, "id"), row.get("id", "")))


def is_proven(table: str, row: Mapping[str, Any]) -> bool | None:
    """Whether a row is whole by what it says of itself; None for tables that say nothing."""
    try:
        if table == "journal":
            return check_history.is_whole(row)
        if table == "journal_part":
            return check_history.packed_whole(row) is not None
        if table == "blob":
            return blobs.is_whole(row)
        if "checksum" in row and "id" in row:
            return bool(row["checksum"] == checksum(table, row))
    except (TypeError, ValueError, KeyError):
        return False
    return None


def _columns(raw: Any) -> dict[str, tuple[str, ...]]:
    """The columns of each table that is read, in their order."""
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
    return {
        table: tuple(row[1] for row in raw.execute(f'PRAGMA table_info("{table}")'))
        for table in sorted(tables)
        if not table.startswith(DERIVED)
    }
