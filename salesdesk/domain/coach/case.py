"""What the coach's rules may look at: a deal, the course of its process, and the desk as a whole.

Plain values, read by `store.reads.coach`. Dates are ISO text unless they say otherwise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from salesdesk.domain.gates import DealSnapshot
from salesdesk.domain.process import Criterion, Process, Stage

OUTREACH = ("call", "email", "meeting")
"""Activities that reach a buyer; a note to the history does not."""


class Event(NamedTuple):
    """A call, mail or meeting. `by_buyer`: they started it."""

    kind: str
    subject: str
    on: str
    by_buyer: bool
    person_id: str | None = None


class Held(NamedTuple):
    """A call that was held in call mode; `why` is the reason for leaving without a next step."""

    on: str
    subject: str
    why: str = ""


class Sent(NamedTuple):
    """A proposal that was marked as sent."""

    on: str
    title: str


class Step(NamedTuple):
    """A next step, open while `done_on` is None. `agreed`: the buyer agreed to it."""

    id: str
    kind: str
    what: str
    due_on: str
    agreed: bool
    done_on: str | None = None
    attendees: str = ""


class Entry(NamedTuple):
    """An entry into a stage; `at` is an instant."""

    stage_key: str
    at: str


class Passed(NamedTuple):
    """A move past a gate that was not met; `at` is an instant."""

    from_stage: str
    why: str
    at: str


class Told(NamedTuple):
    """An answer of the buyer's."""

    on: str
    person_id: str | None


class Handover(NamedTuple):
    """The handoff of a won deal; `state` open, finished, accepted or returned."""

    state: str
    form: str
    due_on: str | None
    finished_on: str | None
    finish_reason: str | None
    returned_why: str | None


class Case(NamedTuple):
    """One deal; a plain tuple, for thousands are made at a time. Parts are ordered by date, oldest
    first."""

    id: str
    name: str
    pipeline_id: str
    stage_key: str
    status: str
    entered_on: str
    amount_minor: int | None
    snapshot: DealSnapshot
    events: tuple[Event, ...] = ()
    steps: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    passed: tuple[Passed, ...] = ()
    told: tuple[Told, ...] = ()
    calls: tuple[Held, ...] = ()
    sent: tuple[Sent, ...] = ()
    handover: Handover | None = None

    @property
    def is_open(self) -> bool:
        """Whether the deal is neither won nor lost."""
        return self.status == "open"

    @property
    def buyer_acted_on(self) -> str:
        """The day of the last thing that came from the buyer, "" for nothing yet."""
        days = [fact.said_on for fact in self.snapshot.facts if fact.said_on]
        days += [told.on for told in self.told]
        days += [event.on for event in self.events if event.by_buyer]
        return max(days, default="")

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """The steps still to be done."""
        return tuple([step for step in self.steps if step.done_on is None])


class Course:
    """A process as the rules see it: which stage qualifies, offers, and asks for the decider.

    Found by what the gates ask for, so that it holds for processes of the rep's own.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.stages = process.board_stages()
        self._places = {stage.key: place for place, stage in enumerate(self.stages)}

    def stage(self, key: str) -> Stage | None:
        """The board stage of this key."""
        place = self._places.get(key)
        return None if place is None else self.stages[place]

    def is_past(self, key: str, stage: Stage | None) -> bool:
        """Whether a deal in stage `key` has left `stage` behind."""
        return stage is not None and self._places.get(key, -1) > self._places[stage.key]

    def has_reached(self, key: str, stage: Stage | None) -> bool:
        """Whether a deal in stage `key` is in `stage` or beyond."""
        return stage is not None and self._places.get(key, -1) >= self._places[stage.key]

    @functools.cached_property
    def qualification(self) -> Stage | None:
        """The first stage of the board that asks for anything."""
        return next((stage for stage in self.stages if stage.criteria), None)

    @functools.cached_property
    def offer(self) -> Stage | None:
        """The stage in which the offer goes out: its gate asks for the amount."""
        return self._asking(lambda c: c.rule.test == "field" and "amount" in c.rule.of)

    @functools.cached_property
    def decider(self) -> Stage | None:
        """The stage from which the decider must be known: the offer's, or the one behind the gate
        that asks for one, whichever comes first; else half way."""
        asks = self._asking(lambda c: c.rule.test == "person" and "economic_buyer" in c.rule.of)
        behind = next((s for s in self.stages if self.is_past(s.key, asks)), None)
        known = [stage for stage in self.stages if stage in (behind, self.offer)]
        return next(iter((*known, *(s for s in self.stages if s.probability >= 50))), None)

    @functools.cached_property
    def pain_question(self) -> str:
        """The key of a question that brings out the pain, "" for none."""
        asks = (c.ask for stage in self.stages for c in stage.criteria if "pain" in c.rule.of)
        marks = (q.key for q in self.process.questions if q.marks == "pain")
        return next((key for key in (*asks, *marks) if self.process.question(key)), "")

    def _asking(self, is_it: Callable[[Criterion], bool]) -> Stage | None:
        return next((s for s in self.stages if any(is_it(c) for c in s.criteria)), None)


class PipelineUse(NamedTuple):
    """How a pipeline's process is used. Counts are of deals."""

    id: str
    name: str
    process: Process
    published_on: str
    ended_since: int
    """Won or lost since the process was published."""
    passed: Mapping[str, int]
    """Deals that left a stage again, by its key."""
    answered: Mapping[str, int]
    """Deals on which a question has an answer, by its key."""


class FieldUse(NamedTuple):
    """One of the rep's own fields: on how many deals it is filled."""

    id: str
    name: str
    filled: int


@dataclass(frozen=True, slots=True)
class DeskCase:
    """The desk as a whole."""

    deals: int
    pipelines: tuple[PipelineUse, ...] = ()
    fields: tuple[FieldUse, ...] = ()
