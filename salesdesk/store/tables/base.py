"""What all tables share: the columns that the unit keeps, and references by id.

Read through `store.schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


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

    if not TYPE_CHECKING:  # else any attribute at all could be set

        def __setattr__(self, name, value):
            """Past SQLAlchemy's attribute events: nothing listens, the unit compares values."""
            self.__dict__[name] = value


def link(target: str, *, index: bool = True) -> Mapped[str]:
    """A required reference to another row's id."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index)


def maybe(target: str, *, index: bool = True) -> Mapped[str | None]:
    """An optional reference to another row's id."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index)
