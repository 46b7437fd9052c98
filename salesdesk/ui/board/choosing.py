"""Which cards are chosen on the board, and where the keyboard is.

The part of the board page that the controller asks before it does anything to cards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from salesdesk.ui.board.area import BoardArea
    from salesdesk.ui.board.column import Column


class ChoosingPage(QWidget):
    """A page with columns of cards, of which some are selected and one is current."""

    area: BoardArea

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the selected cards, by column and from the top down."""
        return tuple(
            deal_id for column in self.area.columns for deal_id in column.cards.selected_ids()
        )

    def current_column(self) -> Column | None:
        """The column the keyboard is in, else the first that has a card the keyboard was on."""
        focused = next((c for c in self.area.columns if c.cards.hasFocus()), None)
        return focused or next((c for c in self.area.columns if c.cards.current_id()), None)

    def current_id(self) -> str:
        """The id of the card the keyboard is on, or ""."""
        column = self.current_column()
        return column.cards.current_id() if column is not None else ""

    def chosen_ids(self) -> tuple[str, ...]:
        """What an action is about: the selection if the current card is in it, else that card."""
        current, selected = self.current_id(), self.selected_ids()
        if not current or current in selected:
            return selected
        return (current,)

    def deal_in_hand(self) -> str:
        """The one deal that an action would be about; "" for none or several."""
        chosen = self.chosen_ids()
        return chosen[0] if len(chosen) == 1 else ""

    def focus_card(self, deal_id: str) -> bool:
        """Puts the keyboard on a card and scrolls it into view; False when it is not shown."""
        for column in self.area.columns:
            if not column.is_collapsed and column.cards.go_to_id(deal_id):
                self.area.reveal(column)
                return True
        return False

    def _has_cards_focus(self) -> bool:
        return any(column.cards.hasFocus() for column in self.area.columns)

    def on_cards_picked(self, key: str) -> None:
        """A card was pressed: the other columns let go of theirs, unless Ctrl or Shift is held."""
        if is_adding():
            return
        for column in self.area.columns:
            if column.key != key:
                column.cards.clearSelection()


def is_adding() -> bool:
    """Whether Ctrl or Shift is held, so that a click adds to the selection."""
    from PySide6.QtGui import QGuiApplication

    held = QGuiApplication.keyboardModifiers()
    return bool(
        held
        & (QtCore.Qt.KeyboardModifier.ControlModifier | QtCore.Qt.KeyboardModifier.ShiftModifier)
    )
