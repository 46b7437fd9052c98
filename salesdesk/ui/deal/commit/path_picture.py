"""The way to signature as a picture: budget, legal, procurement, terms, signature, in boxes.

Painted from the plan's steps and the commitment events. The arrow keys walk, Enter opens.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)

from salesdesk.domain.action_plan import PathNode
from salesdesk.support.i18n import _
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.walking import Walking
from salesdesk.ui.deal.words import shortened

_NARROWEST = 114
"""Below this width of a box its words would be cut too much."""
_GAP = 13
"""Between two boxes, at the usual text size."""


class PathPicture(Walking):
    """Emits `node_requested(kind)` when a part of the way is chosen."""

    node_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__("commit_path", _("The way to signature"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._nodes: tuple[PathNode, ...] = ()

    def show_nodes(self, nodes: Sequence[PathNode]) -> None:
        """Show these parts, in order."""
        self._nodes = tuple(nodes)
        self._keep_inside()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines of small text in a box; two rows of boxes where one is too narrow."""
        look, rows = theme.tokens(), self._rows()
        return QSize(look.px(560), rows * self._height() + (rows - 1) * look.px(8))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible; words are elided."""
        return QSize(theme.tokens().px(240), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: two rows."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Boxes with arrows between."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, node in enumerate(self._nodes):
            box = self._box(index)
            self._paint_node(painter, look, box, node)
            if index < len(self._nodes) - 1:
                self._paint_arrow(painter, look, box)
            if self.has_ring and index == self._at:
                painting.focus_ring(painter, box, look.radius, look)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        at = event.position().toPoint()
        boxes = enumerate(self._box(i) for i in range(len(self._nodes)))
        self._choose(next((i for i, box in boxes if box.contains(at)), -1))

    def _count(self) -> int:
        return len(self._nodes)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._nodes):
            self.node_requested.emit(self._nodes[index].kind)

    def _tell(self) -> None:
        if self._nodes:
            node = self._nodes[self._at]
            parts = (words.kind_label(node.kind), node.who, words.node_state(node))
            self.setAccessibleDescription(", ".join(filter(None, parts)))

    def _height(self) -> int:
        line = QFontMetrics(theme.font("small")).height()
        return 3 * line + theme.tokens().px(18)

    def _rows(self) -> int:
        count = max(len(self._nodes), 1)
        beside = max(1, self.width() // theme.tokens().px(_NARROWEST))
        return -(-count // beside)

    def _box(self, index: int) -> QRect:
        look, rows = theme.tokens(), self._rows()
        gap = look.px(_GAP)
        room = self.width() + gap
        count = -(-max(len(self._nodes), 1) // rows)
        row, place = divmod(index, count)
        left = room * place // count
        top = row * (self._height() + look.px(8))
        return QRect(left, top + 1, room * (place + 1) // count - gap - left, self._height() - 2)

    def _paint_node(
        self, painter: QPainter, look: theme.Tokens, box: QRect, node: PathNode
    ) -> None:
        fill, line, ink = _colours(look, node.state)
        painting.rounded(painter, box, look.radius, fill, None if node.state == "missing" else line)
        if node.state == "missing":
            pen = QPen(line, 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), look.radius, look.radius)
        inside = box.adjusted(look.px(7), look.px(7), -look.px(3), -look.px(7))
        lines = (
            ("small_strong", ink, words.path_label(node.kind)),
            ("small", look.soft, shortened(node.who or node.event or _("nobody named"))),
            ("small", ink, words.node_mark(node)),
        )
        height = inside.height() // len(lines)
        for place, (role, colour, text) in enumerate(lines):
            rect = QRect(inside.left(), inside.top() + place * height, inside.width(), height)
            elided.draw(painter, rect, text, role, colour)  # type: ignore[arg-type]

    def _paint_arrow(self, painter: QPainter, look: theme.Tokens, box: QRect) -> None:
        gap, middle = look.px(_GAP), box.center().y()
        left, right = box.right() + look.px(3), box.right() + gap - look.px(2)
        painter.setPen(QPen(look.faint, 1.5))
        painter.drawLine(left, middle, right, middle)
        tip, wing = QPointF(right, middle), look.px(3)
        painter.drawLine(tip, QPointF(right - wing, middle - wing))
        painter.drawLine(tip, QPointF(right - wing, middle + wing))


def _colours(look: theme.Tokens, state: str) -> tuple[QColor, QColor, QColor]:
    return {
        "done": (look.ok_soft, look.ok_fill, look.ok),
        "doing": (look.accent_soft, look.accent_line, look.accent_text),
        "late": (look.late_soft, look.late_fill, look.late),
        "open": (look.raised, look.line_strong, look.muted),
        "missing": (look.raised, look.line_strong, look.faint),
    }[state]
