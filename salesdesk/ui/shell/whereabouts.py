"""Keeps where the user is as it changes: window, page, deal and tab; and goes there at the start.

Made by app after the first paint. Written when nothing changed for a moment, so that also a window
that is killed opens where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer

from salesdesk.ui.guard import guarded

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget

    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.window import MainWindow

IDLE_MS = 700
_PLAIN = ("history", "bin")
"""Pages without a row in the sidebar that need nothing to be shown."""


class Whereabouts(QObject):
    """Of one window over the desk at `desk`."""

    def __init__(
        self, window: MainWindow, app: QApplication, settings: LiveSettings, desk: Path
    ) -> None:
        super().__init__(window)
        self.setObjectName("whereabouts")
        self._window, self._settings, self._desk = window, settings, str(desk.absolute())
        self._timer = QTimer(self, interval=IDLE_MS, singleShot=True)
        self._timer.timeout.connect(self.keep)
        # Methods, not lambdas: they are let go of with the window, the application lives on.
        window.page_changed.connect(self._on_window_page_changed)
        app.focusChanged.connect(self._on_app_focus_changed)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window was moved or sized."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.WindowStateChange):
            self._timer.start()
        return False

    def _on_window_page_changed(self, _key: str) -> None:
        self._timer.start()

    def _on_app_focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self._timer.start()

    def kept_place(self) -> tuple[str, str]:
        """(page, item) to go to at the start, of this desk; ("", "") for none."""
        kept = self._settings.screen("shell")
        page, item = str(kept.get("page", "")), str(kept.get("item", ""))
        if kept.get("desk") != self._desk:
            return "", ""
        return (page, item) if page in _PLAIN or (page == "deal" and item) else ("", "")

    @guarded()
    def keep(self) -> None:
        """Keep what is true now."""
        window = self._window
        if not window.current_page or not window.isVisible():
            return
        page: Any = window.page(window.current_page)
        ask = getattr(page, "place_in_front", None)
        geometry = bytes(window.saveGeometry().toBase64().data()).decode()
        item = str(ask()) if ask is not None else ""
        self._settings.keep(
            "shell", geometry=geometry, page=window.current_page, item=item, desk=self._desk
        )
