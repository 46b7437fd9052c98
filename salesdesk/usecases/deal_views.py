"""The shapes in which a deal page gets its deal: frozen, plain, without any row of the store.

Made by `deal_page` and `timeline`; shown by the deal page and read by papers. Dates are ISO text,
amounts minor units.
"""

from __future__ import annotations

from dataclasses import dataclass

from salesdesk.domain.gates import GateReport
from salesdesk.domain.pipeline import NextStepState
from salesdesk.domain.process import Stage
from salesdesk.usecases.files import FileView


@dataclass(frozen=True, slots=True)
class DealFields:
    """The deal's own fields, with its pipeline's and account's names."""

    id: str
    pipeline_id: str
    pipeline: str
    stage_key: str
    name: str
    account_id: str | None
    account: str | None
    phone: str | None
    industry: str | None
    size: str | None
    website: str | None
    amount_minor: int | None
    currency: str
    expected_close_on: str | None
    probability: int | None
    """The deal's own; None means the stage's."""
    category: str
    status: str
    created_on: str
    closed_on: str | None
    entered_on: str
    paused_until: str | None
    pause_reason: str | None
    owner: str | None
    source: str | None
    term: str | None
    start_on: str | None
    renewal_on: str | None
    kickoff_on: str | None
    triage: str | None
    external_id: str | None
    binned_at: str | None


@dataclass(frozen=True, slots=True)
class StageStep:
    """A stage of the path, with the days that the deal spent in it over all its visits."""

    key: str
    name: str
    days: int
    visits: int
    is_current: bool
    is_passed: bool
    """Whether it lies before the present stage; all are passed once the deal is won."""


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person's part in the deal."""

    person_id: str
    name: str
    title: str
    email: str
    phone: str
    role: str
    influence: str
    stance: str
    reports_to_id: str | None
    wants: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A next step; `state` is only meant while it is open."""

    id: str
    kind: str
    what: str
    due_on: str
    due_time: str | None
    owner: str | None
    attendees: str | None
    agreed: bool
    done_on: str | None
    outcome: str | None
    state: NextStepState


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Something that happened."""

    id: str
    kind: str
    subject: str
    body: str | None
    happened_on: str
    happened_time: str | None
    by_buyer: bool
    outcome: str | None
    person_id: str | None
    person: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note in Markdown; `written_on` is the local date."""

    id: str
    body: str
    written_on: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A line item; `total_minor` is None while its price is unknown."""

    id: str
    product_id: str | None
    name: str
    quantity_milli: int
    unit_minor: int | None
    currency: str
    discount_bp: int
    total_minor: int | None
    note: str | None
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class CompetitorView:
    """An alternative that the buyer weighs."""

    id: str
    name: str
    kind: str
    note: str | None


@dataclass(frozen=True, slots=True)
class CustomView:
    """A field of the rep's own; `value` is empty text while there is none."""

    field_id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """A buyer signal of the stage; `seen_on` None until it was seen."""

    key: str
    text: str
    seen_on: str | None
    words: str
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Why the deal ended; `reasons` are the reasons' names.

    `is_held` once somebody wrote down what happened, what was missed, or what changes.
    """

    outcome: str
    reasons: tuple[str, ...]
    decided_on: str
    note: str | None
    what_happened: str | None
    where_broke: str | None
    missed_signal: str | None
    change: str | None
    competitor: str | None

    @property
    def is_held(self) -> bool:
        """Whether anything was learned from it yet."""
        return any((self.what_happened, self.where_broke, self.missed_signal, self.change))


@dataclass(frozen=True, slots=True)
class HandoffGlance:
    """How the handoff of a won deal stands."""

    state: str
    form: str
    due_on: str | None
    ready: int
    total: int


@dataclass(frozen=True, slots=True)
class QualificationGlance:
    """How a deal stands in the framework it is judged by; no framework: nobody has looked yet."""

    framework: str = ""
    points: int = 0
    top: int = 0
    known: int = 0
    """Elements that were judged."""
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class DealView:
    """A deal page: header, path, Overview and the right rail.

    Lists: open next steps by date, finished ones and activities newest first, notes newest first,
    items in order. `gate` and `signals` are those of the present stage.
    """

    deal: DealFields
    stage: Stage | None
    path: tuple[StageStep, ...]
    probability: int
    """Percent: the deal's own, else the stage's; 100 won, 0 lost."""
    days_in_stage: int
    next_step: StepView | None
    next_step_state: NextStepState
    is_stalled: bool
    stakeholders: tuple[Stakeholder, ...]
    next_steps: tuple[StepView, ...]
    done_steps: tuple[StepView, ...]
    activities: tuple[ActivityView, ...]
    notes: tuple[NoteView, ...]
    items: tuple[ItemView, ...]
    items_total: dict[str, int]
    """Known line totals by currency."""
    competitors: tuple[CompetitorView, ...]
    tags: tuple[str, ...]
    custom: tuple[CustomView, ...]
    gate: GateReport | None
    signals: tuple[SignalView, ...]
    open_objections: int
    buyer_acted_on: str | None
    last_heard_on: str | None
    """The latest buyer action or activity."""
    review: ReviewView | None
    handoff: HandoffGlance | None
    qualification: QualificationGlance = QualificationGlance()
    files: tuple[FileView, ...] = ()
    """Newest first."""
    past_reviews: tuple[ReviewView, ...] = ()
    """Those of earlier endings, before the deal was reopened, newest first."""
