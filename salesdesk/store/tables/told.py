"""What the buyer told us, and what we made of it. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


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
