"""A field that grows under the keys moves the page once, and what stands beside it stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.widgets import Card, PlainLabel, Scroller, TextBox
from salesdesk.ui.widgets.labels import StandingLabel

LONG = "A sentence that says what the buyer said, again and again. "


class Page:
    """A card with a growing field on a page that scrolls, and a card below it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.scroller = Scroller("page", "Page", fills=True)
        self.card, self.below = Card(), Card()
        self.field = TextBox("answer", "Answer", rows=1)
        self.hint = PlainLabel(LONG * 3, wrap=True)
        self.card.body.addWidget(self.field)
        self.card.body.addWidget(self.hint)
        self.below.body.addWidget(PlainLabel("Below"))
        for card in (self.card, self.below):
            self.scroller.body.addWidget(card)
        outer = QVBoxLayout(self.window)
        outer.addWidget(self.scroller)
        self.window.resize(420, 300)
        self.window.show()
        self.settle()
        self.field.setFocus()

    def settle(self) -> None:
        for _ in range(8):
            QApplication.processEvents()

    def places(self) -> list[object]:
        page = self.scroller.widget()
        parts = (self.card, self.field, self.hint, self.below)
        bar = self.scroller.verticalScrollBar()
        return [page.size(), bar.maximum(), *(part.geometry() for part in parts)]


class Moves(QObject):
    """Counts how often a widget is moved."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Move
        return False


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_the_page_is_where_it_stays_before_anything_is_painted(page: Page) -> None:
    lines = set()
    for letter in LONG * 4:
        QTest.keyClick(page.field, letter)
        lines.add(page.field.height())
        at_once = page.places()
        page.settle()
        assert page.places() == at_once
    assert len(lines) > 3
    assert page.card.height() > page.field.height() + page.hint.height()
    for _letter in range(len(LONG) * 3):
        QTest.keyClick(page.field, "\b")
    at_once = page.places()
    page.settle()
    assert page.places() == at_once
    assert page.field.height() in lines


def test_each_part_is_moved_once_for_a_line(page: Page) -> None:
    before = page.field.height()
    moves = [Moves(page.hint), Moves(page.below)]
    while page.field.height() == before:
        QTest.keyClick(page.field, "m")
        page.settle()
    assert [each.count for each in moves] == [1, 1]


def test_a_field_that_stands_in_no_page_is_left_to_qt(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, below = TextBox("field", "Field"), PlainLabel("Below")
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(below, 1)
    window.resize(200, 400)
    window.show()
    QTest.keyClicks(field, LONG)
    QApplication.processEvents()
    assert below.y() >= field.geometry().bottom()


def test_other_words_in_a_standing_label_ask_for_no_layout(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row, label = QHBoxLayout(box), StandingLabel("")
    row.addWidget(PlainLabel("Beside"))
    row.addWidget(label, 1)
    box.resize(300, 40)
    box.show()
    QApplication.processEvents()
    asked: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            asked.append(event.type())
            return False

    watch = Watch(box)
    box.installEventFilter(watch)
    place = label.geometry()
    label.setText("Not saved yet")
    QApplication.processEvents()
    assert QEvent.Type.LayoutRequest not in asked
    assert (label.geometry(), label.text()) == (place, "Not saved yet")
    assert label.toolTip() == ""
    label.setText("Not saved yet, because " + LONG)
    assert "because" in label.toolTip()
