"""The lines of the history as a list model, newest first, with a heading before each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from salesdesk.support.i18n import _, format_date, format_time
from salesdesk.ui.headed_list import HeadedModel

if TYPE_CHECKING:
    from salesdesk.domain.log_line import Line


class HistoryModel(HeadedModel["Line"]):
    """The heading of a day is its ISO text until it is seen."""

    def __init__(self, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, given newest first."""
        self.show_under(lines, lambda line: line.on)

    def row_of(self, seq: int) -> int:
        """Where the line of this number is, or -1."""
        rows = enumerate(self._rows)
        return next((at for at, row in rows if not isinstance(row, str) and row.seq == seq), -1)

    def heading(self, key: str) -> str:
        """The day in words."""
        on = dt.date.fromisoformat(key)
        words = format_date(on, "full")
        if on.year != self._today.year:
            words = format_date(on, "long")
        if on == self._today:
            return _("Today · {day}").format(day=words)
        if on == self._today - dt.timedelta(days=1):
            return _("Yesterday · {day}").format(day=words)
        return words

    def spoken(self, entry: Line) -> str:
        """When, what, and what became of it."""
        words = (at_words(entry), entry.label[:500], state_words(entry))
        return ". ".join(filter(None, words))


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
