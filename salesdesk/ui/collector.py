"""Runs the garbage collector on the window's thread; made by the composition root.

See `support.garbage` for why no other thread may.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from salesdesk.support.garbage import Garbage

EVERY_MS = 1000


class Collector(QObject):
    """Tidies once a second as long as its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("collector")
        self._garbage = Garbage()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        self._garbage.tidy()
