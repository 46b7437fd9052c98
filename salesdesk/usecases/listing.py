"""Deals, accounts and contacts as plain records: what `salesdesk list` prints.

The keys and their meaning are a promise to scripts: never change one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from salesdesk.domain.money import decimal_text

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Record = dict[str, Any]

FOR_TABLES: Final = frozenset({"ended"})
"""What the printed table tells beside the promised keys: lost, or ended without a decision."""


def promised(record: Record) -> Record:
    """A record with the promised keys alone."""
    return {key: value for key, value in record.items() if key not in FOR_TABLES}


def listing(desk: Desk, kind: str) -> list[Record]:
    """All records in use of a kind of :data:`LISTED`, in a stable order."""
    return LISTED[kind](desk)


def _deals(desk: Desk) -> list[Record]:
    """In the order in which they were added. Amounts are decimal text, days ISO text."""
    from salesdesk.usecases.tables import custom_of, deal_rows

    custom = custom_of(desk, "deal")
    return [
        {
            "id": row.id,
            "name": row.name,
            "account": row.account or None,
            "product": row.products.replace("\n", ", ") or None,
            "stage": row.stage,
            "status": row.status,
            "ended": row.ended or None,
            "amount": decimal_text(row.amount_minor, row.currency),
            "currency": row.currency,
            "created_on": row.created_on,
            "closed_on": row.closed_on,
            "next_step": row.next_what,
            "custom": custom.get(row.id, {}),
        }
        for row in reversed(deal_rows(desk))
    ]


def _accounts(desk: Desk) -> list[Record]:
    """By name."""
    from salesdesk.usecases.tables import account_rows, custom_of

    custom = custom_of(desk, "account")
    return [
        {
            "id": row.id,
            "name": row.name,
            "parent": row.parent or None,
            "industry": row.industry or None,
            "size": row.size or None,
            "city": row.city or None,
            "country": row.country or None,
            "phone": row.phone or None,
            "website": row.website or None,
            "owner": row.owner or None,
            "open_deals": row.open_deals,
            "won_deals": row.won_deals,
            "lost_deals": row.lost_deals,
            "custom": custom.get(row.id, {}),
        }
        for row in account_rows(desk)
    ]


def _contacts(desk: Desk) -> list[Record]:
    """By name."""
    from salesdesk.usecases.people import people
    from salesdesk.usecases.tables import custom_of

    custom = custom_of(desk, "person")
    return [
        {
            "id": row.id,
            "name": row.name,
            "account": row.account or None,
            "title": row.title or None,
            "email": row.email or None,
            "phone": row.phone or None,
            "custom": custom.get(row.id, {}),
        }
        for row in people(desk)
    ]


LISTED: Final[dict[str, Callable[[Desk], list[Record]]]] = {
    "deals": _deals,
    "accounts": _accounts,
    "contacts": _contacts,
}
"""What can be listed."""
