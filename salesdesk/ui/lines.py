"""Words on one line, shaped once: measured, cut where there is no room, and drawn.

Called by what the first paint shows: cards, column headers, the sidebar. A line that is painted
again is not shaped again, and neither pen nor flags are needed: with the first `Qt.…` PySide
builds the 93 enumerations of that name space, a tenth of the program's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QTextLayout

from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter

MORE = theme.MORE


_PLAIN_BELOW = "\u0590"
"""Scripts that are written from left to right, a letter after the other."""


class Line:
    """One run of words in a text role and a tone. Sizes are logical pixels."""

    __slots__ = ("_layout", "_line", "ascent", "text", "width")

    def __init__(
        self,
        text: str,
        role: theme.Role,
        tone: str = "text",
        room: float | None = None,
        look: theme.Theme | None = None,
    ) -> None:
        """With `room`, words that are wider end in …, or are not there where nothing fits.

        `look`: the theme in use, for callers that make many lines and have it at hand.
        """
        look = look or theme.current()
        font, ink = look.font(role), look.ink(tone)
        self._shape(text, font, ink)
        if room is not None and self.width > room:
            self._shape(self._cut(room, font, look.width_of_more(role)), font, ink)

    @property
    def height(self) -> float:
        """From the top of the highest letter to the bottom of the lowest; 0 without words."""
        return self._line.height() if self.text else 0.0

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draws the words from `x` on, with their letters standing on the baseline."""
        self._layout.draw(painter, QPointF(x, baseline - self.ascent))

    def _shape(self, text: str, font: QFont, ink: list[QTextLayout.FormatRange]) -> None:
        self.text = text
        self._layout = layout = QTextLayout(text, font)
        layout.setFormats(ink)
        layout.beginLayout()
        self._line = line = layout.createLine()
        layout.endLayout()
        if text:
            self.width, self.ascent = line.naturalTextWidth(), line.ascent()
        else:  # no words, no line
            self.width = self.ascent = 0.0

    def _cut(self, room: float, font: QFont, more: float) -> str:
        """As much of the words as fits with … behind it."""
        left = room - more
        if left < 0:
            return ""
        if not self.is_plain:
            from PySide6.QtCore import Qt

            elide = Qt.TextElideMode.ElideRight
            return QFontMetricsF(font).elidedText(self.text, elide, room)
        return self.text[: self.fitting(left)].rstrip() + MORE

    @property
    def is_plain(self) -> bool:
        """Whether each letter stands right of the one before it, so that `fitting` may be asked."""
        return max(self.text, default="") < _PLAIN_BELOW

    def fitting(self, room: float) -> int:
        """How many letters from the start fit into the room."""
        place = self._line.xToCursor(room)
        # It is the nearest place, which may lie behind the room.
        while place > 0 and self.x_of(place) > room:
            place -= 1
        return place

    def x_of(self, place: int) -> float:
        """Where the letter of this number starts."""
        found: Any = self._line.cursorToX(place)
        return float(found[0] if isinstance(found, tuple) else found)
