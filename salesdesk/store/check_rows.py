"""Looks at pages, rows and the journal as the driver gives them, damaged ones too.

Called by `store.check` alone. Each function yields a sentence for each fault. Reads past
SQLAlchemy, which would stop at the first byte that is no text.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.store.images import checksum, text_checksum, unpack
from salesdesk.support.i18n import _

MOST = 1000
"""Faults of one table that are named one by one; beyond them the table as a whole is at fault."""
_NAMING = ("name", "words", "subject", "what", "text", "body", "value", "title")
_ORDER_KEY = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")
_ORDERED = (
    "pipeline", "deal", "fact", "score", "own_question", "line_item", "custom_field",
    "saved_filter",
)  # fmt: skip


def short(text: object) -> str:
    """A name on one line, cut so that a hostile one fits a sentence; damaged signs are shown."""
    line = " ".join(str(text).split()).encode("utf-8", "backslashreplace").decode("utf-8")
    return line if len(line) <= 40 else line[:39] + "…"


@contextmanager
def damaged_text_readable(raw: Any) -> Iterator[None]:
    """Text that is no UTF-8 comes as text with odd signs, so that its row can be named."""
    before = raw.text_factory
    raw.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = before


def page_faults(raw: Any) -> Iterator[str]:
    """What SQLite's own check says of pages and indexes."""
    for (line,) in raw.execute("PRAGMA integrity_check(100)"):
        if line != "ok":
            yield " ".join(str(line).split())


def reference_faults(raw: Any) -> Iterator[str]:
    """Rows that name another one which is not there."""
    for table, rowid, parent, _number in raw.execute("PRAGMA foreign_key_check").fetchall():
        found = raw.execute(f'SELECT id FROM "{table}" WHERE rowid=?', (rowid,)).fetchone()
        text = _("{table} {id} belongs to a {parent} that is not there.")
        yield text.format(table=table, id=found[0] if found else "?", parent=parent)


def row_faults(raw: Any, tables: Sequence[str]) -> Iterator[str]:
    """Rows whose values do not give their checksum, and tables that cannot be read to the end."""
    for table in tables:
        read, faults = 0, 0
        try:
            for row in _rows(raw, f'SELECT * FROM "{table}"'):
                read += 1
                if not _is_whole(table, row):
                    faults += 1
                    if faults <= MOST:
                        yield _damaged_row(table, row)
        except driver.Error as error:
            text = _("{table} cannot be read beyond its first {count} rows ({why}).")
            yield text.format(table=table, count=read, why=error)
        if faults > MOST:
            text = _("{table} has {count} damaged rows in all.")
            yield text.format(table=table, count=faults)


def _is_whole(table: str, row: Mapping[str, Any]) -> bool:
    with contextlib.suppress(TypeError, ValueError):  # values of odd types cannot be sorted
        return bool(row["checksum"] == checksum(table, row))
    return False


def _damaged_row(table: str, row: Mapping[str, Any]) -> str:
    name = next((row[column] for column in _NAMING if row.get(column)), "")
    text = _("{table} {id} “{name}” is damaged: its values do not give its checksum.")
    return text.format(table=table, id=short(row["id"]), name=short(name))


def journal_faults(raw: Any) -> Iterator[str]:
    """History entries whose words or row images changed since they were written."""
    counted: dict[int, int] = {}
    broken: set[int] = set()
    for part in _rows(raw, "SELECT seq, images, checksum FROM journal_part ORDER BY seq, part"):
        images = part["images"]
        if isinstance(images, bytes) and text_checksum(images) == part["checksum"]:
            counted[part["seq"]] = counted.get(part["seq"], 0) + _count(images)
        else:
            broken.add(part["seq"])
    for entry in _rows(raw, "SELECT seq, command, label, at, rows, checksum FROM journal"):
        words = text_checksum(entry["command"], entry["label"], entry["at"], entry["rows"])
        is_whole = words == entry["checksum"] and counted.get(entry["seq"], 0) == entry["rows"]
        if entry["seq"] in broken or not is_whole:
            text = _("Step {seq} of the history, “{label}”, is damaged and cannot be undone.")
            yield text.format(seq=entry["seq"], label=short(entry["label"]))


def _count(images: bytes) -> int:
    with contextlib.suppress(ValueError, TypeError, zlib.error):
        return len(unpack(images))
    return -1


def order_faults(raw: Any) -> Iterator[str]:
    """Places on the board and in lists that cannot be sorted, or that two cards share."""
    for table in _ORDERED:
        for row in _rows(raw, f'SELECT id, order_key FROM "{table}"'):
            if not _ORDER_KEY.fullmatch(str(row["order_key"])):
                text = _("{table} {id} has no valid place in its list.")
                yield text.format(table=table, id=row["id"])
    shared = (
        "SELECT min(name) AS one, max(name) AS other FROM deal WHERE status='open'"
        " AND binned_at IS NULL GROUP BY pipeline_id, stage_key, order_key HAVING count(*) > 1"
    )
    for row in _rows(raw, shared):
        text = _("“{one}” and “{other}” share one place on the board.")
        yield text.format(one=short(row["one"]), other=short(row["other"]))


def _rows(raw: Any, statement: str) -> Iterator[dict[str, Any]]:
    cursor = raw.execute(statement)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))
