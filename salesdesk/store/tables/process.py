"""Pipelines and the processes they follow. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from salesdesk.store.tables.base import Row, link


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


class SavedFilter(Row):
    """A named filter of the board. `body` is the filter as JSON."""

    __tablename__ = "saved_filter"
    name: Mapped[str]
    body: Mapped[str]
    order_key: Mapped[str]
