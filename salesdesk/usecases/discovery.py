"""Discovery: what the Discover panel, call mode and the summary show, and every command behind.

Queries stand here; the commands live in `answers`, `own_questions`, `facts` and `evidence`, and
can be imported from here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import discovery, gates
from salesdesk.domain.agenda import agenda
from salesdesk.domain.discovery import Answer, LayerState, OwnQuestion, PlanItem
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import FactView, GateReport, PersonView
from salesdesk.domain.notes import Block, DiscoverySummary, Line, Section
from salesdesk.domain.process import Signal, Stage
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.answers import (
    AnswerQuestion,
    BinAnswer,
    CaptureLine,
    FileCapture,
    PlanQuestion,
    SkipQuestion,
)
from salesdesk.usecases.evidence import MeetCriterion, RecordSignal, UnrecordSignal
from salesdesk.usecases.facts import AddFact, BinFact, ConfirmFact, EditFact, MarkAnswer
from salesdesk.usecases.own_questions import AddOwnQuestion, BinOwnQuestion, EditOwnQuestion

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk

__all__ = [
    "AddFact",
    "AddOwnQuestion",
    "AnswerQuestion",
    "BinAnswer",
    "BinFact",
    "BinOwnQuestion",
    "CaptureLine",
    "ConfirmFact",
    "DiscoverView",
    "EditFact",
    "EditOwnQuestion",
    "FileCapture",
    "MarkAnswer",
    "MeetCriterion",
    "PlanQuestion",
    "RecordSignal",
    "SignalState",
    "SkipQuestion",
    "UnrecordSignal",
    "deal_state",
    "discover_view",
    "discovery_summary",
    "fact_line",
]

_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class SignalState:
    """A buyer signal of the stage, and the fact that recorded it, if any."""

    signal: Signal
    fact: FactView | None


@dataclass(frozen=True, slots=True)
class DiscoverView:
    """All that the Discover panel shows of one deal; a snapshot."""

    deal_id: str
    deal: str
    account: str
    stage: Stage
    layers: tuple[LayerState, ...]
    captures: tuple[Answer, ...]
    """Captured lines not filed yet, and answers whose question this process has not: a deal may
    come from a desk with another one. Oldest first."""
    own: tuple[OwnQuestion, ...]
    plan: tuple[PlanItem, ...]
    """Questions for the next call, in the order to ask them: usually 5 to 12."""
    agenda: str
    facts: tuple[FactView, ...]
    people: tuple[PersonView, ...]
    gate: GateReport
    signals: tuple[SignalState, ...]

    @property
    def answered(self) -> int:
        """How many of the suggested questions are answered."""
        return sum(layer.answered for layer in self.layers)

    @property
    def total(self) -> int:
        """How many questions are suggested."""
        return sum(layer.total for layer in self.layers)


def discover_view(desk: Desk, deal_id: str, minutes: int = 30) -> DiscoverView:
    """The Discover panel of a deal; `minutes` is the length of the next call, for the agenda.

    Raises KnownError when the deal is gone.
    """
    from salesdesk.store.reads import discovery as reads

    state = deal_state(desk, deal_id)
    facts = state.snapshot.facts
    answers = desk.read(lambda connection: reads.answers(connection, deal_id, facts))
    own = desk.read(lambda connection: reads.own_questions(connection, deal_id))
    process = desk.process(state.deal.pipeline_id)
    stage = process.stage(state.deal.stage_key)
    gate = gates.gate(process, stage, state.snapshot)
    layers = discovery.layers(process, stage, answers, own, gate)
    plan = discovery.plan(layers, stage)
    known = {q.key for layer in layers for q in layer.questions}
    said = [answer for answer in answers if answer.words.strip()]
    return DiscoverView(
        deal_id,
        state.deal.name,
        state.deal.account_name or "",
        stage,
        layers,
        tuple(answer for answer in said if answer.question_key not in known),
        own,
        plan,
        agenda(plan, state.deal.name, minutes),
        facts,
        state.snapshot.people,
        gate,
        tuple(SignalState(s, _seen(facts, s.key)) for s in stage.signals),
    )


def discovery_summary(desk: Desk, deal_id: str) -> DiscoverySummary:
    """The summary to send to the buyer: the facts grouped, in their words.

    `salesdesk.documents.discovery_summary` turns it into HTML, Markdown and plain text.
    """
    state = deal_state(desk, deal_id)
    today = format_date(desk.clock.today(), "long")
    sections = tuple(
        Section(
            _(group.heading),
            (Block("", tuple(fact_line(f, _("please confirm")) for f in group.facts)),),
        )
        for group in _groups(desk.process(state.deal.pipeline_id), state.snapshot.facts)
    )
    return DiscoverySummary(
        title=_("What we understood"),
        subtitle=" · ".join(filter(None, (state.deal.name, state.deal.account_name, today))),
        intro=_("This is what you told us, in your words. Please correct what we got wrong."),
        sections=sections,
        closing=_("Is this right? What would you change, and what is missing?"),
        account=state.deal.account_name or "",
        date=today,
    )


def _groups(process: Process, facts: tuple[FactView, ...]) -> tuple[discovery.SummaryGroup, ...]:
    """What they told us, without what one of them said of the budget."""
    topics = process.keys_by_topic
    todays = frozenset(
        question.key for question in process.questions if question.layer == "current_state"
    )
    told = [fact for fact in facts if fact.key not in topics.get("budget", ())]
    return discovery.summary_groups(told, todays)


def deal_state(desk: Desk, deal_id: str) -> DealState:
    """What the store shows of one deal. Raises KnownError when it is gone."""
    from salesdesk.store import snapshots

    state = desk.read(lambda connection: snapshots.state(connection, deal_id))
    if state is None:
        raise KnownError(_("That deal is not in the desk any more."))
    return state


def _seen(facts: tuple[FactView, ...], key: str) -> FactView | None:
    return next((fact for fact in facts if fact.kind == "signal" and fact.key == key), None)


def fact_line(fact: FactView, unconfirmed: str = "") -> Line:
    """One fact: words, figures, who said it and when; `unconfirmed` is added to one that is not."""
    day = format_date(dt.date.fromisoformat(fact.said_on), "medium") if fact.said_on else ""
    said = ", ".join(filter(None, (fact.person, day)))
    state = "" if fact.confirmed else unconfirmed
    return Line(with_figures(fact.words, figures(fact)), " · ".join(filter(None, (said, state))))


def with_figures(words: str, found: Sequence[str]) -> str:
    """What was said with its figures behind it: as a sentence of their own after a full stop.

    "We wait an hour. Minutes at the gate: 60 → 20, by May 3, 2027." but "an hour at the gate · …".
    """
    if not words or not found or words.rstrip()[-1:] not in _ENDS:
        return " · ".join(filter(None, (words, *found)))
    figure = ", ".join(found)
    # A unit such as "kWh" stays as it is written.
    if figure.split(maxsplit=1)[0].islower():
        figure = figure[:1].upper() + figure[1:]
    return f"{words.rstrip()} {figure}."


def figures(fact: FactView) -> list[str]:
    """Measure, the way from baseline to target, and the date of a fact, for people to read."""
    way = " → ".join(filter(None, (fact.baseline, fact.target)))
    found = [": ".join(filter(None, (fact.measure, way)))]
    if fact.due_on:
        day = format_date(dt.date.fromisoformat(fact.due_on), "medium")
        found.append(_("by {date}").format(date=day))
    return [text for text in found if text]
