"""The journal as a person reads it: its lines, which of them touch something, one line's images.

Called by `usecases.activity_log` and `usecases.binned`, on workers. A line is seven short values,
so a hundred thousand of them are read at once; the images are unpacked only when something is
looked for in them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from salesdesk.domain.log_line import Line
from salesdesk.store.images import Image
from salesdesk.store.journal import images_of
from salesdesk.store.schema import KINDS

__all__ = [
    "Image",
    "Line",
    "images_of",
    "line",
    "lines",
    "reference",
    "row",
    "touching",
    "undone_by",
]

_LINE = 'SELECT seq, command, label, at, "on", state, rows FROM journal'
_TABLE = re.compile(r'\["(\w+)","([^"]+)",')


def lines(connection: Connection) -> list[Line]:
    """All of them, newest first."""
    return [Line(*row) for row in connection.exec_driver_sql(f"{_LINE} ORDER BY seq DESC")]


def line(connection: Connection, seq: int) -> Line | None:
    """The line of this number, or None."""
    row = connection.exec_driver_sql(f"{_LINE} WHERE seq = ?", (seq,)).first()
    return Line(*row) if row is not None else None


def undone_by(connection: Connection, seq: int) -> list[Line]:
    """What going back to before this line would undo, in that order: newest first."""
    statement = f"{_LINE} WHERE seq >= ? AND state = 'done' ORDER BY seq DESC"
    return [Line(*row) for row in connection.exec_driver_sql(statement, (seq,))]


def touching(
    connection: Connection, *, deal_id: str = "", tables: frozenset[str] = frozenset(),
    words: str = "",
) -> set[int]:  # fmt: skip
    """The numbers of the lines whose images name the deal, a table or the words; all that is given.

    The words are looked for in the values, whatever their case. An image that is damaged matches
    nothing; the check names it.
    """
    folded = words.casefold()
    found: dict[int, set[str]] = {}
    wanted = {name for name, given in
              (("deal", deal_id), ("table", tables), ("words", words)) if given}  # fmt: skip
    for seq, text in _texts(connection):
        met = found.setdefault(seq, set())
        if deal_id and deal_id in text:
            met.add("deal")
        if tables and any(table in tables for table, _id in _TABLE.findall(text)):
            met.add("table")
        if folded and folded in text.casefold():
            met.add("words")
    return {seq for seq, met in found.items() if met == wanted}


def _texts(connection: Connection) -> Iterator[tuple[int, str]]:
    statement = "SELECT seq, images FROM journal_part ORDER BY seq, part"
    result = connection.execution_options(yield_per=500).exec_driver_sql(statement)
    for seq, packed in result:
        try:
            yield seq, zlib.decompress(packed).decode("utf-8", "surrogatepass")
        except (zlib.error, TypeError, UnicodeDecodeError):
            continue


def row(connection: Connection, table: str, row_id: str) -> dict[str, Any] | None:
    """A record as it is now, binned or not; None when it is gone for good."""
    if table not in KINDS:
        return None
    found = connection.exec_driver_sql(
        f'SELECT * FROM "{table}" WHERE id = ?', (row_id,)
    ).mappings()
    first = found.first()
    return dict(first) if first is not None else None


_UNTOLD = {("proposal", "chosen_id"): "proposal_option"}
"""References that are no foreign keys."""


def reference(table: str, column: str) -> str:
    """The table that a column names a row of, "" when that differs from row to row."""
    if (table, column) in _UNTOLD:
        return _UNTOLD[table, column]
    known = KINDS[table].__table__.columns.get(column)
    keys = known.foreign_keys if known is not None else ()
    return next((key.column.table.name for key in keys), "")
