"""Pictures that cards are put together from: boxes, progress dots, state marks, pills.

Drawn once per look, size and screen scale by `plan.Metrics`, then only copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from salesdesk.ui import painting

if TYPE_CHECKING:
    from salesdesk.ui.board.plan import Metrics
    from salesdesk.ui.tokens import Tokens


def _canvas(width: float, height: float, ratio: float) -> QPixmap:
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def box(
    metrics: Metrics, width: int, is_stalled: bool, is_quiet: bool, is_selected: bool, is_over: bool
) -> QPixmap:
    """A card without its words."""
    look, bleed = metrics.tokens, metrics.bleed
    made = _canvas(width + 2 * bleed, metrics.card_height + 2 * bleed, metrics.ratio)
    painter = QPainter(made)
    rect = QRectF(bleed, bleed, width, metrics.card_height)
    shade = QColor(look.shadow)
    shade.setAlpha(26 if is_over else 14)
    painting.rounded(painter, rect.translated(0, 1.2), metrics.radius, shade)
    fill, line, thick = look.raised, look.card_line, 1.0
    if is_quiet:
        fill = look.field if not look.is_dark else look.surface
    if is_over:
        line = look.line_strong
    if is_selected:
        fill, line, thick = look.accent_soft, look.accent, 1.4
    painting.rounded(painter, rect, metrics.radius, fill, line, thick)
    if is_stalled:
        _stripe(painter, rect, metrics.radius, look)
    painter.end()
    return made


def _stripe(painter: QPainter, rect: QRectF, radius: float, look: Tokens) -> None:
    """The stalled mark at the left edge: the card's own outline, thick and amber."""
    painter.save()
    painter.setClipRect(QRectF(rect.left(), rect.top(), look.px(3.4), rect.height()))
    painting.rounded(painter, rect, radius, look.warn_fill)
    painter.restore()


def dots(look: Tokens, ratio: float, met: int, total: int, wide: int) -> QPixmap:
    """Progress bars of this width, one per exit criterion; the met ones are green."""
    gap, high = look.px(3), look.px(4)
    made = _canvas(total * (wide + gap) - gap, high + 2, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for index in range(total):
        painter.setBrush(look.ok_fill if index < met else look.dot_off)
        painter.drawRoundedRect(QRectF(index * (wide + gap), 1, wide, high), high / 2, high / 2)
    painter.end()
    return made


def pill(look: Tokens, ratio: float, words: str, width: int) -> QPixmap:
    """A capsule with words."""
    from salesdesk.ui.widgets.chips import paint_pill

    high = look.px(17)
    made = _canvas(width, high, ratio)
    painter = QPainter(made)
    paint_pill(painter, QRect(0, 0, width, high), words, "warn", "round")
    painter.end()
    return made


def mark(look: Tokens, ratio: float, name: str) -> QPixmap:
    """The shape of a state: a full dot on time, a clock hand today, a triangle late, an open
    ring none, two bars paused, a dashed ring not assessed."""
    side = look.px(9)
    made = _canvas(side, side, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _SHAPES[name](painter, QRectF(0, 0, side, side), look)
    painter.end()
    return made


def _dot(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.ok_fill)
    inset = rect.width() * 0.17
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


def _clock(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painter.setPen(QPen(look.accent, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(0.8, 0.8, -0.8, -0.8))
    middle = rect.center()
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(middle.x(), rect.top() + 2.4),
                middle,
                QPointF(rect.right() - 2.6, middle.y() + 0.6),
            ]
        )
    )


def _triangle(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.late_fill)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(rect.center().x(), rect.top() + 0.4),
                QPointF(rect.right(), rect.bottom() - 0.6),
                QPointF(rect.left(), rect.bottom() - 0.6),
            ]
        )
    )


def _ring(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painter.setPen(QPen(look.warn_fill, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1))


def _bars(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    wide = rect.width() * 0.28
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.faint)
    for left in (rect.left() + 1, rect.right() - wide - 1):
        painter.drawRoundedRect(QRectF(left, rect.top() + 0.5, wide, rect.height() - 1), 0.8, 0.8)


def _dashes(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    pen = QPen(look.faint, 1.4)
    pen.setDashPattern([1.6, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(0.9, 0.9, -0.9, -0.9))


def _flag(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painter.setPen(QPen(look.warn_fill, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.8, 0.8, -0.8, -0.8), 2, 2)
    painter.drawLine(
        QPointF(rect.left() + 2.6, rect.center().y()),
        QPointF(rect.right() - 2.6, rect.center().y()),
    )


def _tick(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painting.check_mark(painter, rect, look.ok_fill)


_SHAPES = {
    "ok": _dot,
    "today": _clock,
    "late": _triangle,
    "none": _ring,
    "paused": _bars,
    "unassessed": _dashes,
    "handoff": _flag,
    "done": _tick,
}
