"""A real window over a real desk, and waiting, for the tests of screens that read and write.

`open_window(qtbot, desk)` gives the window; `close` it in the fixture that made it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
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


def until(qtbot: QtBot, holds: Callable[[], Any], seconds: float = 100) -> None:
    """Let the window live until something is so; the first work of a run loads much."""
    qtbot.waitUntil(lambda: bool(holds()), timeout=int(seconds * 1000))


def settle(*, with_deletions: bool = False) -> None:
    """Let queued signals, timers that are due and answers of a desk without a thread arrive."""
    for _turn in range(12):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        if with_deletions:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def with_dialog(act: Callable[[Any], None], start: Callable[[], object]) -> None:
    """Runs `start`, and `act` on the modal dialog that it opens; fails when none comes."""
    faults: list[BaseException] = []

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert dialog is not None, "no dialog came"
            act(dialog)
        except BaseException as error:
            faults.append(error)
        finally:
            if dialog is not None and dialog.isVisible():
                dialog.reject()  # type: ignore[attr-defined]

    timer = QTimer(singleShot=True, interval=0)
    timer.timeout.connect(lambda: work() if QApplication.activeModalWidget() else timer.start())
    timer.start()
    start()
    settle(with_deletions=True)
    timer.stop()
    if faults:
        raise faults[0]
