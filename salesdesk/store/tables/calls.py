"""Calls as they are prepared and held, and practice of objections. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


class Call(Row):
    """One discovery call: the sheet before it, what was written during it, the summary after it."""

    __tablename__ = "call"
    deal_id: Mapped[str] = link("deal")
    state: Mapped[str]
    """planned, running or done."""
    planned_on: Mapped[str | None]
    planned_time: Mapped[str | None]
    minutes: Mapped[int | None]
    hypothesis: Mapped[str | None]
    must_learn: Mapped[str | None]
    attendees: Mapped[str | None]
    """JSON: ids of people on the deal, or names."""
    agenda: Mapped[str | None]
    """JSON: [minutes, words] pairs in order."""
    exits: Mapped[str | None]
    """JSON: [words, whether it was reached] pairs: what must be so when the call ends."""
    notes: Mapped[str | None]
    typed: Mapped[str | None] = mapped_column(info={"is_in_hand": True})
    """The line in hand, kept at each keystroke; null once it is an answer. Undo leaves it alone."""
    started_at: Mapped[str | None]
    ended_at: Mapped[str | None]
    summary: Mapped[str | None]
    """In the buyer's words, as the rep edited it."""
    confirmed_on: Mapped[str | None]
    """When the buyer said that the summary is right."""
    no_step_why: Mapped[str | None]
    """Why it was left without a next step."""
    activity_id: Mapped[str | None] = maybe("activity")
    """What it became in the history."""


class Practice(Row):
    """One objection practised, and how it went: knew, almost or not."""

    __tablename__ = "practice"
    play_key: Mapped[str] = mapped_column(index=True)
    practised_on: Mapped[str]
    grade: Mapped[str]
