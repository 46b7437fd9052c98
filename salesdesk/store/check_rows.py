"""Looks at pages, references and rows as the driver gives them, damaged ones too.

Called by `store.check` alone. Each function yields a fault for each record. Reads past
SQLAlchemy, which would stop at the first byte that is no text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from salesdesk.store.check_history import Fault
from salesdesk.store.images import checksum
from salesdesk.store.readable import Readable
from salesdesk.store.rebuilding import is_derived
from salesdesk.store.record_names import Names, kind, short
from salesdesk.store.watch import Watch
from salesdesk.support.i18n import _, format_number, ngettext

MOST = 1000
"""Faults of one table that are named one by one; beyond them the table as a whole is at fault."""
_ORDER_KEY = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")
_ORDERED = (
    "pipeline", "deal", "fact", "score", "own_question", "line_item", "custom_field",
    "saved_filter",
)  # fmt: skip
_TREE = re.compile(r"(Tree \d+) page (\d+)(?: cell \d+)?: (.+)")
_LOOSE = re.compile(r"Page \d+: never used")
_INDEX_WORDS = re.compile(r"(?:row (\d+) missing from|wrong # of entries in|.*\bin) index (\w+)")


@contextmanager
def damaged_text_readable(raw: Any) -> Iterator[None]:
    """Text that is no UTF-8 comes as text with odd signs, so that its row can be named."""
    before = raw.text_factory
    raw.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = before


def page_faults(raw: Any, watch: Watch) -> Iterator[Fault]:
    """What SQLite's own check says of pages and indexes, with the records that it means."""
    kinds = _trees(raw)
    names = Names(raw)
    loose = 0
    with watch.over(raw):
        # One by one: a damaged page may end it, after what it said of others.
        for row in raw.execute("PRAGMA integrity_check(100)"):
            # All that it says of pages comes as one text of many lines.
            for line in str(row[0]).splitlines():
                words = " ".join(line.split())
                if _LOOSE.fullmatch(words):
                    loose += 1
                elif words != "ok" and not words.startswith("*** in database"):
                    yield _page_fault(words, kinds, names)
    if loose:
        text = ngettext("{n} page belongs to nothing.", "{n} pages belong to nothing.", loose)
        yield Fault(text.format(n=format_number(loose)))


def _trees(raw: Any) -> dict[str, tuple[str, str, str]]:
    """(type, name, table) of each table and index, by its name and by “Tree” and its root page."""
    found = {}
    listed = "SELECT type, name, tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0"
    for kind_of, name, table, root in raw.execute(listed):
        found[name] = found[f"Tree {root}"] = (kind_of, name, table)
    return found


def _page_fault(words: str, trees: Mapping[str, tuple[str, str, str]], names: Names) -> Fault:
    """The fault with the table that is meant, if it is not one of something derived."""
    found = _INDEX_WORDS.match(words)
    if found:
        table = trees.get(found[2], ("", "", ""))[2]
        row_id, named = names.of_rowid(table, int(found[1])) if found[1] else ("", "")
        return Fault(f"{named}: {words}" if named else words, table, row_id)
    tree = _TREE.match(words)
    kind_of, name, table = trees.get(tree[1], ("", "", "")) if tree else ("", "", "")
    if kind_of == "index":
        return Fault(f"{words} in index {name}", table)
    if tree and table:
        text = _("Page {page} ({record}) cannot be read: {why}.")
        words = text.format(page=tree[2], record=kind(table), why=tree[3])
    return Fault(words, "" if is_derived(table) else table)


def is_of_index(fault: Fault) -> bool:
    """Whether the fault of a page is one of an index alone, which can be made anew."""
    return bool(_INDEX_WORDS.match(fault.words.rpartition(": ")[2]))


def reference_faults(raw: Any, watch: Watch) -> Iterator[Fault]:
    """Rows that name another one which is not there."""
    names = Names(raw)
    with watch.over(raw):
        loose = raw.execute("PRAGMA foreign_key_check").fetchall()
    for table, rowid, parent, _number in loose:
        row_id, named = names.of_rowid(table, rowid)
        text = _("{record} belongs to something that is not there ({parent}).")
        words = text.format(record=named or kind(table), parent=kind(parent))
        yield Fault(words, table, row_id)


def row_faults(
    raw: Any, tables: Sequence[str], watch: Watch, kept: dict[str, dict[str, str]]
) -> Iterator[Fault]:
    """Rows whose values do not give their checksum, and rows that cannot be read.

    Puts into `kept` by table and id the checksum of each row, or "" for a damaged one.
    """
    names = Names(raw)
    for table in tables:
        marks = kept.setdefault(table, {})
        faults = 0
        reader = Readable(raw, table, watch)
        for _rowid, row in reader.rows():
            watch.step()
            whole = _is_whole(table, row)
            marks[str(row["id"])] = row["checksum"] if whole else ""
            if not whole:
                faults += 1
                if faults <= MOST:
                    text = _("{record} is damaged: its values do not give its checksum.")
                    words = text.format(record=names.of(table, row))
                    yield Fault(words, table, str(row["id"]))
        if reader.trouble:
            yield from _unreadable(reader, table, names, marks)
        if faults > MOST:
            text = _("{kind}: {count} damaged records in all.")
            yield Fault(text.format(kind=kind(table), count=faults), table)


def _unreadable(
    reader: Readable, table: str, names: Names, marks: dict[str, str]
) -> Iterator[Fault]:
    """The records of a table that the index knows and that cannot be read."""
    lost = [row_id for row_id in reader.ids() if row_id not in marks]
    marks.update(dict.fromkeys(lost, ""))
    for row_id in lost[:MOST]:
        text = _("{record} cannot be read.")
        yield Fault(text.format(record=names.of_id(table, row_id)), table, row_id)
    if len(lost) > MOST or not lost:
        text = _("{kind}: a part of these records cannot be read ({why}).")
        yield Fault(text.format(kind=kind(table), why="; ".join(reader.trouble)), table)


def _is_whole(table: str, row: Mapping[str, Any]) -> bool:
    with contextlib.suppress(TypeError, ValueError):  # values of odd types cannot be sorted
        return bool(row["checksum"] == checksum(table, row))
    return False


def order_faults(raw: Any, watch: Watch) -> Iterator[Fault]:
    """Places on the board and in lists that cannot be sorted, or that two cards share."""
    names = Names(raw)
    for table in _ORDERED:
        for row_id, key in raw.execute(f'SELECT id, order_key FROM "{table}"'):
            watch.step()
            if not _ORDER_KEY.fullmatch(str(key)):
                text = _("{record} has no valid place in its list.")
                yield Fault(text.format(record=names.of_id(table, row_id)), table, row_id)
    shared = (
        "SELECT min(name), max(name), count(*) FROM deal WHERE status='open'"
        " AND binned_at IS NULL GROUP BY pipeline_id, stage_key, order_key HAVING count(*) > 1"
    )
    for one, other, count in raw.execute(shared):
        text = _("“{one}” and “{other}” share one place on the board.")
        if count > 2:
            text = _("{count} cards, “{one}” and “{other}” among them, share one place.")
        yield Fault(text.format(one=short(one), other=short(other), count=count), "deal")
