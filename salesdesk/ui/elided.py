"""Words on one line in a box, cut where there is no room; for delegates with many cells to paint.

Not for the first paint, which has `lines`: this module touches Qt's enumerations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPainter

# Made once: Python puts flags together anew for each of a thousand cells.
AT_END, IN_MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
LEFT = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
CENTRE = int(Qt.AlignmentFlag.AlignHCenter) | LEFT
RIGHT = int(Qt.AlignmentFlag.AlignRight) | LEFT


def draw(
    painter: QPainter,
    box: QRect,
    words: str,
    role: theme.Role,
    ink: QColor,
    flags: int = LEFT,
    cut: Qt.TextElideMode = AT_END,
) -> None:
    """Paint words in a text role, in the middle of the box's height; long ones end in …."""
    painter.setFont(theme.font(role))
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(words, cut, max(box.width(), 0))
    painter.drawText(box, flags, shown)
