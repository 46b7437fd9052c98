"""People by their mail addresses. Called by `usecases.mails`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from salesdesk.store.schema import DealPerson, Person, Sender


def has_address(addresses: Collection[str]) -> ColumnElement[bool]:
    """The condition that a person has one of these addresses (in lower case)."""
    return func.lower(func.trim(Person.email)).in_(sorted(addresses))


def by_address(
    connection: Connection, addresses: Collection[str], deal_id: str
) -> dict[str, tuple[str, str, bool]]:
    """(id, name, on this deal?) of people in use by address; of two, who is on the deal."""
    on_deal = select(DealPerson.person_id).where(
        DealPerson.deal_id == deal_id, DealPerson.binned_at.is_(None)
    )
    here = set(connection.execute(on_deal).scalars())
    statement: Any = (
        select(Person.id, Person.name, Person.email)
        .where(has_address(addresses), Person.binned_at.is_(None))
        .order_by(Person.id.desc())
    )
    rows = connection.execute(statement).all() if addresses else []
    found: dict[str, tuple[str, str, bool]] = {}
    for row in sorted(rows, key=lambda row: row.id in here):
        found[row.email.strip().casefold()] = (row.id, row.name, row.id in here)
    return found


def sender_addresses(connection: Connection) -> set[str]:
    """The rep's own addresses, as papers carry them."""
    rows = connection.execute(select(Sender.email).where(Sender.email.is_not(None))).scalars()
    return {address.strip().casefold() for address in rows if address}
