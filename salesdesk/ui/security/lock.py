"""Locks the windows of an encrypted desk: on demand, and when nobody did anything for a while.

Made after the first paint, for encrypted desks alone. Nothing is closed: every window is covered,
the main window's pages are hidden, and a dialog asks for the passphrase over them, so what was
half typed stands there again. The key stays in the memory of the running program.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import (
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.icons import icon
from salesdesk.ui.live_settings import minutes_of
from salesdesk.ui.security.actions import ACTIONS
from salesdesk.ui.security.asking import LockScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesdesk.ui.live_settings import LiveSettings

CHECK_EVERY_MS = 10_000
NEVER_BY_ITSELF = frozenset({"call_window"})
"""While a window of this name is open, idling locks nothing: the rep listens to a buyer."""
_ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_DROPS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})
_TITLE = "SalesDesk"


class Curtain(QWidget):
    """Covers a window whole, as long as it lives."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("curtain")
        self.setAccessibleName(_("SalesDesk is locked"))
        self._title = window.windowTitle()
        window.setWindowTitle(_TITLE)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Show the window again as it was."""
        window = self.window()
        window.removeEventFilter(self)
        window.setWindowTitle(self._title)
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and before whatever is added to it; nothing is let in."""
        kind = event.type()
        if kind in _DROPS:
            event.ignore()
            return True
        if kind in {QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest}:
            self.setGeometry(self.window().rect())
            self.raise_()
        elif kind is QEvent.Type.WindowTitleChange and self.window().windowTitle() != _TITLE:
            self._title = self.window().windowTitle()
            self.window().setWindowTitle(_TITLE)
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A plain sheet with a padlock."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.surface)
        side = look.px(48)
        place = QRect((self.width() - side) // 2, max(self.height() // 6, side), side, side)
        icon("lock", look.faint).paint(painter, place)
        painter.end()


class Watcher(QObject):
    """Tells a lock of windows that open while it is locked, as long as it lives."""

    def __init__(self, lock: Lock) -> None:
        super().__init__()
        self._lock = lock
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every event of the program comes here; only the showing of a window matters."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._lock.take_in(watched)
        return False


class Lock(QObject):
    """The lock of one program."""

    def __init__(
        self,
        window: QMainWindow,
        opens: Callable[[str], bool],
        settings: LiveSettings,
        *,
        is_encrypted: Callable[[], bool] = lambda: True,
        now: Callable[[], float] | None = None,
    ) -> None:
        """`opens` says of words whether they unlock it, whatever became of the desk's file.

        `now` gives seconds that go on while the computer sleeps; tests give their own.
        """
        super().__init__(window)
        self.setObjectName("lock")
        self._window, self._opens, self._settings = window, opens, settings
        self._is_encrypted = is_encrypted
        self._now = now or _seconds
        self._touched = self._now()
        self._curtains: list[Curtain] = []
        self._focus: QWidget | None = None
        self.screen: LockScreen | None = None
        """The dialog that asks, while it is locked."""
        self._watcher: Watcher | None = None
        self._keys = [
            QKeySequence(keys)
            for row in ACTIONS
            if row.key == "security.lock"
            for keys in row.shortcuts
        ]
        self._timer = QTimer(self, interval=CHECK_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._on_application_focus_window_changed)
        self._on_application_focus_window_changed(window.windowHandle())

    @property
    def is_locked(self) -> bool:
        """Whether the windows are covered."""
        return self.screen is not None

    def lock(self) -> None:
        """Cover everything and ask for the passphrase."""
        if self.is_locked or not self._is_encrypted():
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        if any(each.findChild(QDrag) is not None for each in _windows()):
            QDrag.cancel()  # the card in the hand can be read, and let go of
        self._focus = QApplication.focusWidget()
        self._cover()
        self.screen = LockScreen(
            _("SalesDesk is locked"),
            _("What you were doing is kept. It is here again when you unlock it."),
            _("Unlock"),
            self._try,
            name="lock_screen",
            # Not of the dialog it covers: work that ends closes that one, and this with it.
            parent=self._window,
        )
        self.screen.accepted.connect(self._on_screen_accepted)
        # Not open(): that would let windows of no parent go on.
        self.screen.show()
        self._watcher = Watcher(self)

    def take_in(self, window: QWidget) -> None:
        """Cover a window that opens by itself meanwhile, and stay before it."""
        if self.screen is None or window is self.screen or window not in _windows():
            return
        self._curtains.append(Curtain(window))
        # Of windows that want to be answered first, the newest has the keys.
        QTimer.singleShot(0, self.screen, self._put_before)

    def _put_before(self) -> None:
        if self.screen is not None and QApplication.activeModalWidget() is not self.screen:
            self.screen.hide()
            self.screen.show()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    def check(self) -> None:
        """Lock when nobody was there for long enough and no call is running."""
        minutes = minutes_of(self._settings)
        if any(each.isVisible() and each.objectName() in NEVER_BY_ITSELF for each in _windows()):
            self.touch()
        elif minutes and self._now() - self._touched >= minutes * 60:
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that somebody is there. On windows only, which get few events beside input.

        The key that locks works in each of them; the main window's action has it there alone.
        """
        if event.type() in _ACTS:
            self._touched = self._now()
            if isinstance(event, QKeyEvent) and QKeySequence(event.keyCombination()) in self._keys:
                QTimer.singleShot(0, self, self.lock)
                return True
        return super().eventFilter(watched, event)

    def _try(self, words: str) -> None:
        """Raises KnownError for words that do not unlock it."""
        if self._opens(words):
            return
        raise KnownError(
            _(
                "This is not the passphrase of the desk. Look at the keyboard's language and "
                "try again."
            )
        )

    def _cover(self) -> None:
        self._curtains = [Curtain(each) for each in _windows() if each.isVisible()]
        # Beside the curtain: messages that come meanwhile, and what screen readers are told.
        middle = self._window.centralWidget()
        if middle is not None:
            middle.hide()

    def _on_screen_accepted(self) -> None:
        screen, self.screen = self.screen, None
        self._watcher = None
        if screen is not None:
            screen.deleteLater()
        middle = self._window.centralWidget()
        if middle is not None:
            middle.show()
        for curtain in self._curtains:
            if shiboken6.isValid(curtain):
                curtain.lift()
        self._curtains = []
        self.touch()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.window().activateWindow()  # else the system takes the main window
            QTimer.singleShot(0, self._focus, partial(self._focus.setFocus))
        self._focus = None

    def _on_timer_timeout(self) -> None:
        self.check()

    def _on_application_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
        self.touch()


def _windows() -> list[QWidget]:
    """The windows of the program that show something, no menus and no tips."""
    kinds = {Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet, Qt.WindowType.Tool}
    return [each for each in QApplication.topLevelWidgets() if each.windowType() in kinds]


def _seconds() -> float:
    """Of a clock that nobody sets and that goes on in sleep, where the system has one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
