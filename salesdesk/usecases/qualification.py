"""Qualification: what the Qualify panel, the left column and the papers show of a deal.

Queries stand here; the commands live in `scoring`, `research` and `disqualifying`, and can be
imported from here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain import qualification as domain
from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import days_between
from salesdesk.domain.process import Framework, Process, Reason, ResearchItem
from salesdesk.domain.qualification import RESEARCH, Material, Score, Standing, latest_by_element
from salesdesk.domain.qualification_texts import FlagState, flags, why_qualified
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_views import QualificationGlance
from salesdesk.usecases.disqualifying import Disqualify, Nurture
from salesdesk.usecases.qualification_content import chosen, qualifying
from salesdesk.usecases.research import NoteResearch, RaiseFlag
from salesdesk.usecases.scoring import (
    AcceptScore,
    ChooseFramework,
    NotApplicable,
    PlanAsk,
    PlanQuestions,
    Proof,
    RefuseSuggestion,
    SetScore,
)

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk

__all__ = [
    "AcceptScore",
    "ChooseFramework",
    "Disqualify",
    "NotApplicable",
    "NoteResearch",
    "Nurture",
    "PlanAsk",
    "PlanQuestions",
    "Proof",
    "QualifyView",
    "RaiseFlag",
    "RefuseSuggestion",
    "ResearchState",
    "SetScore",
    "glance",
    "paragraph",
    "qualify_view",
]


@dataclass(frozen=True, slots=True)
class ResearchState:
    """A line of the company research and what was found; `noted_on` is ISO text."""

    item: ResearchItem
    words: str
    noted_on: str | None


@dataclass(frozen=True, slots=True)
class QualifyView:
    """All that the Qualify panel shows of one deal; a snapshot."""

    deal_id: str
    deal: str
    is_open: bool
    """Whether the deal can be disqualified or nurtured."""
    frameworks: tuple[Framework, ...]
    standing: Standing
    paragraph: str
    """Why it is qualified, as plain text."""
    flags: tuple[FlagState, ...]
    research: tuple[ResearchState, ...]
    reasons: tuple[Reason, ...]
    """Why a deal may be disqualified: the reasons of lost deals and of those without a decision."""

    @property
    def gap_keys(self) -> tuple[str, ...]:
        """A question of the bank for each gap that has none planned yet, each once."""
        found: dict[str, None] = {}
        for state in self.standing.gaps:
            open_ones = [q for q in state.questions if q.key]
            if open_ones and not any(q.is_planned or q.key in found for q in open_ones):
                found[open_ones[0].key] = None
        return tuple(found)

    @property
    def gap_elements(self) -> tuple[str, ...]:
        """The gaps that no question of the bank feeds, and whose own question is not planned yet:
        keys of elements, such as those of an own framework.
        """
        gaps = ((state.element.key, state.questions) for state in self.standing.gaps)
        return tuple(
            key for key, questions in gaps if any(not (q.key or q.is_planned) for q in questions)
        )


def qualify_view(desk: Desk, deal_id: str) -> QualifyView:
    """The Qualify panel of a deal. Raises KnownError when the deal is gone."""
    return desk.read(lambda connection: _view(desk, connection, deal_id))


def paragraph(desk: Desk, deal_id: str) -> str:
    """Why the deal is qualified; "" when nobody has judged it. Raises KnownError when gone."""
    view = qualify_view(desk, deal_id)
    return view.paragraph if view.standing.total.known else ""


def glance(process: Process, framework: str | None, scores: Sequence[Score]) -> QualificationGlance:
    """How a deal stands, for the left column; without reading what it rests on.

    A process without frameworks and a deal without scores name none: nothing is loaded for them.
    """
    if not process.frameworks and not any(s.accepted for s in scores):
        return QualificationGlance()
    process = qualifying(process)
    found = chosen(process, framework)
    total = domain.standing(process, found, scores, Material()).total
    return QualificationGlance(found.name, total.points, total.top, total.known, total.unknown)


def _view(desk: Desk, connection: SqlConnection, deal_id: str) -> QualifyView:
    from salesdesk.store import snapshots
    from salesdesk.store.reads import qualification as reads

    state = snapshots.state(connection, deal_id)
    if state is None:
        raise KnownError(_("That deal is not in the desk any more."))
    process = qualifying(desk.process(state.deal.pipeline_id))
    scores = reads.scores(connection, deal_id)
    found = domain.standing(
        process,
        chosen(process, state.deal.framework),
        scores,
        _material(connection, state),
        _topics(process, state),
    )
    raised = flags(process, process.red_flags, state.snapshot, _age(desk, state.deal), scores)
    return QualifyView(
        deal_id,
        state.deal.name,
        state.deal.status == "open" and state.deal.binned_at is None,
        process.frameworks,
        found,
        why_qualified(state.deal.name, found, raised),
        raised,
        _research(process, scores),
        tuple(r for r in process.reasons if r.outcome != "won"),
    )


def _material(connection: SqlConnection, state: DealState) -> Material:
    from salesdesk.store.reads import discovery as reads

    facts, deal_id = state.snapshot.facts, state.deal.id
    return Material(
        facts,
        reads.answers(connection, deal_id, facts),
        state.snapshot.people,
        reads.own_questions(connection, deal_id),
    )


def _topics(process: Process, state: DealState) -> tuple[str, ...]:
    stage = next((s for s in process.stages if s.key == state.deal.stage_key), None)
    return stage.topics if stage else ()


def _age(desk: Desk, deal: Any) -> int:
    """Days since the deal was made, as far as known; else since it entered its stage."""
    today: dt.date = desk.clock.today()
    return days_between(deal.created_on or deal.entered_on, today)


def _research(process: Process, scores: Sequence[Score]) -> tuple[ResearchState, ...]:
    kept = latest_by_element(scores, RESEARCH)
    states = []
    for item in process.research:
        score = kept.get(item.key)
        words = score.words if score else ""
        states.append(ResearchState(item, words, score.scored_on if score and words else None))
    return tuple(states)
