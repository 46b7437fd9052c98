"""Widgets one behind the other, of which only the one in front is asked how large it would be.

Qt's own asks all of them at each layout, and so measures every page that was shown before.
Called by the window for its pages and by the deal page for its panels.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Stack(QStackedWidget):
    """As large as the place it is given."""

    def hasHeightForWidth(self) -> bool:
        """What is in it scrolls."""
        return False

    def sizeHint(self) -> QSize:
        """No more than it needs: it is stretched."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """That of what is in front."""
        front = self.currentWidget()
        return QSize(0, 0) if front is None else front.minimumSizeHint()
