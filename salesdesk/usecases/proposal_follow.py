"""Keeps the open draft of a proposal at what the deal says: title, terms, start and kickoff.

Called by `deals.EditDeal`. A draft takes these over when it is begun; the rep types them once, and
corrects them on the deal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from salesdesk.domain.proposal import DRAFT
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, Proposal
    from salesdesk.store.unit import Unit

TAKEN_FROM_DEAL = ("name", "term", "start_on", "kickoff_on")
"""The fields of a deal that a new draft takes over."""


def follow_deal(unit: Unit, deal: Deal, before: Mapping[str, str | None]) -> None:
    """Changes in the open draft what it took over from the deal.

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
        _move_days(unit, deal, version, before)


def _move_days(unit: Unit, deal: Deal, version: Proposal, before: Mapping[str, str | None]) -> None:
    from salesdesk.store.schema import ProposalPoint

    for words, column in ((_("Start"), "start_on"), (_("Kickoff"), "kickoff_on")):
        for point in unit.match(ProposalPoint, proposal_id=version.id, words=words):
            is_taken = point.kind == "milestone" and point.fact_id is None
            if is_taken and point.due_on == before[column]:
                point.due_on = getattr(deal, column)
