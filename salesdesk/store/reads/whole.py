"""Reads every kept row whole, for exports. Called by `usecases.exporting` alone.

All in the one read transaction of the caller's connection, so that an export made while a window
writes is of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select

from salesdesk.store.schema import KINDS, SCHEMA, Base, Blob, Card

BATCH = 2000
_PLACES = {"id": 0, "rev": 2, "changed_at": 2, "binned_at": 2, "checksum": 2}
BESIDE: dict[str, Table] = {
    name: table
    for name, table in sorted(Base.metadata.tables.items())
    if name not in {*KINDS, Card.__tablename__, Blob.__tablename__}
}
"""What a desk keeps beside its records, such as the history. Cards are made from the records."""
__all__ = [
    "BESIDE", "SCHEMA", "beside", "columns", "contents", "count", "currencies", "kinds", "names",
    "references", "rows", "types",
]  # fmt: skip


def kinds() -> list[str]:
    """The names of all kinds of rows, sorted."""
    return sorted(KINDS)


def columns(kind: str) -> list[str]:
    """The columns of a kind: the id, its own in the schema's order, and the unit's stamps."""
    own = [column.name for column in KINDS[kind].__table__.columns]
    return sorted(own, key=lambda name: _PLACES.get(name, 1))


def references(kind: str) -> dict[str, str]:
    """Which columns name a row of which kind."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in KINDS[kind].__table__.columns
        if column.foreign_keys
    }


def types(kind: str) -> dict[str, tuple[type, bool]]:
    """The columns of a kind, or of a table beside: Python type, and whether null is one."""
    table = BESIDE[kind] if kind in BESIDE else KINDS[kind].__table__
    return {
        column.name: (column.type.python_type, bool(column.nullable)) for column in table.columns
    }


def beside(connection: Connection, name: str) -> Iterator[Mapping[str, Any]]:
    """All rows of a table beside the records, by key; read in parts."""
    table = BESIDE[name]
    statement = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(statement.execution_options(yield_per=BATCH)).mappings():
        yield dict(row)


def count(connection: Connection, kind: str) -> int:
    """How many rows of a kind there are, binned ones too."""
    return connection.execute(select(func.count()).select_from(KINDS[kind])).scalar_one()


def rows(connection: Connection, kind: str) -> Iterator[Mapping[str, Any]]:
    """All rows of a kind, binned ones too, by id; read in parts."""
    table, wanted = KINDS[kind].__table__, columns(kind)
    statement = select(table).order_by(table.c.id).execution_options(yield_per=BATCH)
    for row in connection.execute(statement).mappings():
        yield {column: row[column] for column in wanted}


def names(connection: Connection, kind: str) -> dict[str, str]:
    """Names by id, for the kinds that have one; {} for the others."""
    table = KINDS[kind].__table__
    if "name" not in table.c:
        return {}
    return {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.name))}


def currencies(connection: Connection, kind: str) -> tuple[str, dict[str, str]]:
    """For a kind that names no currency itself: the column of what does, and currencies by its id.

    The offer of a priced line, else the deal; ("", {}) for a kind that names one or has neither.
    """
    own = KINDS[kind].__table__.c
    column = next((name for name in ("proposal_id", "deal_id") if name in own), "")
    if "currency" in own or not column:
        return "", {}
    table = KINDS[column.removesuffix("_id")].__table__
    found = connection.execute(select(table.c.id, table.c.currency))
    return column, {row[0]: row[1] for row in found}


def contents(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """(digest, bytes) of every kept content, by digest; one at a time."""
    statement = select(Blob.digest).order_by(Blob.digest)
    for digest in list(connection.execute(statement).scalars()):
        found = select(Blob.bytes).where(Blob.digest == digest)
        yield digest, bytes(connection.execute(found).scalar_one())
