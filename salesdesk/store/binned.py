"""The bin: what lies in it and for how long, and removing it for good.

Called by the write door inside a transaction, and by `usecases.binned` to list. How long is counted
in days on which the desk was open, one by one, so that a clock that jumped ahead empties nothing.
Removing for good takes the row, all that hangs on it, its words in the search, its images in the
history and the bytes that nobody names any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from salesdesk.domain import entry
from salesdesk.store import blobs, journal, search
from salesdesk.store.images import Image, checksum, pack, text_checksum, unpack
from salesdesk.store.schema import KINDS

KEPT_DAYS: Final = 30
"""So many days on which the desk is open something stays in the bin."""
_OWNED: Final = {
    ("note", "deal_id"), ("activity", "deal_id"), ("attachment", "deal_id"),
    ("note", "account_id"), ("attachment", "account_id"), ("activity", "account_id"),
}  # fmt: skip
"""References that may be null and yet make a row part of another."""
_POLYMORPHIC: Final = {("custom_value", "owner_id")}

Item = tuple[str, str]
"""(table, id) of a record."""


class Binned(NamedTuple):
    """Something in the bin. `days_left` counts days on which the desk is opened."""

    table: str
    id: str
    binned_at: str
    days_left: int


def listed(connection: Connection) -> list[Binned]:
    """All that lies in the bin by itself, newest first: not what went and comes with its owner."""
    number = _day_number(connection)
    counted = connection.exec_driver_sql("SELECT ref, day_number FROM bin_since")
    since = {row[0]: row[1] for row in counted}
    rows = _binned(connection)
    stamps = {(table, row["id"]): row["binned_at"] for table, row in rows}
    found = [
        Binned(
            table,
            row["id"],
            row["binned_at"],
            max(0, KEPT_DAYS - (number - since.get(row["id"], number))),
        )
        for table, row in rows
        if not _goes_with_owner(table, row, stamps)
    ]
    return sorted(found, key=lambda each: (each.binned_at, each.id), reverse=True)


def _goes_with_owner(table: str, row: Mapping[str, Any], stamps: Mapping[Item, str]) -> bool:
    return any(
        stamps.get((target, row[column])) == row["binned_at"] for column, target in _owners(table)
    )


def dependents(connection: Connection, items: Iterable[Item]) -> list[Item]:
    """What was binned together with the items and hangs on them; the items first."""
    rows = _binned(connection)
    found = list(dict.fromkeys(items))
    stamps = {(table, row["id"]): row["binned_at"] for table, row in rows}
    kept = {item: stamps.get(item) for item in found}
    grew = True
    while grew:
        grew = False
        for table, row in rows:
            item = (table, row["id"])
            if item not in kept and _goes_with_owner(table, row, _known(kept)):
                kept[item] = row["binned_at"]
                grew = True
    return list(kept)


def _known(stamps: Mapping[Item, str | None]) -> dict[Item, str]:
    return {item: stamp for item, stamp in stamps.items() if stamp is not None}


def note_day(connection: Connection, day: str) -> list[Item]:
    """Counts a local date as seen, and gives what has been in the bin long enough to go."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO day_seen(day) VALUES (?)", (day,))
    number = _day_number(connection)
    binned = {row["id"]: (table, row["binned_at"]) for table, row in _binned(connection)}
    known = {
        row[0]: (row[1], row[2])
        for row in connection.exec_driver_sql("SELECT ref, binned_at, day_number FROM bin_since")
    }
    stale = [(ref,) for ref, (at, _n) in known.items() if ref not in binned or binned[ref][1] != at]
    if stale:
        connection.exec_driver_sql("DELETE FROM bin_since WHERE ref = ?", stale)
    gone = {ref for (ref,) in stale}
    fresh = [
        (ref, at, number) for ref, (_table, at) in binned.items() if ref not in known or ref in gone
    ]
    if fresh:
        connection.exec_driver_sql(
            "INSERT INTO bin_since(ref, binned_at, day_number) VALUES (?, ?, ?)", fresh
        )
    return [
        (binned[ref][0], ref)
        for ref, (_at, since) in known.items()
        if ref in binned and ref not in gone and number - since >= KEPT_DAYS
    ]


def _day_number(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM day_seen").scalar_one())


def _binned(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for table in sorted(KINDS):
        rows = connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE binned_at IS NOT NULL')
        found += [(table, dict(row)) for row in rows.mappings()]
    return found


def _references(table: str) -> list[tuple[str, str, bool]]:
    """(column, table it names, whether it may be null) of each reference."""
    return [
        (column.name, next(iter(column.foreign_keys)).column.table.name, bool(column.nullable))
        for column in KINDS[table].__table__.columns
        if column.foreign_keys
    ]


def _owners(table: str) -> list[tuple[str, str]]:
    """The references of a table that make its rows part of another record."""
    return [
        (column, target)
        for column, target, may_be_null in _references(table)
        if not may_be_null or (table, column) in _OWNED
    ]


def owners_of(table: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The references that make this very row part of another record, each with the table it names.

    An activity or note of a deal belongs to the deal, not to the deal's account.
    """
    named = [(column, target) for column, target in _owners(table) if row.get(column)]
    of_deal = any(column == "deal_id" for column, _target in named)
    return [
        (column, target)
        for column, target in named
        if not (of_deal and column != "deal_id" and (table, column) in _OWNED)
    ]


def remove_for_good(connection: Connection, items: Iterable[Item], now: str) -> list[Image]:
    """Removes binned records with all that hangs on them; gives images of what that changed.

    The images are for the cards alone and go into no history.
    """
    rows = _whole(connection, items)
    ids = {row_id for _table, row_id in rows}
    names = {text for row in rows.values() for text in _said(row)}
    changed = _let_go(connection, ids, now)
    for table, row_id in rows:
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    connection.exec_driver_sql("DELETE FROM bin_since WHERE ref = ?", [(each,) for each in ids])
    # A place may name more than the record: what is asked about it, such as a stage.
    connection.exec_driver_sql(
        "DELETE FROM draft WHERE instr(place, ?) > 0", [(each,) for each in ids]
    )
    search.index_rows(connection, [(table, row_id, None) for table, row_id in rows])
    _forget(connection, ids, names)
    blobs.drop_unnamed(connection.connection.driver_connection)
    gone = [Image(table, row_id, dict(row), None) for (table, row_id), row in rows.items()]
    return gone + changed


def _said(row: Mapping[str, Any]) -> list[str]:
    """What a label may say of a record: its name, its words, its title; the longest first."""
    texts = (row.get(c) for c in ("name", "subject", "title", "what", "words", "give", "body"))
    return [
        line for text in texts if isinstance(text, str) and len(line := entry.line(text) or "") > 2
    ]


def _whole(connection: Connection, items: Iterable[Item]) -> dict[Item, dict[str, Any]]:
    """The records and, again and again, all that hang on them."""
    found: dict[Item, dict[str, Any]] = {}
    wanted = list(items)
    while wanted:
        table, row_id = wanted.pop()
        if (table, row_id) in found or table not in KINDS:
            continue
        statement = f'SELECT * FROM "{table}" WHERE id = ?'
        row = connection.exec_driver_sql(statement, (row_id,)).mappings().first()
        if row is None:
            continue
        found[table, row_id] = dict(row)
        wanted += _hanging_on(connection, table, row_id)
    return found


def _hanging_on(connection: Connection, target: str, row_id: str) -> list[Item]:
    found: list[Item] = []
    for table in KINDS:
        columns = [column for column, named in _owners(table) if named == target]
        columns += [column for of, column in _POLYMORPHIC if of == table]
        for column in columns:
            # An activity or note of a deal belongs to the deal, not to the deal's account.
            apart = (
                " AND deal_id IS NULL" if (table, column) in _OWNED and column != "deal_id" else ""
            )
            rows = connection.exec_driver_sql(
                f'SELECT id FROM "{table}" WHERE "{column}" = ?{apart}', (row_id,)
            )
            found += [(table, row[0]) for row in rows]
    return found


def _let_go(connection: Connection, ids: set[str], now: str) -> list[Image]:
    """Empties the references of records that stay; gives an image for each."""
    changed: list[Image] = []
    for table in KINDS:
        for column, _target, may_be_null in _references(table):
            if not may_be_null:
                continue
            for row in _naming(connection, table, column, ids):
                if row["id"] in ids:
                    continue
                after = {**row, column: None, "rev": row["rev"] + 1, "changed_at": now}
                after["checksum"] = checksum(table, after)
                connection.exec_driver_sql(
                    f'UPDATE "{table}" SET "{column}" = NULL, rev = ?, changed_at = ?,'
                    " checksum = ? WHERE id = ?",
                    (after["rev"], now, after["checksum"], row["id"]),
                )
                changed.append(Image(table, row["id"], {column: row[column]}, {column: None}))
    return changed


def _naming(connection: Connection, table: str, column: str, ids: set[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    rest = sorted(ids)
    for start in range(0, len(rest), 500):
        part = rest[start : start + 500]
        marks = ",".join("?" * len(part))
        statement = f'SELECT * FROM "{table}" WHERE "{column}" IN ({marks})'
        found += [dict(r) for r in connection.exec_driver_sql(statement, tuple(part)).mappings()]
    return found


def _forget(connection: Connection, ids: set[str], names: set[str]) -> None:
    """Takes all images of the records out of the history, and their names out of its labels.

    An entry of which nothing is left cannot be undone any more.
    """
    parts = connection.exec_driver_sql("SELECT seq, part, images FROM journal_part").fetchall()
    left: dict[int, int] = {}
    met: set[int] = set()
    for seq, part, packed in parts:
        images = _unpacked(packed)
        kept = [each for image in images if (each := _without(image, ids)) is not None]
        left[seq] = left.get(seq, 0) + len(kept)
        if kept == images:
            continue
        met.add(seq)
        fresh = pack(kept)
        connection.exec_driver_sql(
            "UPDATE journal_part SET images = ?, checksum = ? WHERE seq = ? AND part = ?",
            (fresh, text_checksum(fresh), seq, part),
        )
    for seq in sorted(met):
        journal.shorten(connection, seq, left[seq], names)


def _unpacked(packed: bytes) -> list[Image]:
    try:
        return unpack(packed)
    except Exception:  # noqa: BLE001 - a damaged part is named by the check, and left as it is
        return []


def _without(image: Image, ids: set[str]) -> Image | None:
    """The image without what is gone for good; None when it is about nothing else."""
    if image.id in ids:
        return None
    values = [*(image.before or {}).items(), *(image.after or {}).items()]
    if not any(value in ids for _column, value in values if isinstance(value, str)):
        return image
    owners = {column for column, _target in _owners(image.table)} if image.table in KINDS else set()
    owners |= {column for of, column in _POLYMORPHIC if of == image.table}
    if any(column in owners and value in ids for column, value in values):
        return None
    return Image(image.table, image.id, _emptied(image.before, ids), _emptied(image.after, ids))


def _emptied(values: dict[str, Any] | None, ids: set[str]) -> dict[str, Any] | None:
    if values is None:
        return None
    return {c: None if isinstance(v, str) and v in ids else v for c, v in values.items()}
