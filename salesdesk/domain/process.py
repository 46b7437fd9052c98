"""A sales process as data: stages, questions, plays, handoff sections, reasons.

Read from a process file by ``salesdesk.processes``, kept in the store as checked JSON, and
given to every rule, panel and paper that guides the rep. Pure values: no files, no Qt, no SQL.
Stable keys (``pain-impact-cost``) are what answers, evidence and objections refer to, so a
renamed question keeps its history.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

GatePolicy = Literal["reason", "block", "off"]
Place = Literal["playbook", "prospects", "board", "customers"]
Layer = Literal["current_state", "pain", "impact_and_urgency", "buying_process"]
Panel = Literal["overview", "qualify", "discover", "value", "objections", "commit", "handoff"]
PathStep = Literal[
    "technical", "security", "budget", "legal", "procurement", "terms", "signature", "kickoff",
    "other",
]  # fmt: skip
"""What a step of the mutual action plan is about; see ``domain.action_plan``."""
LAYERS: tuple[Layer, ...] = ("current_state", "pain", "impact_and_urgency", "buying_process")


@dataclass(frozen=True, slots=True)
class Rule:
    """What the store must show for a criterion or a handoff item to be met.

    Exactly the tests named in ``salesdesk.domain.gates.RULES``; ``test`` is the rule's name
    (``fact``, ``person``, ``field``, ``answered`` …), ``of`` what it looks at (a fact kind, a role,
    a field, question keys), ``at_least`` how many, ``confirmed`` whether the buyer must have
    confirmed, ``needs`` which columns of a fact must be filled (``measure``, ``due_on`` …).
    """

    test: str
    of: tuple[str, ...] = ()
    at_least: int = 1
    confirmed: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One exit criterion of a stage: what must be shown before a deal leaves it."""

    key: str
    text: str
    rule: Rule
    panel: Panel
    ask: str = ""
    """Key of the question whose answer would meet it; empty when no question does."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something the buyer does that shows the deal moves, such as asking for references."""

    key: str
    text: str
    commits: PathStep | Literal[""] = ""
    """The part of the way to signature that it moves, when it costs them effort.

    Such a signal stands on the Commit panel at every stage.
    """
    asks: Literal["", "number", "date"] = ""
    """What is kept beside the words: the number of a ticket or order, or a day."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the process. ``place`` says which screen it lives on."""

    key: str
    name: str
    place: Place
    goal: str
    buyer_does: tuple[str, ...]
    helps_buyer: tuple[str, ...]
    activities: tuple[str, ...]
    tasks: tuple[str, ...]
    templates: tuple[str, ...]
    probability: int
    """Win probability in whole percent, 0 to 100."""
    stall_days: int
    good: str
    """What good looks like: a short worked example."""
    criteria: tuple[Criterion, ...] = ()
    signals: tuple[Signal, ...] = ()
    topics: tuple[str, ...] = ()
    """Keys of the question topics that suit this stage, most useful first."""
    objections: tuple[str, ...] = ()
    """Keys of the plays likely to be needed here."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of discovery questions."""

    key: str
    name: str
    layer: Layer


@dataclass(frozen=True, slots=True)
class Question:
    """One discovery question with what to listen for."""

    key: str
    topic: str
    layer: Layer
    text: str
    why: str
    listen_for: str
    green_flag: str
    red_flag: str
    follow_ups: tuple[str, ...]
    marks: str = ""
    """The fact kind an answer to it most often is (``pain``, ``goal`` …); empty for none."""
    fills: tuple[str, ...] = ()
    """Framework fields, ``framework.element``, such as ``meddpicc.metrics``."""
    personas: tuple[str, ...] = ()
    open: bool = True


@dataclass(frozen=True, slots=True)
class ObjectionCategory:
    """A family of objections, such as price."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Play:
    """How to handle one objection: diagnose, clarify, respond, confirm."""

    key: str
    category: str
    name: str
    heard: tuple[str, ...]
    """The words as buyers say them."""
    listen_for: str
    root_causes: tuple[str, ...]
    diagnose: tuple[str, ...]
    acknowledge: str
    respond: tuple[str, ...]
    proof: str
    """What kind of proof belongs here."""
    confirm: str
    follow_ups: tuple[str, ...]
    give_get: str
    walk_away: str
    short: str
    """The whole play in two or three sentences, for the phone."""
    personas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoffItem:
    """One line of the handoff checklist; ``rule`` says what fills it."""

    key: str
    name: str
    rule: Rule
    panel: Panel
    required: bool = True
    none_ok: bool = False
    """Whether the rep may confirm that there is none of it."""
    short_form: bool = False
    """Whether the item belongs to the short form for small deals too."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HandoffSection:
    """A section of the handoff notes with its items."""

    key: str
    name: str
    items: tuple[HandoffItem, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for winning or losing. ``outcome`` is won, lost or no_decision."""

    key: str
    name: str
    outcome: Literal["won", "lost", "no_decision"]
    note_required: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a qualification framework, such as the champion.

    `levels` is its rubric: what a deal shows at each level of the framework's scale, from 0 up.
    """

    key: str
    name: str
    asks: str
    """What must be found out, as a question to the rep."""
    levels: tuple[str, ...]
    facts: tuple[str, ...] = ()
    """Kinds of fact that feed it."""
    roles: tuple[str, ...] = ()
    """Roles of stakeholders that feed it."""
    fed_by: tuple[str, ...] = ()
    """Further fields whose questions feed it, ``framework.element``; its own always does."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A way to judge whether a deal is worth the work: elements on a scale of its own."""

    key: str
    name: str
    summary: str
    scale: tuple[str, ...]
    """The names of the levels, from 0 up; each element has a rubric for each of them."""
    elements: tuple[Element, ...]

    def element(self, key: str) -> Element | None:
        """The element with that key, or None: scores outlive edited frameworks."""
        return next((e for e in self.elements if e.key == key), None)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """What should make the rep careful. Without a `rule` only the rep can raise it."""

    key: str
    text: str
    advice: str
    rule: Rule | None = None
    """Raised by itself while this is not met (or, with `when` met, once it is met)."""
    when: Literal["missing", "met"] = "missing"
    after_days: int = 0
    """Not raised by itself before the deal is so many days old."""


@dataclass(frozen=True, slots=True)
class ResearchItem:
    """One line of the company research, done before the call."""

    key: str
    text: str
    where: str = ""
    """Where to look."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must agree up to a limit. `approver` is finance, legal, leadership, or own words."""

    approver: str
    limit: int | None = None
    """Up to and with it, in the guardrail's unit; None: there is no upper end."""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What the rep may give in a negotiation: alone, with whose approval, and for what in return.

    Numbers are whole percent, days, months or pieces, by `unit`. With the unit ``text`` there is
    no number: without `steps` the rep gives it alone, else the first approver must agree.
    """

    key: str
    name: str
    kind: Literal["price", "term", "service", "addons", "payment", "other"]
    unit: Literal["percent", "days", "months", "count", "text"]
    ask: tuple[str, ...]
    """What to ask for in return, the best first."""
    alone: int = 0
    """How much the rep may give alone, over all concessions of one deal."""
    steps: tuple[Approval, ...] = ()
    """Beyond `alone`, with rising limits; beyond the last limit nobody may give it."""
    note: str = ""


@dataclass(frozen=True)
class Process:
    """A whole sales process."""

    key: str
    name: str
    summary: str
    gate_policy: GatePolicy
    conversion_rule: str
    stages: tuple[Stage, ...]
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()
    categories: tuple[ObjectionCategory, ...] = ()
    plays: tuple[Play, ...] = ()
    handoff: tuple[HandoffSection, ...] = ()
    reasons: tuple[Reason, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    """The first one is the one that a deal is judged by until the rep chooses another."""
    red_flags: tuple[RedFlag, ...] = ()
    research: tuple[ResearchItem, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()

    def board_stages(self) -> tuple[Stage, ...]:
        """The stages that are columns of the board, in order."""
        return tuple(stage for stage in self.stages if stage.place == "board")

    def stage(self, key: str) -> Stage:
        """The stage with that key. Raises KnownError when the process has none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        text = _("The process “{name}” has no stage “{key}”. Nothing was changed.")
        raise KnownError(text.format(name=self.name, key=key))

    def question(self, key: str) -> Question | None:
        """The question with that key, or None: answers outlive edited questions."""
        return next((q for q in self.questions if q.key == key), None)

    @functools.cached_property
    def keys_by_topic(self) -> dict[str, tuple[str, ...]]:
        """The keys of the questions by topic; gates ask for them on every deal."""
        found: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            found[question.topic] = (*found.get(question.topic, ()), question.key)
        return found

    def questions_of(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of questions, and of those of "topic:KEY", that a rule asks for, in order."""
        found = self._questions_of.get(asked)
        if found is None:
            topics = [key.removeprefix("topic:") for key in asked if key.startswith("topic:")]
            keys = {key for key in asked if not key.startswith("topic:")}
            keys.update(*(self.keys_by_topic.get(topic, ()) for topic in topics))
            found = self._questions_of[asked] = tuple(sorted(keys))
        return found

    @functools.cached_property
    def _questions_of(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """What `questions_of` gave before; gates ask for the same on every deal."""
        return {}

    def play(self, key: str) -> Play | None:
        """The play with that key, or None."""
        return next((p for p in self.plays if p.key == key), None)
