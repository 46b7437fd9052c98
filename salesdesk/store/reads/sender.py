"""Reads who sends our papers. Called by `usecases.sender` alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import Blob, Sender


def sender(connection: Connection) -> Any:
    """The row of the sender, or None while nobody said who it is."""
    wanted = select(*Sender.__table__.columns).where(Sender.binned_at.is_(None))
    return connection.execute(wanted.order_by(Sender.id).limit(1)).first()


def content(connection: Connection, digest: str) -> bytes | None:
    """Kept bytes by their digest."""
    found: bytes | None = connection.execute(
        select(Blob.bytes).where(Blob.digest == digest)
    ).scalar()
    return found
