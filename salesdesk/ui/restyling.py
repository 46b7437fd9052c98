"""A new look at once on what is in sight; on all the rest in pieces, while the window is idle.

Called by ui.theme. Qt restyles every widget there is, twice: one second on a deal with all its
panels made, of which a twelfth is in sight. So the others are taken out of it, and styled after.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from salesdesk.ui.widgets.wide import keep_wide

PIECE_MS = 5.0
"""So long may the widgets styled at one time take; keys and clicks come in between."""
BEGIN_MS = 25
"""So long after the change they begin: what is in sight is laid out and painted before."""
LOOK_EVERY_MS = 60.0
"""So often it is looked which of them came in sight meanwhile."""
_ASK_EVERY = 8
"""After so many widgets the clock is asked."""
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_HAS_STYLE = Qt.WidgetAttribute.WA_SetStyle
"""At a new style Qt passes over widgets without the first, and tells none that has the other."""
_IS_WATCHED = Qt.WidgetAttribute.WA_StyleSheet
"""Who has it, Qt thinks, is known to the sheet, which so forgets a widget that is gone. Qt takes it
from each widget when a sheet goes, and watches again at the next polish; from those passed over we
take it, or their rules, seven kilobytes each, would stay for ever."""
_KEPT_FONT = "_q_styleSheetWidgetFont"
"""Here Qt keeps the font that a widget had before a sheet, and sets it again, on the widget and all
in it, before the next: half the time of a change, for nothing, since our sheet has no fonts."""
_set, _keep, _is_seen = QWidget.setAttribute, QWidget.setProperty, QWidget.isVisible
"""Not looked up on each: half the time of some thousands of calls."""


class Restyling(QObject):
    """What the last change of the look left for later."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("restyling")
        self._app = app
        self._left: deque[QWidget] = deque()
        self._looked_at = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def left(self) -> int:
        """How many widgets still wait for the look."""
        return len(self._left)

    def replace(self, change: Callable[[], None], sheet: str) -> None:
        """Put another sheet on the application; `change` sets font and palette before it."""
        seen, hidden = self._apart()
        try:
            # Without a sheet first: Qt goes through the widgets once for a new one, and again for
            # each that lies in another when one sheet follows another.
            self._app.setStyleSheet("")
            change()
            # To those that take it from what is around them; Qt goes into what is in sight alone,
            # since the others are still watched.
            for each in self._app.topLevelWidgets():
                QCoreApplication.sendEvent(each, QEvent(QEvent.Type.ApplicationFontChange))
            for each in filter(isValid, seen):
                _set(each, _HAS_STYLE, False)
                _set(each, _POLISHED, True)
            self._app.setStyleSheet(sheet)
        finally:
            for each in filter(isValid, hidden):
                _set(each, _HAS_STYLE, False)
                _set(each, _IS_WATCHED, False)
        self._left = deque(hidden)
        for each in filter(isValid, seen):
            _take_look(each)
        self._timer.start(BEGIN_MS)

    def _apart(self) -> tuple[list[QWidget], list[QWidget]]:
        """What is in sight and what is not; Qt will pass over both, and be silent to all."""
        seen: list[QWidget] = []
        hidden: list[QWidget] = []
        for each in self._app.allWidgets():
            _set(each, _HAS_STYLE, True)
            _set(each, _POLISHED, False)
            (seen if _is_seen(each) else hidden).append(each)
        for each in seen:
            _set(each, _IS_WATCHED, False)
            _keep(each, _KEPT_FONT, None)
        return seen, hidden

    def finish(self) -> None:
        """Style now what is left."""
        while self._left:
            self._dress(self._left.popleft())
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        if self._timer.interval():
            self._timer.setInterval(0)
        now = time.monotonic()
        if now > self._looked_at + LOOK_EVERY_MS / 1000:
            self._looked_at = now
            for each in [each for each in self._left if isValid(each) and _is_seen(each)]:
                self._left.remove(each)  # shown meanwhile: before all others
                self._dress(each)
        end = time.monotonic() + PIECE_MS / 1000
        while self._left and time.monotonic() < end:
            for _each in range(min(_ASK_EVERY, len(self._left))):
                self._dress(self._left.popleft())
        if not self._left:
            self._timer.stop()

    def _dress(self, widget: QWidget) -> None:
        if not isValid(widget):
            return
        _set(widget, _POLISHED, True)
        widget.style().polish(widget)
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        if isValid(widget):
            _take_look(widget)


def _take_look(widget: QWidget) -> None:
    if hasattr(widget, "take_look"):
        widget.take_look()
    keep_wide(widget)
