"""The context menus of cards and of columns. Called by the controller."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from salesdesk.domain.pipeline import WON
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.ui.board.controller import BoardController


def card_menu(controller: BoardController, deal_ids: tuple[str, ...]) -> QMenu:
    """What can be done with the chosen cards; without any, what can be done with the board."""
    page = controller.page
    menu = QMenu(page)
    menu.setObjectName("card_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if not deal_ids:
        menu.addAction(_("New deal…"), controller.new_deal)
        menu.addAction(_("Add pipeline…"), controller.add_pipeline)
        return menu
    if len(deal_ids) == 1:
        menu.addAction(_("Open"), lambda: controller.open(deal_ids[0]))
        menu.addSeparator()
    deck = page.content.deck
    if all(deck.column_of(deal_id) != WON for deal_id in deal_ids):
        _add_moves(controller, menu, deal_ids)
        menu.addSeparator()
        ask = controller.outcomes.ask
        for words, kind in ((_("Won…"), "won"), (_("Lost…"), "lost"), (_("Pause…"), "pause")):
            menu.addAction(words, partial(ask, kind, deal_ids))
        rows = [row for row in map(deck.row, deal_ids) if row is not None]
        if any(row.paused_until for row in rows):
            menu.addAction(_("Resume"), controller.resume)
        menu.addSeparator()
    menu.addAction(_("Put into the bin"), controller.bin)
    return menu


def _add_moves(controller: BoardController, menu: QMenu, deal_ids: tuple[str, ...]) -> None:
    """Move to: each stage but the one they all stand in."""
    content = controller.page.content
    where = {content.deck.column_of(deal_id) for deal_id in deal_ids}
    moves = menu.addMenu(_("Move to"))
    moves.setObjectName("card_menu_moves")
    for key in content.stage_keys:
        action = moves.addAction(content.column_name(key).replace("&", "&&"))
        action.setEnabled(where != {key})
        action.triggered.connect(lambda _on=False, key=key: controller.mover.move(deal_ids, key))


def column_menu(controller: BoardController, key: str) -> QMenu:
    """What can be done with a column."""
    page = controller.page
    menu = QMenu(page)
    menu.setObjectName("column_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = page.area.column(key)
    if column is not None and column.quick_add is not None:
        menu.addAction(_("Add deal"), column.quick_add.begin)
    menu.addAction(_("Select all"), lambda: column.cards.selectAll() if column else None)
    menu.addAction(_("Collapse"), lambda: page.collapse(key, True))
    menu.addAction(_("Open all columns"), controller.expand_all)
    menu.addSeparator()
    menu.addAction(_("Add pipeline…"), controller.add_pipeline)
    return menu
