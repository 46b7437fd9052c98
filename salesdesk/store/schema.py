"""The tables: one typed class each. Used by the unit to write and by reads to read.

Every kept row has `id` (UUID version 7, 32 hex characters), `rev`, `changed_at` (UTC) and a
`checksum` over its values, all set by the unit alone. Dates are ISO text, instants ISO UTC text,
amounts integer minor units. There are no server defaults, no ondelete actions and no
relationships: foreign keys are set by id, so that every change passes through the unit.

`SCHEMA` is the number kept in `PRAGMA user_version`; a change of tables raises it and adds a
migration.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA = 2


class Base(DeclarativeBase):
    """What all tables share."""


class Row(Base):
    """A kept row: journalled, checked, undoable."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    changed_at: Mapped[str]
    checksum: Mapped[str]
    binned_at: Mapped[str | None]
    """When it was put in the bin; None while it is in use."""


def link(target: str, *, index: bool = True) -> Mapped[str]:
    """A required reference to another row's id."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index)


def maybe(target: str, *, index: bool = True) -> Mapped[str | None]:
    """An optional reference to another row's id."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index)


class ProcessVersion(Row):
    """A published process. `stages` is the part that the board needs before its first paint."""

    __tablename__ = "process_version"
    process_key: Mapped[str]
    name: Mapped[str]
    number: Mapped[int]
    note: Mapped[str]
    published_at: Mapped[str]
    stages: Mapped[str]
    """JSON: the stages alone."""
    body: Mapped[str]
    """JSON: the whole process."""


class Pipeline(Row):
    """A board: a name and the process that its deals follow."""

    __tablename__ = "pipeline"
    name: Mapped[str]
    order_key: Mapped[str]
    process_version_id: Mapped[str] = link("process_version")
    gate_policy: Mapped[str]
    """reason, block or off."""
    currency: Mapped[str]


class Account(Row):
    """A company. `tools` is what it uses today."""

    __tablename__ = "account"
    name: Mapped[str]
    parent_id: Mapped[str | None] = maybe("account")
    industry: Mapped[str | None]
    size: Mapped[str | None]
    revenue: Mapped[str | None]
    website: Mapped[str | None]
    phone: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    tools: Mapped[str | None]
    about: Mapped[str | None]
    owner: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Person(Row):
    """Someone on the buyer's side."""

    __tablename__ = "person"
    name: Mapped[str]
    account_id: Mapped[str | None] = maybe("account")
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    linkedin: Mapped[str | None]
    preference: Mapped[str | None]
    about: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Deal(Row):
    """One potential sale. `probability` None means the stage's; `status` open, won or lost."""

    __tablename__ = "deal"
    pipeline_id: Mapped[str] = link("pipeline", index=False)
    stage_key: Mapped[str]
    order_key: Mapped[str]
    name: Mapped[str]
    account_id: Mapped[str | None] = maybe("account")
    amount_minor: Mapped[int | None]
    currency: Mapped[str]
    expected_close_on: Mapped[str | None]
    probability: Mapped[int | None]
    category: Mapped[str]
    """Forecast category: pipeline, best_case, commit or omitted."""
    status: Mapped[str]
    created_on: Mapped[str | None]
    """None when an import did not say; unknown is not today."""
    closed_on: Mapped[str | None]
    entered_on: Mapped[str]
    """The local date of the last entry into the present stage."""
    paused_until: Mapped[str | None]
    pause_reason: Mapped[str | None]
    owner: Mapped[str | None]
    source: Mapped[str | None]
    term: Mapped[str | None]
    start_on: Mapped[str | None]
    renewal_on: Mapped[str | None]
    kickoff_on: Mapped[str | None]
    triage: Mapped[str | None]
    """'due' on an imported open deal until the rep has looked at it."""
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)
    framework: Mapped[str | None]
    """The qualification framework that the rep chose; None means the process's first."""


class Stay(Row):
    """A visit of a deal to a stage. `how` says what brought it there."""

    __tablename__ = "stay"
    deal_id: Mapped[str] = link("deal")
    stage_key: Mapped[str]
    entered_at: Mapped[str]
    left_at: Mapped[str | None]
    how: Mapped[str]
    """created, moved, imported, won, lost, reopened."""


class GateOverride(Row):
    """A move past an unmet gate: what was missing and the rep's reason."""

    __tablename__ = "gate_override"
    deal_id: Mapped[str] = link("deal")
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    missing: Mapped[str]
    """JSON list of criterion keys."""
    why: Mapped[str]
    made_at: Mapped[str]


class DealPerson(Row):
    """A stakeholder: a person's part in one deal."""

    __tablename__ = "deal_person"
    deal_id: Mapped[str] = link("deal")
    person_id: Mapped[str] = link("person")
    role: Mapped[str]
    influence: Mapped[str]
    stance: Mapped[str]
    reports_to_id: Mapped[str | None] = maybe("person")
    wants: Mapped[str | None]


class Fact(Row):
    """What the buyer told or showed us. Every panel and paper is a view on these rows."""

    __tablename__ = "fact"
    deal_id: Mapped[str] = link("deal")
    kind: Mapped[str]
    words: Mapped[str]
    person_id: Mapped[str | None] = maybe("person")
    said_on: Mapped[str | None]
    source_kind: Mapped[str]
    """answer, activity, mail, note, objection or hand."""
    source_id: Mapped[str | None] = mapped_column(index=True)
    confirmed: Mapped[bool]
    measure: Mapped[str | None]
    baseline: Mapped[str | None]
    target: Mapped[str | None]
    due_on: Mapped[str | None]
    owner: Mapped[str | None]
    severity: Mapped[str | None]
    mitigation: Mapped[str | None]
    key: Mapped[str | None]
    """The criterion, signal or question that this fact belongs to."""
    order_key: Mapped[str]


class OwnQuestion(Row):
    """A question of the rep's own on one deal; answers name it as ``own:<id>``."""

    __tablename__ = "own_question"
    deal_id: Mapped[str] = link("deal")
    layer: Mapped[str]
    text: Mapped[str]
    order_key: Mapped[str]


class Answer(Row):
    """What was answered to a question, or a captured line not filed yet (no question)."""

    __tablename__ = "answer"
    deal_id: Mapped[str] = link("deal")
    question_key: Mapped[str | None]
    words: Mapped[str]
    person_id: Mapped[str | None] = maybe("person")
    answered_on: Mapped[str]
    skipped_why: Mapped[str | None]
    planned: Mapped[bool]
    """Whether the rep put the question on the next call's plan."""


class Score(Row):
    """What the rep thinks of one element of a framework. A change is a new row; the last counts.

    The framework ``research`` keeps the company research and ``red_flags`` what the rep raised, by
    the same rule: they are our own notes, and nothing that the buyer said or did.
    """

    __tablename__ = "score"
    deal_id: Mapped[str] = link("deal")
    framework: Mapped[str]
    element: Mapped[str]
    level: Mapped[int | None]
    """On the framework's scale, from 0; None unless `state` is known."""
    state: Mapped[str]
    """known, unknown or not_applicable. Unknown is not level 0."""
    fact_id: Mapped[str | None] = maybe("fact")
    """The fact that it rests on."""
    words: Mapped[str | None]
    """The rep's own: why it does not apply, a note, what the research found."""
    person_id: Mapped[str | None] = maybe("person")
    source: Mapped[str]
    """On what it rests: fact:ID, answer:ID, person:ID, or hand."""
    scored_on: Mapped[str]
    accepted: Mapped[bool]
    """False on a suggestion that was turned down: it counts for nothing and is not made again."""
    order_key: Mapped[str]
    """In which order they were made, whatever the clock said."""


class Activity(Row):
    """Something that happened: a call, mail, meeting or note to the history."""

    __tablename__ = "activity"
    deal_id: Mapped[str | None] = maybe("deal")
    account_id: Mapped[str | None] = maybe("account")
    person_id: Mapped[str | None] = maybe("person")
    kind: Mapped[str]
    """call, email, meeting or note."""
    subject: Mapped[str]
    body: Mapped[str | None]
    happened_on: Mapped[str]
    happened_time: Mapped[str | None]
    by_buyer: Mapped[bool]
    """Whether the buyer started it; only then does it count as a buyer action."""
    outcome: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class NextStep(Row):
    """A dated, owned action. `agreed` when the buyer agreed to it, else only planned."""

    __tablename__ = "next_step"
    deal_id: Mapped[str] = link("deal")
    kind: Mapped[str]
    """call, email, meeting, demo, task."""
    what: Mapped[str]
    due_on: Mapped[str]
    due_time: Mapped[str | None]
    owner: Mapped[str | None]
    attendees: Mapped[str | None]
    agreed: Mapped[bool]
    done_on: Mapped[str | None]
    outcome: Mapped[str | None]


class Note(Row):
    """Markdown, kept as typed."""

    __tablename__ = "note"
    deal_id: Mapped[str | None] = maybe("deal")
    account_id: Mapped[str | None] = maybe("account")
    body: Mapped[str]
    written_at: Mapped[str]


class Objection(Row):
    """An objection on a deal. Resolved needs root cause, response and the buyer's confirmation."""

    __tablename__ = "objection"
    deal_id: Mapped[str] = link("deal")
    words: Mapped[str]
    person_id: Mapped[str | None] = maybe("person")
    said_on: Mapped[str]
    category: Mapped[str]
    play_key: Mapped[str | None]
    root_cause: Mapped[str | None]
    response: Mapped[str | None]
    confirmation: Mapped[str | None]
    """The buyer's words that the answer settled it."""
    confirmed_by_id: Mapped[str | None] = maybe("person")
    status: Mapped[str]
    """open, resolved or stands (it was not settled and we go on knowing it)."""
    outcome: Mapped[str | None]
    resolved_on: Mapped[str | None]


class Product(Row):
    """Something we sell."""

    __tablename__ = "product"
    name: Mapped[str]
    code: Mapped[str | None]
    family: Mapped[str | None]
    about: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Price(Row):
    """A product's list price in one currency, per `unit`."""

    __tablename__ = "price"
    product_id: Mapped[str] = link("product")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    unit: Mapped[str | None]


class LineItem(Row):
    """A product on a deal. `quantity` in thousandths, `discount` in hundredths of a percent."""

    __tablename__ = "line_item"
    deal_id: Mapped[str] = link("deal")
    product_id: Mapped[str | None] = maybe("product")
    name: Mapped[str]
    quantity_milli: Mapped[int]
    unit_minor: Mapped[int | None]
    currency: Mapped[str]
    discount_bp: Mapped[int]
    note: Mapped[str | None]
    fact_id: Mapped[str | None] = maybe("fact")
    """The pain or goal that this item answers."""
    order_key: Mapped[str]


class DealCompetitor(Row):
    """An alternative the buyer weighs: a rival, the incumbent, building it, doing nothing."""

    __tablename__ = "deal_competitor"
    deal_id: Mapped[str] = link("deal")
    name: Mapped[str]
    kind: Mapped[str]
    note: Mapped[str | None]


class Handoff(Row):
    """A won deal's handoff. `form` full or short; `state` open, finished, accepted, returned."""

    __tablename__ = "handoff"
    deal_id: Mapped[str] = link("deal")
    form: Mapped[str]
    state: Mapped[str]
    to_name: Mapped[str | None]
    to_team: Mapped[str | None]
    from_name: Mapped[str | None]
    due_on: Mapped[str | None]
    internal_call_on: Mapped[str | None]
    introduced_on: Mapped[str | None]
    customer_confirmed_on: Mapped[str | None]
    finished_on: Mapped[str | None]
    finish_reason: Mapped[str | None]
    returned_why: Mapped[str | None]


class HandoffItem(Row):
    """What the rep wrote in one checklist item, or that there is none of it."""

    __tablename__ = "handoff_item"
    deal_id: Mapped[str] = link("deal")
    item_key: Mapped[str]
    words: Mapped[str | None]
    confirmed_none: Mapped[bool]


class Review(Row):
    """Why a deal ended. `outcome` won, lost or no_decision; `reasons` JSON list of reason keys."""

    __tablename__ = "review"
    deal_id: Mapped[str] = link("deal")
    outcome: Mapped[str]
    reasons: Mapped[str]
    note: Mapped[str | None]
    what_happened: Mapped[str | None]
    where_broke: Mapped[str | None]
    missed_signal: Mapped[str | None]
    change: Mapped[str | None]
    competitor: Mapped[str | None]
    decided_on: Mapped[str]


class Tag(Row):
    """A label that the rep puts on deals."""

    __tablename__ = "tag"
    name: Mapped[str]


class DealTag(Row):
    """A tag on a deal."""

    __tablename__ = "deal_tag"
    deal_id: Mapped[str] = link("deal")
    tag_id: Mapped[str] = link("tag")


class CustomField(Row):
    """A field of the rep's own, or an unknown column of an import. `entity` is a table's name."""

    __tablename__ = "custom_field"
    entity: Mapped[str]
    name: Mapped[str]
    order_key: Mapped[str]


class CustomValue(Row):
    """One value of a custom field on one row."""

    __tablename__ = "custom_value"
    field_id: Mapped[str] = link("custom_field")
    owner_id: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]


class SavedFilter(Row):
    """A named filter of the board. `body` is the filter as JSON."""

    __tablename__ = "saved_filter"
    name: Mapped[str]
    body: Mapped[str]
    order_key: Mapped[str]


class Card(Base):
    """A deal as the board shows it, kept in step by the unit; rebuilt from the other tables.

    Derived: not journalled and without checksum. One table, one index, so that the board is one
    ordered scan.
    """

    __tablename__ = "card"
    deal_id: Mapped[str] = mapped_column(primary_key=True)
    pipeline_id: Mapped[str]
    column_key: Mapped[str]
    """The stage key while open; 'won' for a won deal with an open handoff; 'closed' otherwise."""
    order_key: Mapped[str]
    name: Mapped[str]
    account: Mapped[str | None]
    amount_minor: Mapped[int | None]
    currency: Mapped[str]
    probability: Mapped[int | None]
    expected_close_on: Mapped[str | None]
    entered_on: Mapped[str]
    next_what: Mapped[str | None]
    next_due_on: Mapped[str | None]
    next_time: Mapped[str | None]
    criteria_met: Mapped[int]
    criteria_total: Mapped[int]
    open_objections: Mapped[int]
    buyer_acted_on: Mapped[str | None]
    paused_until: Mapped[str | None]
    triage: Mapped[str | None]
    handoff_ready: Mapped[int | None]
    handoff_total: Mapped[int | None]
    tags: Mapped[str | None]
    products: Mapped[str | None]

    __table_args__ = (Index("card_board", "pipeline_id", "column_key", "order_key"),)


class JournalEntry(Base):
    """One command, done or undone. `seq` orders the history, whatever the clock says."""

    __tablename__ = "journal"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    command: Mapped[str]
    label: Mapped[str]
    at: Mapped[str]
    on: Mapped[str]
    """The local date, so that undo can ask before going back past today."""
    state: Mapped[str]
    """done, undone, or dropped (undone, then something else was done)."""
    schema_number: Mapped[int]
    rows: Mapped[int]
    checksum: Mapped[str]


class JournalPart(Base):
    """Row images of a journal entry: zlib-packed JSON, at most a few thousand rows a part."""

    __tablename__ = "journal_part"
    seq: Mapped[int] = mapped_column(ForeignKey("journal.seq"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    images: Mapped[bytes] = mapped_column(LargeBinary)
    checksum: Mapped[str]


Index("deal_totals", Deal.status, Deal.pipeline_id, Deal.stage_key, Deal.amount_minor)
Index("next_step_open", NextStep.done_on, NextStep.due_on)

KINDS: dict[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Row)
}
"""Every kept table by its name: what the journal, the checks and the export iterate."""
