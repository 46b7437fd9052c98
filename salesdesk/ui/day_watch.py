"""Notices a new day, and another time zone, while the window is open. Made by app.

Every screen judges days anew then: what is due, late or stalled. Asked once a minute and when the
window comes to the front, as after a suspend.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from salesdesk.domain.changes import Changes
from salesdesk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from salesdesk.domain.clock import Clock
    from salesdesk.ui.bridge import Bridge

EVERY_MS = 60_000


class DayWatch(QObject):
    """Has the bridge tell every screen that all may be different."""

    def __init__(self, bridge: Bridge, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("day_watch")
        self._bridge, self._clock = bridge, clock
        self._seen = self._now()
        timer = QTimer(self, interval=EVERY_MS)
        timer.setObjectName("day_timer")
        timer.timeout.connect(self.look)
        timer.start()
        window.installEventFilter(self)

    def look(self) -> None:
        """Ask what day and which zone it is."""
        # The C library keeps the zone that it read first; the next question reads it anew.
        if hasattr(time, "tzset"):
            time.tzset()
        now = self._now()
        if now != self._seen:
            self._seen = now
            self._bridge.changed.emit(Changes("", is_everything=True))

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when the window comes to the front."""
        if event.type() is QEvent.Type.WindowActivate:
            self.look()
        return False

    def _now(self) -> tuple[dt.date, dt.timedelta | None]:
        return self._clock.today(), self._clock.now_local().utcoffset()
