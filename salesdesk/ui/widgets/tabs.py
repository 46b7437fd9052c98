"""The row of tabs over a page's parts, underlined as in the pictures.

Called by the deal page, the manual and preferences.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.buttons import KEYBOARD_REASONS


class TabRow(QTabBar):
    """Tabs by key. Emits `picked(key)` when another tab becomes current."""

    picked = Signal(str)

    def __init__(self, name: str, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self._rings = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.currentChanged.connect(self._on_self_current_changed)

    def add(self, key: str, words: str) -> None:
        """Add a tab behind the others."""
        self._keys.append(key)
        index = self.addTab(words)
        self.setAccessibleTabName(index, words)

    def key(self) -> str:
        """The key of the current tab, "" when there is none."""
        index = self.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else ""

    def set_key(self, key: str) -> None:
        """Make a tab current. Raises ValueError for a key that is not there."""
        self.setCurrentIndex(self._keys.index(key))

    def tabSizeHint(self, index: int) -> QSize:
        """The words in their heavy form, so that nothing moves when one is picked."""
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("strong"))
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * look.px(10)
        return QSize(width, metrics.height() + 2 * look.px(10))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are not squeezed; they scroll."""
        return self.tabSizeHint(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought us here."""
        self._rings = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, the line below, and the mark of the current tab."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setPen(look.card_line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for index in range(self.count()):
            rect = self.tabRect(index)
            is_current = index == self.currentIndex()
            painter.setFont(theme.font("strong" if is_current else "body"))
            painter.setPen(look.accent_text if is_current else look.muted)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.tabText(index))
            if is_current:
                bar = QRectF(
                    rect.x() + look.px(8), rect.bottom() - 1, rect.width() - 2 * look.px(8), 2
                )
                painter.fillRect(bar, look.accent)
                if self.hasFocus() and self._rings:
                    ring = rect.adjusted(2, 4, -2, -4)
                    painting.rounded(painter, ring, look.radius, None, look.accent, 2)

    def _on_self_current_changed(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.picked.emit(self._keys[index])
