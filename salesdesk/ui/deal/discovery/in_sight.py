"""Keeps the question that was opened in sight while what stands above it gets its height.

Made by the panel of Discover. The cards above are laid out in the pauses after a question was
jumped to, and each moves it down; once the user scrolls, the view is the user's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QScrollArea

_EVERY_MS = 60
_TIMES = 25
"""So often, which is longer than the cards of a large process take."""


class InSight(QObject):
    """`hold(bring)` calls `bring` for a moment; it does nothing where all is in sight."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self.setObjectName("discover_in_sight")
        self._bring: Callable[[], None] = _nothing
        self._left = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        area.viewport().installEventFilter(self)
        area.verticalScrollBar().actionTriggered.connect(lambda _action: self.let_go())

    def hold(self, bring: Callable[[], None]) -> None:
        """Bring it into sight now and again, until nothing above it moves any more."""
        self._bring, self._left = bring, _TIMES
        self._timer.start()

    def let_go(self) -> None:
        """It may leave the sight."""
        self._timer.stop()
        self._bring = _nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel is the user's."""
        if event.type() is QEvent.Type.Wheel:
            self.let_go()
        return super().eventFilter(watched, event)

    def _on_timer_timeout(self) -> None:
        self._left -= 1
        self._bring()
        if self._left <= 0:
            self.let_go()


def _nothing() -> None:
    return
