"""Commands on whole versions of a proposal: start one, edit it, make the next, throw one away.

Called by the Proposal panel; `usecases.proposals` hands them on. A draft begins with what the deal
knows already: line items, promises, limits, steps and dates are taken over and stay tied to their
facts, so that a correction there shows here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.proposal import DRAFT, FROZEN, REPLACED
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.store.schema import Deal, Proposal
    from salesdesk.store.unit import Unit

VALID_DAYS = 30
"""How long a new offer holds, until the rep says otherwise."""
PRIVATE_TOPICS = frozenset({"budget", "authority"})
"""Topics of questions whose limits one person told us; they are not repeated to all of them."""


class ProposalChanges(TypedDict, total=False):
    """The fields of a draft that may be edited; only those present change."""

    title: str
    valid_until: str | None
    scope: str | None
    approach: str | None
    terms: str | None
    payment: str | None
    tax_bp: int | None
    currency: str


def _tax(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= 10_000:
        raise KnownError(_("A tax rate lies between 0 and 100 percent. Nothing was changed."))
    return value


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda value: entry.name(value, _("A proposal needs a title. Nothing was changed.")),
    "valid_until": entry.day,
    "scope": entry.text,
    "approach": entry.text,
    "terms": entry.text,
    "payment": entry.text,
    "tax_bp": _tax,
    "currency": entry.currency,
}


@dataclass(frozen=True)
class StartDraft:
    """Begins the first version with what the deal knows, or a fresh one when others were sent."""

    deal_id: str
    proposal_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Start a proposal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError while another draft is open, or when the deal is gone."""
        from salesdesk.usecases.proposal_news import fill

        deal = get_deal(unit, self.deal_id)
        no_other_draft(unit, deal.id)
        valid = dt.date.fromisoformat(unit.today) + dt.timedelta(days=VALID_DAYS)
        version = _add_version(unit, deal, self.proposal_id, deal.name, valid.isoformat())
        version.terms = deal.term
        fill(unit, version)
        unit.label = _("Start a proposal for {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class NewVersion:
    """A draft with all that an earlier version holds; what was sent stays as it was sent."""

    proposal_id: str
    new_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Make a new version of a proposal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError while another draft is open, or when the version is gone."""
        from salesdesk.store.schema import ProposalPoint

        old = get_version(unit, self.proposal_id)
        deal = get_deal(unit, old.deal_id)
        no_other_draft(unit, deal.id)
        version = _add_version(unit, deal, self.new_id, old.title, old.valid_until)
        for column in ("currency", "scope", "approach", "terms", "payment", "tax_bp"):
            setattr(version, column, getattr(old, column))
        version.based_on_id = old.id
        _copy_options(unit, old, version)
        for row in unit.match(ProposalPoint, proposal_id=old.id):
            _copy(unit, ProposalPoint, row, proposal_id=version.id)
        if old.state == FROZEN:
            old.state = REPLACED
        unit.label = _("Make version {n} of the proposal for {deal}").format(
            n=version.number, deal=deal.name
        )


@dataclass(frozen=True)
class EditProposal:
    """Changes fields of a draft."""

    proposal_id: str
    changes: ProposalChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the version."""
        return _("Edit a proposal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no draft any more or a value cannot be taken."""
        version = get_draft(unit, self.proposal_id)
        values = {key: _CHECKS[key](value) for key, value in self.changes.items()}
        if values.get("currency", version.currency) != version.currency:
            _without_prices(unit, version)
        for column, value in values.items():
            setattr(version, column, value)
        unit.label = _("Edit the proposal “{title}”").format(title=version.title)


@dataclass(frozen=True)
class BinDraft:
    """Puts a version that was never sent into the bin."""

    proposal_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Throw a draft away")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it was sent: what the buyer has is kept."""
        version = get_version(unit, self.proposal_id)
        if version.state not in (DRAFT, FROZEN):
            raise KnownError(
                _("Version {n} was sent, so it is kept. Nothing was changed.").format(
                    n=version.number
                )
            )
        unit.bin(version)


def get_version(unit: Unit, proposal_id: str) -> Proposal:
    """A version in use. Raises KnownError when it is gone."""
    from salesdesk.store.schema import Proposal

    version = unit.get(Proposal, proposal_id)
    if version.binned_at is not None:
        raise KnownError(_("That version is in the bin. Nothing was changed; undo brings it back."))
    return version


def get_draft(unit: Unit, proposal_id: str) -> Proposal:
    """A version that may still be changed. Raises KnownError when it was made ready or sent."""
    version = get_version(unit, proposal_id)
    if version.state != DRAFT:
        day = version.frozen_on or version.sent_on or unit.today
        raise KnownError(
            _("Version {n} was made ready to send on {date} and does not change any more. Nothing "
              "was changed; make a new version of it.").format(
                n=version.number, date=format_date(dt.date.fromisoformat(day)))
        )  # fmt: skip
    return version


def no_other_draft(unit: Unit, deal_id: str) -> None:
    """Raises KnownError when a draft is open: two would say two things."""
    from salesdesk.store.schema import Proposal

    open_draft = unit.match(Proposal, deal_id=deal_id, state=DRAFT)
    if open_draft:
        raise KnownError(
            _("Version {n} is a draft already. Nothing was added; go on with it, or throw it away "
              "first.").format(n=open_draft[0].number)
        )  # fmt: skip


def private_questions(process: Process) -> frozenset[str]:
    """The keys of questions whose answers are not repeated to everybody on the buyer's side."""
    topics = process.keys_by_topic
    return frozenset(key for topic in PRIVATE_TOPICS for key in topics.get(topic, ()))


def period_of(unit_words: str | None) -> str:
    """The period that a price's unit names ("vehicle and year"); once when it names none."""
    words = set((unit_words or "").casefold().replace("/", " ").split())
    if words & {"year", "annum", _("year").casefold()}:
        return "year"
    return "month" if words & {"month", _("month").casefold()} else "once"


def price_row(unit: Unit, product_id: str | None, currency: str) -> Any:
    """The list price of a product in a currency, or None."""
    from salesdesk.store.schema import Price

    if product_id is None:
        return None
    return unit.first(Price, Price.product_id == product_id, Price.currency == currency)


def _add_version(
    unit: Unit, deal: Deal, proposal_id: str, title: str, valid: str | None
) -> Proposal:
    from salesdesk.store.schema import Proposal

    last = unit.highest(Proposal.number, Proposal.deal_id == deal.id)
    return unit.add(
        Proposal(
            id=proposal_id, deal_id=deal.id, title=title, number=(last or 0) + 1, state=DRAFT,
            currency=deal.currency, valid_until=valid,
        )
    )  # fmt: skip


def _copy_options(unit: Unit, old: Proposal, version: Proposal) -> None:
    from salesdesk.store.schema import ProposalLine, ProposalOption

    for option in unit.match(ProposalOption, proposal_id=old.id):
        made = _copy(unit, ProposalOption, option, proposal_id=version.id)
        for line in unit.match(ProposalLine, option_id=option.id):
            _copy(unit, ProposalLine, line, proposal_id=version.id, option_id=made.id)


def _copy(unit: Unit, kind: Any, row: Any, **changes: Any) -> Any:
    """A new row like another one, except for these columns."""
    stamps = {"id", "rev", "changed_at", "checksum", "binned_at"}
    values = {c.name: getattr(row, c.name) for c in kind.__table__.columns if c.name not in stamps}
    return unit.add(kind(**{**values, **changes}))


def _without_prices(unit: Unit, version: Proposal) -> None:
    """Raises KnownError when a line has a price: it cannot be meant in another currency."""
    from salesdesk.store.schema import ProposalLine

    if any(row.unit_minor is not None for row in unit.match(ProposalLine, proposal_id=version.id)):
        raise KnownError(
            _("The lines have prices in {currency}. Nothing was changed; empty their prices first, "
              "then choose the other currency.").format(currency=version.currency)
        )  # fmt: skip
