"""Paints a line of the history: the time, what was done, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salesdesk.support.i18n import format_number, ngettext
from salesdesk.ui import painting, theme
from salesdesk.ui.history.model import LINE, at_words, state_words
from salesdesk.ui.widgets.chips import paint_pill
from salesdesk.ui.widgets.labels import clipped

if TYPE_CHECKING:
    from salesdesk.domain.log_line import Line

ROW = 34
"""The height of every row in logical pixels: all are alike, so that none need be measured."""
_TIME = 78
_MANY = 20
"""From so many records on a line says how many there are."""


class HistoryDelegate(QStyledItemDelegate):
    """One line, or the heading of a day."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for all."""
        return QSize(theme.tokens().px(200), theme.tokens().px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A day, or a line."""
        look = theme.tokens()
        rect: QRect = option.rect
        painter.save()
        line = index.data(LINE)
        if line is None:
            painter.setFont(theme.font("heading"))
            painter.setPen(look.text)
            box = rect.adjusted(look.px(10), look.px(6), 0, 0)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
            painting.bar(
                painter, QRect(rect.left() + look.px(10), rect.bottom(), rect.width(), 1), look.line
            )
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                box = rect.adjusted(look.px(2), 1, -look.px(4), -1)
                painting.rounded(painter, box, look.radius, look.accent_soft)
            self._paint_line(painter, look, rect, line)
        painter.restore()

    def _paint_line(self, painter: QPainter, look: theme.Tokens, rect: QRect, line: Line) -> None:
        centre = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.setFont(theme.font("small"))
        painter.setPen(look.muted)
        time = QRect(rect.left() + look.px(10), rect.top(), look.px(_TIME - 14), rect.height())
        painter.drawText(time, centre, at_words(line))
        right = self._paint_marks(painter, look, rect, line)
        is_off = line.state in {"undone", "dropped"}
        painter.setFont(theme.font("body"))
        painter.setPen(look.faint if is_off else look.text)
        left = rect.left() + look.px(_TIME)
        room = right - left - look.px(8)
        words = painter.fontMetrics().elidedText(
            clipped(line.label), Qt.TextElideMode.ElideRight, max(room, 0)
        )
        painter.drawText(QRect(left, rect.top(), max(room, 0), rect.height()), centre, words)

    def _paint_marks(self, painter: QPainter, look: theme.Tokens, rect: QRect, line: Line) -> int:
        """What stands at the right; gives where it begins."""
        right = rect.right() - look.px(10)
        marks = []
        if state_words(line):
            marks.append((state_words(line), "neutral"))
        if line.rows >= _MANY:
            count = ngettext("{n} record", "{n} records", line.rows)
            marks.append((count.format(n=format_number(line.rows)), "accent"))
        small = QFontMetrics(theme.font("tiny"))
        high = small.height() + look.px(6)
        for words, tone in marks:
            wide = small.horizontalAdvance(words) + look.px(14)
            box = QRect(right - wide, rect.center().y() - high // 2, wide, high)
            paint_pill(painter, box, words, tone)  # type: ignore[arg-type]
            right = box.left() - look.px(6)
        return right
