"""A widget whose chips wrap, and that is always as high as its lines. Used by dialogs and popups.

Forms lay rows out by size hints, which know no width; so the height is set when the width is known.
"""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.ui import theme
from salesdesk.ui.widgets import FlowLayout


class ChipFlow(QWidget):
    """Add chips to `flow`, then call `fit`."""

    def __init__(self, name: str, label: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.flow = FlowLayout(self, theme.tokens().px(6))

    def fit(self) -> None:
        """Takes the height of the lines at the present width."""
        high = self.flow.heightForWidth(max(self.width(), 1))
        if high != self.minimumHeight():
            self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means another number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
