"""The menus of the window, made and filled after its first paint. Called by the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from salesdesk.support.i18n import _
from salesdesk.ui.actions import menus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QMenu

    from salesdesk.ui.actions import ActionBook, ActionRow
    from salesdesk.ui.shell.pages import PageRow


class Menus(QMenuBar):
    """One menu for each entry of the register, with the actions of the book."""

    def __init__(
        self, book: ActionBook, pages: Iterable[PageRow], go: Callable[[str], object]
    ) -> None:
        """`go` shows the page that is chosen in the Go menu."""
        super().__init__()
        self.setObjectName("menu_bar")
        self.setAccessibleName(_("Menu"))
        self._book, self._go = book, go
        shown = [row for row in pages if row.in_sidebar]
        # Kept here: a menu that Python lets go of would be gone.
        self.menus = [self._make(key, title, shown) for key, title in menus()]
        self.fit()

    def fit(self) -> None:
        """Hides the menus in which no action is shown on this page."""
        for menu in self.menus:
            is_used = any(each.isVisible() and not each.isSeparator() for each in menu.actions())
            menu.menuAction().setVisible(is_used)

    def _make(self, key: str, title: str, pages: list[PageRow]) -> QMenu:
        menu = self.addMenu(title)
        menu.setObjectName(f"menu_{key}")
        rows = [row for row in self._book.rows.values() if row.menu == key]
        self._fill(menu, rows, pages if key == "go" else [])
        return menu

    def _fill(self, menu: QMenu, rows: list[ActionRow], pages: list[PageRow]) -> None:
        for row in rows:
            if row.is_group_start and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(self._book.actions[row.key])
        if pages and rows:
            menu.addSeparator()
        for page in pages:
            action = menu.addAction(page.title)
            action.setObjectName(f"go_{page.key}")
            if page.shortcut:
                action.setShortcut(QKeySequence(page.shortcut))
            action.triggered.connect(lambda _checked=False, key=page.key: self._go(key))
        menu.aboutToShow.connect(self._book.refresh)
