"""The mutual action plan as a picture: one line a step on a scale of days, late ones loud.

Painted. Up and down walk, Enter opens a step. What the buyer does is blue, what we do grey, what
both do half and half; today and the target are upright lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import StepState
from salesdesk.support.i18n import _, format_date
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.deal import words as deal_words
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.commit.day_scale import DayScale
from salesdesk.ui.deal.walking import UP_AND_DOWN, Walking
from salesdesk.ui.widgets.labels import show_tip


class PlanTimeline(Walking):
    """Emits `step_requested(step id)` when a step is chosen."""

    KEYS = UP_AND_DOWN
    step_requested = Signal(str)

    def __init__(self, today: dt.date) -> None:
        super().__init__("plan_timeline", _("The plan on a scale of days"))
        self._today = today
        self._states: tuple[StepState, ...] = ()
        self._target: dt.date | None = None

    def show_plan(self, states: Sequence[StepState], target: str | None, today: dt.date) -> None:
        """Show the steps that were not dropped."""
        self._states, self._today = tuple(states), today
        self._target = dt.date.fromisoformat(target) if target else None
        self._keep_inside()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line a step, below a scale of dates."""
        look = theme.tokens()
        return QSize(look.px(560), self._top() + len(self._states) * self._line() + look.px(6))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible; words are elided."""
        return QSize(theme.tokens().px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scale, lines of today and target, steps."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        self._paint_scale(painter, look, scale)
        for index, state in enumerate(self._states):
            self._paint_step(painter, look, scale, index, state)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step under the pointer."""
        self._choose(self._index_at(event.position().y()))

    def event(self, event: QEvent) -> bool:
        """The tooltip tells the step under the pointer in full."""
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().y())
            tip = words.step_sentence(self._states[index]) if index >= 0 else ""
            show_tip(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _count(self) -> int:
        return len(self._states)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._states):
            self._at = index
            self.step_requested.emit(self._states[index].step.id)

    def _tell(self) -> None:
        if self._states:
            self.setAccessibleDescription(words.step_sentence(self._states[self._at]))

    def _top(self) -> int:
        return theme.tokens().px(24)

    def _line(self) -> int:
        return theme.tokens().px(30)

    def _index_at(self, y: float) -> int:
        index = int((y - self._top()) // self._line())
        return index if y >= self._top() and 0 <= index < len(self._states) else -1

    def _scale(self) -> DayScale:
        look = theme.tokens()
        names = min(look.px(190), self.width() // 3)
        first, last = plans.span(
            self._states, self._target.isoformat() if self._target else None, self._today
        )
        return DayScale(first, last, names + look.px(14), self.width() - look.px(96))

    def _paint_scale(self, painter: QPainter, look: theme.Tokens, scale: DayScale) -> None:
        painter.setFont(theme.font("small"))
        bottom = self.height() - look.px(4)
        for day in scale.marks(look.px(76)):
            x = scale.x(day)
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(QPointF(x, self._top() - look.px(3)), QPointF(x, bottom))
            painter.setPen(look.faint)
            text = format_date(day, "short")
            painter.drawText(QPointF(x + look.px(3), self._top() - look.px(8)), text)
        for line_day, colour in ((self._target, look.ok_fill), (self._today, look.accent)):
            if line_day is not None:
                x = scale.x(line_day)
                painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, self._top() - look.px(3)), QPointF(x, bottom))

    def _paint_step(
        self, painter: QPainter, look: theme.Tokens, scale: DayScale, index: int, state: StepState
    ) -> None:
        box = QRect(0, self._top() + index * self._line(), self.width(), self._line())
        step, is_loud = state.step, bool(state.days_late or state.lacks)
        if is_loud:
            painting.rounded(painter, box.adjusted(0, 1, 0, -1), look.radius, look.late_soft)
        ink = look.late if is_loud else look.muted if step.state == plans.DONE else look.text
        text = QRect(look.px(6), box.top(), int(scale.left) - look.px(20), box.height())
        self._words(painter, text, f"{state.number}  {step.what}", "small_strong", ink)
        if step.due_on:
            self._paint_mark(painter, look, scale, box, state)
        end = QRect(int(scale.right) + look.px(12), box.top(), look.px(84), box.height())
        late = words.late(state.days_late) if state.days_late else words.lacks(state)
        said = late or step.owner or words.side_label(step.side)
        self._words(painter, end, said, "small", look.late if is_loud else look.muted)
        if self.has_ring and index == self._at:
            painting.focus_ring(painter, box, look.radius, look)

    @staticmethod
    def _words(painter: QPainter, box: QRect, text: str, role: theme.Role, ink: QColor) -> None:
        # Eliding a book takes long.
        elided.draw(painter, box, deal_words.shortened(text, 200), role, ink)

    def _paint_mark(
        self, painter: QPainter, look: theme.Tokens, scale: DayScale, box: QRect, state: StepState
    ) -> None:
        """A diamond on the day; filled when done, with a tail from the day to today when late."""
        step = state.step
        assert step.due_on is not None
        x, y = scale.x(dt.date.fromisoformat(step.due_on)), box.center().y() + 0.5
        size = look.px(6)
        if state.days_late:
            tail = QRectF(x, y - 2, max(scale.x(self._today) - x, 1), 4)
            painting.rounded(painter, tail, 2, look.late_fill)
        diamond = QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size),
                             QPointF(x - size, y)])  # fmt: skip
        fill = look.late_fill if state.days_late else look.accent
        if step.side == plans.SELLER and not state.days_late:
            fill = look.faint
        is_done = step.state == plans.DONE
        painter.setPen(QPen(look.ok_fill if is_done else fill, 2))
        painter.setBrush(look.ok_fill if is_done else look.raised if step.is_open else fill)
        painter.drawPolygon(diamond)
        if step.is_open and step.side != plans.SELLER:
            # Half for what both do, whole for the buyer: who moves is seen without reading.
            half = [QPointF(x, y - size), QPointF(x, y + size), QPointF(x - size, y)]
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(half) if step.side == plans.BOTH else diamond)
