"""Names that are in use, for an import to match against. Called by ``usecases.importing``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import KINDS


def known_names(connection: Connection, table: str) -> list[str]:
    """The names of all rows of a table that are in use, sorted."""
    columns: Any = KINDS[table].__table__.c
    found = select(columns.name).where(columns.binned_at.is_(None)).order_by(columns.name)
    return list(connection.execute(found).scalars())
