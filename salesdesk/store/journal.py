"""The journal: what each command did, as row images, and how to take it back or do it again.

Called by the desk inside the transaction of a command, an undo or a redo. Entries are ordered by
`seq`, never by the clock. Undo first checks that the rows still look as the command left them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import delete as sql_delete

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.store import search
from salesdesk.store.images import (
    PART_ROWS,
    STAMPS,
    Image,
    backwards,
    checksum,
    pack,
    text_checksum,
    unpack,
)
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import KINDS, SCHEMA, JournalEntry, JournalPart, Row
from salesdesk.store.statements import BY_ID, DELETE, INSERT, TABLES, update_row
from salesdesk.support.i18n import _

FEW = 20
"""Up to so many rows are read by their key, one by one, which is quicker than one large query."""
AT_ONCE = 2000
"""So many rows are written back in one go."""
DONE, UNDONE, DROPPED = "done", "undone", "dropped"
BEGUN = "begun"
"""Of the entry that a desk begins with: it stands, and no undo comes as far as to it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `on` is the local date of the command, ISO text."""

    seq: int
    command: str
    label: str
    at: str
    on: str
    state: str
    rows: int


_ENTRY = (
    JournalEntry.seq,
    JournalEntry.command,
    JournalEntry.label,
    JournalEntry.at,
    JournalEntry.on,
    JournalEntry.state,
    JournalEntry.rows,
)


_ADD_ENTRY, _ADD_PART = Prepared(insert(JournalEntry)), Prepared(insert(JournalPart))


def parts(images: Sequence[Image]) -> list[bytes]:
    """Images as an entry holds them, in their order."""
    return [pack(images[at : at + PART_ROWS]) for at in range(0, len(images), PART_ROWS)]


def write(
    connection: Connection,
    clock: Clock,
    command: str,
    label: str,
    packed: Sequence[bytes],
    rows: int,
    state: str = DONE,
) -> int:
    """Adds an entry of `rows` images, as :func:`parts` gives them, and gives its number.

    Call :func:`drop_undone` before it.
    """
    at, on = clock.now_utc().isoformat(timespec="milliseconds"), clock.today().isoformat()
    values = {
        "command": command,
        "label": label,
        "at": at,
        "on": on,
        "state": state,
        "schema_number": SCHEMA,
        "rows": rows,
        "checksum": text_checksum(command, label, at, rows),
    }
    seq = int(_ADD_ENTRY.run(connection, values).lastrowid)
    for part, images in enumerate(packed):
        mark = text_checksum(images)
        _ADD_PART.run(connection, {"seq": seq, "part": part, "images": images, "checksum": mark})
    return seq


def extend(connection: Connection, command: str, label: str, images: Sequence[Image]) -> int | None:
    """Puts a change into the entry before it, when that is the same work on the same rows.

    Gives the entry's number, or None when the last entry is something else. For what is typed:
    a thousand keystrokes are one step of undo. At most one part of images is extended.
    """
    entry = last_done(connection)
    if entry is None or (entry.command, entry.label, entry.rows) != (command, label, len(images)):
        return None
    try:
        kept = list(images_of(connection, entry.seq))
    except KnownError:
        return None  # a damaged history is no reason to refuse what is being typed
    merged = [_merged(old, new) for old, new in zip(kept, images, strict=False)]
    if len(kept) != len(images) or None in merged:
        return None
    packed = pack([image for image in merged if image is not None])
    connection.execute(
        update(JournalPart)
        .where(JournalPart.seq == entry.seq, JournalPart.part == 0)
        .values(images=packed, checksum=text_checksum(packed))
    )
    return entry.seq


def _merged(old: Image, new: Image) -> Image | None:
    """Both changes of one row as one; None when they are not of one row, or no mere changes."""
    if (old.table, old.id) != (new.table, new.id):
        return None
    if old.before is None or old.after is None or new.before is None or new.after is None:
        return None
    return Image(old.table, old.id, {**new.before, **old.before}, {**old.after, **new.after})


def drop_undone(connection: Connection) -> None:
    """Gives up redoing what was undone: something else is about to be done."""
    undone = update(JournalEntry).where(JournalEntry.state == UNDONE)
    connection.execute(undone.values(state=DROPPED))


def last_done(connection: Connection) -> Entry | None:
    """What undo would take back, or None."""
    return _one(connection, _LAST_DONE)


def next_undone(connection: Connection) -> Entry | None:
    """What redo would do again, or None."""
    return _one(connection, _NEXT_UNDONE)


def state_of(connection: Connection, seq: int) -> str | None:
    """The state of an entry, or None when there is none of that number."""
    found = select(JournalEntry.state).where(JournalEntry.seq == seq)
    return connection.execute(found).scalar_one_or_none()


def history(connection: Connection, limit: int = 200) -> list[Entry]:
    """The latest entries, newest first."""
    rows = connection.execute(select(*_ENTRY).order_by(JournalEntry.seq.desc()).limit(limit))
    return [Entry(*row) for row in rows]


_LAST_DONE, _NEXT_UNDONE = (
    Prepared(select(*_ENTRY).where(JournalEntry.state == state).order_by(order).limit(1))
    for state, order in ((DONE, JournalEntry.seq.desc()), (UNDONE, JournalEntry.seq.asc()))
)


def _one(connection: Connection, wanted: Prepared) -> Entry | None:
    rows = wanted.rows(connection, {})
    return Entry(*rows[0]) if rows else None


_PART_NUMBERS = Prepared(
    select(JournalPart.part).where(JournalPart.seq == bindparam("which")).order_by(JournalPart.part)
)
_PART = Prepared(
    select(JournalPart.images, JournalPart.checksum).where(
        JournalPart.seq == bindparam("which"), JournalPart.part == bindparam("part_number")
    )
)
_SET_STATE = Prepared(
    update(JournalEntry)
    .where(JournalEntry.seq == bindparam("which"))
    .values(state=bindparam("new_state"))
)


def images_of(connection: Connection, seq: int, *, last_first: bool = False) -> Iterator[Image]:
    """The images of an entry in the order of writing, or the other way round; a part at a time.

    Raises KnownError when one is damaged.
    """
    numbers = [number for (number,) in _PART_NUMBERS.rows(connection, {"which": seq})]
    for number in reversed(numbers) if last_first else numbers:
        ((packed, mark),) = _PART.rows(connection, {"which": seq, "part_number": number})
        if text_checksum(packed) != mark:
            raise KnownError(
                _(
                    "The history of this change is damaged, so it cannot be undone. Nothing was "
                    "changed. Help → Check desk says more."
                )
            )
        images = unpack(packed)
        yield from reversed(images) if last_first else images


Take = Callable[[list[Image]], None]
"""Is given the images that were applied, some at a time."""


def undo(connection: Connection, clock: Clock, entry: Entry, take: Take) -> None:
    """Takes an entry back."""
    images = backwards(images_of(connection, entry.seq, last_first=True))
    _replay(connection, clock, entry, images, UNDONE, take)


def redo(connection: Connection, clock: Clock, entry: Entry, take: Take) -> None:
    """Does an undone entry again."""
    _replay(connection, clock, entry, images_of(connection, entry.seq), DONE, take)


def _replay(
    connection: Connection,
    clock: Clock,
    entry: Entry,
    images: Iterator[Image],
    state: str,
    take: Take,
) -> None:
    now = clock.now_utc().isoformat(timespec="milliseconds")
    removed: dict[tuple[str, str], Changed] = {}
    while some := list(islice(images, AT_ONCE)):
        indexed: list[Changed] = []
        for table, run in _runs(some):
            for changed in _apply(connection, table, run, now):
                table_name, row_id, values = changed
                # What is taken away leaves the index at the end, all at once, which is quicker.
                if table_name not in search.SEARCHED:
                    continue
                if values is None:
                    removed[table_name, row_id] = changed
                else:
                    removed.pop((table_name, row_id), None)
                    indexed.append(changed)
        search.index_rows(connection, indexed)
        take(some)
    search.index_rows(connection, list(removed.values()))
    _SET_STATE.run(connection, {"which": entry.seq, "new_state": state})


def _runs(images: Sequence[Image]) -> list[tuple[str, list[Image]]]:
    """Neighbouring images of one table and one sort, so that they are written in one go.

    A row that comes twice starts a new run: its images must be applied one after the other.
    """
    runs: list[tuple[str, list[Image]]] = []
    last, seen = None, set[str]()
    for image in images:
        sort = (image.table, image.before is None, image.after is None)
        if sort != last or image.id in seen:
            runs.append((image.table, []))
            last, seen = sort, set()
        runs[-1][1].append(image)
        seen.add(image.id)
    return runs


Changed = tuple[str, str, dict[str, Any] | None]
"""A row written back: table, id, and its values or None; what the search index follows."""


def _apply(connection: Connection, table_name: str, run: list[Image], now: str) -> list[Changed]:
    kind = KINDS[table_name]
    table = TABLES[kind]
    current = _current(connection, table, [image.id for image in run])
    for image in run:
        _must_match(image, current.get(image.id))
    if run[0].after is None:
        _delete(connection, kind, [image.id for image in run])
        return [(table_name, image.id, None) for image in run]
    rows = [_stamped(table, image, current.get(image.id), now) for image in run]
    if run[0].before is not None:
        for row in rows:
            now_there = current[row["id"]]
            changed = {c: value for c, value in row.items() if now_there[c] != value}
            update_row(connection, table, row["id"], changed)
    elif len(rows) <= FEW:
        for row in rows:
            INSERT[kind].run(connection, row)
    else:
        connection.execute(table.insert(), rows)
    return [
        (table_name, row["id"], row)
        for row in rows
        if search.differs(table_name, current.get(row["id"]), row)
    ]


def _delete(connection: Connection, kind: type[Row], ids: list[str]) -> None:
    if len(ids) <= FEW:
        for row_id in ids:
            DELETE[kind].run(connection, {"row_id": row_id})
        return
    table = TABLES[kind]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        connection.execute(sql_delete(table).where(table.c.id.in_(part)))


def _current(connection: Connection, table: Any, ids: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if len(ids) <= FEW:
        read = BY_ID[KINDS[table.name]]
        return {row["id"]: row for i in ids for row in read.dicts(connection, {"row_id": i})}
    for start in range(0, len(ids), 500):
        rows = connection.execute(select(table).where(table.c.id.in_(ids[start : start + 500])))
        found.update((row["id"], dict(row)) for row in rows.mappings())
    return found


def _must_match(image: Image, current: dict[str, Any] | None) -> None:
    """Raises KnownError unless the row looks as `image.before` says, stamps apart."""
    expected = image.before
    matches = (
        current is None
        if expected is None
        else current is not None
        and all(
            current.get(column) == value
            for column, value in expected.items()
            if column not in STAMPS
        )
    )
    if not matches:
        raise KnownError(
            _(
                "This cannot be undone any more: a record it touched looks different now. "
                "Nothing was changed."
            )
        )


def _stamped(table: Any, image: Image, current: dict[str, Any] | None, now: str) -> dict[str, Any]:
    """The whole row after the image, with fresh revision, time and checksum."""
    assert image.after is not None
    row: dict[str, Any] = {column.name: None for column in table.columns}
    row.update(current or {})
    row.update({c: v for c, v in image.after.items() if c not in STAMPS})
    row["id"] = image.id
    row["rev"] = max((current or {}).get("rev", 0), image.after.get("rev", 0)) + 1
    row["changed_at"] = now
    row["checksum"] = checksum(table.name, row)
    return row


def shorten(connection: Connection, seq: int, rows: int, names: Collection[str]) -> None:
    """Says that an entry holds `rows` images by now, and takes names out of its label.

    For what was deleted for good. An entry of which nothing is left cannot be undone any more.
    """
    found = select(JournalEntry.command, JournalEntry.label, JournalEntry.at, JournalEntry.state)
    command, label, at, state = connection.execute(found.where(JournalEntry.seq == seq)).one()
    if not rows:
        label = _("Something that was deleted for good")
    for name in sorted(names, key=len, reverse=True):
        label = label.replace(name, "…")
    connection.execute(
        update(JournalEntry)
        .where(JournalEntry.seq == seq)
        .values(
            label=label,
            rows=rows,
            state=state if rows else DROPPED,
            checksum=text_checksum(command, label, at, rows),
        )
    )


def note(connection: Connection, clock: Clock, command: str, label: str) -> int:
    """Adds a line to the history that is only to be read, and gives its number."""
    seq = write(connection, clock, command, label, [], 0)
    entry = update(JournalEntry).where(JournalEntry.seq == seq)
    connection.execute(entry.values(state=DROPPED))
    return seq
