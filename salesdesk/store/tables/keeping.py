"""What is kept for the rep's safety beside the records: drafts, and how long the bin keeps.

None of it is journalled, searched or exported. Read through `store.schema`.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Base


class Draft(Base):
    """Words that were typed and not saved yet: one field of one place, such as a deal."""

    __tablename__ = "draft"
    place: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    label: Mapped[str]
    """What the field is called."""
    bases: Mapped[str]
    """JSON: marks of the texts that stood there before; the draft belongs on top of these alone."""
    kept_at: Mapped[str]


class DaySeen(Base):
    """A local date on which the desk was open. How many there are is what the bin counts by."""

    __tablename__ = "day_seen"
    day: Mapped[str] = mapped_column(primary_key=True)


class BinSince(Base):
    """How many days had been seen when something was found in the bin, `binned_at` that time."""

    __tablename__ = "bin_since"
    ref: Mapped[str] = mapped_column(primary_key=True)
    binned_at: Mapped[str]
    day_number: Mapped[int]
