"""The History page: every change by day, what it changed field by field, and the way back.

Made by the shell. `open_item(deal id)` shows the changes of a deal, "*" those of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.history.delegate import HistoryDelegate
from salesdesk.ui.history.detail import DetailPanel
from salesdesk.ui.history.filters import HistoryFilters
from salesdesk.ui.history.going_back import GoingBack, question
from salesdesk.ui.history.model import HistoryModel
from salesdesk.ui.sectioned import ROW
from salesdesk.ui.widgets import BarLayout, Button, EmptyState, PlainLabel
from salesdesk.ui.widgets.ask import confirm
from salesdesk.ui.widgets.panel import BAR_HEIGHT, Panel
from salesdesk.usecases import activity_log

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes
    from salesdesk.domain.log_line import Line
    from salesdesk.usecases.activity_log import Details


def make_page(context: Context) -> HistoryPage:
    """The factory that the register of pages names."""
    return HistoryPage(context)


class HistoryPage(QWidget):
    """The lines at the left, the one in front opened at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page_history")
        self._context = context
        self._wanted = 0
        self._going: GoingBack | None = None
        self.details: Details | None = None
        self.filters = HistoryFilters(context)
        self.model = HistoryModel(context.clock.today(), self)
        self.list = QListView()
        self.detail = DetailPanel()
        self.count = PlainLabel("", "body", "muted", name="history_count")
        self.stop = Button(_("Stop"), "history_stop", on_click=self._stop_going)
        self.stack = QStackedWidget()
        self._build()
        self.filters.changed.connect(self.read)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.detail.go_back_wanted.connect(self.go_back)
        self.detail.deal_wanted.connect(self.open_deal)
        context.bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="history_bar")
        bar.setMinimumHeight(look.px(BAR_HEIGHT))
        row = BarLayout(bar, look.px(10))
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        row.addWidget(PlainLabel(_("History"), "title"))
        self.filters.put_into(row)
        row.addWidget(self.count)
        row.add_stretch()
        self.stop.hide()
        row.addWidget(self.stop)
        self._shape_list()
        empty = EmptyState(
            "history", _("Nothing was changed yet"), name="history_empty",
            hint=_("Each change you make stands here, and can be taken back from here."),
        )  # fmt: skip
        nothing = EmptyState(
            "search", _("No change fits"), name="history_nothing",
            hint=_("Take a part of the filter away."),
            action=Button(_("Show all"), "history_show_all", on_click=self.filters.clear),
        )  # fmt: skip
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("history_splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        self.detail.setMinimumWidth(look.px(260))
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 3)
        for widget in (split, empty, nothing):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)

    def _shape_list(self) -> None:
        self.list.setObjectName("history_list")
        self.list.setAccessibleName(_("Changes, newest first"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumWidth(theme.tokens().px(220))

    @guarded()
    def open_item(self, item: str) -> None:
        """Show the changes of a deal; "*" those of all."""
        self.filters.show_deal("" if item == "*" else item)
        self.read()

    @guarded()
    def page_shown(self) -> None:
        """Read anew each time the page comes to the front."""
        self.read()
        self.list.setFocus()

    def may(self, key: str) -> bool:
        """Whether an action can be done now."""
        line = self.details.line if self.details is not None else None
        if key == "history.go_back":
            return line is not None and line.state == "done" and self._going is None
        return key != "history.open_deal" or bool(self._deal())

    def read(self) -> None:
        """Read the lines that fit; on a worker, whatever there are."""
        desk: Any = self._context.bridge.desk
        wanted = self.filters.wanted()
        self._context.bridge.query(
            lambda: activity_log.log_lines(desk, wanted), self._show, owner=self,
            latest="history_lines",
        )  # fmt: skip

    def focus_search(self) -> None:
        """Put the keyboard into the filter."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    @guarded()
    def go_back(self) -> None:
        """Ask, and undo everything from the newest change to the one in front."""
        if self.details is None or self._going is not None:
            return
        desk: Any = self._context.bridge.desk
        lines = activity_log.going_back(desk, self.details.line.seq)
        if not lines:
            return
        verb = ngettext("Undo {n} change", "Undo {n} changes", len(lines))
        verb = verb.format(n=format_number(len(lines)))
        if confirm(
            self._context.shell.dialog_parent, _("Undo back to here?"), question(lines), verb,
            name="history_go_back_question",
        ):  # fmt: skip
            self._go(lines)

    def _go(self, lines: Sequence[Line]) -> None:
        self._going = GoingBack(self._context.bridge, lines, self)
        self._going.went.connect(self._on_going_went)
        self._going.ended.connect(self._on_going_ended)
        self.stop.show()
        self._context.book.refresh()
        self._going.start()

    @guarded()
    def open_deal(self) -> None:
        """Open the deal that the change in front is about."""
        deal = self._deal()
        if deal:
            self._context.shell.go("deal", deal)

    def _deal(self) -> str:
        return self.details.deal_id if self.details is not None else ""

    def _show(self, lines: Sequence[Line]) -> None:
        kept = self._wanted or self._current_seq()
        self.model.show_lines(lines)
        words = ngettext("{n} change", "{n} changes", len(lines))
        self.count.setText(words.format(n=format_number(len(lines))))
        is_all = self.filters.is_clear()
        self.stack.setCurrentIndex(0 if lines else 1 if is_all else 2)
        self.filters.set_visible(bool(lines) or not is_all)
        at = self.model.row_of(kept) if kept else -1
        if lines:
            self.list.setCurrentIndex(self.model.index(max(at, 1), 0))

    def _current_seq(self) -> int:
        line = self.list.currentIndex().data(ROW)
        return line.seq if line is not None else 0

    def _on_list_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(ROW)
        if line is None:
            return
        self._wanted = line.seq
        desk: Any = self._context.bridge.desk
        self._context.bridge.query(
            lambda: activity_log.details(desk, line.seq), self._open, self._on_refused,
            owner=self, latest="history_details",
        )  # fmt: skip

    def _open(self, details: Details) -> None:
        self.details = details
        self.detail.show_details(details, has_deal=bool(details.deal_id))
        self._context.book.refresh()

    def _on_refused(self, error: BaseException) -> None:
        self.details = None
        self.detail.show_fault(str(error))
        self._context.book.refresh()

    def _stop_going(self) -> None:
        if self._going is not None:
            self._going.stop()

    def _on_going_went(self, done: int, count: int) -> None:
        words = _("Undone {n} of {all}…")
        self.count.setText(words.format(n=format_number(done), all=format_number(count)))

    def _on_going_ended(self, done: int, sentence: str) -> None:
        self._going = None
        self.stop.hide()
        self.read()
        words = ngettext("Undone: {n} change.", "Undone: {n} changes.", done)
        words = words.format(n=format_number(done))
        if sentence:
            self._context.shell.warn(f"{words} {sentence}", "late")
        else:
            self._context.shell.tell(words)

    def _on_bridge_changed(self, _changes: Changes) -> None:
        if self.isVisible() and self._going is None:
            self.read()
