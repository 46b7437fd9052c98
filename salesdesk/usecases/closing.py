"""Ending deals: win, lose, end without a decision, and open again.

Called by the board's Won and Lost targets, the deal page, triage and the command line. Reasons are
those of the pipeline's process; a win starts the handoff.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import WON
from salesdesk.domain.process import Process
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.deals import get_deal, naming, open_deals
from salesdesk.usecases.moves import enter_stage, places

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, Review
    from salesdesk.store.unit import Unit

LESSONS = ("note", "what_happened", "where_broke", "missed_signal", "change", "competitor")
"""The columns of a review that are told in words."""
HANDOFF_DAYS = 7
"""A handoff is due so many days after the win."""


@dataclass(frozen=True)
class WinDeal:
    """Wins a deal: what for, when, and why; its handoff is due a week later.

    `amount_minor` None keeps the deal's amount. `small_below_minor`: a known amount under it gets
    the short form of the handoff.
    """

    deal_id: str
    amount_minor: int | None
    won_on: str
    reasons: tuple[str, ...]
    note: str | None = None
    small_below_minor: int | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Win deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a closed deal, a day to come, or reasons that do not fit."""
        deal = open_deals(unit, (self.deal_id,))[0]
        won_on = _closing_day(unit, self.won_on)
        process = unit.process(deal.pipeline_id)
        reasons = _reasons(process, "won", self.reasons, self.note)
        if self.amount_minor is not None:
            deal.amount_minor = entry.amount(self.amount_minor)
        deal.order_key = places(unit, deal.pipeline_id, WON, None, (deal.id,))[0]
        _close(unit, deal, "won", won_on)
        review = _review(unit, deal, "won", won_on, reasons)
        review.note = entry.text(self.note)
        self._start_handoff(unit, deal, won_on)
        unit.label = _("Win {deal}").format(deal=deal.name)

    def _start_handoff(self, unit: Unit, deal: Deal, won_on: str) -> None:
        from salesdesk.store.schema import Handoff

        small, amount = self.small_below_minor, deal.amount_minor
        is_small = small is not None and amount is not None and amount < small
        handoff = unit.first(Handoff, Handoff.deal_id == deal.id) or unit.add(
            Handoff(deal_id=deal.id, form="short" if is_small else "full")
        )
        handoff.state = "open"
        due = dt.date.fromisoformat(won_on) + dt.timedelta(days=HANDOFF_DAYS)
        handoff.due_on = due.isoformat()


@dataclass(frozen=True)
class LoseDeals:
    """Ends deals as lost to someone else, or without a decision, with the loss review."""

    deal_ids: tuple[str, ...]
    outcome: Literal["lost", "no_decision"]
    reasons: tuple[str, ...]
    closed_on: str | None = None
    note: str | None = None
    what_happened: str | None = None
    where_broke: str | None = None
    missed_signal: str | None = None
    change: str | None = None
    competitor: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Lose deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a closed deal, a day to come, or reasons that do not fit."""
        deals = open_deals(unit, self.deal_ids)
        outcome = entry.one_of(self.outcome, ("lost", "no_decision"))
        closed_on = _closing_day(unit, self.closed_on or unit.today)
        for deal in deals:
            process = unit.process(deal.pipeline_id)
            reasons = _reasons(process, outcome, self.reasons, self.note)
            _close(unit, deal, "lost", closed_on)
            review = _review(unit, deal, outcome, closed_on, reasons)
            for column in LESSONS:
                setattr(review, column, entry.text(getattr(self, column)))
            if outcome == "no_decision":
                review.competitor = None  # nobody won it
        unit.label = _lost_label(deals, outcome)


def _lost_label(deals: list[Deal], outcome: str) -> str:
    if outcome == "lost":
        return naming(
            deals, _("Lose {deal}"), lambda n: ngettext("Lose {n} deal", "Lose {n} deals", n)
        )
    return naming(
        deals,
        _("End {deal} without a decision"),
        lambda n: ngettext(
            "End {n} deal without a decision", "End {n} deals without a decision", n
        ),
    )


@dataclass(frozen=True)
class HoldReview:
    """Writes what was learned into the review of a closed deal: any of :data:`LESSONS`."""

    deal_id: str
    lessons: Mapping[str, str | None]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Hold the review")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an open deal, or a lesson that there is none of."""
        from salesdesk.store.schema import Review

        deal = get_deal(unit, self.deal_id)
        if deal.status == "open":
            raise KnownError(
                _("“{deal}” is still open. Nothing was changed; win it or lose it first.").format(
                    deal=deal.name
                )
            )
        unknown = set(self.lessons) - set(LESSONS)
        if unknown:
            raise KnownError(_("A review has no field “{name}”.").format(name=min(unknown)))
        review = unit.first(Review, Review.deal_id == deal.id) or _review(
            unit, deal, deal.status, deal.closed_on or unit.today, ()
        )
        for column, words in self.lessons.items():
            setattr(review, column, entry.text(words))
        if review.outcome != "lost":
            review.competitor = None
        unit.label = _("Hold the review of {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class ReopenDeal:
    """Opens a closed deal again in the stage it was closed in, or another.

    Its review goes into the bin, where Overview and Timeline still read it.
    """

    deal_id: str
    stage_key: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Reopen deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the deal is open, or its stage is not on the board any more."""
        from salesdesk.store.schema import Review

        deal = get_deal(unit, self.deal_id)
        if deal.status == "open":
            raise KnownError(
                _("“{deal}” is open already. Nothing was changed.").format(deal=deal.name)
            )
        stages = unit.process(deal.pipeline_id).board_stages()
        wanted = self.stage_key or deal.stage_key
        if all(stage.key != wanted for stage in stages):
            raise KnownError(
                _("The stage it stood in is not on the board any more. Nothing was changed; "
                  "choose a stage.")
            )  # fmt: skip
        deal.order_key = places(unit, deal.pipeline_id, wanted, None, (deal.id,))[0]
        deal.status, deal.closed_on = "open", None
        enter_stage(unit, deal, wanted, "reopened")
        for review in unit.find(Review, Review.deal_id == deal.id):
            unit.bin(review)
        unit.label = _("Reopen {deal}").format(deal=deal.name)


def _closing_day(unit: Unit, day: str) -> str:
    found = entry.needed_day(day, _("A deal closes on a date. Nothing was changed; enter it."))
    if found > unit.today:
        raise KnownError(
            _("That day is still to come. Nothing was changed; enter the day it was decided.")
        )
    return found


def _reasons(
    process: Process, outcome: str, keys: tuple[str, ...], note: str | None
) -> tuple[str, ...]:
    """The reasons, checked: known for this outcome, at least one, a note where one asks for it."""
    known = {reason.key: reason for reason in process.reasons if reason.outcome == outcome}
    for key in keys:
        if key not in known:
            raise KnownError(
                _("“{reason}” is not a reason for this outcome in the process “{process}”. "
                  "Nothing was changed; choose another.").format(reason=key, process=process.name)
            )  # fmt: skip
    if known and not keys:
        raise KnownError(_("Why did it end so? Nothing was changed; choose at least one reason."))
    needy = next((known[key] for key in keys if known[key].note_required), None)
    if needy is not None and entry.text(note) is None:
        raise KnownError(
            _("The reason “{reason}” needs a note. Nothing was changed; say in a few words what "
              "it was.").format(reason=needy.name)
        )  # fmt: skip
    return tuple(dict.fromkeys(keys))


def _close(unit: Unit, deal: Deal, status: str, closed_on: str) -> None:
    """Ends the stay in the stage; a closed deal waits for nothing and is not paused."""
    from salesdesk.store.schema import Stay

    deal.status, deal.closed_on = status, closed_on
    deal.paused_until = deal.pause_reason = deal.triage = None
    for stay in unit.find(Stay, Stay.deal_id == deal.id, Stay.left_at.is_(None)):
        stay.left_at = unit.now


def _review(
    unit: Unit, deal: Deal, outcome: str, decided_on: str, reasons: tuple[str, ...]
) -> Review:
    from salesdesk.store.schema import Review

    return unit.add(
        Review(deal_id=deal.id, outcome=outcome, reasons=json.dumps(reasons), decided_on=decided_on)
    )
