"""The list of cards in a column: walking, selecting, dragging out and dropping in.

One per column, made by `column.Column`. It never moves a card itself: it says what the user
wants by signals, and the page's controller does it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Signal
from PySide6.QtGui import (
    QCursor,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from salesdesk.ui import painting, theme
from salesdesk.ui.board.column_model import ID_ROLE, proxied, unpack
from salesdesk.ui.board.delegate import SIDE
from salesdesk.ui.board.scroll_bar import EdgeScroller, SlimBar
from salesdesk.ui.properties import put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from salesdesk.ui.board.column_model import ColumnModel
    from salesdesk.ui.board.delegate import CardDelegate
    from salesdesk.ui.board.keys import Step


class CardList(QListView):
    """Cards of one column, uniform in height, painted straight from their rows."""

    stepped = Signal(object)
    """A key with a meaning beyond the column: a `keys.Step`."""
    open_requested = Signal(str)
    picked = Signal(str)
    """A card was clicked or reached without Ctrl or Shift: other columns let go of theirs."""
    menu_requested = Signal(str, QPoint)
    drag_started = Signal(object)
    drag_moved = Signal(QPoint)
    """A drag is over this list, at this global position."""

    def __init__(self, model: ColumnModel, delegate: CardDelegate, label: str) -> None:
        super().__init__()
        self.column = model
        self.setObjectName(f"cards_{model.column_key}")
        self.setAccessibleName(label)
        self.cards = delegate
        delegate.view = self
        self._drop_row: int | None = None
        self._dragged_at = QPoint()
        self.empty_words = ""
        self._set_up_view()
        model.slot_of = lambda: delegate.slot
        self.setModel(proxied(model))

    @cached_property
    def _scroller(self) -> EdgeScroller:
        """Scrolls while something is dragged near an end; made with the first drag."""
        bar, area = self.verticalScrollBar(), self.viewport()
        return EdgeScroller(bar, area, QtCore.Qt.Orientation.Vertical)

    def complete(self) -> None:
        """Makes the list one to act on; its column calls it after the first paint."""
        self._set_up_drops()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(QtCore.Qt.ContextMenuPolicy.CustomContextMenu)
        self.clicked.connect(self._on_self_clicked)
        self.doubleClicked.connect(self._on_self_double_clicked)
        self.customContextMenuRequested.connect(self._on_self_menu_requested)

    def _set_up_view(self) -> None:
        # Our own: of one that Qt made PySide would look up the kind among all widgets there are.
        self.setViewport(QWidget())
        put(
            self,
            frameShape="NoFrame",
            verticalScrollMode="ScrollPerPixel",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
            resizeMode="Adjust",
        )
        bar = SlimBar()  # told its parent, it would look whether that is an orientation
        self.setVerticalScrollBar(bar)
        # Qt connects the bar it made itself, not this one, to what fetches more rows.
        bar.valueChanged.connect(self.verticalScrollbarValueChanged)
        self.setUniformItemSizes(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
        self.viewport().setAutoFillBackground(False)

    def _set_up_drops(self) -> None:
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(QtCore.Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setAutoScroll(True)

    def say_when_empty(self, words: str) -> None:
        """What to say in the place of cards when there are none."""
        if words != self.empty_words:
            self.empty_words = words
            self.viewport().update()

    # What stands here ------------------------------------------------------------------------

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the selected cards, from the top down."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.model().index(row, 0).data(ID_ROLE) for row in rows)

    def current_id(self) -> str:
        """The id of the card the keyboard is on, or ""."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def select_ids(self, deal_ids: Sequence[str]) -> None:
        """Selects exactly the cards of these ids that stand here."""
        wanted = set(deal_ids)
        if not wanted and not self.selectionModel().hasSelection():
            return
        self.clearSelection()
        if not wanted:
            return
        for row, card in enumerate(self.column.rows):
            if card.deal_id in wanted:
                index = self.model().index(row, 0)
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def go_to(self, row: int) -> bool:
        """Puts the keyboard on a card, without selecting it; False when the column is empty."""
        count = self.model().rowCount()
        if not count:
            self.setFocus()
            return False
        index = self.model().index(min(max(0, row), count - 1), 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self.setFocus()
        return True

    def show_card(self, deal_id: str) -> None:
        """Makes a deal's card the current one and scrolls to it; the keyboard stays where it is."""
        row = self.column.row_of(deal_id)
        if row >= 0:
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def go_to_id(self, deal_id: str) -> bool:
        """Puts the keyboard on the card of a deal, if it stands here."""
        row = self.column.row_of(deal_id)
        return row >= 0 and self.go_to(row)

    # Keys and mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Ctrl+arrows move, Space selects, Enter opens, Delete bins."""
        from salesdesk.ui.board.keys import meaning

        step = meaning(event)
        if step is None:
            if (
                event.text().strip()
                and not event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier
            ):
                event.ignore()  # a letter is a shortcut of the page, not a search in the list
                return
            super().keyPressEvent(event)
            return
        event.accept()
        self._take(step)

    def _take(self, step: Step) -> None:
        row = self.currentIndex().row()
        if step.kind == "walk" and step.dy:
            self.go_to(max(0, row) + (step.dy if row >= 0 else 0))
        elif step.kind == "toggle" and row >= 0:
            flag = QItemSelectionModel.SelectionFlag.Toggle
            self.selectionModel().select(self.currentIndex(), flag)
        elif step.kind == "open" and row >= 0:
            self.open_requested.emit(self.current_id())
        elif step.kind == "menu":
            rect = self.visualRect(self.currentIndex()) if row >= 0 else QRect(8, 8, 1, 1)
            self._on_self_menu_requested(rect.center())
        else:
            self.stepped.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A card not selected yet is picked when pressed: dragging it takes no others along."""
        where = self.indexAt(event.position().toPoint())
        is_selected = self.selectionModel().isSelected(where)
        super().mousePressEvent(event)
        if event.button() is QtCore.Qt.MouseButton.LeftButton and not is_selected:
            self.picked.emit(str(where.data(ID_ROLE) or ""))

    def _on_self_clicked(self, index: QModelIndex) -> None:
        self.picked.emit(str(index.data(ID_ROLE) or ""))

    def _on_self_double_clicked(self, index: QModelIndex) -> None:
        self.open_requested.emit(str(index.data(ID_ROLE) or ""))

    def _on_self_menu_requested(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if index.isValid() and not self.selectionModel().isSelected(index):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.picked.emit(str(index.data(ID_ROLE)))
        self.menu_requested.emit(str(index.data(ID_ROLE) or ""), self.viewport().mapToGlobal(where))

    # Dragging --------------------------------------------------------------------------------

    def startDrag(self, actions: QtCore.Qt.DropAction) -> None:
        """The page runs the drag, since cards of several columns may be under way."""
        self.drag_started.emit(self.current_id())

    def card_rect(self, row: int) -> QRect:
        """The card of a row, without the gap, in the viewport."""
        rect = self.visualRect(self.model().index(row, 0))
        width = self.cards.card_width(rect.width())
        return QRect(rect.x() + SIDE, rect.y(), width, self.cards.card_height)

    def row_at(self, where: QPoint) -> int:
        """Before which row a card dropped at this place of the viewport comes to stand."""
        high = self.cards.slot_height
        y = where.y() + self.verticalOffset()
        return min(max(0, (y + high // 2) // high), self.model().rowCount())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if unpack(event.mimeData()):
            event.setDropAction(QtCore.Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        where = self._dragged_at = event.position().toPoint()
        self._scroller.point(where)
        row = self.row_at(where)
        may = self.model().canDropMimeData(
            event.mimeData(), QtCore.Qt.DropAction.MoveAction, row, 0, QModelIndex()
        )
        self._show_gap(row if may else None)
        self.drag_moved.emit(self.viewport().mapToGlobal(where))
        if may:
            event.setDropAction(QtCore.Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The gap stays under a pointer that rests at an edge while the cards move below it."""
        super().scrollContentsBy(dx, dy)
        if self._drop_row is not None:
            self._show_gap(self.row_at(self._dragged_at))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        row = self.row_at(event.position().toPoint())
        self.end_drag()
        taken = self.model().dropMimeData(
            event.mimeData(), QtCore.Qt.DropAction.MoveAction, row, 0, QModelIndex()
        )
        if taken:
            event.setDropAction(QtCore.Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def end_drag(self) -> None:
        """Takes the placeholder away and stops scrolling."""
        self._scroller.stop()
        self._show_gap(None)

    @property
    def drop_row(self) -> int | None:
        """Where the placeholder stands, or None."""
        return self._drop_row

    def _show_gap(self, row: int | None) -> None:
        if row == self._drop_row:
            return
        self._drop_row = self.cards.gap_row = row
        self.cards.gap_up = 0
        if row is not None:
            bottom = row * self.cards.slot_height - self.verticalOffset() + self.cards.slot_height
            self.cards.gap_up = max(0, bottom - self.viewport().height())
        self.viewport().update()

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cards, the placeholder, or what to do when there are none."""
        painter = QPainter(self.viewport())
        try:
            self._paint_cards(painter, event.rect())
        finally:
            painter.end()
        if self._drop_row is not None:
            self._paint_gap(self._drop_row)
        elif not self.column.rows and self.empty_words:
            self._paint_empty()

    def _paint_cards(self, painter: QPainter, shown: QRect) -> None:
        """The cards within `shown`; straight from the rows, past Qt's item delegates."""
        cards, rows, offset = self.cards, self.column.rows, self.verticalOffset()
        high = cards.slot_height
        # Cards step aside for what is being dropped, and have shadows.
        more = 0 if self._drop_row is None else 1
        first = max(0, (shown.top() + offset - cards.bleed) // high - more)
        last = min(len(rows), (shown.bottom() + offset + cards.bleed) // high + 1 + more)
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        current = self.currentIndex().row() if self.hasFocus() else -1
        over = self._row_under_mouse()
        width = cards.card_width(self.viewport().width())
        for number in range(first, last):
            cards.paint_card(
                painter,
                rows[number],
                QRect(SIDE, cards.slot_y(number) - offset, width, 0),
                is_selected=number in chosen,
                is_over=number == over,
                has_focus=number == current,
            )

    def _row_under_mouse(self) -> int:
        """The row the pointer is on, or -1."""
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def _paint_gap(self, row: int) -> None:
        look = theme.tokens()
        width = self.cards.card_width(self.viewport().width())
        y = row * self.cards.slot_height - self.verticalOffset() - self.cards.gap_up
        painter = QPainter(self.viewport())
        rect = QRect(SIDE, y, width, self.cards.card_height)
        fill = look.accent_soft
        painting.rounded(painter, rect, look.px(7), fill)
        painter.setPen(QPen(look.accent_line, 1.6, QtCore.Qt.PenStyle.DashLine))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.px(7), look.px(7))

    def _paint_empty(self) -> None:
        look = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setPen(look.muted)
        painter.setFont(theme.font("small"))
        room = self.viewport().rect().adjusted(look.px(14), look.px(10), -look.px(14), 0)
        flags = int(QtCore.Qt.AlignmentFlag.AlignTop | QtCore.Qt.AlignmentFlag.AlignHCenter) | int(
            QtCore.Qt.TextFlag.TextWordWrap
        )
        painter.drawText(room, flags, self.empty_words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar takes the gap beside the cards, so that their width stays."""
        taken = self.width() - event.size().width()
        self.cards.right_inset = max(0, SIDE - taken)
        super().resizeEvent(event)
