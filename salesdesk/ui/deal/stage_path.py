"""The bar of stages over the deal: days in those passed, the present one filled, others open.

Painted; each stage can be clicked, or walked to with the arrows and chosen with Enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.walking import Walking
from salesdesk.ui.widgets.labels import show_tip
from salesdesk.usecases.deal_views import StageStep


class StagePath(Walking):
    """Emits `stage_requested(key)` when a stage other than the present one is chosen."""

    stage_requested = Signal(str)

    def __init__(self, name: str = "deal_path") -> None:
        super().__init__(name, _("Stages"))
        self.setMouseTracking(True)
        self._steps: tuple[StageStep, ...] = ()
        self._hovered = -1

    def show_steps(self, steps: Sequence[StageStep]) -> None:
        """Show these stages, in order."""
        self._steps = tuple(steps)
        self._at = self._current()
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of small text in a bar."""
        look = theme.tokens()
        height = QFontMetrics(theme.font("small")).height() + look.px(10)
        return QSize(look.px(600), height + look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible; names are elided."""
        return QSize(theme.tokens().px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, and a hairline below."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.raised)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(len(self._steps)):
            self._paint_step(painter, look, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A stage lights up under the pointer."""
        self._hover(self._index_at(event.position().toPoint().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a stage."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._index_at(event.position().toPoint().x()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the present stage."""
        self._at = self._current()
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        """The tooltip names the stage under the pointer in full."""
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x())
            tip = self._words(index) if index >= 0 else ""
            show_tip(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _count(self) -> int:
        return len(self._steps)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._steps) and not self._steps[index].is_current:
            self.stage_requested.emit(self._steps[index].key)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            may = 0 <= index < len(self._steps) and not self._steps[index].is_current
            self.setCursor(Qt.CursorShape.PointingHandCursor if may else Qt.CursorShape.ArrowCursor)
            self.update()

    def _current(self) -> int:
        return next((i for i, step in enumerate(self._steps) if step.is_current), 0)

    def _tell(self) -> None:
        if 0 <= self._at < len(self._steps):
            self.setAccessibleDescription(self._words(self._at))

    def _words(self, index: int) -> str:
        step = self._steps[index]
        if step.is_current:
            return _("{stage}: the deal is here, {days} so far").format(
                stage=step.name, days=words.days(step.days)
            )
        spent = _(", {days} spent there").format(days=words.days(step.days)) if step.visits else ""
        return _("Move to {stage}{spent}").format(stage=step.name, spent=spent)

    def _box(self, index: int) -> QRect:
        look = theme.tokens()
        margin, gap = look.px(18), look.px(3)
        room = self.width() - 2 * margin + gap
        left = margin + room * index // len(self._steps)
        right = margin + room * (index + 1) // len(self._steps) - gap
        return QRect(left, look.px(10), right - left, self.height() - look.px(20))

    def _index_at(self, x: int) -> int:
        boxes = (self._box(i) for i in range(len(self._steps)))
        return next((i for i, box in enumerate(boxes) if box.left() <= x <= box.right() + 3), -1)

    def _paint_step(self, painter: QPainter, look: theme.Tokens, index: int) -> None:
        step, box = self._steps[index], self._box(index)
        fill, ink = self._colours(look, step, index == self._hovered)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPath(self._shape(box, index))
        painter.setFont(theme.font("small_strong" if step.is_current else "small"))
        painter.setPen(ink)
        inside = box.adjusted(look.px(10), 0, -look.px(6), 0)
        metrics, text = painter.fontMetrics(), step.name
        if step.visits:
            text = f"{step.name} · {words.days(step.days)}"
            if metrics.horizontalAdvance(text) > inside.width():
                text = step.name  # the tooltip has the days
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if self.has_ring and index == self._at:
            painting.focus_ring(painter, box.adjusted(-2, -2, 2, 2), look.radius, look)

    @staticmethod
    def _colours(look: theme.Tokens, step: StageStep, is_over: bool) -> tuple[QColor, QColor]:
        if step.is_current:
            return look.accent, look.on_accent
        if step.is_passed:
            return (look.ok_pale if is_over and not look.is_dark else look.ok_soft), look.ok
        return (look.line_strong if is_over else look.pressed), look.muted

    def _shape(self, box: QRect, index: int) -> QPainterPath:
        """Round outside, square inside the bar."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        radius = theme.tokens().radius
        path.addRoundedRect(box, radius, radius)
        half = box.width() // 2
        if index > 0:
            path.addRect(box.adjusted(0, 0, -half, 0))
        if index < len(self._steps) - 1:
            path.addRect(box.adjusted(half, 0, 0, 0))
        return path
