"""Gates: whether the store shows what a stage's exit criteria ask for.

A rule looks at facts, people, answers and fields of one deal, never at the rep's own activity:
twenty logged calls open no gate. Called by the board (progress), the deal page (right rail), the
move command (what is missing) and the handoff checklist (what is ready).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from salesdesk.domain.process import Criterion, Process, Rule, Stage


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact as rules and papers see it. Dates are ISO text."""

    id: str
    kind: str
    words: str
    person: str = ""
    person_id: str | None = None
    said_on: str | None = None
    source_kind: str = ""
    source_id: str | None = None
    confirmed: bool = False
    measure: str | None = None
    baseline: str | None = None
    target: str | None = None
    due_on: str | None = None
    owner: str | None = None
    severity: str | None = None
    mitigation: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One stakeholder of a deal with the role the rep gave."""

    id: str
    name: str
    role: str = ""
    title: str = ""
    influence: str = ""
    stance: str = ""


@dataclass(frozen=True, slots=True)
class DealSnapshot:
    """What rules may look at, for one deal. `fields` holds the named fields that are filled."""

    fields: frozenset[str] = frozenset()
    facts: tuple[FactView, ...] = ()
    people: tuple[PersonView, ...] = ()
    answered: frozenset[str] = frozenset()
    next_step_due: str | None = None
    open_objections: int = 0
    objections: int = 0
    line_items: int = 0
    notes: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    """Texts that the rep wrote in the handoff, by item key."""
    confirmed_none: frozenset[str] = frozenset()
    """Handoff items for which the rep confirmed that there is none."""


class Finding(NamedTuple):
    """Whether a rule is met, and on what it rests: the facts, or a short text for fields."""

    is_met: bool
    facts: tuple[FactView, ...] = ()
    people: tuple[PersonView, ...] = ()
    lacking: tuple[str, ...] = ()
    """What is missing: names of fields, roles or fact columns."""


class CriterionState(NamedTuple):
    """One criterion, whether it is met, and by what. `by_hand` when the rep recorded evidence."""

    criterion: Criterion
    is_met: bool
    finding: Finding
    by_hand: FactView | None = None


@dataclass(frozen=True, slots=True)
class GateReport:
    """The exit criteria of one stage, in order, each with its state."""

    stage: Stage
    states: tuple[CriterionState, ...]

    @property
    def open(self) -> tuple[CriterionState, ...]:
        """The criteria still unmet."""
        return tuple(state for state in self.states if not state.is_met)

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(state.is_met for state in self.states)


def gate(process: Process, stage: Stage, deal: DealSnapshot) -> GateReport:
    """The gate of leaving `stage` for this deal."""
    return GateReport(stage, tuple([_state(process, c, deal) for c in stage.criteria]))


def progress(process: Process, stage: Stage, deal: DealSnapshot) -> tuple[int, int]:
    """(met, total) exit criteria of the stage; what a card shows."""
    report = gate(process, stage, deal)
    return report.met, len(report.states)


def find(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    """What the deal shows for one rule. Unknown tests are never met; the check names them."""
    test = RULES.get(rule.test)
    return test(process, rule, deal) if test else Finding(False, lacking=(rule.test,))


def _state(process: Process, criterion: Criterion, deal: DealSnapshot) -> CriterionState:
    finding = find(process, criterion.rule, deal)
    by_hand = _by_hand(criterion, deal)
    if by_hand is not None and by_hand.measure in ("partly", "no"):
        # They were asked and did not say yes: nothing else speaks for them.
        return CriterionState(criterion, False, finding)
    return CriterionState(criterion, finding.is_met or by_hand is not None, finding, by_hand)


def _by_hand(criterion: Criterion, deal: DealSnapshot) -> FactView | None:
    """The newest evidence given by hand for a criterion; of two on one day the one kept last."""
    if not deal.facts:  # (the coach asks this of every criterion of thousands of bare deals)
        return None
    found = [f for f in deal.facts if f.key == criterion.key and f.kind == "evidence" and _full(f)]
    return max(reversed(found), key=lambda fact: fact.said_on or "") if found else None


def _full(fact: FactView) -> bool:
    """Evidence given by hand counts only with a person, their words and a date."""
    return bool(fact.person_id and fact.words.strip() and fact.said_on)


def _fact(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    if not deal.facts:
        return Finding(rule.at_least <= 0, lacking=rule.of)
    right = [f for f in deal.facts if f.kind in rule.of and (f.confirmed or not rule.confirmed)]
    whole = [f for f in right if all(getattr(f, column) for column in rule.needs)]
    lacking = {column for f in right for column in rule.needs if not getattr(f, column)}
    is_met = len(whole) >= rule.at_least
    # What is lacking is named even when enough are whole: the handoff wants every one whole.
    return Finding(is_met, tuple(right), lacking=tuple(sorted(lacking)) if right else rule.of)


def _person(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    found = tuple([p for p in deal.people if p.role in rule.of])
    return Finding(len(found) >= rule.at_least, people=found, lacking=() if found else rule.of)


def _people(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    return Finding(len(deal.people) >= rule.at_least, people=deal.people, lacking=("people",))


def _field(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    lacking = tuple([name for name in rule.of if name not in deal.fields])
    return Finding(not lacking, lacking=lacking)


def _next_step(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    return Finding(deal.next_step_due is not None, lacking=("next_step",))


def _answered(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    wanted = process.questions_of(rule.of)
    if not deal.answered:
        return Finding(rule.at_least <= 0, lacking=wanted[:3])
    hits = sum(key in deal.answered for key in wanted)
    open_ones = (key for key in wanted if key not in deal.answered)
    return Finding(hits >= rule.at_least, lacking=tuple(islice(open_ones, 3)))


def _signal(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    seen = tuple(f for f in deal.facts if f.kind == "signal" and (not rule.of or f.key in rule.of))
    return Finding(len(seen) >= rule.at_least, seen, lacking=() if seen else ("signal",))


def _objections(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    if "logged" in rule.of:
        return Finding(deal.objections >= rule.at_least, lacking=("objections",))
    return Finding(deal.open_objections == 0, lacking=("objections",))


def _line_items(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    return Finding(deal.line_items >= rule.at_least, lacking=("line_items",))


def _note(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    return Finding(deal.notes >= rule.at_least, lacking=("note",))


def _text(process: Process, rule: Rule, deal: DealSnapshot) -> Finding:
    keys = rule.of
    filled = any(deal.texts.get(key, "").strip() for key in keys)
    return Finding(filled, lacking=("text",))


Test = Callable[[Process, Rule, DealSnapshot], Finding]
RULES: dict[str, Test] = {
    "fact": _fact,
    "person": _person,
    "people": _people,
    "field": _field,
    "next_step": _next_step,
    "answered": _answered,
    "signal": _signal,
    "objections": _objections,
    "line_items": _line_items,
    "note": _note,
    "text": _text,
}
"""Every test that a rule may name. A row here is all that a new test needs."""
