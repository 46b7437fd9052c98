"""What was done, what comes next, and what was noted. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


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
