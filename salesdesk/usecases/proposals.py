"""Proposals of a deal: what the panel and the papers show, and every command behind.

Queries stand here; the commands live in `proposal_drafts`, `proposal_parts` and `proposal_ends`,
and can be imported from here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.proposal import DRAFT, Offer, OfferOption, OfferPoint, Told
from salesdesk.domain.proposal_news import POINTS_FROM, News
from salesdesk.support.i18n import _
from salesdesk.usecases.discovery import deal_state
from salesdesk.usecases.proposal_drafts import (
    BinDraft,
    EditProposal,
    NewVersion,
    StartDraft,
    period_of,
    private_questions,
)
from salesdesk.usecases.proposal_ends import (
    BEHAVIOURS,
    REFUSED,
    SOURCE,
    TAKEN,
    AcceptProposal,
    DeclineProposal,
    FreezeProposal,
    MarkSent,
    RecordBehaviour,
)
from salesdesk.usecases.proposal_news import LeaveOut, TakeOver
from salesdesk.usecases.proposal_parts import (
    AddInput,
    AddOfferLine,
    AddOption,
    AddPoint,
    EditPart,
    MovePart,
    RemovePart,
)

if TYPE_CHECKING:
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk

__all__ = [
    "BEHAVIOURS", "AcceptProposal", "AddInput", "AddOfferLine", "AddOption", "AddPoint",
    "BinDraft", "DeclineProposal", "EditPart", "EditProposal", "FreezeProposal", "LeaveOut",
    "MarkSent", "MovePart", "NewVersion", "ProposalsView", "RecordBehaviour", "RemovePart",
    "StartDraft", "TakeOver", "Version", "current_offer", "proposals_view",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its offer: live while it is a draft, as it was kept from then on."""

    id: str
    number: int
    state: str
    offer: Offer
    frozen_on: str = ""
    sent_on: str = ""
    sent_to: str = ""
    chosen_id: str = ""
    news: tuple[News, ...] = ()
    """Of a draft: what the deal says since it was begun, and the draft does not."""

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == DRAFT


@dataclass(frozen=True, slots=True)
class ProposalsView:
    """All that the Proposal panel shows of one deal; a snapshot. Versions: the newest first."""

    deal_id: str
    deal: str
    account: str
    status: str
    amount_minor: int | None
    currency: str
    versions: tuple[Version, ...]
    told: tuple[Told, ...]
    people: tuple[PersonView, ...]
    behaviour: tuple[FactView, ...]
    """What the buyer did with any version, the latest first."""

    @property
    def draft(self) -> Version | None:
        """The version that may be changed, if there is one."""
        return next((each for each in self.versions if each.is_draft), None)

    def version(self, version_id: str) -> Version | None:
        """The version of this id, else the newest, None when there is none."""
        found = next((each for each in self.versions if each.id == version_id), None)
        return found or next(iter(self.versions), None)

    @property
    def ties(self) -> tuple[Told, ...]:
        """The pains and goals that a line can answer."""
        return tuple(fact for fact in self.told if fact.kind in ("pain", "goal", "outcome"))


def proposals_view(desk: Desk, deal_id: str) -> ProposalsView:
    """The proposals of a deal. Raises KnownError when it is gone."""
    from salesdesk.store.reads import proposals as reads

    state = deal_state(desk, deal_id)
    deal = state.deal
    private = private_questions(desk.process(deal.pipeline_id))
    versions, told = desk.read(
        lambda c: (
            tuple(_version(c.execute, row, private) for row in reads.versions(c.execute, deal_id)),
            reads.told(c.execute, deal_id),
        )
    )
    return ProposalsView(
        deal_id, deal.name, deal.account_name or "", deal.status, deal.amount_minor, deal.currency,
        versions, told, state.snapshot.people, _behaviour(state),
    )  # fmt: skip


def current_offer(desk: Desk, subject_id: str) -> tuple[str, Offer, Version | None]:
    """(deal id, offer, version) that a paper is about: of a version's id that one, of a deal's id
    the newest, and before there is any, what a first draft would hold.

    Raises KnownError when there is neither such a version nor such a deal.
    """
    from salesdesk.store.reads import proposals as reads

    deal_id = desk.read(lambda c: reads.deal_of(c.execute, subject_id)) or subject_id
    view = proposals_view(desk, deal_id)
    version = view.version(subject_id)
    if version is None:
        return deal_id, unwritten_offer(desk, view), None
    return deal_id, version.offer, version


def unwritten_offer(desk: Desk, view: ProposalsView) -> Offer:
    """What a first draft would hold, for papers that are asked for before there is one."""
    from salesdesk.store.reads import proposals as reads

    known = {fact.id: fact for fact in view.told}
    deal = deal_state(desk, view.deal_id).deal
    private = private_questions(desk.process(deal.pipeline_id))
    items, points, inputs = desk.read(
        lambda c: (
            reads.line_items(c.execute, view.deal_id, view.currency, known),
            _unwritten_points(c.execute, view.deal_id, private, known),
            reads.inputs(c.execute, view.deal_id, known),
        )
    )
    lines = tuple(replace(line, period=period_of(unit)) for line, unit in items)
    option = OfferOption("0", _("Our offer"), recommended=True, lines=lines)
    return Offer(
        title=view.deal,
        currency=view.currency,
        number=0,
        deal=view.deal,
        account=view.account,
        terms=deal.term or "",
        options=(option,) if lines else (),
        points=points,
        inputs=inputs,
        told=view.told,
    )


def _unwritten_points(
    run: Any, deal_id: str, private: frozenset[str], known: Mapping[str, Told]
) -> tuple[OfferPoint, ...]:
    """The points that a draft begins with: those of facts, then the days of the deal."""
    from salesdesk.store.reads import proposal_news

    found = []
    for each in proposal_news.facts(run, deal_id, private):
        fact = known.get(each.key)
        if fact is None:
            continue  # told between the two looks
        kind, side = POINTS_FROM[fact.kind]
        point = OfferPoint(fact.id, kind, fact.words, side or "", fact.owner, fact.due_on, fact.id)
        found.append(point)
    found += [
        OfferPoint(day.key, "milestone", day.words, "both", due_on=day.due_on)
        for day in proposal_news.days(run, deal_id)
    ]
    return tuple(found)


def _version(run: Any, row: Any, private: frozenset[str]) -> Version:
    from salesdesk.domain.offer_text import from_json
    from salesdesk.store.reads import proposal_news
    from salesdesk.store.reads import proposals as reads

    if row.frozen:
        try:
            offer = from_json(row.frozen)
        except (ValueError, TypeError) as fault:
            raise KnownError(
                _("Version {n} of this proposal cannot be read. Nothing was changed; check the "
                  "desk, and restore a backup if it is damaged.").format(n=row.number)
            ) from fault  # fmt: skip
    else:
        offer = reads.offer(run, row)
    return Version(
        row.id, row.number, row.state, offer, row.frozen_on or "", row.sent_on or "",
        row.sent_to or "", row.chosen_id or "",
        proposal_news.news(run, row, private) if row.state == DRAFT else (),
    )  # fmt: skip


def _behaviour(state: DealState) -> tuple[FactView, ...]:
    """What the buyer did, whether it was noted here or ticked as a signal of the stage."""
    keys = {*BEHAVIOURS, TAKEN, REFUSED}
    found = [
        fact
        for fact in state.snapshot.facts
        if fact.kind in ("signal", "evidence")
        and (fact.source_kind == SOURCE or (fact.kind == "signal" and fact.key in keys))
    ]
    return tuple(sorted(found, key=lambda fact: fact.said_on or "", reverse=True))
