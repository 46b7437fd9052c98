"""How deals end and are handed over. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from salesdesk.store.tables.base import Row, link


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
