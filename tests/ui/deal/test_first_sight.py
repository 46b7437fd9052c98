"""What a person sees when a deal opens: the first paint is the page as it stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QScrollBar,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from salesdesk.ui.deal.panels import PANELS
from salesdesk.ui.laid_out import LaidOut
from salesdesk.usecases.desk import Desk
from tests import desks
from tests.bench.worked_deal import WorkDeal
from tests.ui.deal.pages import Deal

TABS = [row.key for row in PANELS]
LONG = ["overview", "qualify", "value", "objections"]
"""Those on which a large window shows what a usual one leaves for later."""
USUAL, LARGE = (1170, 720), (1720, 1030)


class FirstPaint(QObject):
    """Takes a picture of the window when a widget in it was painted for the first time."""

    def __init__(self, window: QWidget, watched: QWidget) -> None:
        super().__init__()
        self.picture: QImage | None = None
        self._window = window
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.picture is None:
            # Comes when the whole window is painted, and before what waits for that begins.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User and self.picture is None:
            self.picture = picture(self._window)
        return super().event(event)


def picture(window: QWidget) -> QImage:
    """What is on the screen of a window; nothing is laid out or painted for it."""
    shown = window.screen().grabWindow(window.winId())
    return shown.toImage().convertToFormat(QImage.Format.Format_RGB32)


class Window:
    """A page in a window with another page beside it, on a desk with a deal worked on for months
    and another without data."""

    def __init__(self, deal: Deal, other: str) -> None:
        self.deal, self.page, self.other = deal, deal.page, other
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self.stack.addWidget(deal.page)
        LaidOut(self.stack)
        self.stack.show()

    def open(self, tab: str, size: tuple[int, int]) -> QImage:
        """Open the worked deal on a tab, after the other deal; what was painted first."""
        self.stack.resize(*size)
        self.stack.setCurrentWidget(self.page)
        self.page.open_item(f"{self.other}/{tab}")
        self.rest()
        self.stack.setCurrentIndex(0)
        self.deal.settle()
        first = FirstPaint(self.stack, self.page)
        self.page.open_behind(f"{self.deal.deal_id}/{tab}")
        self.stack.setCurrentWidget(self.page)
        self.page.open_item(self.deal.deal_id)
        for _turn in range(50):
            if first.picture is not None:
                return first.picture
            QApplication.processEvents()
        raise AssertionError("the page was not painted")

    def rest(self) -> None:
        """All comes that came later."""
        self.deal.settle()
        self.page.room.later.finish()
        self.deal.settle()

    def panel_in(self, shown: QImage, tab: str) -> QImage:
        """What a picture shows of the panel, its scroll bars left out."""
        panel = self.page.panel(tab)
        room = QRect(panel.mapTo(self.stack, QPoint()), panel.size())
        for bar in panel.findChildren(QScrollBar):
            if bar.isVisible() and bar.height() > bar.width():
                left = bar.mapTo(self.stack, QPoint()).x()
                room.setRight(min(room.right(), left - 1))
        return shown.copy(room)


@pytest.fixture
def window(shipped: Deal, shipped_desk: Desk, qtbot: QtBot) -> Iterator[Window]:
    """A window over a worked deal; the caret does not blink."""
    process = shipped_desk.process(desks.first_pipeline(shipped_desk))
    shipped_desk.run(WorkDeal(shipped.deal_id, process))
    was = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    made = Window(shipped, desks.add_deal(shipped_desk, name="Another", stage_key="discovery"))
    yield made
    QApplication.setCursorFlashTime(was)
    made.stack.close()
    made.stack.deleteLater()


@pytest.mark.parametrize(("size", "tabs"), [(USUAL, TABS), (LARGE, LONG)], ids=["usual", "large"])
def test_what_is_painted_first_is_whole_and_stays_where_it_is(
    window: Window, size: tuple[int, int], tabs: list[str]
) -> None:
    for tab in tabs:
        first = window.open(tab, size)
        focused = QApplication.focusWidget()
        window.rest()
        last = picture(window.stack)
        assert window.panel_in(first, tab) == window.panel_in(last, tab), tab
        assert QApplication.focusWidget() is focused, tab


def test_what_comes_later_leaves_the_page_where_somebody_scrolled_it(window: Window) -> None:
    for tab in ("overview", "qualify", "timeline"):
        window.open(tab, USUAL)
        area = next(
            each for each in window.page.panel(tab).findChildren(QAbstractScrollArea)
            if each.isVisible() and each.verticalScrollBar().maximum() > 60
        )  # fmt: skip
        area.verticalScrollBar().setValue(60)
        before = area.verticalScrollBar().maximum()
        window.rest()
        assert area.verticalScrollBar().value() == 60, tab
        assert area.verticalScrollBar().maximum() > before, tab


def test_nothing_is_asked_of_a_worker_before_the_page_is_painted(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    query = window.deal.bridge.query

    def heard(*given: object, latest: str = "", **more: object) -> None:
        asked.append(latest)
        query(*given, latest=latest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(window.deal.bridge, "query", heard)
    asked_at_paint: list[list[str]] = []

    def look(_window: QWidget) -> QImage:
        asked_at_paint.append(list(asked))
        return QImage()

    window.open("overview", USUAL)
    window.rest()
    assert {"deal_coach", "deal_likely"} <= set(asked)
    asked.clear()
    monkeypatch.setattr(f"{__name__}.picture", look)
    window.open("overview", USUAL)
    window.rest()
    assert asked_at_paint[0].count("deal_coach") == 1  # that of the other deal, painted before
    assert asked.count("deal_coach") == 2
    assert asked.count("deal_likely") == 2
