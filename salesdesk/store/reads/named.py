"""Deals by what they are called. Called by `usecases.naming` alone."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from salesdesk.store.schema import Account, Deal


class NamedDeal(NamedTuple):
    """What a deal can be called by, and what tells two of one name apart."""

    id: str
    name: str
    external_id: str | None
    account: str | None


def deals(connection: Connection) -> list[NamedDeal]:
    """All deals in use, in the order in which they were added."""
    statement = (
        select(Deal.id, Deal.name, Deal.external_id, Account.name)
        .outerjoin_from(Deal, Account, Account.id == Deal.account_id)
        .where(Deal.binned_at.is_(None))
        .order_by(Deal.id)
    )
    return [NamedDeal(*row) for row in connection.execute(statement)]
