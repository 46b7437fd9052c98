"""Paints a line of the history: the time, what was done, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from salesdesk.support.i18n import format_number, ngettext
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.history.model import at_words, state_words
from salesdesk.ui.sectioned import Index, SectionedDelegate
from salesdesk.ui.widgets.chips import paint_pill
from salesdesk.ui.widgets.labels import clipped

if TYPE_CHECKING:
    from salesdesk.domain.log_line import Line

_HIGH = 34
"""The height of every row in logical pixels: all are alike, so that none need be measured."""
_TIME = 78
_MANY = 20
"""From so many records on a line says how many there are."""


class HistoryDelegate(SectionedDelegate):
    """One line, or the heading of a day."""

    INSETS = (10, 6, 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all."""
        return QSize(theme.tokens().px(200), theme.tokens().px(_HIGH))

    def _paint_heading(self, painter: QPainter, look: theme.Tokens, box: QRect, words: str) -> None:
        super()._paint_heading(painter, look, box, words)
        below = QRect(box.left(), box.bottom(), box.width() + look.px(10), 1)
        painting.bar(painter, below, look.line)

    def _paint_row(
        self, painter: QPainter, look: theme.Tokens, option: QStyleOptionViewItem, line: Line
    ) -> None:
        rect = option.rect
        time = QRect(rect.left() + look.px(10), rect.top(), look.px(_TIME - 14), rect.height())
        elided.draw(painter, time, at_words(line), "small", look.muted)
        right = self._paint_marks(painter, look, rect, line)
        left = rect.left() + look.px(_TIME)
        room = QRect(left, rect.top(), max(right - left - look.px(8), 0), rect.height())
        ink = look.faint if line.state in {"undone", "dropped"} else look.text
        elided.draw(painter, room, clipped(line.label), "body", ink)

    def _paint_marks(self, painter: QPainter, look: theme.Tokens, rect: QRect, line: Line) -> int:
        """What stands at the right; gives where it begins."""
        right = rect.right() - look.px(10)
        marks = []
        if state := state_words(line):
            marks.append((state, "neutral"))
        if line.rows >= _MANY:
            count = ngettext("{n} record", "{n} records", line.rows)
            marks.append((count.format(n=format_number(line.rows)), "accent"))
        if not marks:
            return right
        small = QFontMetrics(theme.font("tiny"))
        high = small.height() + look.px(6)
        for words, tone in marks:
            wide = small.horizontalAdvance(words) + look.px(14)
            box = QRect(right - wide, rect.center().y() - high // 2, wide, high)
            paint_pill(painter, box, words, tone)  # type: ignore[arg-type]
            right = box.left() - look.px(6)
        return right
