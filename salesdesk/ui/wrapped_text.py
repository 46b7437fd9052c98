"""Lays out words that are painted: broken between words, and inside one only where it must.

QPainter knows either, not both. Called by the cells of the value map and the presenter view.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


class Wrapped(NamedTuple):
    """A text laid out in a width, and how high it is."""

    layout: QTextLayout
    height: int

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its top left corner there, in the painter's pen."""
        self.layout.draw(painter, QPointF(x, y))


def wrapped(words: str, font: QFont, width: int) -> Wrapped:
    """`words` in a font within a width in pixels; line breaks are kept."""
    layout = QTextLayout(words.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return Wrapped(layout, round(height + 0.5))
