"""How high the words of the timeline's entries are; measured once for each width.

A list that is laid out asks for the height of every entry, and a deal has a thousand.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from salesdesk.ui import theme

WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
_NARROWEST, _HIGHEST = 60, 100_000


class Heights:
    """Keeps them until the width or the look changes."""

    def __init__(self) -> None:
        self._font: QFont | None = None
        self._width = 0
        self._heights: dict[str, int] = {}
        """By text, in this font and width."""
        self._widths: dict[str, int] = {}
        """Of texts of one line, unwrapped; in this font. They tell without breaking lines."""

    def of(self, text: str, width: int) -> int:
        """The height of a text in the body's font, wrapped to a width."""
        font = theme.font("body")
        if font is not self._font:
            self._font = font
            self._heights.clear()
            self._widths.clear()
        if width != self._width:
            self._width = width
            self._heights.clear()
        if text not in self._heights:
            self._heights[text] = self._measured(text, QFontMetrics(font), max(width, _NARROWEST))
        return self._heights[text]

    def forget(self) -> None:
        """Other texts come."""
        self._heights.clear()
        self._widths.clear()

    def _measured(self, text: str, metrics: QFontMetrics, width: int) -> int:
        if "\n" not in text:
            if text not in self._widths:
                self._widths[text] = metrics.horizontalAdvance(text)
            if self._widths[text] < width:
                return metrics.height()
        return metrics.boundingRect(QRect(0, 0, width, _HIGHEST), WRAP, text).height()
