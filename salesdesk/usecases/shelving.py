"""Deals set aside: pause and resume, bin and restore.

Called by the board, the deal page, the tables and triage; imported through `deals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.deal_access import get_deal, naming, open_deals

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class PauseDeals:
    """Sets deals aside until a date (ISO text), with a reason. A paused deal is never stalled."""

    deal_ids: tuple[str, ...]
    reason: str
    until: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Pause deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a reason, without a later date, or for a closed deal."""
        reason = entry.words(
            self.reason, _("A pause needs a reason. Nothing was changed; say why it waits.")
        )
        until = entry.needed_day(
            self.until, _("A pause needs a date to resume on. Nothing was changed.")
        )
        if until <= unit.today:
            raise KnownError(
                _("A pause ends on a later day than today. Nothing was changed; choose that day.")
            )
        deals = open_deals(unit, self.deal_ids)
        for deal in deals:
            deal.paused_until, deal.pause_reason, deal.triage = until, reason, None
        unit.label = naming(
            deals, _("Pause {deal}"), lambda n: ngettext("Pause {n} deal", "Pause {n} deals", n)
        )


@dataclass(frozen=True)
class ResumeDeals:
    """Ends the pause of deals."""

    deal_ids: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Resume deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a deal is gone."""
        deals = [get_deal(unit, deal_id) for deal_id in self.deal_ids]
        for deal in deals:
            deal.paused_until = deal.pause_reason = None
        unit.label = naming(
            deals, _("Resume {deal}"), lambda n: ngettext("Resume {n} deal", "Resume {n} deals", n)
        )


@dataclass(frozen=True)
class BinDeals:
    """Puts deals into the bin; they leave the board, the tables and Today."""

    deal_ids: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Put deals into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a deal is gone."""
        deals = [get_deal(unit, deal_id) for deal_id in self.deal_ids]
        for deal in deals:
            unit.bin(deal)
        unit.label = naming(
            deals,
            _("Put {deal} into the bin"),
            lambda n: ngettext("Put {n} deal into the bin", "Put {n} deals into the bin", n),
        )


@dataclass(frozen=True)
class RestoreDeals:
    """Takes deals out of the bin, to where they were, with their accounts."""

    deal_ids: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Restore deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a deal is gone."""
        from salesdesk.store.schema import Account, Deal
        from salesdesk.usecases.moves import back_in_place

        deals = [unit.get(Deal, deal_id) for deal_id in self.deal_ids]
        for deal in deals:
            deal.binned_at = None
            account = unit.maybe(Account, deal.account_id)
            if account is not None:
                account.binned_at = None  # else the bin would take it from them a month later
        back_in_place(unit, deals)
        unit.label = naming(
            deals,
            _("Restore {deal}"),
            lambda n: ngettext("Restore {n} deal", "Restore {n} deals", n),
        )
