"""Strokes that several widgets share: rounded boxes, focus rings, check marks, chevrons.

Called from paint events in ui.widgets and from the delegates of the screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor

    from salesdesk.ui.tokens import Tokens


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None = None,
    width: float = 1,
) -> None:
    """A rounded box whose outline lies inside `rect`, crisp at every scale."""
    half = width / 2 if line else 0
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    shape(painter, path, fill, line, width)


def shape(
    painter: QPainter,
    path: QPainterPath,
    fill: QColor | None,
    line: QColor | None = None,
    width: float = 1,
) -> None:
    """Fills a path and draws its outline; the painter's own pen and brush stay as they are."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill is not None:
        painter.fillPath(path, theme.brush(fill))
    if line is not None:
        painter.strokePath(path, theme.pen(line, width))


def bar(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """A rectangle without soft edges, such as a hairline."""
    path = QPainterPath()
    path.addRect(QRectF(rect))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillPath(path, theme.brush(colour))


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float, look: Tokens) -> None:
    """The ring that shows where the keyboard is: accent, with a gap of the surface inside."""
    rounded(painter, rect, radius, None, look.accent, 2)
    inner = QRectF(rect).adjusted(2, 2, -2, -2)
    rounded(painter, inner, max(1.0, radius - 2), None, look.raised, 1.5)


def link_ring(painter: QPainter, rect: QRect, look: Tokens) -> None:
    """The same for a link, whose words have no air around them: behind them, and a bar below."""
    rounded(painter, rect, 3, look.accent_soft)
    bar(painter, rect.adjusted(0, rect.height() - 2, 0, 0), look.accent)


def check_mark(painter: QPainter, rect: QRect | QRectF, colour: QColor) -> None:
    """A tick inside `rect`."""
    box = QRectF(rect)
    from PySide6.QtCore import Qt

    pen = QPen(colour, max(1.6, box.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    points = ((0.25, 0.53), (0.43, 0.70), (0.76, 0.32))
    painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in points]))


def chevron_down(painter: QPainter, centre: QPointF, size: float, colour: QColor) -> None:
    """A small open arrow that points down: here is more to choose from."""
    from PySide6.QtCore import Qt

    pen = QPen(colour, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    x, y, half = centre.x(), centre.y(), size / 2
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(x - half, y - half / 2),
                QPointF(x, y + half / 2),
                QPointF(x + half, y - half / 2),
            ]
        )
    )


def cross(painter: QPainter, rect: QRect | QRectF, colour: QColor) -> None:
    """A small x: remove or close."""
    box = QRectF(rect)
    from PySide6.QtCore import Qt

    pen = QPen(colour, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawLine(_at(box, 0.28, 0.28), _at(box, 0.72, 0.72))
    painter.drawLine(_at(box, 0.72, 0.28), _at(box, 0.28, 0.72))


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)
