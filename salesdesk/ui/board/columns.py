"""Puts a column together for the page: model, delegate, views, and their signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore

from salesdesk.ui.board.column import Column
from salesdesk.ui.board.column_model import ColumnModel
from salesdesk.ui.board.delegate import CardDelegate

if TYPE_CHECKING:
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.usecases.board import ColumnView


def make_column(page: BoardPage, view: ColumnView) -> Column:
    """A column of the page as it is first painted, still without rows; see `complete_column`."""
    key = view.key
    model = ColumnModel(key, page.sentence, page.may_drop, page)
    delegate = CardDelegate(page.look, page.face, page, page.metrics_of)
    return Column(view.name, model, delegate, has_quick_add=view.stage is not None)


def complete_column(page: BoardPage, column: Column) -> None:
    """What a column needs beyond its first paint: its small parts, and who listens to it."""
    column.complete()
    key, model, cards = column.key, column.cards.column, column.cards
    # Queued: the drop must have ended before anything moves.
    model.move_requested.connect(page.on_move_requested, QtCore.Qt.ConnectionType.QueuedConnection)
    model.more_requested.connect(page.on_more_requested)
    cards.open_requested.connect(page.open_requested)
    cards.picked.connect(lambda _deal_id: page.on_cards_picked(key))
    cards.stepped.connect(lambda step: page.stepped.emit(key, step))
    cards.menu_requested.connect(page.card_menu_requested)
    cards.drag_started.connect(lambda deal_id: page.dragging.run(column, deal_id))
    column.drag_moved.connect(page.on_drag_moved)
    column.collapse_requested.connect(page.collapse)
    column.menu_requested.connect(page.column_menu_requested)
    column.add_requested.connect(page.add_requested)
