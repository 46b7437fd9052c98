"""Leaving a deal that is not worth the work: for good with a reason, or until a date.

Called by the Qualify panel; `usecases.qualification` hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from salesdesk.support.i18n import _
from salesdesk.usecases.closing import LoseDeals
from salesdesk.usecases.deal_access import open_deals
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.shelving import PauseDeals

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class Disqualify:
    """Ends a deal that does not qualify, as lost or without a decision, with a reason.

    `standing` is how it stood, as a paragraph; it is kept in the review.
    """

    deal_id: str
    outcome: Literal["lost", "no_decision"]
    reason: str
    note: str | None = None
    standing: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Disqualify a deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a closed deal, or a reason that does not fit or needs a note."""
        deal = open_deals(unit, (self.deal_id,))[0]
        stage = unit.process(deal.pipeline_id).stage(deal.stage_key).name
        LoseDeals(
            (self.deal_id,),
            self.outcome,
            (self.reason,),
            note=self.note,
            what_happened=self.standing,
            where_broke=_("Disqualified in {stage}").format(stage=stage),
        ).apply(unit)
        unit.label = _("Disqualify {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class Nurture:
    """Sets a deal aside until a date (ISO text); that day it is in Today by itself.

    Open next steps that are due before wait until then; a deal without any gets one.
    """

    deal_id: str
    until: str
    why: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Nurture a deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a reason, without a later date, or for a closed deal."""
        from salesdesk.store.schema import NextStep

        PauseDeals((self.deal_id,), self.why, self.until).apply(unit)
        deal = open_deals(unit, (self.deal_id,))[0]
        until = deal.paused_until or self.until
        steps = unit.find(NextStep, NextStep.deal_id == deal.id, NextStep.done_on.is_(None))
        for step in steps:
            if step.due_on < until:
                # The buyer agreed to the day before, not to this one.
                step.due_on, step.due_time, step.agreed = until, None, False
        if not any(step.due_on == until for step in steps):
            what = _("Take it up again: {why}").format(why=" ".join(self.why.split())[:200])
            SetNextStep(deal.id, PlannedStep(what, until)).apply(unit)
        unit.label = _("Nurture {deal}").format(deal=deal.name)
