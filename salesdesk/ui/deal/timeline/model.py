"""The entries of the timeline as a list model, with a heading before each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salesdesk.support.i18n import format_date
from salesdesk.ui.deal import words
from salesdesk.usecases.timeline import TimelineEntry

ENTRY = int(Qt.ItemDataRole.UserRole)
"""The role that gives a TimelineEntry, or None for the heading of a month."""

_NONE = QModelIndex()


class TimelineModel(QAbstractListModel):
    """Newest first. Headings cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TimelineEntry | str] = []

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these entries, given oldest first."""
        self.beginResetModel()
        self._rows = []
        month = ""
        for entry in reversed(entries):
            if entry.on[:7] != month:
                month = entry.on[:7]
                self._rows.append(format_date(dt.date.fromisoformat(f"{month}-01"), "month"))
            self._rows.append(entry)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """Entries and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """The entry; for assistive tools its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ENTRY:
            return row if isinstance(row, TimelineEntry) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else _spoken(row)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings are passed over."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


def _spoken(entry: TimelineEntry) -> str:
    parts = (words.full_day(entry.on), entry.title, entry.person, entry.body)
    return ". ".join(part for part in parts if part)
