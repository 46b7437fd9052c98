"""A slim scroll bar for columns, and scrolling at the edges while something is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QRect, QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollBar

from salesdesk.ui import painting, theme
from salesdesk.ui.properties import put

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

WIDTH = 8
ACROSS_HEIGHT = 11
SHORTEST = 32
"""Of a handle: what the style sheet says, 28, with its margins."""
EDGE = 48
"""So near to an edge, in logical pixels, a drag scrolls."""
TICK_MS = 16
FASTEST = 26
"""Pixels per tick at the very edge."""


class SlimBar(QScrollBar):
    """A scroll bar that takes little room and shows only its handle."""

    is_across = False

    def sizeHint(self) -> QSize:
        """As wide as the gap beside the cards, which it takes."""
        return QSize(WIDTH, WIDTH * 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The handle alone."""
        handle = self.handle()
        look = theme.tokens()
        painter = QPainter(self)
        colour = look.faint if self.underMouse() or self.isSliderDown() else look.line_strong
        shown = handle.adjusted(3, 2, -3, -2) if self.is_across else handle.adjusted(2, 1, -2, -1)
        painting.rounded(painter, shown, 3 if self.is_across else 2, colour)

    def handle(self) -> QRect:
        """Where the handle stands, as the style sheet has it; asking the style costs 20 ms once."""
        room = self.width() if self.is_across else self.height()
        span = self.maximum() - self.minimum()
        if span <= 0:
            return self.rect()
        shortest = SHORTEST + 2 if self.is_across else SHORTEST
        long = min(room, max(shortest, self.pageStep() * room // (span + self.pageStep())))
        start = int((self.sliderPosition() - self.minimum()) * (room - long) / span + 0.5)
        if self.is_across:
            return QRect(start, 0, long, self.height())
        return QRect(0, start, self.width(), long)


class AcrossBar(SlimBar):
    """The board's own: as high as the style sheet makes others, also before there is one."""

    is_across = True

    def __init__(self) -> None:
        super().__init__()
        put(self, orientation="Horizontal")

    def sizeHint(self) -> QSize:
        """A little higher than the columns' bars are wide: it is aimed at across a whole board."""
        return QSize(WIDTH * 4, ACROSS_HEIGHT)


class EdgeScroller(QObject):
    """Scrolls a bar while the pointer stays near an end of an area; stop it when a drag ends."""

    def __init__(self, bar: QScrollBar, area: QWidget, orientation: QtCore.Qt.Orientation) -> None:
        super().__init__(area)
        self._bar, self._area = bar, area
        self._is_across = orientation is QtCore.Qt.Orientation.Horizontal
        self._step = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def point(self, where: QPoint) -> None:
        """The pointer is at `where`, in the area's own coordinates."""
        place, length = (
            (where.x(), self._area.width()) if self._is_across else (where.y(), self._area.height())
        )
        self._step = _speed(place, length)
        if self._step and not self._timer.isActive():
            self._timer.start()
        elif not self._step:
            self._timer.stop()

    def stop(self) -> None:
        """The drag left or ended."""
        self._step = 0
        self._timer.stop()

    @property
    def is_scrolling(self) -> bool:
        """Whether it is at work."""
        return self._timer.isActive()

    def _on_timer_timeout(self) -> None:
        self._bar.setValue(self._bar.value() + self._step)


def _speed(place: int, length: int) -> int:
    """Pixels per tick: faster nearer to the edge, 0 away from it, negative towards the start."""
    edge = min(EDGE, max(1, length // 4))
    if place < edge:
        return -max(1, FASTEST * (edge - max(0, place)) // edge)
    if place > length - edge:
        return max(1, FASTEST * (edge - max(0, length - place)) // edge)
    return 0
