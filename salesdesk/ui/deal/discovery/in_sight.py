"""Brings the question that was opened into sight, and keeps it there while what is above grows.

Made by the panel of Discover. The cards above are laid out in the pauses after a question was
jumped to, and each moves it down; once the user scrolls, the view is the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from salesdesk.ui import theme
from salesdesk.ui.widgets.growing import make_room

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


def bring_into_view(
    area: QScrollArea, opened: QWidget, answer: QWidget, headings: Sequence[QWidget]
) -> None:
    """Scroll to a question and the answer in it, and to the heading right above it where both fit;
    a heading further up that the upper edge would cut is scrolled away."""
    px, bar, view = theme.tokens().px, area.verticalScrollBar(), area.viewport().height()
    make_room(answer)  # or it would be looked for where it does not stay
    around, (top, bottom) = px(12), _span(area, opened)
    for above, below in (_span(area, heading) for heading in headings):
        margin = min(around, (view - (bottom - above)) // 2)
        if margin >= 0 and 0 <= top - below <= around:
            bar.setValue(min(max(bar.value(), bottom + margin - view), above - margin))
            return
    area.ensureWidgetVisible(opened, 0, around)
    area.ensureWidgetVisible(answer, 0, px(70))
    for above, below in (_span(area, heading) for heading in headings):
        if above < bar.value() < below <= top - around:
            bar.setValue(below)


def _span(area: QScrollArea, widget: QWidget) -> tuple[int, int]:
    """Where a widget begins and ends, from the top of the page that scrolls."""
    page = area.widget()
    assert page is not None
    top = widget.mapTo(page, QPoint()).y()
    return top, top + widget.height()


def _nothing() -> None:
    return
