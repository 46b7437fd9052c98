"""What is seen while cards are dragged: the picture under the pointer, the gate beside it, the
Won, Lost and Pause targets at the foot of the board.

Made by the page; the page runs the drag.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from salesdesk.support.i18n import _, format_number
from salesdesk.ui import painting, theme
from salesdesk.ui.board.column_model import unpack

if TYPE_CHECKING:
    from salesdesk.ui.board.delegate import CardDelegate
    from salesdesk.usecases.board import CardRow

TILT_DEGREES = 1.6
MARGIN = 22
"""Room around the card for its shadow and its tilt."""
_STRIP = 72
"""Logical pixels at the bottom of the page that belong to Won, Lost and Pause."""


def drag_picture(
    delegate: CardDelegate, row: CardRow, width: int, count: int, ratio: float
) -> tuple[QPixmap, QPoint]:
    """The tilted card with its shadow, a count when there are several, and the card's left top."""
    look = theme.tokens()
    size = QSize(width + 2 * MARGIN, delegate.card_height + 2 * MARGIN)
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.translate(size.width() / 2, size.height() / 2)
    painter.rotate(TILT_DEGREES)
    painter.translate(-size.width() / 2, -size.height() / 2)
    card = QRect(MARGIN, MARGIN, width, delegate.card_height)
    _shadow(painter, card, look)
    if count > 1:
        painting.rounded(painter, card.translated(5, 5), look.px(7), look.raised, look.accent_line)
    # Where the card was it is pale already; what the hand holds is not.
    paled, delegate.dragged = delegate.dragged, frozenset()
    delegate.paint_card(painter, row, card)
    delegate.dragged = paled
    painting.rounded(painter, card, look.px(7), None, look.accent, 1.4)
    if count > 1:
        _badge(painter, card, count, look)
    painter.end()
    return made, QPoint(MARGIN, MARGIN)


def _shadow(painter: QPainter, card: QRect, look: theme.Tokens) -> None:
    """A soft shadow below: rings that add up."""
    shade = QColor(look.shadow)
    for spread in range(12, 0, -2):
        shade.setAlpha(9 if not look.is_dark else 22)
        rect = QRectF(card).adjusted(-spread / 2, 0, spread / 2, spread).translated(0, 4)
        painting.rounded(painter, rect, look.px(7) + spread / 2, shade)


def _badge(painter: QPainter, card: QRect, count: int, look: theme.Tokens) -> None:
    side = look.px(22)
    rect = QRect(card.right() - side + look.px(9), card.top() - look.px(9), side, side)
    painting.rounded(painter, rect, side / 2, look.accent)
    painter.setFont(theme.font("small_strong"))
    painter.setPen(look.on_accent)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), format_number(count))


class GateBubble(QFrame):
    """The gate of the stage being left, beside the pointer; it takes no mouse events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("gate_bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = ""
        self._lines: list[tuple[bool, str]] = []
        self.hide()

    def show_gate(self, title: str, lines: Sequence[tuple[bool, str]]) -> None:
        """Takes a title and lines (met?, words); empty lines hide the bubble for good."""
        self._title, self._lines = title, list(lines)
        self.setAccessibleName(title)
        self.setAccessibleDescription(
            "; ".join(f"{'✓' if met else '○'} {words}" for met, words in lines)
        )
        self.resize(self.sizeHint())
        if not lines:
            self.hide()

    @property
    def words(self) -> list[str]:
        """Title and lines as shown."""
        return [self._title, *(f"{'✓' if met else '○'} {words}" for met, words in self._lines)]

    def follow(self, where: QPoint) -> None:
        """Moves beside the pointer (in the parent's coordinates), inside the parent."""
        if not self._lines:
            return
        parent = self._room
        x, y = where.x() + 26, where.y() + 44
        if x + self.width() > parent.width() - 8:
            x = where.x() - self.width() - 26
        if y + self.height() > parent.height() - theme.tokens().px(_STRIP):
            # Not over the strip with Won, Lost and Pause, where the card may be going.
            y = where.y() - self.height() - theme.tokens().px(60)
        y = min(y, parent.height() - self.height() - 8)
        self.move(max(8, x), max(8, y))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        """All lines, not wider than a column and a half."""
        look = theme.tokens()
        metrics = self.fontMetrics()
        texts = [self._title, *(f"○ {words}" for _met, words in self._lines)]
        width = max((metrics.horizontalAdvance(text) for text in texts), default=0) + look.px(34)
        height = (len(self._lines) + 1) * self._line_height() + look.px(18)
        return QSize(min(width, look.px(400)), height)

    def _line_height(self) -> int:
        return self.fontMetrics().height() + theme.tokens().px(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title in accent, then the criteria with tick or ring."""
        look = theme.tokens()
        painter = QPainter(self)
        painting.rounded(painter, self.rect(), look.px(7), look.raised, look.accent_line, 1.2)
        left, right = look.px(11), self.width() - look.px(11)
        line = QRect(left, look.px(8), right - left, self._line_height())
        align = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.setFont(theme.font("small_strong"))
        painter.setPen(look.accent_text)
        painter.drawText(line, align, self._elided(painter, self._title, line.width()))
        painter.setFont(theme.font("small"))
        for met, words in self._lines:
            line.translate(0, self._line_height())
            side = look.px(11)
            box = QRect(left, line.center().y() - side // 2, side, side)
            if met:
                painting.check_mark(painter, box, look.ok_fill)
            else:
                inset = QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5)
                painting.rounded(painter, inset, side / 2, None, look.faint, 1.3)
            painter.setPen(look.muted if met else look.text)
            beside = line.adjusted(look.px(17), 0, 0, 0)
            painter.drawText(beside, align, self._elided(painter, words, beside.width()))

    @staticmethod
    def _elided(painter: QPainter, words: str, room: int) -> str:
        return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)


class OutTarget(QWidget):
    """One place to drop cards that leave the board: Won, Lost or Pause."""

    dropped = Signal(str, object)
    entered = Signal(QPoint)

    def __init__(self, kind: str, words: str) -> None:
        super().__init__()
        self.kind, self._words, self._is_over = kind, words, False
        self.setObjectName(f"out_{kind}")
        self.setAccessibleName(words)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if unpack(event.mimeData()):
            self._set_over(True)
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.entered.emit(self.mapToGlobal(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        ids = unpack(event.mimeData())
        if ids:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped.emit(self.kind, ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed box; filled under the pointer."""
        look = theme.tokens()
        painter = QPainter(self)
        fill, line, ink = {
            "won": (look.ok_soft, look.ok_fill, look.ok),
            "lost": (look.late_soft, look.late_fill, look.late),
            "pause": (look.warn_soft, look.warn_fill, look.warn),
        }[self.kind]
        ground = QColor(look.raised)
        ground.setAlpha(250)
        painting.rounded(painter, self.rect(), look.px(9), fill if self._is_over else ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line if self._is_over else look.line_strong, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(9), look.px(9))
        painter.setFont(theme.font("heading"))
        painter.setPen(ink if self._is_over else look.soft)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


class OutTargets(QWidget):
    """The three targets in a row over the foot of the board; hidden unless cards are dragged."""

    dropped = Signal(str, object)
    drag_moved = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("out_targets")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().px(12))
        self.targets = {
            kind: OutTarget(kind, words)
            for kind, words in (("won", _("Won")), ("lost", _("Lost")), ("pause", _("Pause")))
        }
        for target in self.targets.values():
            target.dropped.connect(self.dropped)
            target.entered.connect(self.drag_moved)
            row.addWidget(target)
        self.hide()

    def appear(self) -> None:
        """Shows the targets at the foot of the parent."""
        look, parent = theme.tokens(), self._room
        height = look.px(50)
        margin = look.px(14)
        top = parent.height() - height - margin
        self.setGeometry(margin, top, parent.width() - 2 * margin, height)
        self.show()
        self.raise_()
