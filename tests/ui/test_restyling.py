"""A new look is there at once on what is in sight, and soon on all that is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.widgets import LineEdit, PlainLabel, Scroller, TabRow, TextBox, text_box
from salesdesk.ui.widgets.stack import Stack
from salesdesk.ui.widgets.wide import fix_wide

pytestmark = pytest.mark.usefixtures("few_widgets")


class Heard(QObject):
    """Counts the changes of style, or of another kind, that a widget hears of."""

    def __init__(self, widget: QWidget, kind: QEvent.Type = QEvent.Type.StyleChange) -> None:
        super().__init__(widget)
        self.times, self._kind = 0, kind
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Lets everything pass."""
        self.times += event.type() is self._kind
        return False


class Pages(QWidget):
    """Two pages one behind the other, each with a title and a field."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = Stack()
        self.titles, self.fields = [], []
        for number in range(2):
            page = QWidget()
            column = QVBoxLayout(page)
            self.titles.append(PlainLabel(f"Page {number}", "title"))
            self.fields.append(LineEdit(f"field_{number}", "Field", words="Words"))
            column.addWidget(self.titles[number])
            column.addWidget(self.fields[number])
            column.addStretch(1)
            self.stack.addWidget(page)
        QVBoxLayout(self).addWidget(self.stack)
        self.resize(400, 300)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[theme.Theme]:
    made = theme.current()
    made.set_look("light", 13)
    made.restyling.finish()
    yield made
    made.set_look("light", 13)
    made.restyling.finish()


@pytest.fixture
def pages(look: theme.Theme, qtbot: QtBot) -> Pages:
    """Both pages were shown; the first is in front."""
    made = Pages()
    qtbot.addWidget(made)
    made.show()
    made.stack.setCurrentIndex(1)
    made.stack.setCurrentIndex(0)
    return made


def test_what_is_in_sight_is_styled_at_once_and_hears_of_it_once(
    pages: Pages, look: theme.Theme
) -> None:
    heard = Heard(pages.fields[0])
    before = pages.fields[0].sizeHint().height()
    look.set_look("dark", 20)
    assert heard.times == 1
    assert pages.fields[0].sizeHint().height() > before
    assert pages.titles[0].font().pixelSize() == round(16 * 20 / 13)
    assert _looks(pages.fields[0]) == look.tokens.field


def test_what_lies_deep_in_others_hears_once_of_another_font(
    look: theme.Theme, qtbot: QtBot
) -> None:
    outermost = inner = QWidget()
    qtbot.addWidget(outermost)
    for _depth in range(6):
        column = QVBoxLayout(inner)
        inner = QWidget()
        column.addWidget(inner)
    outermost.show()
    heard = Heard(inner, QEvent.Type.FontChange)
    look.set_look("light", 20)
    assert inner.font().pixelSize() == 20
    assert heard.times == 1, "as often as there are widgets around it"


def test_a_field_that_grows_with_its_text_is_laid_out_with_its_page(
    look: theme.Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[QWidget] = []
    monkeypatch.setattr(text_box, "make_room", alone.append)
    host, scroller = QWidget(), Scroller("scroller", "Page")
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(scroller)
    field = TextBox("field", "Field", words="Some words that wrap. " * 6)
    below = PlainLabel("Below")
    scroller.body.addWidget(field)
    scroller.body.addWidget(below)
    host.resize(400, 500)
    host.show()
    qtbot.waitUntil(lambda: below.y() > field.geometry().bottom())
    alone.clear()
    before = field.height()
    look.set_look("light", 20)
    assert not alone, "laid out by itself while all else was still to change"
    assert field.height() > before
    qtbot.waitUntil(lambda: below.y() > field.geometry().bottom())
    field.insertPlainText("More of them, so that it is another line. " * 2)
    assert alone


def test_a_row_of_tabs_is_measured_again_at_another_size(look: theme.Theme, qtbot: QtBot) -> None:
    row = TabRow("row", "Row")
    qtbot.addWidget(row)
    for words in ("Overview", "Qualify", "Discover"):
        row.add(words.lower(), words)
    row.resize(row.sizeHint())
    row.show()
    before = [row.tabRect(index).width() for index in range(3)]
    look.set_look("light", 20)
    row.resize(row.sizeHint())
    now = [row.tabRect(index).width() for index in range(3)]
    assert all(b * 1.3 < n for b, n in zip(before, now, strict=True))
    row.add("more", "More of it")
    row.resize(row.sizeHint())
    assert row.tabRect(3).width() > 0


def test_a_width_that_was_set_follows_the_size_of_the_text(pages: Pages, look: theme.Theme) -> None:
    for index in (0, 1):
        fix_wide(pages.fields[index], 100)
        fix_wide(pages.titles[index], 60)
    look.set_look("dark", 20)
    look.restyling.finish()
    assert [field.width() for field in pages.fields] == [round(100 * 20 / 13)] * 2
    assert [title.maximumWidth() for title in pages.titles] == [round(60 * 20 / 13)] * 2
    assert pages.titles[0].font().pixelSize() == round(16 * 20 / 13)


def test_what_is_out_of_sight_is_styled_in_pieces_after_that(
    pages: Pages, look: theme.Theme, qtbot: QtBot
) -> None:
    heard = Heard(pages.fields[1])
    look.set_look("dark", 20)
    assert heard.times == 0
    waiting = look.restyling.left
    assert waiting > 0
    qtbot.waitUntil(lambda: look.restyling.left < waiting)
    look.restyling.finish()
    assert heard.times == 1
    assert pages.titles[1].font().pixelSize() == round(16 * 20 / 13)
    pages.stack.setCurrentIndex(1)
    assert pages.fields[1].height() == pages.fields[0].height()
    assert _looks(pages.fields[1]) == look.tokens.field


def test_what_comes_in_sight_meanwhile_goes_before_the_rest(
    pages: Pages, look: theme.Theme
) -> None:
    look.set_look("dark", 20)
    pages.stack.setCurrentIndex(1)
    look.restyling._on_timer_timeout()
    assert pages.titles[1].font().pixelSize() == round(16 * 20 / 13)
    assert _looks(pages.fields[1]) == look.tokens.field


def test_a_second_change_before_the_first_is_done_leaves_nothing_behind(
    pages: Pages, look: theme.Theme
) -> None:
    look.set_look("dark", 20)
    pages.stack.setCurrentIndex(1)
    look.set_look("light", 16)
    look.restyling.finish()
    for index in (0, 1):
        pages.stack.setCurrentIndex(index)
        assert pages.titles[index].font().pixelSize() == round(16 * 16 / 13)
        assert _looks(pages.fields[index]) == look.tokens.field
    for each in pages.findChildren(QWidget):
        assert each.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        assert not each.testAttribute(Qt.WidgetAttribute.WA_SetStyle)


def test_what_is_gone_meanwhile_is_passed_over(pages: Pages, look: theme.Theme) -> None:
    look.set_look("dark", 20)
    pages.stack.removeWidget(hidden := pages.stack.widget(1))
    hidden.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.restyling.finish()
    assert look.restyling.left == 0


def test_the_style_still_hears_when_one_that_was_out_of_sight_goes(
    pages: Pages, look: theme.Theme
) -> None:
    look.set_look("dark", 20)
    look.restyling.finish()
    for field in pages.fields:
        assert field.receivers(SIGNAL("destroyed(QObject*)")) == 1


def test_a_page_that_scrolls_is_measured_once_it_is_in_sight(
    look: theme.Theme, qtbot: QtBot
) -> None:
    host, scroller = QWidget(), Scroller("scroller", "Page")
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(scroller)
    words = PlainLabel("Some words that wrap. " * 30, wrap=True)
    scroller.body.addWidget(words)
    host.resize(400, 200)
    host.show()
    qtbot.wait(1)
    before = scroller.widget().height()
    scroller.hide()
    look.set_look("light", 20)
    look.restyling.finish()
    QApplication.processEvents()
    assert scroller.widget().height() == before
    scroller.show()
    qtbot.waitUntil(lambda: scroller.widget().height() > before)
    assert words.height() >= words.heightForWidth(words.width())


def _looks(field: LineEdit) -> object:
    """The colour that a field is filled with."""
    picture = field.grab().toImage()
    return picture.pixelColor(field.width() - 12, field.height() // 2)
