"""The lines of the history as a list model, newest first, with a heading before each day.

A line is turned into words only when it is seen, so a hundred thousand of them cost next to
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salesdesk.support.i18n import _, format_date, format_time

if TYPE_CHECKING:
    from salesdesk.domain.log_line import Line

LINE = int(Qt.ItemDataRole.UserRole)
"""The role that gives the line, or None for the heading of a day."""
_NONE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Headings cannot be selected."""

    def __init__(self, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: list[Line | str] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, given newest first."""
        self.beginResetModel()
        rows: list[Line | str] = []
        day = ""
        for line in lines:
            if line.on != day:
                day = line.on
                rows.append(day)
            rows.append(line)
        self._rows = rows
        self.endResetModel()

    def row_of(self, seq: int) -> int:
        """Where the line of this number is, or -1."""
        rows = enumerate(self._rows)
        return next((at for at, row in rows if not isinstance(row, str) and row.seq == seq), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """Lines and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """The line; for assistive tools its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == LINE:
            return None if isinstance(row, str) else row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._heading(row) if isinstance(row, str) else _spoken(row)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings are passed over."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _heading(self, day: str) -> str:
        on = dt.date.fromisoformat(day)
        words = format_date(on, "full")
        if on.year != self._today.year:
            words = format_date(on, "long")
        if on == self._today:
            return _("Today · {day}").format(day=words)
        if on == self._today - dt.timedelta(days=1):
            return _("Yesterday · {day}").format(day=words)
        return words


def at_words(line: Line) -> str:
    """The local time of a line."""
    return format_time(dt.datetime.fromisoformat(line.at).astimezone())


def state_words(line: Line) -> str:
    """What became of a line, "" for one that is in force."""
    if line.state == "undone":
        return _("undone")
    if line.state == "dropped":
        return _("deleted for good") if line.command == "DeleteForGood" else _("undone for good")
    return ""


def _spoken(line: Line) -> str:
    return ". ".join(filter(None, (at_words(line), line.label[:500], state_words(line))))
