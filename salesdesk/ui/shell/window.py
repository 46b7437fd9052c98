"""The main window: sidebar, pages that load when shown, menus, and room for messages.

Made by app with a bridge, a clock and settings; `Controller` beside it does what its actions say.
Before the first paint it imports Qt and our own small modules only.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.reading_order import ReadingArea
from salesdesk.ui.shell.pages import PAGES
from salesdesk.ui.shell.sidebar import Sidebar
from salesdesk.ui.shell.telling import TellingWindow
from salesdesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from salesdesk.domain.clock import Clock
    from salesdesk.ui.actions import ActionBook, ActionRow
    from salesdesk.ui.bridge import Bridge, UndoEntry
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.controller import Controller, Search
    from salesdesk.ui.shell.dialogs import OpenDialogs
    from salesdesk.ui.shell.menus import Menus
    from salesdesk.ui.shell.pages import PageRow

NARROW_BELOW = 1000
"""Window width in logical pixels under which the sidebar shows icons only."""
MENU_BAR_AIR = 11
"""What the style sheet adds to the menu bar's line of text, in pixels."""
FINISH_AFTER_MS = 10
"""From the first paint to filling the menus: what the user does first comes first."""
FINISH_AT_LAST_MS = 1000


class MainWindow(TellingWindow):
    """The window; it is the `Shell` that pages see. Emits `page_changed(key)`."""

    page_changed = Signal(str)
    painted = Signal()
    """Once, a moment after the first paint: time for what it did not need."""
    finished = Signal()
    """Once, after that, when the menus are filled."""

    def __init__(
        self,
        bridge: Bridge,
        clock: Clock,
        settings: LiveSettings,
        rows: Sequence[ActionRow] | Callable[[], Iterable[ActionRow]],
        *,
        pages: Sequence[PageRow] = PAGES,
        search: Search | None = None,
        title: str = "",
        extra: Any = None,
    ) -> None:
        """`search(words)` runs on a worker and returns palette hits; `extra` goes to the pages."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(f"{title} – SalesDesk" if title else "SalesDesk")
        self.pages = {row.key: row for row in pages}
        self._settings = settings
        self._made: dict[str, QWidget] = {}
        self._is_finished = self._is_painted = self._is_starting = False
        self._current = ""
        self._trail: list[str] = []
        self._wants_narrow = bool(settings.screen("shell").get("narrow", False))
        self._rows = rows
        self.bridge = bridge
        self.context = Context(bridge, clock, settings, lambda: self.book, self, extra)
        self._build()
        self._search = search
        self._menus: Menus | None = None
        bridge.failed.connect(self._on_bridge_failed)
        bridge.not_saved.connect(self._on_bridge_not_saved)
        bridge.history_changed.connect(self._on_bridge_history_changed)
        bridge.busy_changed.connect(self._on_bridge_busy_changed)
        settings.failed.connect(self._on_bridge_failed)
        theme.current().changed.connect(self._fit_sidebar)
        self._restore()

    @cached_property
    def book(self) -> ActionBook:
        """All actions; made when the first is asked for."""
        from salesdesk.ui.actions import ActionBook

        made = ActionBook(self._rows, self, lambda: self.context.typist.is_typing)
        made.promise("app", lambda: self.controller)
        return made

    @cached_property
    def controller(self) -> Controller:
        """What does the window's own actions; made when the first is asked for."""
        from salesdesk.ui.shell.controller import Controller

        return Controller(self, self.bridge, self.context.clock, self._settings, self._search)

    @cached_property
    def dialogs(self) -> OpenDialogs:
        """The dialogs that are open; made with the first."""
        from salesdesk.ui.shell.dialogs import OpenDialogs

        return OpenDialogs(self.context)

    @property
    def dialog_parent(self) -> QWidget:
        """The parent for dialogs."""
        return self

    @property
    def current_page(self) -> str:
        """The key of the page in front, "" before the first."""
        return self._current

    def page(self, key: str) -> QWidget:
        """The page of this key, made now if it was not. Raises KeyError."""
        if key not in self._made:
            made = self.pages[key].load()(self.context)
            made.setObjectName(made.objectName() or f"page_{key}")
            self._stack.addWidget(made)
            self._made[key] = made
            if not self._is_starting:
                self._answer(made)
        return self._made[key]

    @guarded()
    def go(self, page: str, item: str = "") -> None:
        """Show a page, and on it the thing with this id."""
        shown = self.page(page)
        if page != self._current:
            if not self._may_leave():
                self.sidebar.set_current(self._marked())
                return
            self._trail = [*self._trail[-19:], self._current] if self._current else []
            if item and hasattr(shown, "open_behind"):
                shown.open_behind(item)  # laid out and painted once, with what is wanted
            self._bring(page)
        if item and hasattr(shown, "open_item"):
            shown.open_item(item)

    def back(self) -> None:
        """Show the page before this one."""
        if self._trail and self._may_leave():
            self._bring(self._trail.pop())

    @guarded()
    def open(self, dialog: str, item: str = "") -> None:
        """Open a dialog of the register, or bring the one that is open to the front."""
        self.dialogs.open(dialog, item)

    @property
    def item_in_front(self) -> str:
        """The id of the thing that the page in front is about, "" for none."""
        ask = getattr(self._made.get(self._current), "item_in_front", None)
        return str(ask()) if ask is not None else ""

    @property
    def has_trail(self) -> bool:
        """Whether there is a page to go back to."""
        return bool(self._trail)

    def start(self, otherwise: str = "") -> None:
        """Show the page of the last time, or `otherwise`, or the first of the sidebar."""
        wanted = str(self._settings.screen("shell").get("page", ""))
        in_sidebar = [key for key, row in self.pages.items() if row.in_sidebar]
        if wanted not in in_sidebar:
            wanted = otherwise or next(iter(in_sidebar), "")
        if wanted:
            self._is_starting = not self._is_finished
            self.go(wanted)

    def tell_undoable(self, words: str) -> None:
        """Show a toast with Undo."""
        self.toast.tell(words, _("Undo"), self.controller.undo)

    def set_badge(self, page: str, count: int, *, is_alert: bool = False) -> None:
        """Show a count beside a page in the sidebar."""
        self.sidebar.set_badge(page, count, is_alert=is_alert)

    def set_backed_up(self, words: str, tip: str = "") -> None:
        """Say when the last backup was: "backup 09:12"; the tip says where it lies."""
        self._backed_up = words
        self.sidebar.status_tip = tip
        self._on_bridge_busy_changed(False)

    def set_narrow_sidebar(self, is_narrow: bool) -> None:
        """Show only icons in the sidebar, also in a wide window."""
        self._wants_narrow = is_narrow
        self._settings.keep("shell", narrow=is_narrow)
        self._fit_sidebar()

    @property
    def is_sidebar_narrow(self) -> bool:
        """Whether the user asked for a narrow sidebar."""
        return self._wants_narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room in a narrow window."""
        super().resizeEvent(event)
        self._fit_sidebar()

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the page, keep geometry and page, write settings. A fault keeps the window open."""
        from salesdesk.ui.shell.leaving import may_lose_unsaved

        if not self._may_leave() or not may_lose_unsaved(self, self.bridge.unsaved_count):
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.keep("shell", geometry=geometry, page=self._current)
        self._settings.flush()
        event.accept()

    def _build(self) -> None:
        self._backed_up = ""
        self.sidebar = Sidebar(self.pages.values())
        self.sidebar.page_chosen.connect(self.go)
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._beside = QVBoxLayout()
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._stack, 1)
        self._middle = ReadingArea()
        self._middle.setObjectName("middle")
        row = QHBoxLayout(self._middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(self._beside, 1)
        self.setCentralWidget(self._middle)
        self._on_bridge_busy_changed(False)
        self._reserve_menus()

    def _reserve_menus(self) -> None:
        """The place of the menu bar, as high as it will be: nothing may jump when it comes."""
        place = Panel("bottom", name="menu_place")
        height = QFontMetrics(theme.font("body")).height()
        place.setFixedHeight(height + MENU_BAR_AIR)
        self.setMenuWidget(place)

    def _answer(self, page: QWidget) -> None:
        from salesdesk.ui.shell.dialogs import answer_requests

        answer_requests(page, self)

    def finish(self) -> None:
        """Fill the menus and make the shortcuts work. Called by itself after the first paint."""
        if self._is_finished:
            return
        from salesdesk.ui.shell.menus import Menus

        self._is_finished = True
        theme.current().complete()
        self.painted.emit()
        self._finish_start()
        self._menus = Menus(self.book, self.pages.values(), self.go)
        self.setMenuBar(self._menus)
        self.finished.emit()

    def _finish_start(self) -> None:
        """What showing the first page left for after its paint."""
        if not self._is_starting:
            return
        self._is_starting = False
        for page in self._made.values():
            self._answer(page)
        self._meet(self._current)

    def showEvent(self, event: QShowEvent) -> None:
        """Finish also where nothing is ever painted, as behind a locked screen."""
        super().showEvent(event)
        if not self._is_finished:
            QTimer.singleShot(FINISH_AT_LAST_MS, self, self.finish)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave for after the first paint whatever it does not need."""
        super().paintEvent(event)
        if not self._is_finished and not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(FINISH_AFTER_MS, self, self.finish)

    def _bring(self, key: str) -> None:
        shown = self.page(key)
        self._current = key
        self._stack.setCurrentWidget(shown)
        self.sidebar.set_current(self._marked())
        if self._is_starting:
            shown.setFocus()  # or Qt gives the keyboard to the first button, with a ring
        else:
            self._meet(key)
        self.page_changed.emit(key)

    def _meet(self, key: str) -> None:
        """Let a page that came to the front do its actions, and take the keyboard."""
        shown = self.page(key)
        self.book.offer_only(key, getattr(shown, "controller", shown))
        if self._menus is not None:
            self._menus.fit()
        if hasattr(shown, "page_shown"):
            shown.page_shown()

    def _marked(self) -> str:
        row = self.pages.get(self._current)
        return (row.under or row.key) if row else ""

    def _may_leave(self) -> bool:
        ask = getattr(self._made.get(self._current), "may_leave", None)
        return ask is None or bool(ask())

    def _fit_sidebar(self) -> None:
        is_tight = self.width() < theme.tokens().px(NARROW_BELOW)
        self.sidebar.set_narrow(self._wants_narrow or is_tight)

    def _restore(self) -> None:
        self.setMinimumSize(720, 420)
        kept = self._settings.screen("shell").get("geometry", "")
        if kept and self.restoreGeometry(QByteArray.fromBase64(str(kept).encode())):
            return
        area = QApplication.primaryScreen().availableGeometry()
        self.resize(min(1440, area.width() - 24), min(900, area.height() - 48))

    def _on_bridge_busy_changed(self, is_busy: bool) -> None:
        saved = _("Saving…") if is_busy else _("Saved")
        said = f"{saved} · {self._backed_up}" if self._backed_up else saved
        is_kept = getattr(self.bridge.desk, "may_write", True)
        self.sidebar.set_status(said if is_kept else _("Opened read-only"))

    def _on_bridge_history_changed(self, undo: UndoEntry | None, redo: UndoEntry | None) -> None:
        for key, verb, entry in (("app.undo", _("Undo"), undo), ("app.redo", _("Redo"), redo)):
            words = f"{verb}: {entry.label[:70]}" if entry else verb
            self.book.actions[key].setText(words.replace("&", "&&"))
            self.book.actions[key].setEnabled(self.controller.may(key))
        self.book.refresh_at_pause()  # those two are wanted at once, the others wait for a typist
