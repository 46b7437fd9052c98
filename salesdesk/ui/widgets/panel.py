"""A raised region of the window. Called by bars, rails and the sidebar; part of the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QWidget

from salesdesk.ui import painting, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Edge = Literal["top", "bottom", "left", "right"]


BAR_HEIGHT = 46
"""Logical pixels of the bar above a page: as high without a button as with one."""


class Panel(QWidget):
    """A raised region with hairlines at the given edges: bars, rails, footers."""

    def __init__(self, *edges: Edge, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edges = edges
        if name:
            self.setObjectName(name)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    @property
    def is_foot(self) -> bool:
        """Whether it closes what stands above it: its line is at its top alone."""
        return self._edges == ("top",)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairlines."""
        painter = QPainter(self)
        width, height = self.width(), self.height()
        lines = {
            "top": QRect(0, 0, width, 1),
            "bottom": QRect(0, height - 1, width, 1),
            "left": QRect(0, 0, 1, height),
            "right": QRect(width - 1, 0, 1, height),
        }
        for edge in self._edges:
            painting.bar(painter, lines[edge], theme.tokens().line)
