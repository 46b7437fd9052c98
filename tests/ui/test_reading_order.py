"""Tab walks in reading order, Enter presses what has the keyboard, dialogs give it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.reading_order import ReadingArea, has_lost_focus, neighbour, walk_parts
from salesdesk.ui.widgets import Button, Chip, Dialog, LineEdit
from salesdesk.ui.widgets.wrapped_link import WrappedLink


@pytest.fixture
def area(qtbot: QtBot) -> ReadingArea:
    """Two columns: fields at the left, buttons at the right."""
    made = ReadingArea()
    qtbot.addWidget(made)
    across = QHBoxLayout(made)
    for side in ("left", "right"):
        part = QWidget()
        part.setObjectName(side)
        column = QVBoxLayout(part)
        for name in ("one", "two"):
            column.addWidget(Button(name, f"{side}_{name}"))
        across.addWidget(part)
    made.show()
    qtbot.waitExposed(made)
    return made


def _name() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def _part(area: QWidget, name: str) -> QWidget:
    found = area.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def _walk(count: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    names = []
    for _step in range(count):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        names.append(_name())
    return names


def test_a_row_made_late_comes_where_it_stands(area: ReadingArea, qtbot: QtBot) -> None:
    left = _part(area, "left")
    column = left.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(1, LineEdit("left_late", "Late"))
    qtbot.waitUntil(lambda: _part(area, "left_late").isVisible())
    qtbot.waitUntil(lambda: _part(area, "left_late").y() < _part(area, "left_two").y())
    _part(area, "left_one").setFocus()
    there = ["left_late", "left_two", "right_one", "right_two", "left_one"]
    assert _walk(5) == there
    assert _walk(5, Qt.Key.Key_Backtab) == [*reversed(there[:-1]), "left_one"]


def test_what_is_hidden_or_switched_off_is_passed_over(area: ReadingArea) -> None:
    _part(area, "left_two").hide()
    _part(area, "right_one").setEnabled(False)
    _part(area, "left_one").setFocus()
    assert _walk(1) == ["right_two"]


def test_hiding_what_has_the_keyboard_hands_it_on_outside_of_it(area: ReadingArea) -> None:
    _part(area, "left_one").setFocus()
    _part(area, "left").hide()
    assert _name() == "right_one"


def test_nothing_to_walk_to_is_no_fault(qtbot: QtBot) -> None:
    alone = ReadingArea()
    qtbot.addWidget(alone)
    alone.show()
    assert neighbour(alone, alone, True) is None


def test_the_parts_of_a_page_are_walked_both_ways(area: ReadingArea) -> None:
    parts = (_part(area, "left"), _part(area, "right"))
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    walk_parts(parts, 1)
    assert _name() == "left_one"
    walk_parts(parts, 1)
    assert _name() == "right_one"
    walk_parts(parts, -1)
    assert _name() == "left_one"
    walk_parts(parts, -1)
    assert _name() == "right_one"


class _Asking(Dialog):
    def __init__(self) -> None:
        super().__init__("Asking", "asking")
        self.set_cancel()
        self.set_primary("Do it")
        self.chip = Chip("On", "asking_chip")
        self.field = LineEdit("asking_field", "Field")
        self.body.addWidget(self.field)
        self.body.addWidget(self.chip)


@pytest.fixture
def dialog(qtbot: QtBot) -> _Asking:
    made = _Asking()
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_enter_on_cancel_cancels(dialog: _Asking) -> None:
    QTest.keyClick(_part(dialog, "asking_cancel"), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.result() == Dialog.DialogCode.Rejected


def test_enter_in_a_field_or_on_a_switch_does_what_the_dialog_is_for(dialog: _Asking) -> None:
    QTest.keyClick(dialog.chip, Qt.Key.Key_Return)
    assert not dialog.chip.isChecked()
    assert dialog.result() == Dialog.DialogCode.Accepted


def test_a_dialog_begins_at_its_first_field_and_gives_the_keyboard_back(
    dialog: _Asking, qtbot: QtBot
) -> None:
    assert _name() == "asking_field"
    above = Dialog("Above", "above", parent=dialog)
    above.set_cancel()
    above.open()
    qtbot.waitUntil(above.isActiveWindow)
    dialog.field.hide()
    assert has_lost_focus(dialog)
    above.reject()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: _name() == "asking_chip")


def test_enter_presses_buttons_links_and_chips_on_a_page(qtbot: QtBot) -> None:
    pressed: list[str] = []
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    button = Button("Button", "a_button", on_click=lambda: pressed.append("button"))
    link = WrappedLink("Link", "a_link", lambda: pressed.append("link"))
    chip = Chip("Chip", "a_chip")
    for widget in (button, link, chip):
        column.addWidget(widget)
    page.show()
    for widget in (button, link, chip):
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert pressed == ["button", "link"]
    assert chip.isChecked()
