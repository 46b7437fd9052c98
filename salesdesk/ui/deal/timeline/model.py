"""The entries of the timeline as a list model, with a heading before each month.

It begins with as many rows as a window shows; the others come when they are asked for, or all at
once when the panel has measured them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QObject

from salesdesk.support.i18n import format_date
from salesdesk.ui.deal import words
from salesdesk.ui.sectioned import NO_INDEX, Index, SectionedModel
from salesdesk.usecases.timeline import TimelineEntry

FIRST = 30
"""So many rows are more than a high window shows."""


class TimelineModel(SectionedModel):
    """A `TimelineEntry` for each row, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = 0
        """So many of them are there for the view."""

    def show_entries(self, entries: Sequence[TimelineEntry], *, whole: bool = False) -> None:
        """Show these entries, given oldest first; the newest of them now, or the `whole` list."""
        self.beginResetModel()
        self._rows = []
        month = ""
        for entry in reversed(entries):
            if entry.on[:7] != month:
                month = entry.on[:7]
                self._rows.append(format_date(dt.date.fromisoformat(f"{month}-01"), "month"))
            self._rows.append(entry)
        self._shown = len(self._rows) if whole else min(FIRST, len(self._rows))
        self.endResetModel()

    @property
    def rest(self) -> list[TimelineEntry]:
        """The entries that are not there yet, the newest first."""
        return [row for row in self._rows[self._shown :] if isinstance(row, TimelineEntry)]

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Entries and headings that are there."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more; the view asks at its end."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: Index = NO_INDEX) -> None:
        """Let all of them come."""
        if self.canFetchMore(parent):
            self.beginInsertRows(NO_INDEX, self._shown, len(self._rows) - 1)
            self._shown = len(self._rows)
            self.endInsertRows()

    def _spoken(self, entry: TimelineEntry) -> str:
        parts = (words.full_day(entry.on), entry.title, entry.person, entry.body)
        return ". ".join(part for part in parts if part)
