"""Keeps an open draft of a proposal and what it took over from the deal at one word and one date.

`follow_deal` is called by `deals.EditDeal`: a draft takes title, terms, start and kickoff over when
it is begun; the rep types them once, and corrects them on the deal. `told_back` is called by
`proposal_parts.EditPart`: what is corrected in a draft is corrected where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesdesk.domain.proposal import DRAFT
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.kickoff import kickoff_moved, milestone_moved

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, ProposalPoint
    from salesdesk.store.unit import Unit

TAKEN_FROM_DEAL = ("name", "term", "start_on", "kickoff_on")
"""The fields of a deal that a new draft takes over."""
_OF_FACT = ("words", "due_on", "owner")
"""What a point shows of the fact that it is tied to."""


def follow_deal(unit: Unit, deal: Deal, before: Mapping[str, str | None]) -> None:
    """Changes in the open draft what it took over from the deal, and the plan's kickoff.

    `before`: the deal's fields as they were, by the names above. What the rep reworded in the
    draft is left alone, and so is every version that was made ready.
    """
    from salesdesk.store.schema import Proposal

    if all(getattr(deal, name) == value for name, value in before.items()):
        return
    for version in unit.match(Proposal, deal_id=deal.id, state=DRAFT):
        if version.title == before["name"]:
            version.title = deal.name
        if version.terms == before["term"]:
            version.terms = deal.term
    milestone_moved(unit, deal, _("Start"), before["start_on"], deal.start_on)
    milestone_moved(unit, deal, _("Kickoff"), before["kickoff_on"], deal.kickoff_on)
    kickoff_moved(unit, deal, before["kickoff_on"], deal.kickoff_on)


def told_back(unit: Unit, point: ProposalPoint, values: Mapping[str, Any]) -> dict[str, Any]:
    """Corrects what a point was taken from; gives what the point itself has to hold.

    A fact's words, date and owner are the fact's, so that they are right everywhere; the point
    keeps none of its own. A milestone with the deal's start or kickoff moves that day.
    """
    from salesdesk.store.schema import Fact

    fact = unit.maybe(Fact, point.fact_id)
    if fact is not None and fact.binned_at is None:
        return _to_fact(unit, fact.id, values)
    if point.fact_id is None and point.kind == "milestone" and values.get("due_on"):
        _to_deal(unit, point, values["due_on"])
    return dict(values)


def _to_fact(unit: Unit, fact_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    from salesdesk.usecases.facts import EditFact

    told = {name: values[name] for name in _OF_FACT if name in values}
    if told:
        label = unit.label
        EditFact(fact_id, told).apply(unit)
        unit.label = label
    return {**values, **{name: None for name in told if name != "words"}}


def _to_deal(unit: Unit, point: ProposalPoint, day: str) -> None:
    deal = get_deal(unit, point.deal_id)
    if point.words == _("Start") and deal.start_on in (None, point.due_on):
        deal.start_on = day
    elif point.words == _("Kickoff") and deal.kickoff_on in (None, point.due_on):
        kickoff_moved(unit, deal, point.due_on, day)
