"""Qualification: how a deal stands in a framework, on what that rests, what to find out next.

Pure rules over a framework, the kept scores, the facts, answers and people of one deal. The rep
sets each level; from answers and facts we only suggest, and a suggestion counts once accepted.
Unknown is not level 0, and neither of them is "does not apply". Called by
`usecases.qualification` (the Qualify panel, the deal's left column, the deal on a page).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from salesdesk.domain.discovery import Answer, OwnQuestion
from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.process import Element, Framework, Process, Question

State = Literal["known", "unknown", "not_applicable"]
KNOWN: State = "known"
UNKNOWN: State = "unknown"
NOT_APPLICABLE: State = "not_applicable"

RESEARCH, RED_FLAGS = "research", "red_flags"
"""What scores name in place of a framework: the company research, and flags that the rep raised."""

HAND = "hand"
"""The source of a score that rests on the rep's own judgement."""


@dataclass(frozen=True, slots=True)
class Score:
    """A kept score. `source` is fact:ID, answer:ID, person:ID or hand; `scored_on` ISO text."""

    id: str
    framework: str
    element: str
    level: int | None
    state: str
    fact_id: str | None = None
    words: str = ""
    person_id: str | None = None
    person: str = ""
    source: str = HAND
    scored_on: str = ""
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score or a suggestion rests on, in the words as they stand now.

    `is_lost` when the fact or answer was deleted since.
    """

    source: str
    words: str
    person: str = ""
    person_id: str | None = None
    said_on: str | None = None
    is_confirmed: bool = False
    fact: FactView | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level that answers and facts speak for. It counts for nothing until it is accepted."""

    level: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A question that would fill a gap; `is_planned` for the next call.

    `key` is empty for what the element itself asks, where no question of the bank feeds it.
    """

    key: str
    text: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class ElementState:
    """An element with how it stands. `history` holds all its scores, the newest first."""

    element: Element
    state: str
    level: int | None
    words: str
    evidence: Evidence | None
    scored_on: str | None
    suggestions: tuple[Suggestion, ...]
    questions: tuple[GapQuestion, ...]
    history: tuple[Score, ...]

    @property
    def top(self) -> int:
        """The highest level."""
        return len(self.element.levels) - 1

    @property
    def is_gap(self) -> bool:
        """Whether there is something to find out: not known, or not yet at the top."""
        return self.state == UNKNOWN or (self.level is not None and self.level < self.top)


@dataclass(frozen=True, slots=True)
class Total:
    """Points of the known elements, of those that the elements that apply could have."""

    points: int
    top: int
    known: int
    unknown: int
    not_applicable: int
    unproven: int
    """Known elements above level 0 that rest on nothing but the rep's word."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deal stands in one framework."""

    framework: Framework
    elements: tuple[ElementState, ...]
    total: Total

    @property
    def gaps(self) -> tuple[ElementState, ...]:
        """The elements with something to find out: unknown ones first, then the lowest."""
        found = [state for state in self.elements if state.is_gap]
        return tuple(sorted(found, key=lambda s: -1 if s.level is None else s.level))


@dataclass(frozen=True)
class Material:
    """What a deal offers as evidence. Answers are those with words, filed under a question."""

    facts: Sequence[FactView] = ()
    answers: Sequence[Answer] = ()
    people: Sequence[PersonView] = ()
    own: Sequence[OwnQuestion] = ()
    """Questions of the rep's own; one that asks what an element asks feeds it."""

    # A deal worked on for months has hundreds of answers, and each element asks for these.

    @cached_property
    def told(self) -> tuple[Answer, ...]:
        """The answers that have words."""
        return tuple(answer for answer in self.answers if answer.words.strip())

    @cached_property
    def done(self) -> frozenset[str | None]:
        """The keys of the questions that were answered or skipped; None for what is not filed."""
        skipped = (answer.question_key for answer in self.answers if answer.skipped_why)
        return frozenset((*(answer.question_key for answer in self.told), *skipped))

    @cached_property
    def planned(self) -> frozenset[str | None]:
        """The keys of the questions planned for the next call."""
        return frozenset(answer.question_key for answer in self.answers if answer.is_planned)


def standing(
    process: Process,
    framework: Framework,
    scores: Sequence[Score],
    material: Material,
    first_topics: Sequence[str] = (),
) -> Standing:
    """How a deal stands in `framework`; `scores` are all of the deal's, oldest first.

    Gap questions of `first_topics` (those of the deal's stage) come before the others.
    """
    mine = [score for score in scores if score.framework == framework.key]
    topics = {key: place for place, key in enumerate(first_topics)}
    questions = sorted(process.questions, key=lambda q: topics.get(q.topic, len(topics)))
    states = tuple(
        _element(framework, element, questions, mine, material) for element in framework.elements
    )
    return Standing(framework, states, total(states))


def newest(scores: Sequence[Score]) -> Score | None:
    """The accepted score that counts, of one element's, oldest first."""
    return next((score for score in reversed(scores) if score.accepted), None)


def total(states: Sequence[ElementState]) -> Total:
    """The sum over elements. Those that do not apply are left out; unknown ones add no points."""
    apply = [s for s in states if s.state != NOT_APPLICABLE]
    known = [s for s in apply if s.state == KNOWN]
    return Total(
        points=sum(s.level or 0 for s in known),
        top=sum(s.top for s in apply),
        known=len(known),
        unknown=len(apply) - len(known),
        not_applicable=len(states) - len(apply),
        unproven=sum(1 for s in known if s.level and (s.evidence is None or s.evidence.is_lost)),
    )


def fields_of(framework: str, element: Element) -> frozenset[str]:
    """The fields (framework.element) whose questions feed an element."""
    return frozenset((f"{framework}.{element.key}", *element.fed_by))


def _element(
    framework: Framework,
    element: Element,
    questions: Sequence[Question],
    scores: Sequence[Score],
    material: Material,
) -> ElementState:
    mine = [score for score in scores if score.element == element.key]
    score = newest(mine)
    fields = fields_of(framework.key, element)
    feeding = [q for q in questions if not fields.isdisjoint(q.fills)]
    top = len(element.levels) - 1
    state = score.state if score else UNKNOWN
    # A framework that was edited may have lost its upper levels.
    level = min(score.level, top) if score and score.level is not None else None
    if state == KNOWN and level is None:
        state = UNKNOWN
    return ElementState(
        element=element,
        state=state,
        level=level if state == KNOWN else None,
        words=score.words if score else "",
        evidence=evidence_of(score, material) if score and state == KNOWN else None,
        scored_on=score.scored_on if score else None,
        suggestions=_suggestions(element, feeding, mine, material, level, state),
        questions=_gap_questions(element, feeding, material),
        history=tuple(reversed(mine)),
    )


def evidence_of(score: Score, material: Material) -> Evidence | None:
    """What a score rests on, as it reads now; None for the rep's own judgement."""
    kind, _colon, found_id = score.source.partition(":")
    if kind == "fact":
        fact = next((f for f in material.facts if f.id == found_id), None)
        return _of_fact(fact) if fact else _lost(score)
    if kind == "answer":
        answer = next((a for a in material.answers if a.id == found_id), None)
        return _of_answer(answer) if answer else _lost(score)
    if kind == "person":
        person = next((p for p in material.people if p.id == found_id), None)
        return _of_person(person) if person else _lost(score)
    return None


def _lost(score: Score) -> Evidence:
    return Evidence(score.source, "", score.person, score.person_id, is_lost=True)


def _of_fact(fact: FactView) -> Evidence:
    return Evidence(
        f"fact:{fact.id}", fact.words, fact.person, fact.person_id, fact.said_on, fact.confirmed,
        fact,
    )  # fmt: skip


def _of_answer(answer: Answer) -> Evidence:
    return Evidence(
        f"answer:{answer.id}", answer.words, answer.person, answer.person_id, answer.answered_on
    )


def _of_person(person: PersonView) -> Evidence:
    words = " · ".join(filter(None, (person.name, person.title)))
    return Evidence(f"person:{person.id}", words, person.name, person.id)


def _suggestions(
    element: Element,
    feeding: Sequence[Question],
    scores: Sequence[Score],
    material: Material,
    level: int | None,
    state: str,
) -> tuple[Suggestion, ...]:
    """What speaks for a higher level than the present one, the strongest first."""
    if state == NOT_APPLICABLE:
        return ()
    top = len(element.levels) - 1
    refused = {(s.source, s.level) for s in scores if not s.accepted}
    found = []
    for evidence in _candidates(element, feeding, material):
        # What was heard is level 1, what they confirmed is level 2; more only the rep can judge.
        wanted = min(top, 2 if evidence.is_confirmed else 1)
        if (level is None or wanted > level) and (evidence.source, wanted) not in refused:
            found.append(Suggestion(wanted, evidence))
    return tuple(sorted(found, key=lambda s: (s.level, s.evidence.said_on or ""), reverse=True))


def _candidates(
    element: Element, feeding: Sequence[Question], material: Material
) -> list[Evidence]:
    """Facts, answers and people that feed an element, each text once."""
    keys = {question.key for question in feeding}
    keys |= {question.key for question in material.own if question.text == element.asks}
    found: dict[str, Evidence] = {}
    for answer in material.told:
        if answer.question_key in keys:
            # A fact that was marked in an answer is that answer, and knows more of it.
            whole = [_of_fact(f) for f in answer.facts] or [_of_answer(answer)]
            found.update((evidence.source, evidence) for evidence in whole)
    for fact in material.facts:
        if fact.kind in element.facts:
            found.setdefault(f"fact:{fact.id}", _of_fact(fact))
    for person in material.people:
        if person.role in element.roles:
            found.setdefault(f"person:{person.id}", _of_person(person))
    return list(found.values())


def _gap_questions(
    element: Element, feeding: Sequence[Question], material: Material
) -> tuple[GapQuestion, ...]:
    """The questions that nobody has answered or skipped, in order."""
    done, planned = material.done, material.planned
    if feeding:
        open_ones = [q for q in feeding if q.key not in done]
        return tuple(GapQuestion(q.key, q.text, q.key in planned) for q in open_ones)
    own = [question.key for question in material.own if question.text == element.asks]
    if not done.isdisjoint(own):
        return ()
    return (GapQuestion("", element.asks, not planned.isdisjoint(own)),)


def latest_by_element(scores: Sequence[Score], framework: str) -> Mapping[str, Score]:
    """The score that counts by element, of one framework: the last that was accepted.

    `scores` are oldest first. For what is kept beside the frameworks.
    """
    return {s.element: s for s in scores if s.framework == framework and s.accepted}
