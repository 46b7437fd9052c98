"""Reads the grades of practised objections. Called by the practice query alone."""

from __future__ import annotations

from sqlalchemy import Connection, select

from salesdesk.domain.practice import Graded
from salesdesk.store.schema import Practice


def grades(connection: Connection) -> tuple[Graded, ...]:
    """Every grade, oldest first."""
    statement = (
        select(Practice.play_key, Practice.practised_on, Practice.grade)
        .where(Practice.binned_at.is_(None))
        .order_by(Practice.id)
    )
    return tuple(Graded(*row) for row in connection.execute(statement))
