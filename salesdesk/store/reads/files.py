"""Files kept in the desk: what is on a deal, and the bytes. Called by `usecases.files`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import Attachment, Blob


def of_deal(connection: Connection, deal_id: str) -> list[Any]:
    """The files on a deal in use, newest first."""
    table: Any = Attachment.__table__
    statement = select(table).where(table.c.deal_id == deal_id, table.c.binned_at.is_(None))
    return list(connection.execute(statement.order_by(table.c.added_on.desc(), table.c.id.desc())))


def attachment(connection: Connection, attachment_id: str) -> Any:
    """One file's row, binned or not; None when there is none."""
    table: Any = Attachment.__table__
    return connection.execute(select(table).where(table.c.id == attachment_id)).first()


def content(connection: Connection, digest: str) -> bytes | None:
    """The bytes of that digest, or None."""
    found = connection.execute(select(Blob.bytes).where(Blob.digest == digest)).scalar()
    return None if found is None else bytes(found)
