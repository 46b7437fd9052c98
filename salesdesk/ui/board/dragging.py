"""A drag from beginning to end: what is seen of it on the page, and the drag itself.

Made by the page, which hands it the lists' wishes; what a drop does is the controller's matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication

from salesdesk.domain.pipeline import WON
from salesdesk.ui.board.column_model import pack
from salesdesk.ui.board.drag import drag_picture

if TYPE_CHECKING:
    from salesdesk.ui.board.column import Column
    from salesdesk.ui.board.page import BoardPage


class Dragging:
    """Runs drags of one page; at most one at a time."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._ids: tuple[str, ...] = ()

    def run(self, column: Column, deal_id: str) -> None:
        """Drags the card the pointer is on, or the selection it belongs to; returns at its end."""
        page, cards = self._page, column.cards
        row = page.row(deal_id)
        if row is None:
            return
        selected = page.selected_ids()
        ids = selected if deal_id in selected else (deal_id,)
        page.begin_drag(ids)
        width = cards.cards.card_width(cards.viewport().width())
        picture, corner = drag_picture(cards.cards, row, width, len(ids), page.devicePixelRatioF())
        drag = QDrag(cards)
        drag.setMimeData(pack(ids))
        drag.setPixmap(picture)
        at = cards.visualRect(cards.currentIndex()).topLeft()
        held = cards.viewport().mapFromGlobal(page.cursor().pos()) - at
        high = cards.cards.card_height
        drag.setHotSpot(corner + QPoint(min(max(held.x(), 8), width), min(max(held.y(), 8), high)))
        try:
            done = drag.exec(Qt.DropAction.MoveAction)
        finally:
            page.end_drag()
        # With Escape the button is still down: that was no attempt.
        is_held = bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        if done == Qt.DropAction.IgnoreAction and not is_held:
            self.tell_refused(ids, page.cursor().pos())

    def tell_refused(self, deal_ids: tuple[str, ...], where: QPoint) -> None:
        """Cards let go at this global position were not taken: says why, if it was a column."""
        column = self._page.area.column_at(where)
        words = self._page.content.why_not(deal_ids, column.key) if column is not None else ""
        if words:
            self._page.refused.emit(words)

    def begin(self, deal_ids: tuple[str, ...]) -> None:
        """Pales the cards where they were and shows the targets at the foot."""
        self._ids = deal_ids
        self._pale(frozenset(deal_ids))
        deck = self._page.content.deck
        if all(deck.column_of(deal_id) != WON for deal_id in deal_ids):
            self._page.out.appear()

    def moved(self, where: QPoint) -> None:
        """The pointer is at this global position: mark the column, show the gate beside it."""
        page = self._page
        column = page.area.drag_over(where)
        is_forward = (
            column is not None
            and bool(self._ids)
            and page.content.is_forward(self._ids[0], column.key)
        )
        if is_forward:
            page.bubble.follow(page.area.mapFromGlobal(where))
        else:
            page.bubble.hide()

    def end(self) -> None:
        """Takes everything away that the drag showed."""
        self._ids = ()
        self._page.area.end_drag()
        self._page.out.hide()
        self._page.bubble.show_gate("", ())
        self._pale(frozenset())

    def _pale(self, deal_ids: frozenset[str]) -> None:
        for column in self._page.area.columns:
            column.cards.cards.dragged = deal_ids
            column.cards.viewport().update()
