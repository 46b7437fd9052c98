"""Deals and accounts as commands take them: in use, open; and labels that name them.

Called by all commands on deals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Account, Deal
    from salesdesk.store.unit import Unit


def get_deal(unit: Unit, deal_id: str) -> Deal:
    """A deal in use. Raises KnownError when it is gone or in the bin."""
    from salesdesk.store.schema import Deal

    deal = unit.get(Deal, deal_id)
    if deal.binned_at is not None:
        raise KnownError(
            _("“{deal}” is in the bin. Nothing was changed; restore it first.").format(
                deal=deal.name
            )
        )
    return deal


def get_account(unit: Unit, account_id: str) -> Account:
    """An account in use. Raises KnownError when it is gone or in the bin."""
    from salesdesk.store.schema import Account

    account = unit.get(Account, account_id)
    if account.binned_at is not None:
        raise KnownError(
            _("The account “{account}” is in the bin. Nothing was changed; restore it first.")
            .format(account=account.name)
        )  # fmt: skip
    return account


def open_deals(unit: Unit, deal_ids: tuple[str, ...]) -> list[Deal]:
    """Open deals in use. Raises KnownError when one is closed, gone or in the bin."""
    deals = [get_deal(unit, deal_id) for deal_id in deal_ids]
    closed = next((deal for deal in deals if deal.status != "open"), None)
    if closed is not None:
        raise KnownError(
            _("“{deal}” is closed. Nothing was changed; reopen it first.").format(deal=closed.name)
        )
    return deals


def naming(deals: list[Deal], one: str, many: Callable[[int], str], **more: str) -> str:
    """A label with the name of the only deal, or with how many there are; `more` fills the rest."""
    if len(deals) == 1:
        return one.format(deal=deals[0].name, **more)
    return many(len(deals)).format(n=len(deals), **more)
