"""Runs the garbage collector on the window's thread; made by the composition root.

See `support.garbage` for why no other thread may.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from salesdesk.support.garbage import Garbage
from salesdesk.ui.typist import Typist

EVERY_MS = 1000
LONGEST_WAIT = 20
"""So many times in a row it waits for somebody who types."""


class Collector(QObject):
    """Tidies once a second as long as its parent lives, in the pauses of the typist."""

    def __init__(self, parent: QObject, typist: Typist) -> None:
        super().__init__(parent)
        self.setObjectName("collector")
        self._garbage, self._typist = Garbage(), typist
        self._waited = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        if self._typist.is_typing and self._waited < LONGEST_WAIT:
            self._waited += 1
            return
        self._waited = 0
        self._garbage.tidy()
