"""A board page on a real desk, without a window: its shell remembers what it was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.board.actions import ACTIONS
from salesdesk.ui.board.page import BoardPage, make
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.usecases.desk import Desk
from tests.ui.live import settle
from tests.ui.shells import FakeShell


@dataclass
class Board:
    """A page with its desk, shell and bridge, and short ways to look and act."""

    desk: Desk
    page: BoardPage
    shell: FakeShell
    bridge: Bridge
    settings: LiveSettings
    ids: dict[str, str] = field(default_factory=dict)

    def settle(self) -> None:
        """Lets queued signals, timers and answers of the desk arrive."""
        settle()

    def names(self, key: str) -> list[str]:
        """The names of the cards that a column shows."""
        column = self.page.area.column(key)
        assert column is not None
        return [row.name for row in column.cards.column.rows]

    def cards(self, key: str) -> Any:
        """The card list of a column."""
        column = self.page.area.column(key)
        assert column is not None
        return column.cards

    def focus(self, name: str) -> None:
        """Puts the keyboard on the card of a deal."""
        assert self.page.focus_card(self.ids[name])

    def undo(self) -> None:
        """Takes the last command back, as the toast does."""
        self.bridge.undo()
        self.settle()


def open_board(desk: Desk, qtbot: QtBot, *, size: tuple[int, int] = (1100, 640)) -> Board:
    """The board page of a desk, shown and focused."""
    shell, bridge = FakeShell(), Bridge(desk)
    settings = LiveSettings(Settings())
    holder = QWidget()
    qtbot.addWidget(holder)
    book = ActionBook(ACTIONS, holder)
    context = Context(bridge, desk.clock, settings, book, shell)  # type: ignore[arg-type]
    page = make(context)
    qtbot.addWidget(page)
    shell.window = page
    page.resize(*size)
    page.show()
    book.offer_only("board", page.controller)
    board = Board(desk, page, shell, bridge, settings)
    page.activateWindow()
    board.settle()
    page.load_rest()  # what a moment after the first paint does
    board.settle()
    return board
