"""A window is laid out to the end before it is painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.laid_out import LaidOut
from salesdesk.ui.widgets import PlainLabel, Scroller


class Heights(QObject):
    """How high a widget was whenever it was painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.seen: list[int] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seen.append(watched.height())
        return False


def painted(qtbot: QtBot, is_laid_out: bool) -> tuple[list[int], int]:
    """Words come into a list in a part of a page that scrolls: the heights of the list that were
    seen, and the one that it needs."""
    window = QWidget()
    qtbot.addWidget(window)
    scroller = Scroller("long", "Long")
    part, rows = QWidget(), QWidget()
    inner, outer, column = QVBoxLayout(rows), QVBoxLayout(part), QVBoxLayout(window)
    outer.addWidget(rows)
    scroller.body.addWidget(part)
    column.addWidget(scroller)
    if is_laid_out:
        LaidOut(window)
    window.resize(300, 300)
    window.show()
    for _turn in range(5):
        QApplication.processEvents()
    heights = Heights(rows)
    window.update()  # something else is to be painted already
    for n in range(40):
        inner.addWidget(PlainLabel(f"{n} " + "many words in a narrow place " * 3, wrap=True))
    for _turn in range(8):
        QApplication.processEvents()
    return heights.seen, rows.heightForWidth(rows.width())


def test_what_comes_into_a_page_is_seen_at_its_full_height_at_once(qtbot: QtBot) -> None:
    seen, needed = painted(qtbot, is_laid_out=True)
    assert set(seen) == {needed}


def test_without_it_the_same_page_is_seen_squeezed(qtbot: QtBot) -> None:
    """What the module is for; should Qt do it by itself one day, it can go."""
    seen, needed = painted(qtbot, is_laid_out=False)
    assert min(seen) < needed
