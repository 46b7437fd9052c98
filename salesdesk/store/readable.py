"""Reads all rows of a table that can be read, however many of its pages are damaged.

Called by `store.check_rows` and `store.salvage`. A plain scan ends at the first page that is
damaged; here the rows beyond are found by bisection over the rowid.
Source: reliability rule 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.store.watch import Watch

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_FARTHEST = 1 << 40
"""No table has so many rows: beyond it nothing is looked for."""
_UNKNOWN_END = 4096
"""Rowids looked at one by one where a table's end is gone and nothing says how many there were."""

Row = tuple[int, dict[str, Any]]
"""A row's rowid and its values by column."""


class Readable:
    """The rows of one table in the order of their rowids.

    `trouble` holds what SQLite said of the places that could not be read; [] for a whole table.
    """

    def __init__(self, raw: Any, table: str, watch: Watch | None = None, key: str = "id") -> None:
        """`key` is the column that tells rows apart and has an index of its own."""
        self._raw = raw
        self._table = table
        self._key = key
        self._watch = watch or Watch()
        self.trouble: list[str] = []
        self.has_whole_index = True
        """Whether `ids` could read its index to the end."""

    def rows(self) -> Iterator[Row]:
        """Every row that can be read. Raises Stopped."""
        yield from self._run(_LOWEST, _HIGHEST)

    def ids(self) -> list[str]:
        """The ids that the index of the table knows, as far as it can be read itself.

        The index is a second witness: it lies on pages of its own.
        """
        found: list[str] = []
        statement = (
            f'SELECT "{self._key}" FROM "{self._table}"'
            f' INDEXED BY "sqlite_autoindex_{self._table}_1"'
            f' WHERE "{self._key}" >= \'\' ORDER BY "{self._key}" '
        )
        for order in ("ASC", "DESC"):
            try:
                for (row_id,) in self._raw.execute(statement + order):
                    found.append(row_id)
                break
            except (driver.Error, UnicodeError):
                self.has_whole_index = False  # on from the other end, up to where it breaks there
        return list(dict.fromkeys(found))

    def _run(self, low: int, high: int) -> Iterator[Row]:
        """The rows from `low` to `high`; from the first damaged place on by looking ahead."""
        while low <= high:
            last = low - 1
            try:
                for row in self._scan(low, high):
                    last = row[0]
                    yield row
                return
            except (driver.Error, UnicodeError) as error:
                self._watch.refuse_when_stopped()
                self._note(error)
            start = max(last + 1, low)
            if start == _LOWEST:
                start = 0  # rowids are counted from 1
            beyond = self._first_good_power(start, high)
            if beyond is None:
                yield from self._islands(start, min(high, self._end(start)))
                return
            yield from self._islands(start, beyond - 1)
            low = beyond

    def _islands(self, low: int, high: int) -> Iterator[Row]:
        """The rows of a stretch whose beginning cannot be read, halved until every row is tried."""
        stretches = [(low, high)]
        while stretches:
            self._watch.refuse_when_stopped()
            low, high = stretches.pop()
            if low >= high:
                continue
            middle = (low + high + 1) // 2
            first = self._first_from(middle)
            if first is None:  # as unreadable there as at the beginning
                stretches += [(middle, high), (low, middle - 1)]
                continue
            stretches.append((low, middle - 1))
            if first <= high:
                # In order at last: the caller does not mind, and each row comes once.
                yield from self._run(first, high)

    def _first_good_power(self, start: int, high: int) -> int | None:
        """The nearest place ahead, by doubling steps, from which reading works again."""
        step = 1
        while step < _FARTHEST and start + step <= high:
            if self._first_from(start + step) is not None:
                return start + step
            step *= 2
        return None

    def _first_from(self, rowid: int) -> int | None:
        """The rowid of the first row from there on; the highest for none; None when damaged."""
        try:
            row = next(self._scan(rowid, _HIGHEST, limit=1), None)
        except (driver.Error, UnicodeError):
            return None
        return _HIGHEST if row is None else row[0]

    def _end(self, start: int) -> int:
        """The last rowid that an index knows; a guess when no index can be read."""
        statement = (
            f'SELECT max(rowid) FROM "{self._table}"'
            f' INDEXED BY "sqlite_autoindex_{self._table}_1" WHERE "{self._key}" >= \'\''
        )
        try:
            return int(self._raw.execute(statement).fetchone()[0] or 0)
        except (driver.Error, TypeError, ValueError):
            return start + _UNKNOWN_END

    def _scan(self, low: int, high: int, limit: int = -1) -> Iterator[Row]:
        """One statement. Raises the driver's error at the first damaged place."""
        cursor = self._raw.execute(
            f'SELECT rowid, * FROM "{self._table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'
            " ORDER BY rowid LIMIT ?",
            (low, high, limit),
        )
        names = [column[0] for column in cursor.description][1:]
        last = low - 1
        for rowid, *values in cursor:
            if rowid <= last:
                raise driver.DatabaseError("rows out of order")
            last = rowid
            yield rowid, dict(zip(names, values, strict=True))

    def _note(self, error: Exception) -> None:
        words = str(error)
        if words not in self.trouble:
            self.trouble.append(words)
