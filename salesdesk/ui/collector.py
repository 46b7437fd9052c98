"""Runs the garbage collector on the window's thread; made by the composition root.

See `support.garbage` for why no other thread may.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from salesdesk.support.garbage import Garbage
from salesdesk.ui.typist import Typist

EVERY_MS = 1000
LONGEST_WAIT = 20
"""So many times in a row it waits for somebody who types."""
BEAT_MS = 20
LATE_MS = 30
"""A beat that comes so much too late tells that the window had much to do meanwhile, as opening a
page: then what waits for it goes first, and it collects after a beat in which there was less."""
MOST_BEATS = 20
"""After so many it collects all the same."""


class Collector(QObject):
    """Tidies once a second as long as its parent lives, in the pauses of typist and window."""

    def __init__(self, parent: QObject, typist: Typist) -> None:
        super().__init__(parent)
        self.setObjectName("collector")
        self._garbage, self._typist = Garbage(), typist
        self._waited = self._beats = 0
        self._began = 0.0
        self._beat = QTimer(self, interval=BEAT_MS, singleShot=True)
        self._beat.timeout.connect(self._on_beat_timeout)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        if self._typist.is_typing and self._waited < LONGEST_WAIT:
            self._waited += 1
            return
        if not self._beat.isActive():
            self._waited = self._beats = 0
            self._begin_beat()

    def _begin_beat(self) -> None:
        self._began = time.monotonic()
        self._beat.start()

    def _on_beat_timeout(self) -> None:
        late_ms = (time.monotonic() - self._began) * 1000 - BEAT_MS
        if late_ms > LATE_MS and self._beats < MOST_BEATS:
            self._beats += 1
            self._begin_beat()
            return
        self._garbage.tidy()
