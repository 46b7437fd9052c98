"""A board page on a real desk, without a window: its shell remembers what it was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.board.actions import ACTIONS
from salesdesk.ui.board.page import BoardPage, make
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.usecases.desk import Desk


class FakeShell:
    """Remembers toasts, banners and where it was sent."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.undoable: list[str] = []
        self.warned: list[str] = []
        self.gone: list[tuple[str, str]] = []
        self.badges: dict[str, int] = {}
        self.window: Any = None

    def go(self, page: str, item: str = "") -> None:
        self.gone.append((page, item))

    def back(self) -> None:
        self.gone.append(("back", ""))

    def tell(self, words: str, action: str = "", on_action: Any = None) -> None:
        self.told.append(words)

    def tell_undoable(self, words: str) -> None:
        self.undoable.append(words)

    def warn(self, words: str, tone: str = "warn", action: str = "", on_action: Any = None) -> None:
        self.warned.append(words)

    def set_badge(self, page: str, count: int, *, is_alert: bool = False) -> None:
        self.badges[page] = count


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
        for _ in range(12):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

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
