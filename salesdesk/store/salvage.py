"""Gathers what can be read of a damaged desk into a fresh one, and knows what it did not find.

Called by `usecases.salvaging`; `store.salvage_end` finishes the fresh desk. A row counts when it
gives its checksum. It is looked for where its table says, then on every page by itself, then in
the history, which holds each row as it was written. What is known to have been there and is found
nowhere is missing.
Source: reliability rule 9.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from salesdesk.store import blobs, check_history, engine, salvage_traces, versions
from salesdesk.store.check_rows import damaged_text_readable
from salesdesk.store.connection import APPLICATION_ID, create_empty, keyed
from salesdesk.store.gathered import (
    KEYS,
    Gathered,
    Lost,
    Place,
    discard,
    is_proven,
    key_of,
)
from salesdesk.store.images import checksum
from salesdesk.store.loose_pages import Loose
from salesdesk.store.readable import Readable
from salesdesk.store.salvage_source import Source
from salesdesk.store.watch import Watch

_KEPT_AS_THEY_WERE: Final = ("process_version", "blob")
"""Rows that never change once written: an older copy of the same key is the row itself."""


def gather(
    copy: Path, draft: Path, backups: Sequence[Path], watch: Watch | None = None
) -> Gathered:
    """Reads all that can be read of a damaged desk into the new file `draft`.

    `copy` is a private one of its file and log, and is removed at the end. `backups` are whole
    ones, newest first: for the list of tables, and for what never changes. Raises KnownError when
    the disk refuses, Stopped when the user stops it; no file is left then.
    """
    watch = watch or Watch()
    source = None
    gathered = None
    try:
        _new(draft, [], versions.CURRENT, copy)
        lenders = [*backups, draft]
        source = Source(copy, lenders)
        if 0 < source.number() < versions.CURRENT:
            discard(draft)
            _new(draft, source.schema(), source.number(), copy)
        gathered = Gathered(draft, watch)
        gathered.lender = None if source.lender == draft else source.lender
        with contextlib.closing(source):
            _fill(gathered, source, backups)
    except BaseException:
        if gathered is not None:
            gathered.raw.close()
        if source is not None:
            source.close()
        discard(copy)
        discard(draft)
        raise
    return gathered


def _new(draft: Path, schema: Sequence[str], number: int, like: Path) -> None:
    """An empty desk: of today, or with the tables of an older one; with the key of the damaged."""
    if not schema:
        engine.create(draft, like=like)
        return
    create_empty(draft, like)
    with contextlib.closing(keyed(str(draft), draft)) as raw:
        for statement in schema:
            if not any(f"TABLE '{each}" in statement for each in ("search_index_", "sqlite_")):
                raw.execute(statement)
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version={number:d}")


def _fill(gathered: Gathered, source: Source, backups: Sequence[Path]) -> None:
    raw = gathered.raw
    raw.execute("BEGIN")
    if source.raw is None:
        gathered.doubtful.update(gathered.columns)
    else:
        with damaged_text_readable(source.raw):
            _from_tables(gathered, source.raw)
    if source.pages is not None:
        gathered.watch.part("salvage_pages")
        _from_pages(gathered, source.pages.rows())
    gathered.watch.part("salvage_history")
    if source.raw is not None:
        with damaged_text_readable(source.raw):
            salvage_traces.from_search(gathered, source.raw)
    _from_history(gathered)
    _from_backups(gathered, backups)
    if source.raw is not None:
        with damaged_text_readable(source.raw):
            salvage_traces.rebuild(gathered, source.raw)
    raw.execute("COMMIT")


def _from_tables(gathered: Gathered, raw: Any) -> None:
    """Every row where its table says that it is."""
    total = 0
    with contextlib.suppress(driver.Error):
        total = sum(
            raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in gathered.columns
        )
    gathered.watch.part("salvage_rows", total)
    for table in gathered.columns:
        reader = Readable(raw, table, gathered.watch, KEYS.get(table, "id"))
        with contextlib.suppress(driver.Error):
            for _rowid, row in reader.rows():
                gathered.watch.step()
                if is_proven(table, row) is not False and gathered.put(table, row):
                    continue
                gathered.hint(table, key_of(table, row), row)
        if table not in {"journal", "journal_part"} and "id" in gathered.columns[table]:
            for row_id in reader.ids():
                if row_id not in gathered.held[table]:
                    gathered.hint(table, row_id, {})
            if reader.trouble and not reader.has_whole_index:
                gathered.doubtful.add(table)


def _from_pages(gathered: Gathered, rows: Iterator[Loose]) -> None:
    """Rows whose way is lost. Whose they are says their checksum."""
    fitting: dict[int, list[str]] = {}
    for loose in rows:
        gathered.watch.step()
        count = len(loose.values)
        if count not in fitting:
            # Those of just so many columns first; rows older than a column end before it.
            tables = sorted(gathered.columns, key=lambda each: len(gathered.columns[each]))
            fitting[count] = [each for each in tables if len(gathered.columns[each]) >= count]
        for table in fitting[count]:
            key = _key_in(gathered.columns[table], table, loose)
            if key in gathered.held[table]:
                break
            if key and _put_loose(gathered, table, key, loose):
                break


def _put_loose(gathered: Gathered, table: str, key: str, loose: Loose) -> bool:
    row = dict(zip(gathered.columns[table], loose.values, strict=False))
    if table == "journal":
        row["seq"] = loose.rowid
    if is_proven(table, row) and gathered.put(table, row):
        gathered.from_pages.append((table, key))
        return True
    return False


def _key_in(columns: Sequence[str], table: str, loose: Loose) -> str:
    """The key that a loose row has if it is one of that table; "" when it cannot be."""
    values = loose.values
    if table == "journal":
        state = columns.index("state")
        is_step = len(values) > state and values[state] in {"begun", "done", "undone", "dropped"}
        return str(loose.rowid) if is_step and values[0] is None else ""
    if table == "journal_part":
        return f"{values[0]}/{values[1]}" if isinstance(values[0], int) else ""
    name = KEYS.get(table, "id")
    place = columns.index(name) if name in columns else len(values)
    key = values[place] if place < len(values) else None
    return key if isinstance(key, str) and len(key) == (64 if table == "blob" else 32) else ""


def _from_history(gathered: Gathered) -> None:
    """Rows as the steps of the history left them, oldest step first.

    A step whose own line is lost is believed in what something else says was there.
    """
    number = gathered.raw.execute("PRAGMA user_version").fetchone()[0]
    rows: dict[Place, dict[str, Any]] = {}
    parts = gathered.raw.execute(
        "SELECT images, journal_part.checksum, state FROM journal_part LEFT JOIN journal"
        " USING (seq) WHERE coalesce(state, 'done') IN ('begun', 'done')"
        " AND coalesce(schema_number, :number) = :number ORDER BY seq, part",
        {"number": number},
    )
    for images, mark, state in parts:
        gathered.watch.step()
        part = check_history.packed_whole({"images": images, "checksum": mark})
        for image in part or ():
            if state or (image.table, image.id) in gathered.hints:
                _follow(gathered, rows, image)
    for (table, key), row in rows.items():
        _put_from_history(gathered, table, key, row)
    for place in set(gathered.from_pages) & gathered.removed:
        # On a page that is no part of the desk any more.
        gathered.raw.execute(f'DELETE FROM "{place[0]}" WHERE id = ?', (place[1],))
        gathered.held[place[0]].discard(place[1])


def _follow(gathered: Gathered, rows: dict[Place, dict[str, Any]], image: Any) -> None:
    place = (image.table, image.id)
    if image.after is None:
        rows.pop(place, None)
        gathered.removed.add(place)
        return
    gathered.removed.discard(place)
    if gathered.has(place) or image.table not in gathered.columns:
        return
    known = {"id": image.id} if image.before is None else rows.get(place, {})
    rows[place] = {**known, **image.after}


def _put_from_history(gathered: Gathered, table: str, key: str, row: dict[str, Any]) -> None:
    """A row whose beginning is in the history is whole again; of others the words are kept."""
    if "id" in row:
        full: dict[str, Any] = {name: row.get(name) for name in gathered.columns[table]}
        full["checksum"] = checksum(table, full)
        if gathered.put(table, full):
            gathered.from_history.append((table, key))
            return
    gathered.hint(table, key, row)


def _from_backups(gathered: Gathered, backups: Sequence[Path]) -> None:
    """Rows that never change, from the newest backup that has them."""
    for table, column in blobs.NAMES:
        if table not in gathered.columns:
            continue  # an older desk
        statement = f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
        for (digest,) in gathered.raw.execute(statement).fetchall():
            if digest not in gathered.held["blob"]:
                gathered.hint("blob", digest, {})
    for row in gathered.raw.execute("SELECT process_version_id FROM pipeline").fetchall():
        if row[0] not in gathered.held["process_version"]:
            gathered.hint("process_version", row[0], {})
    if backups:
        _from_newest(gathered, backups[0])
    for backup in backups:
        wanted = [lost for lost in gathered.lost() if lost.table in _KEPT_AS_THEY_WERE]
        fill_from(gathered, backup, wanted)


def _from_newest(gathered: Gathered, backup: Path) -> None:
    """What a backup knows was there, where the desk itself cannot say."""
    with contextlib.closing(_looked_at(backup)) as raw:
        for table in sorted(gathered.doubtful - {"journal", "journal_part", "blob"}):
            with contextlib.suppress(driver.Error):
                for _rowid, row in Readable(raw, table, gathered.watch).rows():
                    if not gathered.has((table, key_of(table, row))):
                        gathered.hint(table, key_of(table, row), row)


def _looked_at(backup: Path) -> Any:
    """A connection to a closed desk that leaves no trace."""
    uri = f"{backup.absolute().as_uri()}?mode=ro&immutable=1"
    return keyed(uri, backup)


def fill_from(gathered: Gathered, backup: Path, wanted: Sequence[Lost]) -> list[Lost]:
    """Puts records in as a backup has them; gives those that it had."""
    if not wanted:
        return []
    found = []
    with contextlib.closing(_looked_at(backup)) as raw:
        for lost in wanted:
            row = _row_in(raw, lost)
            if row and is_proven(lost.table, row) and gathered.put(lost.table, row):
                gathered.from_backup.append((lost.table, lost.key))
                found.append(lost)
    return found


def in_backup(backup: Path, wanted: Sequence[Lost]) -> list[Lost]:
    """Those of the lost records that a backup has."""
    with contextlib.closing(_looked_at(backup)) as raw:
        return [lost for lost in wanted if _row_in(raw, lost)]


def _row_in(raw: Any, lost: Lost) -> dict[str, Any] | None:
    column = KEYS.get(lost.table, "id")
    try:
        cursor = raw.execute(f'SELECT * FROM "{lost.table}" WHERE "{column}" = ?', (lost.key,))
        values = cursor.fetchone()
    except driver.Error:
        return None
    names = [each[0] for each in cursor.description]
    return dict(zip(names, values, strict=True)) if values else None
