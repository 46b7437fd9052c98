"""Lays a window out to the end before it is painted; made by the composition root.

A widget that changes asks the layout around it to be done anew, and that asks the next one, each
by an event. Qt paints as soon as the events are through that were there at the beginning: so what
came into a list inside a page that scrolls was shown for a moment squeezed into the old height.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

ROUNDS = 10
"""One is for what asks at its beginning; what asks because of that comes in the next one. Lists in
parts in pages need five; one without anything to do takes a few microseconds."""


class LaidOut(QObject):
    """Watches a window as long as it lives."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("laid_out")
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What still asks for a layout gets it, and what asks because of that, before the paint."""
        if event.type() == QEvent.Type.UpdateRequest:
            for _round in range(ROUNDS):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return False
