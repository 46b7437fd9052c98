"""Commands on what becomes of a version: made ready, sent, taken, declined, and how the buyer acts.

Called by the Proposal panel; `usecases.proposals` hands them on. A version that was made ready
keeps the whole offer as it was that day and never changes again. What the buyer does with it is a
fact with ``source_kind`` "proposal", so that gates, coach, timeline and papers see it; that they
went quiet is evidence and no signal, since silence is no progress.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.ordering import keys_between
from salesdesk.domain.proposal import (
    ACCEPTED,
    DECLINED,
    DRAFT,
    FROZEN,
    REPLACED,
    SENT,
    Offer,
    OfferOption,
    first_year,
)
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.facts import new_fact, set_columns
from salesdesk.usecases.proposal_drafts import get_draft, get_version

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, Proposal
    from salesdesk.store.unit import Unit

SOURCE = "proposal"
"""The source of facts about what the buyer does with a version; `source_id` is the version."""
BEHAVIOURS: dict[str, str] = {
    "proposal-reviewed-together": N_("Went through it with us"),
    "proposal-finance-looked": N_("Reviewed it with finance"),
    "proposal-asked-changes": N_("Asked for changes"),
    "proposal-changed-inputs": N_("Put in their own figures"),
    "proposal-shared": N_("Passed it on inside"),
    "proposal-legal-looked": N_("Gave it to legal or procurement"),
    "proposal-took-milestone": N_("Took over a step"),
    "proposal-named-start": N_("Named a start"),
    "proposal-quiet": N_("Went quiet"),
}
"""What a buyer does with a proposal, by key. Where a process names a signal by the same key, it is
that signal."""
QUIET = "proposal-quiet"
TAKEN, REFUSED = "proposal-accepted", "proposal-declined"


@dataclass(frozen=True)
class FreezeProposal:
    """Makes a draft ready to send: the whole offer is kept as it is and never changes again."""

    proposal_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names version and deal."""
        return _("Make a proposal ready to send")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no draft, or an option has nothing in it."""
        from salesdesk.domain.offer_text import to_json
        from salesdesk.store.reads import proposals as reads

        version = get_draft(unit, self.proposal_id)
        unit.flush()
        offer = reads.offer(unit.rows, version)
        _whole(offer)
        version.frozen, version.frozen_on, version.state = to_json(offer), unit.today, FROZEN
        unit.label = _("Make version {n} for {deal} ready to send").format(
            n=version.number, deal=offer.deal
        )


@dataclass(frozen=True)
class MarkSent:
    """The rep sent it: when and to whom. An earlier version that was out is replaced by it."""

    proposal_id: str
    sent_on: str
    sent_to: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the version."""
        return _("Mark a proposal as sent")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is a draft still, without a receiver or a day, or too early."""
        from salesdesk.store.schema import Proposal

        version = get_version(unit, self.proposal_id)
        if version.state == DRAFT:
            raise KnownError(
                _("Version {n} is a draft still. Nothing was changed; make it ready to send "
                  "first.").format(n=version.number)
            )  # fmt: skip
        to = entry.name(self.sent_to, _("Say to whom it was sent. Nothing was changed."))
        day = entry.needed_day(self.sent_on, _("Say when it was sent. Nothing was changed."))
        if day > unit.today:
            raise KnownError(
                _("It cannot have been sent on a day to come. Nothing was changed; check the date.")
            )
        version.sent_on, version.sent_to = day, to
        if version.state in (FROZEN, SENT):
            version.state = SENT
            for other in unit.match(Proposal, deal_id=version.deal_id):
                if other.number < version.number and other.state in (SENT, FROZEN):
                    other.state = REPLACED
        unit.label = _("Send version {n} to {who}").format(n=version.number, who=to)


@dataclass(frozen=True)
class AcceptProposal:
    """The buyer took an option: who said so and when. May set the deal's amount and line items."""

    proposal_id: str
    option_id: str
    person_id: str | None
    said_on: str
    words: str = ""
    sets_amount: bool = False
    sets_items: bool = False

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Proposal accepted")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a version that is not out, or when the amount is not known."""
        version = _out(unit, self.proposal_id)
        deal = get_deal(unit, version.deal_id)
        offer = frozen_offer(version)
        option = next((each for each in offer.options if each.id == self.option_id), None)
        if option is None:
            raise KnownError(
                _("That option is not part of version {n}. Nothing was changed; choose one of "
                  "its options.").format(n=version.number)
            )  # fmt: skip
        version.state, version.chosen_id = ACCEPTED, option.id
        if self.sets_amount:
            _set_amount(deal, offer, option)
        if self.sets_items:
            _set_items(unit, deal, offer, option)
        words = self.words.strip() or _("Accepted the option “{name}”").format(name=option.name)
        _keep_fact(unit, version, TAKEN, words, self.person_id, self.said_on)
        unit.label = _("Proposal for {deal} accepted").format(deal=deal.name)


@dataclass(frozen=True)
class DeclineProposal:
    """The buyer declined a version, in their words."""

    proposal_id: str
    words: str
    person_id: str | None
    said_on: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Proposal declined")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a version that is not out, or without their words."""
        version = _out(unit, self.proposal_id)
        words = entry.words(self.words, _("Say in their words why. Nothing was changed."))
        version.state = DECLINED
        _keep_fact(unit, version, REFUSED, words, self.person_id, self.said_on)
        deal = get_deal(unit, version.deal_id)
        unit.label = _("Proposal for {deal} declined").format(deal=deal.name)


@dataclass(frozen=True)
class RecordBehaviour:
    """What the buyer did with a version: one of `BEHAVIOURS`, who, when, in which words."""

    proposal_id: str
    key: str
    person_id: str | None
    said_on: str
    words: str = ""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("What the buyer did: {what}").format(what=_(BEHAVIOURS.get(self.key, self.key)))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an unknown key or a bad day. A draft can be walked through too."""
        version = get_version(unit, self.proposal_id)
        entry.one_of(self.key, tuple(BEHAVIOURS))
        words = self.words.strip() or _(BEHAVIOURS[self.key])
        _keep_fact(unit, version, self.key, words, self.person_id, self.said_on)


def frozen_offer(version: Proposal) -> Offer:
    """The offer as it was when the version was made ready. Raises KnownError when it was not."""
    from salesdesk.domain.offer_text import from_json

    if not version.frozen:
        raise KnownError(
            _("Version {n} was not made ready yet. Nothing was changed.").format(n=version.number)
        )
    return from_json(version.frozen)


def _whole(offer: Offer) -> None:
    """Raises KnownError when a buyer could not decide on the offer."""
    if not offer.options or not any(option.lines for option in offer.options):
        raise KnownError(
            _("There is nothing priced in this proposal yet. It stays a draft; add a line to an "
              "option first.")
        )  # fmt: skip
    empty = next((option.name for option in offer.options if not option.lines), None)
    if empty is not None:
        raise KnownError(
            _("The option “{name}” has no line. The proposal stays a draft; fill the option or "
              "remove it.").format(name=empty)
        )  # fmt: skip


def _out(unit: Unit, proposal_id: str) -> Proposal:
    """A version that the buyer has. Raises KnownError for any other."""
    version = get_version(unit, proposal_id)
    if version.state not in (SENT, FROZEN):
        raise KnownError(
            _("Version {n} is not with the buyer now. Nothing was changed; choose the one that "
              "was sent last.").format(n=version.number)
        )  # fmt: skip
    return version


def _keep_fact(
    unit: Unit, version: Proposal, key: str, words: str, person_id: str | None, day: str
) -> None:
    kind = "evidence" if key == QUIET else "signal"
    fact = new_fact(unit, version.deal_id, kind, words)
    fact.source_kind, fact.source_id, fact.key = SOURCE, version.id, key
    fact.confirmed = key != QUIET
    set_columns(fact, {"person_id": person_id, "said_on": day})


def _set_amount(deal: Deal, offer: Offer, option: OfferOption) -> None:
    found = first_year(option)
    if found.value is None:
        raise KnownError(
            _("What “{name}” comes to is not known: {what} has no price. Nothing was changed; "
              "accept it without setting the deal's amount.").format(
                name=option.name, what=", ".join(found.missing))
        )  # fmt: skip
    deal.amount_minor, deal.currency = entry.amount(found.value), offer.currency


def _set_items(unit: Unit, deal: Deal, offer: Offer, option: OfferOption) -> None:
    """Puts the option's lines in the place of the deal's line items."""
    from salesdesk.store.schema import Fact, LineItem, Product

    for row in unit.match(LineItem, deal_id=deal.id):
        unit.bin(row)
    last = unit.highest(LineItem.order_key, LineItem.deal_id == deal.id)
    keys = keys_between(last, None, len(option.lines))
    for key, line in zip(keys, option.lines, strict=True):
        unit.add(
            LineItem(
                deal_id=deal.id, name=line.name, quantity_milli=line.quantity_milli,
                unit_minor=line.unit_minor, currency=offer.currency,
                discount_bp=line.discount_bp, note=line.note or None, order_key=key,
                product_id=line.product_id if unit.maybe(Product, line.product_id) else None,
                fact_id=line.fact_id if unit.maybe(Fact, line.fact_id) else None,
            )
        )  # fmt: skip
