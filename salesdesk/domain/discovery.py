"""Discovery: which questions to ask, what was answered, how far we are, what to send back.

Pure rules over the question bank, the answers and the facts of one deal. Called by the discovery
queries (the Discover panel, call mode), by the agenda and by the summary paper.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from salesdesk.domain.facts import N_
from salesdesk.domain.gates import FactView, GateReport
from salesdesk.domain.process import LAYERS, Layer, Process, Question, Stage

PLAN_LEAST, PLAN_USUAL, PLAN_MOST = 5, 8, 12
"""How many questions a call plan suggests. Source: the built-in content, "5 to 12 of them"."""

OWN = "own:"
"""What the key of a question of the rep's own starts with; the row's id follows."""

LAYER_LABELS: Mapping[Layer, str] = MappingProxyType(
    {
        "current_state": N_("Current state"),
        "pain": N_("Pain"),
        "impact_and_urgency": N_("Impact and urgency"),
        "buying_process": N_("Buying process"),
    }
)
"""Message ids of the layers' names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question; no question: a captured line that is not filed yet.

    Dates are ISO text. `facts` holds what the rep marked in it, in the deal's order.
    """

    id: str
    question_key: str | None
    words: str
    person_id: str | None
    person: str
    answered_on: str
    skipped_why: str | None = None
    is_planned: bool = False
    facts: tuple[FactView, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the rep's own, on one deal."""

    id: str
    layer: str
    text: str

    @property
    def key(self) -> str:
        """What answers name it by."""
        return OWN + self.id


@dataclass(frozen=True, slots=True)
class QuestionState:
    """A question with what came of it.

    `answers` are those with words, oldest first; `needed_for` names the open exit criterion that
    an answer would help to meet, or is empty. A `is_suggested` question suits the deal's stage.
    """

    key: str
    text: str
    layer: str
    topic: str
    topic_name: str
    why: str = ""
    listen_for: str = ""
    green_flag: str = ""
    red_flag: str = ""
    follow_ups: tuple[str, ...] = ()
    marks: str = ""
    personas: tuple[str, ...] = ()
    """Whom it suits."""
    is_own: bool = False
    is_suggested: bool = False
    is_planned: bool = False
    needed_for: str = ""
    skipped_why: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered it."""
        return bool(self.answers)

    @property
    def facts(self) -> tuple[FactView, ...]:
        """Every fact that was marked in its answers."""
        return tuple(fact for answer in self.answers for fact in answer.facts)


@dataclass(frozen=True, slots=True)
class LayerState:
    """A layer with its questions: those for the deal's stage first, in the stage's topic order."""

    key: Layer
    questions: tuple[QuestionState, ...]

    @property
    def suggested(self) -> tuple[QuestionState, ...]:
        """What counts for the coverage: suggested and not skipped."""
        return tuple(q for q in self.questions if q.is_suggested and not q.skipped_why)

    @property
    def answered(self) -> int:
        """How many of the suggested questions are answered."""
        return sum(q.is_answered for q in self.suggested)

    @property
    def total(self) -> int:
        """How many questions are suggested."""
        return len(self.suggested)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A question for the next call, and why: "gate", "planned" (the rep's choice) or "stage"."""

    question: QuestionState
    reason: str


def layers(
    process: Process,
    stage: Stage,
    answers: Sequence[Answer],
    own: Sequence[OwnQuestion] = (),
    gate: GateReport | None = None,
) -> tuple[LayerState, ...]:
    """All questions of the bank and the rep's own, by layer, each with its state."""
    by_key: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.question_key:
            by_key.setdefault(answer.question_key, []).append(answer)
    needed = gate_questions(process, gate) if gate else {}
    names = {topic.key: topic.name for topic in process.topics}
    states = [
        _state(_blank(q, names), by_key.get(q.key, []), needed, q.topic in stage.topics)
        for q in process.questions
    ]
    states += [_state(_own(q), by_key.get(q.key, []), needed, True) for q in own]
    place = {topic: index for index, topic in enumerate(stage.topics)}
    # sorted() is stable, so within a topic the order of the bank stays.
    ordered = sorted(states, key=lambda q: (not q.is_suggested, place.get(q.topic, len(place))))
    return tuple(LayerState(key, tuple(q for q in ordered if q.layer == key)) for key in LAYERS)


def _blank(question: Question, names: Mapping[str, str]) -> QuestionState:
    return QuestionState(
        key=question.key,
        text=question.text,
        layer=question.layer,
        topic=question.topic,
        topic_name=names.get(question.topic, ""),
        why=question.why,
        listen_for=question.listen_for,
        green_flag=question.green_flag,
        red_flag=question.red_flag,
        follow_ups=question.follow_ups,
        marks=question.marks,
        personas=question.personas,
    )


def _own(question: OwnQuestion) -> QuestionState:
    return QuestionState(question.key, question.text, question.layer, "", "", is_own=True)


def _state(
    question: QuestionState, answers: list[Answer], needed: Mapping[str, str], in_stage: bool
) -> QuestionState:
    """The question with its answers; one answered, planned or needed counts as suggested."""
    spoken = tuple(answer for answer in answers if answer.words.strip())
    planned = any(answer.is_planned for answer in answers) and not spoken
    skipped = next((a.skipped_why for a in answers if a.skipped_why), "") if not spoken else ""
    needed_for = needed.get(question.key, "") if not spoken else ""
    return dataclasses.replace(
        question,
        is_suggested=in_stage or planned or bool(needed_for) or bool(spoken),
        is_planned=planned,
        needed_for=needed_for,
        skipped_why=skipped or "",
        answers=spoken,
    )


def gate_questions(process: Process, gate: GateReport) -> dict[str, str]:
    """Keys of the questions that would help to meet an open criterion, each with its text."""
    found: dict[str, str] = {}
    for state in gate.open:
        keys = [state.criterion.ask] if state.criterion.ask else []
        if state.criterion.rule.test == "answered":
            keys += [key for key in state.criterion.rule.of if not key.startswith("topic:")]
        for key in keys:
            if process.question(key):
                found.setdefault(key, state.criterion.text)
    return found


def plan(states: Iterable[LayerState], stage: Stage) -> tuple[PlanItem, ...]:
    """The questions for the next call, in the order to ask them.

    First what the gate lacks and what the rep planned, then one of each topic of the stage in
    turn until there are enough. The rep's own choices are never cut; suggestions stop at 12.
    """
    open_ones = [q for s in states for q in s.questions if not (q.is_answered or q.skipped_why)]
    chosen = {q.key: PlanItem(q, "planned") for q in open_ones if q.is_planned}
    needed = [q for q in open_ones if q.needed_for and q.key not in chosen]
    for question in needed[: max(0, PLAN_MOST - len(chosen))]:
        chosen[question.key] = PlanItem(question, "gate")
    for question in _in_turn(open_ones, stage):
        if len(chosen) >= PLAN_USUAL:
            break
        chosen.setdefault(question.key, PlanItem(question, "stage"))
    return tuple(chosen[q.key] for q in open_ones if q.key in chosen)


def _in_turn(questions: list[QuestionState], stage: Stage) -> list[QuestionState]:
    """The first of each topic in the stage's order, then the second of each, and so on."""
    by_topic = [[q for q in questions if q.topic == topic] for topic in stage.topics]
    longest = max((len(group) for group in by_topic), default=0)
    return [group[row] for row in range(longest) for group in by_topic if row < len(group)]


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """Facts of the summary under one heading; `heading` is a message id."""

    heading: str
    facts: tuple[FactView, ...]


TODAYS_WAY = "todays_way"
"""Stands in :data:`SUMMARY` for the process steps that tell how they work, and not how they buy."""
SUMMARY: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("What matters most to you"), ("priority",)),
    (N_("How it works today"), (TODAYS_WAY,)),
    (N_("What gets in the way today"), ("pain",)),
    (N_("What it costs you"), ("metric",)),
    (N_("What you want to reach"), ("goal", "outcome")),
    (N_("What you will judge by"), ("criterion",)),
    (N_("How you decide"), ("process_step",)),
    (N_("Dates that matter"), ("timeline",)),
    (N_("What it has to work with"), ("technical", "constraint")),
    (N_("What could get in the way"), ("risk",)),
    (N_("In your own words"), ("quote",)),
    (N_("What we promised"), ("promise",)),
)
"""The headings of the summary that goes to the buyer, in order, with their fact kinds.

What the rep alone should see (evidence, signals, what decided it) is left out on purpose, and so is
what one of them said of another.
"""


def is_theirs(fact: FactView) -> bool:
    """Whether they said or confirmed it: what we only suspect is not for their eyes."""
    return fact.confirmed or fact.person_id is not None or fact.source_kind == "answer"


def summary_groups(
    facts: Sequence[FactView], todays: Container[str] = ()
) -> tuple[SummaryGroup, ...]:
    """The facts of a deal as the buyer's summary shows them; empty headings are left out.

    `todays` are the keys of the questions about their present way of working.
    """

    def kind(fact: FactView) -> str:
        is_todays = fact.kind == "process_step" and fact.key is not None and fact.key in todays
        return TODAYS_WAY if is_todays else fact.kind

    groups = []
    for heading, kinds in SUMMARY:
        found = tuple(f for f in facts if kind(f) in kinds and (f.kind != "risk" or is_theirs(f)))
        if found:
            groups.append(SummaryGroup(heading, found))
    return tuple(groups)
