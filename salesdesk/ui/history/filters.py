"""What narrows the history: words, a kind of record, a span of days, a deal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLayout

from salesdesk.domain.record_words import GROUPS
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.widgets import DateEdit, PickOne, SearchEdit
from salesdesk.usecases.activity_log import LogFilter

_PAUSE_MS = 200
"""So long after the last key the history is searched: that reads all of it."""


class HistoryFilters(QObject):
    """The fields of the bar. `changed` when something else is wanted."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._deals: dict[str, str] = {}
        self._deal_id = ""
        self.search = SearchEdit("history_search", _("Filter"), _("Words that were or are there"))
        groups = [("", _("Everything")), *((key, _(words)) for key, words in GROUPS.items())]
        self.group = PickOne("history_group", _("What was changed"), groups, value="")
        self.span = PickOne("history_span", _("When"), _spans(), value="")
        self.day = DateEdit("history_day", _("Day"), context.clock.today())
        self.day.hide()
        self.deal = SearchEdit("history_deal", _("Deal"), _("Any deal"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.deal.setCompleter(completer)
        self._timer = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _words: self._timer.start())
        self.group.picked.connect(lambda _group: self.changed.emit())
        self.span.picked.connect(self._on_span_picked)
        self.day.changed.connect(lambda _day: self.changed.emit())
        self.deal.textChanged.connect(self._on_deal_text_changed)

    def put_into(self, row: QLayout) -> None:
        """Place the fields."""
        look = theme.tokens()
        self.search.setMaximumWidth(look.px(240))
        for field in (self.search, self.deal):
            field.setMinimumWidth(look.px(110))
        self.deal.setMaximumWidth(look.px(190))
        for pick in (self.group, self.span):
            pick.setMinimumWidth(pick.sizeHint().width())
        for widget in (self.search, self.deal, self.group, self.span, self.day):
            row.addWidget(widget)

    def set_visible(self, is_on: bool) -> None:
        """Hide the fields where there is nothing to filter."""
        for widget in (self.search, self.deal, self.group, self.span):
            widget.setVisible(is_on)

    def wanted(self) -> LogFilter:
        """What is chosen now."""
        first, last = self._days()
        return LogFilter(self.search.words(), self._deal_id, self.group.value() or "", first, last)

    def is_clear(self) -> bool:
        """Whether nothing is left out."""
        return self.wanted() == LogFilter()

    def clear(self) -> None:
        """Leave nothing out."""
        self._deal_id = ""
        for field in (self.search, self.deal):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self.group.set_value("")
        self.span.set_value("")
        self.day.hide()
        self.changed.emit()

    def show_deal(self, deal_id: str) -> None:
        """Narrow to one deal, "" for all."""
        self._deal_id = deal_id
        desk: Any = self._context.bridge.desk

        def take(choices: tuple[tuple[str, str], ...]) -> None:
            self._offer(choices)
            names = {each: words for words, each in self._deals.items()}
            self.deal.blockSignals(True)
            self.deal.setText(names.get(deal_id, ""))
            self.deal.setCursorPosition(0)
            self.deal.blockSignals(False)

        from salesdesk.usecases.naming import deal_choices

        self._context.bridge.query(
            lambda: deal_choices(desk), take, owner=self, latest="history_deals"
        )

    def _offer(self, choices: tuple[tuple[str, str], ...]) -> None:
        self._deals = {}
        for deal_id, words in choices:
            shown, count = words, 2
            while shown in self._deals:  # two deals of one name and account
                shown, count = f"{words} ({count})", count + 1
            self._deals[shown] = deal_id
        # One list for all times: a completer given anew leaves the one before to the field.
        self._names.setStringList(sorted(self._deals))

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        today, span = self._context.clock.today(), self.span.value()
        if span == "day":
            return self.day.value(), self.day.value()
        if span == "1":
            return today, today
        return (today - dt.timedelta(days=int(span) - 1), None) if span else (None, None)

    def _on_span_picked(self, span: str) -> None:
        self.day.setVisible(span == "day")
        if span == "day" and self.day.value() is None:
            self.day.set_value(self._context.clock.today())
        self.changed.emit()

    def _on_deal_text_changed(self, words: str) -> None:
        deal_id = self._deals.get(words.strip(), "")
        if deal_id != self._deal_id:
            self._deal_id = deal_id
            self.changed.emit()


def _spans() -> list[tuple[str, str]]:
    return [
        ("", _("Any day")),
        ("1", _("Today")),
        ("7", _("Last 7 days")),
        ("30", _("Last 30 days")),
        ("day", _("On one day…")),
    ]
