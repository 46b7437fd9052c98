"""Triage: going through imported open deals one by one; until then they count as not assessed.

Called by the triage run after an import and from Today. Each answer is one command: a date, a
pause, a loss, later, or keep as it is; the same can be said for all that remain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain.pipeline import days_between
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.closing import LoseDeals
from salesdesk.usecases.deals import PauseDeals, naming, open_deals
from salesdesk.usecases.next_steps import PlannedStep, add_step

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class TriageItem:
    """A deal to look at; dates are ISO text. `step` and `due_on` are what the import brought."""

    deal_id: str
    deal: str
    account: str
    pipeline_id: str
    stage: str
    amount_minor: int | None
    currency: str
    created_on: str
    entered_on: str
    expected_close_on: str | None
    days_in_stage: int
    buyer_acted_on: str | None
    step: str
    due_on: str | None


@dataclass(frozen=True)
class Date:
    """The answer: it goes on, with this next step. A step that the import brought is replaced."""

    step: PlannedStep


@dataclass(frozen=True)
class Pause:
    """The answer: set aside until a date, with a reason."""

    reason: str
    until: str


@dataclass(frozen=True)
class Lose:
    """The answer: it is over; see `closing.LoseDeals` (the deals are filled in)."""

    review: LoseDeals


@dataclass(frozen=True)
class Later:
    """The answer: another day. Nothing changes; the deal stays due and the run goes on."""


@dataclass(frozen=True)
class Keep:
    """The answer: it is right as it is; without a next step it says so from now on."""


Answer = Date | Pause | Lose | Later | Keep


@dataclass(frozen=True)
class TriageDeal:
    """Answers the triage of one deal, or of many at once (all that remain)."""

    deal_ids: tuple[str, ...]
    answer: Answer

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Triage")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a closed deal, or when the answer's values cannot be taken."""
        deals = open_deals(unit, self.deal_ids)
        _APPLY[type(self.answer)](unit, deals, self.answer)
        unit.label = naming(
            deals, _("Triage {deal}"), lambda n: ngettext("Triage {n} deal", "Triage {n} deals", n)
        )


def queue(desk: Desk) -> tuple[TriageItem, ...]:
    """Deals due for triage: those longest in their stage first."""
    from salesdesk.store.reads import daily

    rows = desk.read(daily.triage_queue)
    today, stages = desk.clock.today(), dict[str, dict[str, str]]()
    items: dict[str, TriageItem] = {}
    for row in rows:
        if row.pipeline_id not in stages:
            process = desk.process(row.pipeline_id)
            stages[row.pipeline_id] = {stage.key: stage.name for stage in process.stages}
        if row.id not in items:
            items[row.id] = TriageItem(
                row.id, row.name, row.account or "", row.pipeline_id,
                stages[row.pipeline_id].get(row.stage_key, row.stage_key), row.amount_minor,
                row.currency, row.created_on, row.entered_on, row.expected_close_on,
                days_between(row.entered_on, today), row.buyer_acted_on, row.what or "",
                row.due_on,
            )  # fmt: skip
    return tuple(items.values())


def _date(unit: Unit, deals: list[Deal], answer: Date) -> None:
    from salesdesk.store.schema import NextStep

    for deal in deals:
        open_steps = (NextStep.deal_id == deal.id, NextStep.done_on.is_(None))
        for known in unit.find(NextStep, *open_steps):
            unit.bin(known)
        add_step(unit, deal.id, answer.step)
        deal.triage = None


def _pause(unit: Unit, deals: list[Deal], answer: Pause) -> None:
    PauseDeals(tuple(deal.id for deal in deals), answer.reason, answer.until).apply(unit)


def _lose(unit: Unit, deals: list[Deal], answer: Lose) -> None:
    import dataclasses

    ids = tuple(deal.id for deal in deals)
    dataclasses.replace(answer.review, deal_ids=ids).apply(unit)


def _later(_unit: Unit, _deals: list[Deal], _answer: Later) -> None:
    """Nothing changes: the run goes on, and the deal is asked about again in the next one."""


def _keep(_unit: Unit, deals: list[Deal], _answer: Keep) -> None:
    for deal in deals:
        deal.triage = None


_APPLY: dict[type[Any], Callable[[Any, Any, Any], None]] = {
    Date: _date,
    Pause: _pause,
    Lose: _lose,
    Later: _later,
    Keep: _keep,
}
