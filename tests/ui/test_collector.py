"""The window's thread collects the garbage of Qt's objects, and no other does."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from salesdesk.ui import collector


def test_the_window_s_thread_collects_once_in_a_while(qtbot: QtBot) -> None:
    parent = QObject()
    made = collector.Collector(parent)
    assert not gc.isenabled()
    seen: list[int] = []
    gc.callbacks.append(lambda phase, info: seen.append(info["generation"]))
    try:
        made._timer.setInterval(1)
        kept = [[each] for each in range(5000)]
        qtbot.waitUntil(lambda: bool(seen))
    finally:
        gc.callbacks.pop()
    assert kept
