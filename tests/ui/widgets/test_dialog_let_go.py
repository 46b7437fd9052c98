"""A dialog that was asked is let go: a day of asking leaves nothing behind."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.widgets import ask
from salesdesk.ui.widgets.dialog import Dialog


def test_what_was_asked_is_gone_with_the_next_event_and_its_answer_is_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def answer() -> None:
        (asked,) = window.findChildren(Dialog)
        asked.reject()

    for _time in range(3):
        QTimer.singleShot(0, window, answer)
        assert ask.confirm(window, "Sure?", "It cannot be undone.", "Do it", name="sure") is False
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChildren(Dialog) == []
