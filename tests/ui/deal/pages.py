"""A deal page on a real desk, without a window: its shell remembers what it was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.deal.actions import ACTIONS
from salesdesk.ui.deal.page import DealPage, make_page
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deal_views import DealView
from salesdesk.usecases.desk import Desk
from tests.ui.live import settle
from tests.ui.shells import FakeShell

W = TypeVar("W", bound=QWidget)


class DealShell(FakeShell):
    """A shell that a deal's page sends nowhere and gives no badge."""

    def go(self, page: str, item: str = "") -> None:
        raise AssertionError(f"not expected to go to {page} {item}")

    def set_badge(self, page: str, count: int, *, is_alert: bool = False) -> None:
        raise AssertionError("a deal has no badge")


@dataclass
class Deal:
    """A page with its desk, shell and bridge, and short ways to look and act."""

    desk: Desk
    page: DealPage
    shell: DealShell
    bridge: Bridge
    deal_id: str
    person_id: str

    @property
    def view(self) -> DealView:
        """The deal as the desk has it."""
        return deal_view(self.desk, self.deal_id)

    def settle(self) -> None:
        """Lets queued signals, timers and answers of the desk arrive."""
        settle(with_deletions=True)

    def find(self, kind: type[W], name: str) -> W:
        """The widget of this name on the page."""
        found = [w for w in self.page.findChildren(kind, name) if not w.isHidden()]
        assert found, f"no {kind.__name__} called {name}"
        return found[-1]

    def click(self, name: str) -> None:
        """Click the button of this name."""
        from PySide6.QtWidgets import QAbstractButton

        self.find(QAbstractButton, name).click()
        self.settle()

    def show(self, panel: str) -> Any:
        """Bring a panel to the front; the panel."""
        self.page.tabs.set_key(panel)
        self.settle()
        return self.page.panel(panel)

    def type(self, field: QWidget, words: str) -> None:
        """Type into a field, as if by hand."""
        field.setFocus()
        QTest.keyClicks(field, words)

    def press(self, field: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press one key."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(field, key, held)
        self.settle()


def open_page(desk: Desk, qtbot: QtBot, deal_id: str, person_id: str) -> Deal:
    """The page over a desk, showing a deal."""
    bridge = Bridge(desk)  # type: ignore[arg-type]
    shell = DealShell()
    owner = QWidget()
    qtbot.addWidget(owner)
    context = Context(
        bridge, desk.clock, LiveSettings(Settings()), ActionBook(ACTIONS, owner), shell  # type: ignore[arg-type]
    )  # fmt: skip
    page = make_page(context)
    qtbot.addWidget(page)
    shell.window = page
    page.resize(1170, 720)
    page.show()
    page.open_item(deal_id)
    made = Deal(desk, page, shell, bridge, deal_id, person_id)
    made.settle()
    return made
