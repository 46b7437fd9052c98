"""A column as a narrow strip: what `column.Column` shows while it is collapsed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.board.card_list import CardList
from salesdesk.ui.board.column_model import unpack
from salesdesk.ui.widgets import plain_tip


class CollapsedColumn(QWidget):
    """A column as a narrow strip; a click opens it, drops land at its end."""

    expand_requested = Signal()
    drag_moved = Signal(QPoint)

    def __init__(self, name: str, cards: CardList) -> None:
        super().__init__()
        self._name, self._cards, self._count = name, cards, ""
        self.setObjectName(f"strip_{cards.column.column_key}")
        self.setAccessibleName(_("{column}, collapsed").format(column=name))
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(plain_tip(_("Open {column}").format(column=name)))

    def show_count(self, count: str) -> None:
        """Shows how many cards are inside."""
        self._count = count
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.expand_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.expand_requested.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if unpack(event.mimeData()):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drag_moved.emit(self.mapToGlobal(event.position().toPoint()))
        model = self._cards.model()
        if model.canDropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, model.rowCount(), 0, QModelIndex()
        ):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        model = self._cards.model()
        if model.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, model.rowCount(), 0, QModelIndex()
        ):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Count at the top, the name reading down."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(look.faint)
        top = QRect(0, look.px(2), self.width(), look.px(20))
        painter.drawText(top, int(Qt.AlignmentFlag.AlignCenter), self._count)
        painter.setFont(theme.font("heading"))
        painter.setPen(look.text)
        painter.translate(self.width() / 2, look.px(30))
        painter.rotate(90)
        rect = QRect(0, -look.px(10), self.height() - look.px(40), look.px(20))
        words = painter.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), words)
        if self.hasFocus():
            painter.resetTransform()
            painting.focus_ring(painter, self.rect(), look.px(9), look)
