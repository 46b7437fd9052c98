"""The mutual action plan: what both sides do until the start, and how the plan stands.

Pure rules. A step counts as planned only with a day and a name; the buyer should own most of the
plan, or it is our plan. Called by the Commit panel, its commands, exports and the paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.facts import N_

OPEN, DOING, DONE, DROPPED = "open", "doing", "done", "dropped"
STATES = (OPEN, DOING, DONE, DROPPED)
BUYER, SELLER, BOTH = "buyer", "seller", "both"
SIDES = (BUYER, SELLER, BOTH)
KIND_LABELS: Mapping[str, str] = {
    "technical": N_("Technical review"),
    "security": N_("Security questionnaire"),
    "budget": N_("Budget approval"),
    "legal": N_("Legal review"),
    "procurement": N_("Procurement"),
    "terms": N_("Final terms"),
    "signature": N_("Signature"),
    "kickoff": N_("Kickoff"),
    "other": N_("Other"),
}
KINDS = tuple(KIND_LABELS)
PATH = ("budget", "legal", "procurement", "terms", "signature")
"""What the way to signature always leads through, in this order; others only when planned."""

Lack = Literal["date", "name"]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step. Dates are ISO text; `owner` is a name, which `person_id` may know."""

    id: str
    kind: str
    what: str
    due_on: str | None = None
    side: str = BUYER
    owner: str = ""
    person_id: str | None = None
    state: str = OPEN
    done_on: str | None = None
    note: str = ""
    order_key: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state in (OPEN, DOING)


@dataclass(frozen=True, slots=True)
class StepState:
    """A step with its number and what is wrong with it. `days_late` is 0 when it is not late."""

    step: PlanStep
    number: int
    days_late: int
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan judged. Dropped steps are no part of the counts."""

    steps: tuple[StepState, ...]
    """By day, those without one at the end; dropped ones have the number 0 and come last."""

    @property
    def live(self) -> tuple[StepState, ...]:
        """The steps that were not dropped."""
        return tuple(state for state in self.steps if state.step.state != DROPPED)

    @property
    def late(self) -> tuple[StepState, ...]:
        """The steps whose day has passed."""
        return tuple(state for state in self.steps if state.days_late)

    @property
    def lacking(self) -> tuple[StepState, ...]:
        """The steps that are not planned yet: without a day, or without a name."""
        return tuple(state for state in self.steps if state.lacks)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(state.step.state == DONE for state in self.steps)

    def owned(self, side: str) -> int:
        """How many steps a side owns."""
        return sum(state.step.side == side for state in self.live)

    @property
    def buyer_owns_most(self) -> bool:
        """Whether more than half is the buyer's; what both do counts half. True without steps."""
        halves = 2 * self.owned(BUYER) + self.owned(BOTH)
        return not self.live or halves > len(self.live)


@dataclass(frozen=True, slots=True)
class PathNode:
    """A part of the way to signature: its step, who does it, and how far it is.

    `state`: done, doing, late, open (planned) or missing (nobody has planned it).
    """

    kind: str
    state: Literal["done", "doing", "late", "open", "missing"]
    who: str
    due_on: str | None
    step_id: str | None
    event: str = ""
    """The words of what the buyer did for it."""


def judged(steps: Iterable[PlanStep], today: dt.date) -> PlanState:
    """The plan as it stands today."""
    ordered = sorted(steps, key=lambda s: (s.state == DROPPED, s.due_on or "9999", s.order_key))
    states, number = [], 0
    for step in ordered:
        is_live = step.state != DROPPED
        number += is_live
        states.append(StepState(step, number if is_live else 0, _late(step, today), lacks(step)))
    return PlanState(tuple(states))


def lacks(step: PlanStep) -> tuple[Lack, ...]:
    """What an open step is missing before it is planned."""
    if not step.is_open:
        return ()
    found: list[Lack] = []
    if not step.due_on:
        found.append("date")
    if not step.owner.strip():
        found.append("name")
    return tuple(found)


def _late(step: PlanStep, today: dt.date) -> int:
    if not step.is_open or not step.due_on:
        return 0
    return max((today - dt.date.fromisoformat(step.due_on)).days, 0)


def path(plan: PlanState, events: Mapping[str, str]) -> tuple[PathNode, ...]:
    """The way to signature, from the plan's steps and from what the buyer has done.

    `events` are the words of commitment events by the kind of step that they move.
    """
    kinds = [state.step.kind for state in plan.live]
    before = [kind for kind in ("technical", "security") if kind in kinds or kind in events]
    return tuple(_node(kind, plan, events.get(kind, "")) for kind in (*before, *PATH))


def _node(kind: str, plan: PlanState, event: str) -> PathNode:
    mine = [state for state in plan.live if state.step.kind == kind]
    if not mine:
        return PathNode(kind, "doing" if event else "missing", "", None, None, event)
    left = [state for state in mine if state.step.is_open]
    shown = left[0] if left else mine[-1]
    step = shown.step
    if not left:
        return PathNode(kind, "done", step.owner, step.done_on or step.due_on, step.id, event)
    is_doing = bool(event) or step.state == DOING
    state: Literal["late", "doing", "open"] = "doing" if is_doing else "open"
    if shown.days_late:
        state = "late"
    return PathNode(kind, state, step.owner, step.due_on, step.id, event)


@dataclass(frozen=True, slots=True)
class Typical:
    """A step that most plans have; `before` counts working days back from the start."""

    kind: str
    what: str
    before: int
    side: str
    roles: tuple[str, ...]


TYPICAL: tuple[Typical, ...] = (
    Typical("technical", N_("Technical review with the people who run it"), 35, BOTH,
            ("technical_lead",)),
    Typical("security", N_("Security questionnaire answered and checked"), 30, BUYER,
            ("technical_lead",)),
    Typical("budget", N_("Budget approved"), 25, BUYER, ("economic_buyer", "sponsor")),
    Typical("legal", N_("Contract reviewed by legal"), 20, BUYER, ("legal",)),
    Typical("procurement", N_("Purchase request raised, with its number"), 17, BUYER,
            ("procurement",)),
    Typical("terms", N_("Final terms agreed"), 13, BOTH,
            ("champion", "economic_buyer", "decision_maker")),
    Typical("signature", N_("Signature on both sides"), 10, BUYER,
            ("decision_maker", "economic_buyer")),
    Typical("kickoff", N_("Kickoff"), 0, BOTH, ("project_lead", "champion")),
)  # fmt: skip
"""In order of time. The target is the day of the start; the signature lies two weeks before."""
SIGNATURE_BEFORE = 10
"""Working days between signature and start."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A typical step with its day."""

    typical: Typical
    due_on: dt.date


def typical_steps(
    target: dt.date, today: dt.date, known: Iterable[str] = ()
) -> tuple[Drafted, ...]:
    """The typical steps that a plan lacks, counted back from its target over working days.

    None lies before the next working day; those that should have are squeezed onto it.
    """
    have = set(known)
    first = working_day(today, 1)
    found = []
    for typical in TYPICAL:
        if typical.kind not in have:
            day = working_day(target, -typical.before)
            found.append(Drafted(typical, max(day, first)))
    return tuple(found)


def working_day(day: dt.date, count: int) -> dt.date:
    """The day so many working days after (or, negative, before); 0 moves off a weekend, back.

    Monday to Friday are working days; holidays are not known.
    """
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    step = dt.timedelta(days=1 if count > 0 else -1)
    for _number in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def span(
    states: Sequence[StepState], target: str | None, today: dt.date
) -> tuple[dt.date, dt.date]:
    """The first and the last day that the timeline shows: all days of the plan, and today."""
    days = [today]
    for state in states:
        days += [dt.date.fromisoformat(d) for d in (state.step.due_on, state.step.done_on) if d]
    if target:
        days.append(dt.date.fromisoformat(target))
    return min(days), max(days)
