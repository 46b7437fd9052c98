"""Deals: add and edit; `shelving` pauses and bins them.

Called by the board, the deal page, the tables, triage, imports and the command line. Winning and
losing are in `closing`, moves along the stages in `moves`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_account, get_deal, naming, open_deals
from salesdesk.usecases.moves import places
from salesdesk.usecases.shelving import BinDeals, PauseDeals, RestoreDeals, ResumeDeals

if TYPE_CHECKING:
    from salesdesk.store.schema import Account
    from salesdesk.store.unit import Unit

__all__ = [
    "CATEGORIES",
    "FIELD_NAMES",
    "AddDeal",
    "BinDeals",
    "DealChanges",
    "EditDeal",
    "PauseDeals",
    "RestoreDeals",
    "ResumeDeals",
    "checked",
    "first_card",
    "get_deal",
    "naming",
    "open_deals",
]

CATEGORIES = ("pipeline", "best_case", "commit", "omitted")
"""The forecast categories of an open deal."""


class DealChanges(TypedDict, total=False):
    """The fields of a deal that may be edited; only those present change.

    Dates are ISO text, the amount is in minor units, None empties a field. `account` is a name: a
    known one is used, a new one is added. `probability` None means the stage's.
    """

    name: str
    account_id: str | None
    account: str | None
    amount_minor: int | None
    currency: str
    expected_close_on: str | None
    probability: int | None
    category: str
    owner: str | None
    source: str | None
    term: str | None
    start_on: str | None
    renewal_on: str | None
    kickoff_on: str | None


FIELD_NAMES: Mapping[str, str] = {
    "name": N_("name"),
    "account_id": N_("account"),
    "account": N_("account"),
    "amount_minor": N_("amount"),
    "currency": N_("currency"),
    "expected_close_on": N_("expected close"),
    "probability": N_("probability"),
    "category": N_("forecast category"),
    "owner": N_("owner"),
    "source": N_("source"),
    "term": N_("term"),
    "start_on": N_("start"),
    "renewal_on": N_("renewal"),
    "kickoff_on": N_("kickoff"),
}


def _deal_name(value: Any) -> str:
    return entry.name(value, _("A deal needs a name. Nothing was changed."))


def _category(value: Any) -> str:
    return entry.one_of(value, CATEGORIES)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _deal_name,
    "amount_minor": entry.amount,
    "currency": entry.currency,
    "expected_close_on": entry.day,
    "probability": entry.percent,
    "category": _category,
    "owner": entry.line,
    "source": entry.line,
    "term": entry.line,
    "start_on": entry.day,
    "renewal_on": entry.day,
    "kickoff_on": entry.day,
}


@dataclass(frozen=True)
class AddDeal:
    """Adds a deal to a stage: before another card, first, or at the end.

    The account is given by id, or by name: a known name is used, a new one is added. `currency`
    None means the pipeline's; `deal_id` may be read before the command has run.
    """

    pipeline_id: str
    stage_key: str
    name: str
    account_id: str | None = None
    account: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    expected_close_on: str | None = None
    probability: int | None = None
    category: str = "pipeline"
    owner: str | None = None
    source: str | None = None
    before_id: str | None = None
    first: bool = False
    deal_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add {deal}").format(deal=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a field cannot be taken or the stage is not on the board."""
        from salesdesk.store.schema import Deal, Pipeline, Stay

        stage = unit.process(self.pipeline_id).stage(self.stage_key)
        if stage.place != "board":
            raise KnownError(
                _("Deals stand on the board only. Nothing was added; choose a column.")
            )
        changes: DealChanges = {
            "name": self.name,
            "amount_minor": self.amount_minor,
            "currency": self.currency or unit.get(Pipeline, self.pipeline_id).currency,
            "expected_close_on": self.expected_close_on,
            "probability": self.probability,
            "category": self.category,
            "owner": self.owner,
            "source": self.source,
        }
        account = _account(unit, self.account_id, self.account)
        unit.add(
            Deal(
                id=self.deal_id,
                pipeline_id=self.pipeline_id,
                stage_key=self.stage_key,
                order_key=self._place(unit),
                account_id=account.id if account else None,
                status="open",
                created_on=unit.today,
                entered_on=unit.today,
                **checked(changes),
            )
        )
        unit.add(
            Stay(deal_id=self.deal_id, stage_key=self.stage_key, entered_at=unit.now, how="created")
        )

    def _place(self, unit: Unit) -> str:
        before = self.before_id
        if self.first:
            before = first_card(unit, self.pipeline_id, self.stage_key)
        return places(unit, self.pipeline_id, self.stage_key, before, (self.deal_id,))[0]


@dataclass(frozen=True)
class EditDeal:
    """Changes fields of a deal."""

    deal_id: str
    changes: DealChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the field and the deal."""
        return _("Edit deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken; then no field changes."""
        from salesdesk.usecases.proposal_follow import TAKEN_FROM_DEAL, follow_deal

        deal = get_deal(unit, self.deal_id)
        before = {name: getattr(deal, name) for name in TAKEN_FROM_DEAL}
        for column, value in checked(self.changes).items():
            setattr(deal, column, value)
        if "account" in self.changes or "account_id" in self.changes:
            account = _account(unit, self.changes.get("account_id"), self.changes.get("account"))
            deal.account_id = account.id if account else None
        if deal.start_on and deal.renewal_on and deal.renewal_on < deal.start_on:
            raise KnownError(_("The renewal lies before the start. Nothing was changed."))
        follow_deal(unit, deal, before)
        fields = {_(FIELD_NAMES[key]) for key in self.changes}
        unit.label = (
            _("Change {field} of {deal}").format(field=fields.pop(), deal=deal.name)
            if len(fields) == 1
            else _("Edit {deal}").format(deal=deal.name)
        )


def checked(changes: DealChanges) -> dict[str, Any]:
    """The tidied values by column, the account apart. Raises KnownError for one not taken."""
    return {key: _CHECKS[key](value) for key, value in changes.items() if key in _CHECKS}


def first_card(unit: Unit, pipeline_id: str, column: str) -> str | None:
    """The deal at the top of a column, or None when the column is empty."""
    from salesdesk.store.schema import Card

    found: str | None = unit.value(
        Card.deal_id,
        Card.pipeline_id == pipeline_id,
        Card.column_key == column,
        order_by=Card.order_key,
    )
    return found


def _account(unit: Unit, account_id: str | None, account_name: str | None) -> Account | None:
    """The account by id, else by name, added when it is new; None when neither is given."""
    from salesdesk.usecases.accounts import account_named

    if account_id:
        return get_account(unit, account_id)
    wanted = entry.line(account_name)
    return account_named(unit, wanted) if wanted else None
