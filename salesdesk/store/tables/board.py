"""What is kept beside the rows: cards for the board, the journal. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Base


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
    """done, undone, dropped (undone, then something else was done), or begun (no undo takes it)."""
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
