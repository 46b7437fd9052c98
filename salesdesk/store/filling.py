"""Makes a desk file out of rows that are given whole, with their ids, revisions and times.

Called by `usecases.taking_desk`. What is derived, cards and search, is made from the rows; the
file is finished, checked and on the disk when `fill` returns, or it is not there.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup, cards, engine, mishaps, search
from salesdesk.store.connection import keyed
from salesdesk.store.door import Processes
from salesdesk.store.reads.whole import BESIDE
from salesdesk.store.schema import KINDS, Blob, Deal
from salesdesk.support.durable import sync_file
from salesdesk.support.i18n import _

_BATCH = 1000

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def fill(
    path: Path,
    records: Rows,
    beside: Rows,
    contents: Iterable[tuple[str, bytes]],
    like: Path | None = None,
) -> None:
    """Makes the desk at `path`, where nothing may be: rows by kind with all their columns.

    It has the key of the desk that it is `like`. `contents` are (digest, bytes). Raises LooseEnd
    when a row names another that is not there or two rows clash, KnownError when a process makes
    no sense or the disk refuses; then no file is left.
    """
    try:
        engine.create(path, like=like)
        engines = engine.Engines(path)
        try:
            _write(engines.writing(), records, beside, contents)
        finally:
            engines.close()
        _finish(path)
    except BaseException as error:
        _remove(path)
        if isinstance(error, DBAPIError | driver.Error):
            raise mishaps.known(error) from error
        raise


def _write(
    connection: Connection, records: Rows, beside: Rows, contents: Iterable[tuple[str, bytes]]
) -> None:
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA query_only=OFF")
    with connection.begin():
        raw.execute("PRAGMA defer_foreign_keys=ON")
        for kind, rows in records.items():
            _insert(connection, KINDS[kind].__table__, rows)
        for kind, rows in beside.items():
            _insert(connection, BESIDE[kind], rows)
        for digest, content in contents:
            values = {"digest": digest, "size": len(content), "bytes": content}
            connection.execute(insert(Blob), values)
        _refuse_loose_ends(connection)
        _derive(connection)


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    assert isinstance(table, Table)
    try:
        for start in range(0, len(rows), _BATCH):
            connection.execute(table.insert(), [dict(row) for row in rows[start : start + _BATCH]])
    except IntegrityError as error:
        text = _("two of “{table}” have in common what each has alone")
        raise LooseEnd(text.format(table=table.name)) from error


def _refuse_loose_ends(connection: Connection) -> None:
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        text = _("a record of “{table}” names one of “{target}” that is not there")
        raise LooseEnd(text.format(table=loose[0][0], target=loose[0][2]))


class LooseEnd(Exception):
    """Rows do not go together: one names another that is not there, or two are the same."""


def _derive(connection: Connection) -> None:
    """Cards and search, as the unit would have kept them."""
    processes = Processes()
    ids = list(connection.execute(select(Deal.id).where(Deal.binned_at.is_(None))).scalars())
    cards.refresh(connection, ids, lambda pipeline: processes.of_pipeline(connection, pipeline))
    streams = (_of_table(connection, name) for name in search.SEARCHED)
    merged = heapq.merge(*streams, key=lambda each: each[:2])
    search.rebuild(connection, ((table, row) for _id, table, row in merged))


def _of_table(connection: Connection, name: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    table = KINDS[name].__table__
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        yield row["id"], name, dict(row)


def _finish(path: Path) -> None:
    """Out of the write-ahead mode, on the disk and looked through."""
    with contextlib.closing(keyed(str(path), path)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE").fetchall()
    try:
        sync_file(path)
    except OSError as error:
        text = _("“{name}” was not written: {why}. Nothing was taken in. See to the disk.")
        raise KnownError(text.format(name=path.name, why=error.strerror)) from error
    backup.inspect(path)


def _remove(path: Path) -> None:
    for side in ("", *backup.SIDES):
        with contextlib.suppress(OSError):
            Path(f"{path}{side}").unlink(missing_ok=True)
