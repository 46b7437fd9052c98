"""Opens what is left of a damaged desk: a private copy, with another list of tables if need be.

Called by `store.salvage`. The damaged file itself is only read. Its log goes into the copy, so
that what was saved last is there too.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.store import check_rows
from salesdesk.store.connection import key_of, keyed
from salesdesk.store.images import checksum
from salesdesk.store.loose_pages import MAGIC, Pages
from salesdesk.store.readable import Readable

PAGE = 4096
"""All desks have pages of this size."""
_COUNT_AT, _FREE_AT, _FORMAT_AT = 28, 32, 18


class Source:
    """What can be read of a damaged desk, two ways. `close` removes the copy."""

    def __init__(self, copy: Path, first_pages: Sequence[Path]) -> None:
        """`copy` is one of the damaged file and its log; it is used up.

        `first_pages`: desks that may lend their list of tables, the likeliest first. That list
        begins on the first page and has the same pages in every copy of one desk.
        """
        self._copy = copy
        self.lender: Path | None = None
        """Whose list of tables stands in for the damaged one, if any."""
        self._mend_length()
        key = key_of(copy)
        if key is not None:
            from salesdesk.store import keys

            keys.reseal(copy, key)
        self.raw: Any = self._opened()
        if self.raw is None:
            self._borrow(first_pages)
        self.pages = self._pages()

    def close(self) -> None:
        """Closes and removes the private copy."""
        raw = getattr(self, "raw", None)
        if raw is not None:
            raw.close()
        for side in ("", "-wal", "-shm", "-journal"):
            Path(f"{self._copy}{side}").unlink(missing_ok=True)

    def number(self) -> int:
        """The schema's number; 0 when it cannot be told."""
        if self.raw is None:
            return 0
        return int(self.raw.execute("PRAGMA user_version").fetchone()[0])

    def schema(self) -> list[str]:
        """The statements that made the tables and indexes, as far as they can be read."""
        if self.raw is None:
            return []
        rows = self.raw.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return [row[0] for row in rows]

    def _opened(self) -> Any:
        """A connection to the copy when its list of tables can be read, else None."""
        raw = None
        try:
            raw = keyed(str(self._copy), self._copy)
            raw.execute("PRAGMA trusted_schema=OFF")
            raw.execute("PRAGMA cell_size_check=ON")
            names = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema")}
            if {"deal", "journal"} <= names and _has_a_whole_row(raw):
                # The log into the file, where the pages can be read one by one.
                with contextlib.suppress(driver.Error):
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return raw
        except (driver.Error, UnicodeError):
            pass
        if raw is not None:
            raw.close()
        return None

    def _borrow(self, lenders: Sequence[Path]) -> None:
        """Takes the pages with the list of all tables from the first desk with which it works."""
        own = self._copy.read_bytes()
        for lender in lenders:
            with contextlib.suppress(OSError, ValueError, IndexError, struct.error):
                self._graft(Pages(lender.read_bytes(), PAGE))
                self.raw = self._opened()
            if self.raw is not None:
                self.lender = lender
                return
            self._copy.write_bytes(own)

    def _graft(self, lender: Pages) -> None:
        """Writes another desk's list of tables into the copy, page by page."""
        if not lender.data.startswith(MAGIC):
            raise ValueError
        with self._copy.open("r+b") as file:
            for number in lender.tree(1):
                page = lender.data[(number - 1) * PAGE : number * PAGE]
                file.seek((number - 1) * PAGE)
                file.write(self._fitted(page) if number == 1 else page)

    def _fitted(self, page: bytes) -> bytes:
        """Another desk's first page, saying what is true of this file."""
        fitted = bytearray(page)
        mode = 2 if self._has_log() else 1
        fitted[_FORMAT_AT : _FORMAT_AT + 2] = bytes((mode, mode))
        struct.pack_into(">I", fitted, _COUNT_AT, self._copy.stat().st_size // PAGE)
        struct.pack_into(">II", fitted, _FREE_AT, 0, 0)
        return bytes(fitted)

    def _mend_length(self) -> None:
        """Says in the head how many pages there are: SQLite refuses a file that was cut short."""
        size = self._copy.stat().st_size
        with self._copy.open("r+b") as file:
            head = file.read(100)
            if not head.startswith(MAGIC) or size < PAGE:
                return
            if size % PAGE:
                file.truncate(size + PAGE - size % PAGE)
            count = -(-size // PAGE)
            if struct.unpack_from(">I", head, _COUNT_AT)[0] > count and not self._has_log():
                file.seek(_COUNT_AT)
                file.write(struct.pack(">I", count))

    def _has_log(self) -> bool:
        return Path(f"{self._copy}-wal").exists()

    def _pages(self) -> Pages | None:
        """The pages as bytes; None for an encrypted desk, whose pages say nothing by themselves."""
        data = self._copy.read_bytes()
        return None if self.raw is not None and not data.startswith(MAGIC) else Pages(data, PAGE)


def _has_a_whole_row(raw: Any) -> bool:
    """Whether the tables are where the list of tables says: some row gives its checksum."""
    with check_rows.damaged_text_readable(raw):
        for table in ("deal", "account", "stay", "pipeline", "process_version"):
            for _rowid, row in _first(Readable(raw, table)):
                with contextlib.suppress(TypeError, ValueError, KeyError):
                    if row["checksum"] == checksum(table, row):
                        return True
    return False


def _first(reader: Readable, most: int = 50) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(reader.rows()):
        if number >= most:
            return
        yield row
