"""The lines of the history as a list model, newest first, with a heading before each day.

A line is turned into words only when it is seen, so a hundred thousand of them cost next to
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, format_date, format_time
from salesdesk.ui.sectioned import SectionedModel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from salesdesk.domain.log_line import Line


class HistoryModel(SectionedModel):
    """A `Line` for each command; its headings are ISO days until they are seen."""

    def __init__(self, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today

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

    def _spoken(self, line: Line) -> str:
        return ". ".join(filter(None, (at_words(line), line.label[:500], state_words(line))))


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
