"""Makes a desk anew out of its tables, when a page of an index is damaged and no record is.

Called by `store.check` and `usecases.rebuilding`. SQLite cannot make a damaged index anew in its
place: it would have to read it to empty it. The tables are read by themselves, past every index,
into a new file; search, cards and indexes are made from them there.
Source: reliability rule 9.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.store import backup, engine, mishaps
from salesdesk.store.connection import connect, keyed
from salesdesk.support.durable import sync_file
from salesdesk.support.i18n import _

_DERIVED: Final = "search_"
_BATCH: Final = 500


def is_derived(table: str) -> bool:
    """Whether a table is made from the others, so that its damage loses nothing."""
    return table == "card" or table.startswith(_DERIVED)


def tables_are_whole(raw: Any) -> bool:
    """Whether every row of every table that is not derived can be read past the indexes."""
    try:
        for table in _tables(raw):
            for _row in raw.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
                pass
    except driver.Error:
        return False
    return True


def make(path: Path) -> Path:
    """Makes the desk anew under the name that waits to be put in its place, and gives that.

    Nobody may write to it meanwhile. Raises DamagedDesk when a table cannot be read or the new
    desk is not whole, KnownError when the disk refuses; nothing is left then.
    """
    from salesdesk.store import check

    ready = backup.restoring(path)
    discard(ready)
    try:
        engine.create(ready, like=path)
        _fill(path, ready)
        check.make_derived(ready)
        with contextlib.closing(keyed(str(ready), ready)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE").fetchall()
        sync_file(ready)
        left = [finding.words for finding in check.check(ready) if not finding.is_mendable]
        if left:
            raise _not_enough(path, left[0])
    except (DBAPIError, driver.Error) as error:
        discard(ready)
        if isinstance(error, driver.DatabaseError) and "malformed" in str(error):
            raise _not_enough(path, str(error)) from error
        raise mishaps.known(error) from error
    except OSError as error:
        discard(ready)
        text = _("“{name}” was not mended: {why}. It is as it was. See to the disk.")
        raise KnownError(text.format(name=path.name, why=error.strerror or error)) from error
    except BaseException:
        discard(ready)
        raise
    return ready


def last_step(path: Path) -> int:
    """The number of the last step of the history, read past the indexes."""
    with contextlib.closing(connect(path, to_look=True)) as raw:
        try:
            return int(raw.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
        except driver.Error as error:
            raise _not_enough(path, str(error)) from error


def discard(ready: Path) -> None:
    """Removes what waited and is not wanted."""
    for side in ("", *backup.SIDES):
        Path(f"{ready}{side}").unlink(missing_ok=True)


def _tables(raw: Any) -> list[str]:
    rows = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    names = [row[0] for row in rows.fetchall()]
    return [name for name in names if not is_derived(name)]


def _fill(path: Path, ready: Path) -> None:
    """All rows of all tables, each under its number, in one transaction."""
    with (
        contextlib.closing(connect(path, to_look=True)) as reading,
        contextlib.closing(keyed(str(ready), ready)) as writing,
    ):
        reading.execute("BEGIN")
        writing.execute("PRAGMA foreign_keys=OFF")
        writing.execute("BEGIN IMMEDIATE")
        for table in _tables(reading):
            names = [row[1] for row in reading.execute(f'PRAGMA table_info("{table}")')]
            listed = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * (len(names) + 1))
            into = f'INSERT OR REPLACE INTO "{table}" (rowid, {listed}) VALUES ({marks})'
            found = reading.execute(f'SELECT rowid, {listed} FROM "{table}" NOT INDEXED')
            for rows in _batches(found):
                writing.executemany(into, rows)
        writing.execute("COMMIT")


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _not_enough(path: Path, why: str) -> DamagedDesk:
    text = _(
        "“{name}” is damaged in its records too ({why}), so making its indexes anew is not enough. "
        "It was left as it is. Restore a backup, or take out what can be read with Salvage."
    )
    return DamagedDesk(text.format(name=path.name, why=" ".join(why.split())))
