"""A painted row or column of things that the arrow keys walk and Enter chooses.

The base of the stage path, of the way to signature and of the plan's timeline.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.ui.widgets.keyboard import Ringed

SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class Walking(Ringed, QWidget):
    """Subclasses say how many there are, what choosing one does, and what a reader hears of it."""

    KEYS = SIDEWAYS
    """The keys that go one back and one on."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at = 0
        """The one that the keyboard is on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk; Enter and Space choose."""
        key, last = event.key(), self._count() - 1
        back, on = self.KEYS
        goals: dict[int, int] = {back: self._at - 1, on: self._at + 1}
        goals |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in goals and last >= 0:
            self._at = min(max(goals[key], 0), last)
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where the keyboard is."""
        self._tell()
        super().focusInEvent(event)

    def _keep_inside(self) -> None:
        """After other things are shown: stay on the same place, if it is there."""
        self._at = min(self._at, max(self._count() - 1, 0))
        self._tell()

    def _count(self) -> int:
        raise NotImplementedError

    def _choose(self, index: int) -> None:
        raise NotImplementedError

    def _tell(self) -> None:
        raise NotImplementedError
