"""The statements by which rows of every kind are read and written, each built once.

Building one is dearer than running it. Used by the unit and the journal.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy import delete as sql_delete

from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import KINDS, Row

TABLES: dict[type[Row], Table] = {kind: kind.__table__ for kind in KINDS.values()}  # type: ignore[misc]
COLUMNS: dict[type[Row], tuple[str, ...]] = {
    kind: tuple(column.name for column in table.columns) for kind, table in TABLES.items()
}
IN_HAND: dict[type[Row], frozenset[str]] = {
    kind: frozenset(column.name for column in table.columns if column.info.get("is_in_hand"))
    for kind, table in TABLES.items()
}
"""Columns that hold what is still being typed: kept like all others, but no part of the history."""
INSERT = {kind: Prepared(table.insert()) for kind, table in TABLES.items()}
DELETE = {
    kind: Prepared(sql_delete(table).where(table.c.id == bindparam("row_id")))
    for kind, table in TABLES.items()
}
BY_ID = {
    kind: Prepared(select(table).where(table.c.id == bindparam("row_id")))
    for kind, table in TABLES.items()
}


@lru_cache(maxsize=512)
def _update(table: Table, columns: tuple[str, ...]) -> Prepared:
    """The statement that writes these columns of one row; built once, since building is dear."""
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
    return Prepared(table.update().where(table.c.id == bindparam("row_id")).values(values))


@lru_cache(maxsize=256)
def matching(kind: type[Row], names: tuple[tuple[str, bool], ...]) -> Prepared:
    """The statement behind `match`: (column, whether it must be null) pairs."""
    table = TABLES[kind]
    statement = select(table).where(table.c.binned_at.is_(None))
    for name, is_null in names:
        column = table.c[name]
        statement = statement.where(column.is_(None) if is_null else column == bindparam(name))
    return Prepared(statement)


def update_row(connection: Connection, table: Table, row_id: str, values: dict[str, Any]) -> None:
    """Writes some columns of one row."""
    named = {f"new_{column}": value for column, value in values.items()}
    _update(table, tuple(values)).run(connection, {"row_id": row_id, **named})
