"""The entries of the timeline as a list model, with a heading before each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salesdesk.support.i18n import format_date
from salesdesk.ui.deal import words
from salesdesk.ui.headed_list import HeadedModel
from salesdesk.usecases.timeline import TimelineEntry


class TimelineModel(HeadedModel[TimelineEntry]):
    """Newest first, under months; a month is the text "2026-11" until it is seen."""

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these entries, given oldest first."""
        self.show_under(reversed(entries), lambda entry: entry.on[:7])

    def heading(self, key: str) -> str:
        """The month in words."""
        return format_date(dt.date.fromisoformat(f"{key}-01"), "month")

    def spoken(self, entry: TimelineEntry) -> str:
        """When, what, by whom, and the words."""
        parts = (words.full_day(entry.on), entry.title, entry.person, entry.body)
        return ". ".join(part for part in parts if part)
