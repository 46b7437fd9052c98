"""Reads behind one account. Called by `usecases.account_page` only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from salesdesk.store.schema import Account, Deal, Note


def account(connection: Connection, account_id: str) -> Any:
    """The account's columns, or None when it is gone or in the bin."""
    table: Any = Account.__table__
    found = select(table).where(table.c.id == account_id, table.c.binned_at.is_(None))
    return connection.execute(found).first()


def deals(connection: Connection, account_id: str, most: int) -> list[Any]:
    """Deals in use: open ones first, then the latest closed."""
    found = (
        select(
            Deal.id, Deal.name, Deal.pipeline_id, Deal.stage_key, Deal.status, Deal.amount_minor,
            Deal.currency, Deal.closed_on,
        )
        .where(Deal.account_id == account_id, Deal.binned_at.is_(None))
        .order_by(Deal.status != "open", Deal.closed_on.desc(), Deal.id.desc())
        .limit(most)
    )  # fmt: skip
    return list(connection.execute(found))


def deal_count(connection: Connection, account_id: str) -> int:
    """How many deals in use the account has."""
    found = select(func.count(Deal.id)).where(
        Deal.account_id == account_id, Deal.binned_at.is_(None)
    )
    return connection.execute(found).scalar_one()


def notes(connection: Connection, account_id: str) -> list[Any]:
    """Notes in use, the newest first."""
    found = (
        select(Note.id, Note.body, Note.written_at)
        .where(Note.account_id == account_id, Note.binned_at.is_(None))
        .order_by(Note.written_at.desc(), Note.id.desc())
    )
    return list(connection.execute(found))
