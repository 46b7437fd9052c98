"""Pictures that cards are put together from: boxes, progress dots, state marks, pills.

Drawn once per look, size and screen scale by `plan.Metrics`, then only copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from salesdesk.ui import painting, theme

if TYPE_CHECKING:
    from salesdesk.ui.board.plan import Metrics
    from salesdesk.ui.lines import Line
    from salesdesk.ui.tokens import Tokens


def _canvas(width: float, height: float, ratio: float) -> QPixmap:
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(0, 0, 0, 0))
    return made


def box(
    metrics: Metrics, width: int, is_stalled: bool, is_quiet: bool, is_selected: bool, is_over: bool
) -> QPixmap:
    """A card without its words."""
    look, bleed = metrics.tokens, metrics.bleed
    made = _canvas(width + 2 * bleed, metrics.card_height + 2 * bleed, metrics.ratio)
    painter = QPainter(made)
    rect = QRectF(bleed, bleed, width, metrics.card_height)
    dark = look.shadow
    shade = QColor(dark.red(), dark.green(), dark.blue(), 26 if is_over else 14)
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
    for index in range(total):
        rect = QRectF(index * (wide + gap), 1, wide, high)
        painting.rounded(painter, rect, high / 2, look.ok_fill if index < met else look.dot_off)
    painter.end()
    return made


def pill(look: Tokens, ratio: float, words: Line, width: int) -> QPixmap:
    """A capsule with words."""
    high = look.px(17)
    made = _canvas(width, high, ratio)
    painter = QPainter(made)
    painting.rounded(painter, QRectF(0, 0, width, high), high / 2, look.warn_soft, look.warn_fill)
    top = (high - words.height) / 2
    words.draw(painter, round((width - words.width) / 2), round(top + words.ascent))
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


def _round(rect: QRectF, inset: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(rect.adjusted(inset, inset, -inset, -inset))
    return path


def _through(*points: QPointF) -> QPainterPath:
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path


def _dot(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painting.shape(painter, _round(rect, rect.width() * 0.17), look.ok_fill)


def _clock(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    path, middle = _round(rect, 0.8), rect.center()
    path.moveTo(middle.x(), rect.top() + 2.4)
    path.lineTo(middle)
    path.lineTo(rect.right() - 2.6, middle.y() + 0.6)
    painting.shape(painter, path, None, look.accent, 1.3)


def _triangle(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    path = _through(
        QPointF(rect.center().x(), rect.top() + 0.4),
        QPointF(rect.right(), rect.bottom() - 0.6),
        QPointF(rect.left(), rect.bottom() - 0.6),
    )
    painting.shape(painter, path, look.late_fill)


def _ring(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painting.shape(painter, _round(rect, 1), None, look.warn_fill, 1.6)


def _bars(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    wide = rect.width() * 0.28
    for left in (rect.left() + 1, rect.right() - wide - 1):
        bar = QRectF(left, rect.top() + 0.5, wide, rect.height() - 1)
        painting.rounded(painter, bar, 0.8, look.faint)


def _dashes(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    pen = theme.pen(look.faint, 1.4)
    pen.setDashPattern([1.6, 1.5])
    painter.strokePath(_round(rect, 0.9), pen)


def _flag(painter: QPainter, rect: QRectF, look: Tokens) -> None:
    painting.rounded(painter, rect, 2, None, look.warn_fill, 1.4)
    y = rect.center().y()
    line = _through(QPointF(rect.left() + 2.6, y), QPointF(rect.right() - 2.6, y))
    painting.shape(painter, line, None, look.warn_fill, 1.4)


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
