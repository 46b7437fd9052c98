"""Paints an entry of the timeline: the day, an icon on a line down the page, title, words."""

from __future__ import annotations

from PySide6.QtCore import (
    QObject,
    QPoint,
    QRect,
    QSize,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyleOptionViewItem,
    QWidget,
)

from salesdesk.support.i18n import _
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.timeline.heights import WRAP, Heights
from salesdesk.ui.sectioned import ROW, Index, SectionedDelegate
from salesdesk.ui.widgets.chips import paint_pill
from salesdesk.ui.widgets.labels import clipped
from salesdesk.usecases.timeline import TimelineEntry

ICONS = {
    "stage": "git-branch",
    "override": "triangle-alert",
    "answer": "message-circle-question-mark",
    "fact": "lightbulb",
    "activity": "message-square",
    "call": "phone",
    "note": "sticky-note",
    "objection": "shield-alert",
    "next_step": "calendar-check",
    "proposal": "file-text",
    "person": "user",
    "commitment": "list-checks",
    "closed": "flag",
    "handoff": "handshake",
}
_MOST = 600
"""Characters of an entry's words that are shown; the tooltip and the panel have all."""


class TimelineDelegate(SectionedDelegate):
    """One entry, as high as its words."""

    INSETS = (4, 12, 0)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heights = Heights()

    def measure(self, entry: TimelineEntry, view: QAbstractItemView) -> None:
        """Find out how high the words of an entry are in a view, before it asks."""
        body = _body(entry)
        if body:
            self.heights.of(body, _room(_width(view)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The width of the view, the height of the words."""
        look = theme.tokens()
        width = _width(option.widget)
        entry = index.data(ROW)
        if entry is None:
            return QSize(width, look.px(38))
        height = look.px(6) + QFontMetrics(theme.font("strong")).height() + look.px(8)
        body = _body(entry)
        if body:
            height += self.heights.of(body, _room(width)) + look.px(3)
        if _remark(entry):
            height += QFontMetrics(theme.font("small")).height() + look.px(2)
        return QSize(width, height)

    def _paint_row(
        self,
        painter: QPainter,
        look: theme.Tokens,
        option: QStyleOptionViewItem,
        entry: TimelineEntry,
    ) -> None:
        from salesdesk.ui.icons import pixmap

        rect: QRect = option.rect
        rect.setWidth(_width(option.widget))
        top = rect.top() + look.px(6)
        day = " ".join(filter(None, (words.short_day(entry.on), words.clock(entry.time))))
        day_box = QRect(rect.left() + look.px(4), top, look.px(108), look.px(18))
        elided.draw(painter, day_box, day, "small", look.muted)
        axis = rect.left() + look.px(126)
        painter.fillRect(axis, rect.top(), 1, rect.height(), look.line_strong)
        fill, ink = _colours(look, entry)
        disc = QRect(axis - look.px(11), top - look.px(2), look.px(22), look.px(22))
        painting.rounded(painter, disc, disc.width() / 2, fill, look.card_line)
        size = look.px(14)
        where = QPoint(disc.center().x() - size // 2 + 1, disc.center().y() - size // 2 + 1)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(where, pixmap(ICONS.get(entry.kind, "circle"), ink, size, ratio))
        self._paint_words(painter, look, rect, entry)

    def _paint_words(
        self, painter: QPainter, look: theme.Tokens, rect: QRect, entry: TimelineEntry
    ) -> None:
        left, top = rect.left() + _left(), rect.top() + look.px(6)
        room = _room(rect.width())
        painter.setFont(theme.font("strong"))
        painter.setPen(look.text)
        metrics = painter.fontMetrics()
        pill = _("by the buyer") if entry.by_buyer and entry.kind in ("activity", "call") else ""
        pill = _("confirmed") if entry.by_buyer and entry.kind == "fact" else pill
        pill_room = look.px(96) if pill else 0
        title = metrics.elidedText(entry.title[:_MOST], elided.AT_END, room - pill_room)
        painter.drawText(QRect(left, top, room, metrics.height()), 0, title)
        if pill:
            small = QFontMetrics(theme.font("tiny"))
            x = left + metrics.horizontalAdvance(title) + look.px(8)
            box = QRect(x, top, small.horizontalAdvance(pill) + look.px(12), metrics.height())
            paint_pill(painter, box, pill, "ok")
        y = top + metrics.height() + look.px(3)
        body = _body(entry)
        if body:
            painter.setFont(theme.font("body"))
            painter.setPen(look.soft)
            height = self.heights.of(body, room)
            painter.drawText(QRect(left, y, room, height), WRAP, body)
            y += height
        if remark := _remark(entry):
            painter.setFont(theme.font("small"))
            painter.setPen(look.faint)
            painter.drawText(QRect(left, y, room, look.px(18)), 0, remark)


def _left() -> int:
    return theme.tokens().px(150)


def _width(view: QWidget | None) -> int:
    """What a row has of the width of its view: a scroll bar may stand beside it."""
    if not isinstance(view, QAbstractItemView):
        return theme.tokens().px(500)
    return view.width() - view.verticalScrollBar().sizeHint().width()


def _room(width: int) -> int:
    """The width that words have in a view of this one."""
    return width - _left() - theme.tokens().px(12)


def _body(entry: TimelineEntry) -> str:
    text = clipped(entry.body.strip())
    return text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + "…"


def _remark(entry: TimelineEntry) -> str:
    return words.shortened(entry.person) if entry.kind != "person" else ""


def _colours(look: theme.Tokens, entry: TimelineEntry) -> tuple[QColor, QColor]:
    tones = {
        "stage": (look.accent_soft, look.accent_text),
        "override": (look.late_soft, look.late),
        "objection": (look.warn_soft, look.warn),
        "closed": (look.ok_soft, look.ok),
        "fact": (look.ok_soft, look.ok),
    }
    return tones.get(entry.kind, (look.raised, look.muted))
