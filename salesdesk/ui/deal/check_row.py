"""One line of the rail: a box to tick, words that wrap, and what it rests on or what to ask.

Called by the gate and the buyer signals in the right rail.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets import PlainLabel, paint_check
from salesdesk.ui.widgets.keyboard import Pressed
from salesdesk.ui.widgets.labels import plain_tip


class Tick(Pressed, QAbstractButton):
    """The box alone; it shows a state and tells of clicks, it does not change by itself."""

    def __init__(self, name: str, label: str, is_on: bool, tip: str = "") -> None:
        super().__init__()
        self._is_on = is_on
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(plain_tip(tip))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_on(self) -> bool:
        """Whether the box is ticked."""
        return self._is_on

    def sizeHint(self) -> QSize:
        """A small square with air for the ring."""
        side = theme.tokens().px(20)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, tick, ring."""
        look = theme.tokens()
        painter = QPainter(self)
        edge = look.px(3)
        box = self.rect().adjusted(edge, edge, -edge, -edge)
        state = Qt.CheckState.Checked if self._is_on else Qt.CheckState.Unchecked
        paint_check(painter, box, state, look, is_over=self.underMouse())
        if self.has_ring:
            painting.rounded(painter, self.rect(), 5, None, look.accent, 2)


class CheckRow(QWidget):
    """A tick, a line of words, and room below for evidence, links and a form."""

    def __init__(
        self,
        words: str,
        name: str,
        is_on: bool,
        *,
        label: str = "",
        tip: str = "",
        on_tick: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        look = theme.tokens()
        self.tick = Tick(f"{name}_tick", label or words, is_on, tip)
        if on_tick is not None:
            self.tick.clicked.connect(lambda _on=False: on_tick())
        self.words = PlainLabel(words, "body", "text", wrap=True)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(0, 0, 0, 0)
        self.below.setSpacing(look.px(1))
        beside = QVBoxLayout()
        beside.setContentsMargins(0, look.px(2), 0, 0)
        beside.setSpacing(look.px(1))
        beside.addWidget(self.words)
        beside.addLayout(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(5))
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)

    def add(self, widget: QWidget) -> None:
        """Put something under the words."""
        self.below.addWidget(widget)
