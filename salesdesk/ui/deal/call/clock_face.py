"""The clock of a running call: how long it lasts, of how long, and what it is time for."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.calls import Face, clock_text, face
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import ElidedLabel, PlainLabel
from salesdesk.usecases.call_views import CallView

LAST_SECONDS = 60
"""When a point of the agenda is about to be over."""


class ClockFace(QWidget):
    """Reads the program's clock; ticks once a second while it is seen."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("call_clock")
        self._clock = clock
        self._call: CallView | None = None
        self.time = PlainLabel("0:00", "large", name="call_elapsed")
        self.planned = PlainLabel("", "body", "muted", name="call_planned")
        self.point = ElidedLabel("", "small", "muted", name="call_point")
        self.point.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(6))
        row.addStretch(1)
        row.addWidget(self.time)
        row.addWidget(self.planned, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.point)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)

    def show_call(self, call: CallView) -> None:
        """Run for a call."""
        self._call = call
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Show the time it is."""
        call = self._call
        if call is None or not call.started_at:
            return
        started = dt.datetime.fromisoformat(call.started_at)
        shown = face(started, self._clock.now_utc(), call.agenda, call.minutes)
        self.time.setText(clock_text(shown.elapsed))
        self.time.set_tone("late" if shown.over else "text")
        of = _("of {length}").format(length=clock_text(shown.planned)) if shown.planned else ""
        self.planned.setText(of)
        words, is_close = self._point_words(shown)
        self.point.setText(words)
        self.point.set_tone("late" if shown.over else "warn" if is_close else "muted")
        self.setAccessibleName(f"{self.time.text()} {of}. {words}")

    def _point_words(self, shown: Face) -> tuple[str, bool]:
        call = self._call
        assert call is not None
        if shown.over:
            return _("{time} over").format(time=clock_text(shown.over)), True
        if shown.point is None:
            return "", False
        words = _("{point}: {time} left").format(
            point=call.agenda[shown.point].words, time=clock_text(shown.point_left)
        )
        return words, shown.point_left <= LAST_SECONDS
