"""A real window over a real desk, for the tests of screens that read and write.

`open_window(qtbot, desk)` gives the window; `close` it in the fixture that made it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import all_rows
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.importing.controller import ImportController
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases.desk import Desk


def open_window(qtbot: QtBot, desk: Desk) -> MainWindow:
    """The main window with every page and action, shown, on no page yet."""
    bridge = Bridge(desk)
    window = MainWindow(bridge, desk.clock, LiveSettings(Settings()), all_rows(), title="Test")
    qtbot.addWidget(window)
    controller = ImportController(window.context)
    window.book.offer("importing", controller)
    window.import_controller = controller  # type: ignore[attr-defined]
    window.show()
    window.finish()
    return window


def until(qtbot: QtBot, holds: Callable[[], Any], seconds: float = 30) -> None:
    """Let the window live until something is so."""
    qtbot.waitUntil(lambda: bool(holds()), timeout=int(seconds * 1000))
