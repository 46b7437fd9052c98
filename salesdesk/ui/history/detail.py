"""One line of the history opened: each record it touched, field by field, from what to what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from salesdesk.support.i18n import _, format_date, format_number, format_time, ngettext
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.history.model import state_words
from salesdesk.ui.widgets import Button, FaultLine, PlainLabel
from salesdesk.ui.widgets.labels import clipped
from salesdesk.usecases.activity_log import how_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesdesk.usecases.activity_log import Details

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MOST = 2000
"""Characters of a value that are shown."""
_MOST_COUNTS = 6
"""Kinds of records that are counted by name above a large change."""
_WRAP = int(Qt.TextFlag.TextWordWrap)


class Row(NamedTuple):
    """A record's heading (no label), or one field of it."""

    label: str
    before: str
    after: str
    remark: str = ""


def rows_of(details: Details) -> list[Row]:
    """What is shown of a line, in order."""
    rows: list[Row] = []
    for record in details.records:
        rows.append(Row("", record.kind, record.name, how_words(record.how)))
        rows += [Row(f.label, f.before[:_MOST], f.after[:_MOST]) for f in record.fields]
    if details.more:
        more = ngettext("… and {n} more record", "… and {n} more records", details.more)
        rows.append(Row("", more.format(n=format_number(details.more)), ""))
    return rows


class DetailModel(QAbstractListModel):
    """The rows of one line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row in words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(row)
        return None


def _spoken(row: Row) -> str:
    if not row.label:
        return " ".join(filter(None, (row.before, row.after, row.remark)))
    return _("{field}: from {before} to {after}").format(
        field=row.label, before=row.before or _("nothing"), after=row.after or _("nothing")
    )


def _counted(counts: Sequence[str]) -> str:
    """How many of what, the most frequent first; each stays together, and the rest is counted."""
    shown = [words.replace(" ", "\u00a0") for words in counts[:_MOST_COUNTS]]
    if rest := len(counts) - len(shown):
        words = ngettext("{n} other kind", "{n} other kinds", rest)
        shown.append(words.format(n=format_number(rest)).replace(" ", "\u00a0"))
    return "\u00a0· ".join(shown)


class DetailDelegate(QStyledItemDelegate):
    """A heading in strong letters; a field with its old value struck out above the new one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words."""
        look = theme.tokens()
        row: Row = index.data(int(Qt.ItemDataRole.UserRole))
        view = option.widget
        wide = view.viewport().width() if isinstance(view, QAbstractItemView) else look.px(300)
        if not row.label:
            high = QFontMetrics(theme.font("strong")).height() + look.px(20)
            return QSize(wide, high)
        room = wide - _left() - look.px(12)
        parts = [text for text in (row.before, row.after) if text]
        high = sum(_height(text, room) for text in parts) + look.px(3) * max(len(parts) - 1, 0)
        return QSize(wide, max(high, QFontMetrics(theme.font("body")).height()) + look.px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The heading of a record, or a field."""
        look = theme.tokens()
        row: Row = index.data(int(Qt.ItemDataRole.UserRole))
        painter.save()
        if row.label:
            self._paint_field(painter, look, option.rect, row)
        else:
            self._paint_heading(painter, look, option.rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, look: theme.Tokens, rect: QRect, row: Row) -> None:
        if rect.top() > look.px(4):
            painting.bar(painter, QRect(rect.left(), rect.top() + look.px(3), rect.width(), 1),
                         look.line)  # fmt: skip
        box = rect.adjusted(look.px(2), look.px(6), -look.px(12), 0)
        elided.draw(painter, box, row.before, "body", look.muted)
        used = painter.fontMetrics().horizontalAdvance(row.before) + look.px(8)
        if row.remark:
            wide = painter.fontMetrics().horizontalAdvance(row.remark)
            where = box.adjusted(box.width() - wide, 0, 0, 0)
            painter.drawText(where, elided.LEFT, row.remark)
            box.setRight(where.left() - look.px(8))
        room = box.adjusted(used, 0, 0, 0)
        elided.draw(painter, room, clipped(row.after), "strong", look.text)

    def _paint_field(self, painter: QPainter, look: theme.Tokens, rect: QRect, row: Row) -> None:
        top = rect.top() + look.px(4)
        painter.setFont(theme.font("body"))
        painter.setPen(look.muted)
        metrics = painter.fontMetrics()
        label = metrics.elidedText(row.label, elided.AT_END, _left() - look.px(14))
        painter.drawText(QRect(rect.left() + look.px(2), top, _left(), metrics.height()), 0, label)
        room = rect.width() - _left() - look.px(12)
        left = rect.left() + _left()
        for text, is_old in ((row.before, True), (row.after, False)):
            if not text:
                continue
            font = QFont(theme.font("body"))
            font.setStrikeOut(is_old)
            painter.setFont(font)
            painter.setPen(look.faint if is_old else look.text)
            high = _height(text, room)
            painter.drawText(QRect(left, top, room, high), _WRAP, clipped(text))
            top += high + look.px(3)


def _left() -> int:
    return theme.tokens().px(140)


def _height(text: str, width: int) -> int:
    metrics, room = QFontMetrics(theme.font("body")), max(width, 60)
    if "\n" not in text and metrics.horizontalAdvance(clipped(text)) <= room:
        return metrics.height()  # most are one line, and to have one broken takes long
    return metrics.boundingRect(QRect(0, 0, room, 100_000), _WRAP, clipped(text)).height()


class _View(QListView):
    """A list whose rows follow its width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class DetailPanel(QWidget):
    """Shows `Details`. Emits `go_back_wanted` and `deal_wanted`."""

    go_back_wanted = Signal()
    deal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history_detail")
        look = theme.tokens()
        self.title = PlainLabel("", "title", wrap=True, name="history_title")
        self.when = PlainLabel("", "body", "muted", wrap=True, name="history_when")
        self.counts = PlainLabel("", "body", "soft", wrap=True, name="history_counts")
        self.fault = FaultLine("history_fault", "body")
        self.model = DetailModel(self)
        self.list = _View()
        self._name_list()
        self.back = Button(
            _("Undo back to here…"), "history_go_back", icon="undo-2",
            on_click=self.go_back_wanted.emit,
        )  # fmt: skip
        self.deal = Button(
            _("Open deal"), "history_open_deal", icon="external-link",
            on_click=self.deal_wanted.emit,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(18), look.px(14), look.px(6), look.px(14))
        column.setSpacing(look.px(6))
        for label in (self.title, self.when, self.counts, self.fault):
            column.addWidget(label)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.back)
        row.addWidget(self.deal)
        row.addStretch(1)
        column.addLayout(row)
        for button in (self.back, self.deal):
            button.hide()  # until a line is opened

    def _name_list(self) -> None:
        self.list.setObjectName("history_fields")
        self.list.setAccessibleName(_("What was changed"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMinimumHeight(theme.tokens().px(24))  # the words above it come first
        self.list.setModel(self.model)
        self.list.setItemDelegate(DetailDelegate(self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    def show_details(self, details: Details, *, has_deal: bool) -> None:
        """Show a line opened."""
        line = details.line
        at = dt.datetime.fromisoformat(line.at).astimezone()
        when = f"{format_date(at.date(), 'full')} · {format_time(at)}"
        self.title.setText(clipped(line.label))
        self.when.setText(" · ".join(filter(None, (when, state_words(line)))))
        is_large = len(details.counts) > 1 or details.more > 0
        self.counts.setText(_counted(details.counts) if is_large else "")
        self.counts.setVisible(is_large)
        self.fault.hide()
        self.model.show_rows(rows_of(details))
        self.list.scrollToTop()
        self.back.show()
        self.back.setEnabled(line.state == "done")
        self.deal.setVisible(has_deal)

    def show_fault(self, sentence: str) -> None:
        """Say why a line cannot be opened."""
        self.model.show_rows([])
        self.counts.hide()
        self.fault.say(sentence)
        self.back.setEnabled(False)
        self.deal.hide()
