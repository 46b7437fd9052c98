"""The shape of a process file: one pydantic model for each class of ``domain.process``.

Used by ``processes.check`` to find every mistake of shape at once, and by ``processes.reader``.
A test holds the fields equal to those of the domain's classes. pydantic is imported here and
nowhere else; nothing that runs before the first paint imports this module.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from salesdesk.domain import facts
from salesdesk.domain.process import GatePolicy, Layer, Panel, PathStep, Place


def _lone_as_list(value: Any) -> Any:
    """A lone word where a list of keys is expected: ``of: pain`` means ``of: [pain]``."""
    return [value] if isinstance(value, str) else value


Key = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=80)]
"""What answers and evidence refer to: small letters, digits, hyphens and underscores."""
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
MaybeText = Annotated[str, Field(max_length=4000)]
Texts = Annotated[list[Text], Field(max_length=200)]
SomeTexts = Annotated[list[Text], Field(min_length=1, max_length=200)]
Words = Annotated[list[Text], BeforeValidator(_lone_as_list), Field(max_length=200)]


class Shape(BaseModel):
    """What all models share: no guessing of types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Rule(Shape):
    """See :class:`salesdesk.domain.process.Rule`."""

    test: facts.RuleTest
    of: Words = []
    at_least: int = Field(1, ge=1, le=1000)
    confirmed: bool = False
    needs: Annotated[list[facts.FactColumn], BeforeValidator(_lone_as_list)] = []


class Criterion(Shape):
    """See :class:`salesdesk.domain.process.Criterion`."""

    key: Key
    text: Text
    rule: Rule
    panel: Panel
    ask: MaybeText = ""


class Signal(Shape):
    """See :class:`salesdesk.domain.process.Signal`."""

    key: Key
    text: Text
    commits: PathStep | Literal[""] = ""
    asks: Literal["", "number", "date"] = ""


class Stage(Shape):
    """See :class:`salesdesk.domain.process.Stage`."""

    key: Key
    name: Text
    place: Place
    goal: Text
    buyer_does: SomeTexts
    helps_buyer: SomeTexts
    activities: SomeTexts
    tasks: Texts
    templates: Words
    probability: int = Field(ge=0, le=100)
    stall_days: int = Field(ge=1, le=3650)
    good: Text
    criteria: list[Criterion] = []
    signals: list[Signal] = []
    topics: Words = []
    objections: Words = []


class Topic(Shape):
    """See :class:`salesdesk.domain.process.Topic`."""

    key: Key
    name: Text
    layer: Layer


class Question(Shape):
    """See :class:`salesdesk.domain.process.Question`. Without a layer it takes its topic's."""

    key: Key
    topic: Text
    layer: Layer | None = None
    text: Text
    why: Text
    listen_for: Text
    green_flag: Text
    red_flag: Text
    follow_ups: SomeTexts
    marks: MaybeText = ""
    fills: Words = []
    personas: Words = []
    open: bool = True


class ObjectionCategory(Shape):
    """See :class:`salesdesk.domain.process.ObjectionCategory`."""

    key: Key
    name: Text


class Play(Shape):
    """See :class:`salesdesk.domain.process.Play`."""

    key: Key
    category: Text
    name: Text
    heard: SomeTexts
    listen_for: Text
    root_causes: SomeTexts
    diagnose: SomeTexts
    acknowledge: Text
    respond: SomeTexts
    proof: Text
    confirm: Text
    follow_ups: SomeTexts
    give_get: Text
    walk_away: Text
    short: Text
    personas: Words = []


class HandoffItem(Shape):
    """See :class:`salesdesk.domain.process.HandoffItem`."""

    key: Key
    name: Text
    rule: Rule
    panel: Panel
    required: bool = True
    none_ok: bool = False
    short_form: bool = False
    hint: MaybeText = ""


class HandoffSection(Shape):
    """See :class:`salesdesk.domain.process.HandoffSection`."""

    key: Key
    name: Text
    items: Annotated[list[HandoffItem], Field(min_length=1)]


class Reason(Shape):
    """See :class:`salesdesk.domain.process.Reason`."""

    key: Key
    name: Text
    outcome: Literal["won", "lost", "no_decision"]
    note_required: bool = False


class Element(Shape):
    """See :class:`salesdesk.domain.process.Element`."""

    key: Key
    name: Text
    asks: Text
    levels: Annotated[list[Text], Field(min_length=2, max_length=10)]
    facts: Words = []
    roles: Words = []
    fed_by: Words = []


class Framework(Shape):
    """See :class:`salesdesk.domain.process.Framework`."""

    key: Key
    name: Text
    summary: Text
    scale: Annotated[list[Text], Field(min_length=2, max_length=10)]
    elements: Annotated[list[Element], Field(min_length=1, max_length=40)]


class RedFlag(Shape):
    """See :class:`salesdesk.domain.process.RedFlag`."""

    key: Key
    text: Text
    advice: Text
    rule: Rule | None = None
    when: Literal["missing", "met"] = "missing"
    after_days: int = Field(0, ge=0, le=3650)


class ResearchItem(Shape):
    """See :class:`salesdesk.domain.process.ResearchItem`."""

    key: Key
    text: Text
    where: MaybeText = ""


class Approval(Shape):
    """See :class:`salesdesk.domain.process.Approval`."""

    approver: Text
    limit: int | None = Field(None, ge=1, le=1_000_000)


class Guardrail(Shape):
    """See :class:`salesdesk.domain.process.Guardrail`."""

    key: Key
    name: Text
    kind: Literal["price", "term", "service", "addons", "payment", "other"]
    unit: Literal["percent", "days", "months", "count", "text"]
    ask: SomeTexts
    alone: int = Field(0, ge=0, le=1_000_000)
    steps: Annotated[list[Approval], Field(max_length=10)] = []
    note: MaybeText = ""


class Library(Shape):
    """What an included file may hold: lists that processes share."""

    topics: list[Topic] = []
    questions: list[Question] = []
    categories: list[ObjectionCategory] = []
    plays: list[Play] = []
    handoff: list[HandoffSection] = []
    reasons: list[Reason] = []
    frameworks: list[Framework] = []
    red_flags: list[RedFlag] = []
    research: list[ResearchItem] = []
    guardrails: list[Guardrail] = []


class Process(Library):
    """See :class:`salesdesk.domain.process.Process`. ``include`` is dealt with before."""

    key: Key
    name: Text
    summary: Text
    gate_policy: GatePolicy
    conversion_rule: Text
    stages: Annotated[list[Stage], Field(min_length=1, max_length=40)]
