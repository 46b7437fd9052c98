"""The day on which the work begins: one date, whether it is typed on deal, plan or proposal.

Called by the commands that change it in one of these places. Places that said the same day before,
or none, follow; one that said another day was meant otherwise and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.action_plan import DOING, OPEN
from salesdesk.domain.proposal import DRAFT
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit


def kickoff_moved(unit: Unit, deal: Deal, before: str | None, day: str | None) -> None:
    """Makes deal, plan and open draft follow a kickoff moved in one of them, ISO days.

    A day taken away is taken away in that one place alone.
    """
    from salesdesk.store.schema import ActionPlan, PlanStep

    if day is None or day == before:
        return
    follows = {None, before}
    if deal.kickoff_on in follows:
        deal.kickoff_on = day
    for plan in unit.match(ActionPlan, deal_id=deal.id):
        if plan.target_on in follows:
            plan.target_on = day
    for step in unit.match(PlanStep, deal_id=deal.id, kind="kickoff"):
        if step.state in (OPEN, DOING) and step.due_on in follows:
            step.due_on = day
    milestone_moved(unit, deal, _("Kickoff"), before, day)


def milestone_moved(
    unit: Unit, deal: Deal, words: str, before: str | None, day: str | None
) -> None:
    """Moves a milestone that the open draft took from the deal, if it said the same day."""
    from salesdesk.store.schema import Proposal, ProposalPoint

    for version in unit.match(Proposal, deal_id=deal.id, state=DRAFT):
        for point in unit.match(ProposalPoint, proposal_id=version.id, words=words):
            is_taken = point.kind == "milestone" and point.fact_id is None
            if is_taken and point.due_on == before:
                point.due_on = day
