"""A cell of the value map: a painted card to press, loud where something is missing.

Made by the board alone, which knows what pressing one means.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.keyboard import Ringed
from salesdesk.ui.widgets.labels import TONE_ROLES, Tone, clipped
from salesdesk.ui.wrapped_text import wrapped

_LONGEST = 600
"""Characters that a cell shows of one text; opened, it has all of it."""


class Part(NamedTuple):
    """One text of a cell."""

    text: str
    role: theme.Role = "small"
    tone: Tone = "text"


class Cell(Ringed, QAbstractButton):
    """Emits `clicked`, `arrow_pressed(columns, rows)`, `move_requested(way)`,
    `menu_requested(global point)` and `remove_requested()`.
    """

    arrow_pressed = Signal(int, int)
    move_requested = Signal(int)
    menu_requested = Signal(object)
    remove_requested = Signal()

    def __init__(
        self, name: str, label: str, parts: list[Part], *, is_loud: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._parts = [p._replace(text=clipped(p.text[:_LONGEST])) for p in parts if p.text]
        self._is_loud = is_loud
        self._font: QFont | None = None
        self._heights: dict[int, int] = {}
        """By width, in the look of that font: the map is placed anew for each line that comes."""
        self.setObjectName(name)
        self.setAccessibleName(": ".join((label, ", ".join(p.text for p in self._parts))))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    @property
    def is_loud(self) -> bool:
        """Whether something is missing here."""
        return self._is_loud

    def words(self) -> str:
        """All that it shows."""
        return "\n".join(part.text for part in self._parts)

    def height_for(self, width: int) -> int:
        """The height that the texts take in this width."""
        font = theme.font()
        if font is not self._font:
            self._font = font
            self._heights.clear()
        if width not in self._heights:
            self._heights[width] = self._measured(width)
        return self._heights[width]

    def _measured(self, width: int) -> int:
        look = theme.tokens()
        inner = max(20, width - 2 * look.px(9))
        heights = [wrapped(p.text, theme.font(p.role), inner).height for p in self._parts]
        return sum(heights) + look.px(2) * max(0, len(heights) - 1) + 2 * look.px(8)

    def sizeHint(self) -> QSize:
        """At the width it has."""
        width = self.width() or theme.tokens().px(130)
        return QSize(width, self.height_for(width))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the line."""
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self.mapToGlobal(QPoint(0, self.height())) if is_key else event.globalPos()
        self.menu_requested.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or F2 edits, arrows walk, Alt with an arrow moves the line, Delete takes it off."""
        keys = Qt.Key
        ways: dict[int, tuple[int, int]] = {
            keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0),
            keys.Key_Up: (0, -1), keys.Key_Down: (0, 1),
        }  # fmt: skip
        key = event.key()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (keys.Key_Return, keys.Key_Enter, keys.Key_F2):
            self.click()
        elif key in ways and is_alt and ways[key][1]:
            self.move_requested.emit(ways[key][1])
        elif key in ways and not is_alt:
            self.arrow_pressed.emit(*ways[key])
        elif key == keys.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, texts, ring; the box of a gap is dashed and tinted."""
        look = theme.tokens()
        painter = QPainter(self)
        is_over = self.underMouse() or self.isDown()
        if self._is_loud:
            painting.rounded(painter, self.rect(), look.card_radius, look.late_soft)
            pen = QPen(look.late_fill, 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self.rect().adjusted(0, 0, -1, -1)
            painter.drawRoundedRect(box, look.card_radius, look.card_radius)
        else:
            line = look.line_strong if is_over else look.card_line
            painting.rounded(painter, self.rect(), look.card_radius, look.raised, line)
        self._paint_texts(painter, look)
        if self.has_ring:
            painting.rounded(painter, self.rect(), look.card_radius, None, look.accent, 2)

    def _paint_texts(self, painter: QPainter, look: theme.Tokens) -> None:
        inner = self.rect().adjusted(look.px(9), look.px(8), -look.px(9), -look.px(8))
        y = inner.top()
        for part in self._parts:
            text = wrapped(part.text, theme.font(part.role), inner.width())
            painter.setPen(self.palette().color(TONE_ROLES[part.tone]))
            text.paint(painter, inner.left(), y)
            y += text.height + look.px(2)
