"""A fault is told once, in a dialog of its own, and closes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.ui import guard


@pytest.fixture
def caught(qapp: QApplication):
    errors: list[BaseException] = []
    made = guard.Guard(qapp, errors.append)
    yield errors
    qapp.setProperty("salesdesk_guard", None)
    made.deleteLater()


@pytest.fixture
def dialogs(monkeypatch):
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "salesdesk.ui.widgets.ask.tell_error",
        lambda _parent, words, *, title="", detail="", name="": shown.append((words, detail)),
    )
    return shown


def test_a_faulty_slot_gives_the_other_value_and_is_reported(caught) -> None:
    @guard.guarded(otherwise=7)
    def slot() -> int:
        raise ZeroDivisionError

    assert slot() == 7
    assert isinstance(caught[0], ZeroDivisionError)


def test_a_fault_while_closing_keeps_the_window_open(caught, qtbot) -> None:
    class Window(QWidget):
        @guard.guarded()
        def closeEvent(self, event: QCloseEvent) -> None:
            raise RuntimeError

    window = Window()
    qtbot.addWidget(
        window, before_close_func=lambda each: setattr(type(each), "closeEvent", QWidget.closeEvent)
    )
    window.show()
    assert window.close() is False
    assert window.isVisible()
    assert isinstance(caught[0], RuntimeError)


def test_a_known_error_is_a_sentence_and_no_report(caught, dialogs, qtbot) -> None:
    guard.caught(KnownError("The file is locked. Nothing was changed."))
    qtbot.waitUntil(lambda: bool(dialogs))
    assert dialogs == [("The file is locked. Nothing was changed.", "")]
    assert caught == []


def test_a_fault_while_a_fault_is_told_opens_no_second_dialog(
    caught, qtbot, monkeypatch, qapp
) -> None:
    shown: list[str] = []
    made = guard.current()
    assert made is not None

    def tell(_parent, words, **_rest) -> None:
        shown.append(words)
        made.report(None)
        qapp.processEvents()

    monkeypatch.setattr("salesdesk.ui.widgets.ask.tell_error", tell)
    made.report(None)
    qtbot.waitUntil(lambda: bool(shown))
    qapp.processEvents()
    assert len(shown) == 1
