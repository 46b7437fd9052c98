"""Fields for dates, times, money and choices read what people type and say what they cannot."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from queue import SimpleQueue

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView

from salesdesk.support import i18n
from salesdesk.ui import theme, widgets
from salesdesk.ui.widgets import typed_dates
from salesdesk.ui.widgets.typed_dates import read_date

SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-22"),
        ("EOD", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        ("tue", "2026-11-24"),
        ("sunday", "2026-11-29"),
        ("next tue", "2026-11-24"),
        ("Next Friday", "2026-11-27"),
        ("in 3 days", "2026-11-25"),
        ("+2w", "2026-12-06"),
        ("2 months", "2027-01-22"),
        ("end of week", "2026-11-27"),
        ("end of month", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("end of next month", "2026-12-31"),
        ("end of quarter", "2026-12-31"),
        ("2026-12-05", "2026-12-05"),
        ("12/5", "2026-12-05"),
        ("1/15", "2027-01-15"),
        ("12/5/27", "2027-12-05"),
        ("5 Dec", "2026-12-05"),
        ("Jan 15, 2027", "2027-01-15"),
    ],
)
def test_a_phrase_means_a_day(words: str, day: str) -> None:
    assert read_date(words, SUNDAY) == dt.date.fromisoformat(day)


def test_next_tuesday_is_in_the_week_after_on_a_monday() -> None:
    assert read_date("next tue", dt.date(2026, 11, 23)) == dt.date(2026, 12, 1)
    assert read_date("tue", dt.date(2026, 11, 23)) == dt.date(2026, 11, 24)


def test_the_day_comes_first_where_the_locale_says_so() -> None:
    i18n.activate("en_GB")
    assert read_date("5/12", SUNDAY) == dt.date(2026, 12, 5)
    assert read_date("5.12.2027", SUNDAY) == dt.date(2027, 12, 5)


@pytest.mark.parametrize(
    "words",
    ["", "ask Ines", "30 Feb", "2026-02-30", "13/13", "x" * 200, "in 99999 days", "mondrian"],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read_date(words, SUNDAY) is None


def test_a_date_field_shows_the_day_typed_and_tells_once(qtbot) -> None:
    field = widgets.DateEdit("close", "Expected close", SUNDAY)
    qtbot.addWidget(field)
    said: list[dt.date | None] = []
    field.changed.connect(said.append)
    field.line.setText("end of month")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.line.text() == "Nov 30, 2026"
    assert said == [dt.date(2026, 11, 30)]


def test_entering_a_date_field_has_a_thread_make_its_reader_ready(qtbot, monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "dateparser", raising=False)
    who: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(
        typed_dates, "_read_anything", lambda *_: who.put(threading.current_thread().name)
    )
    field = widgets.DateEdit("close", "Expected close", SUNDAY)
    qtbot.addWidget(field)
    QApplication.sendEvent(field.line, QFocusEvent(QEvent.Type.FocusIn))
    assert who.get(timeout=5) == "dates"


def test_an_unreadable_date_is_marked_and_not_told(qtbot) -> None:
    field = widgets.DateEdit("close", "Expected close", SUNDAY, value=SUNDAY)
    qtbot.addWidget(field)
    said: list[dt.date | None] = []
    field.changed.connect(said.append)
    field.line.setText("sometime")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert said == []
    assert "not a date" in field.fault()
    assert field.line.property("faulty") is True
    assert field.line.text() == "sometime"


def test_an_emptied_date_field_is_no_date(qtbot) -> None:
    field = widgets.DateEdit("close", "Expected close", SUNDAY, value=SUNDAY)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.changed) as told:
        field.line.clear()
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert told.args == [None]


def test_arrow_keys_step_by_days(qtbot) -> None:
    field = widgets.DateEdit("close", "Expected close", SUNDAY, value=SUNDAY)
    qtbot.addWidget(field)
    qtbot.keyClick(field.line, Qt.Key.Key_Up)
    qtbot.keyClick(field.line, Qt.Key.Key_PageDown)
    assert field.value() == dt.date(2026, 11, 16)


def test_the_calendar_gives_a_day_and_no_day(qtbot) -> None:
    field = widgets.DateEdit("close", "Expected close", SUNDAY, value=SUNDAY)
    qtbot.addWidget(field)
    field.show()
    for name, day in (("close_tomorrow", dt.date(2026, 11, 23)), ("close_none", None)):
        field.open_calendar()
        popup = field.findChildren(widgets.CalendarPopup)[-1]
        popup.findChild(widgets.Button, name).click()
        assert field.value() == day


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("9", "09:00"),
        ("930", "09:30"),
        ("9:30", "09:30"),
        ("2 pm", "14:00"),
        ("12am", "00:00"),
        ("14h30", "14:30"),
    ],
)
def test_a_time_is_read(words: str, time: str) -> None:
    assert widgets.read_time(words) == dt.time.fromisoformat(time)


@pytest.mark.parametrize("words", ["25", "9:75", "14pm", "noonish", ""])
def test_what_is_no_time_is_none(words: str) -> None:
    assert widgets.read_time(words) is None


@pytest.mark.parametrize(
    ("words", "minor"),
    [("42000", 4_200_000), ("€42,000.50", 4_200_050), ("42k", 4_200_000), ("", None)],
)
def test_money_is_read_into_minor_units(qtbot, words: str, minor: int | None) -> None:
    field = widgets.MoneyEdit("amount", "Amount", "EUR", value=100)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.changed) as told:
        field.setText(words)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [minor]
    assert field.value() == minor


def test_unreadable_money_is_said_and_kept_as_typed(qtbot) -> None:
    field = widgets.MoneyEdit("amount", "Amount", "EUR", value=100)
    qtbot.addWidget(field)
    field.setText("a lot")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.fault() != ""
    assert field.text() == "a lot"


def test_a_choice_keeps_its_label_as_accessible_name(qtbot) -> None:
    pick = widgets.PickOne("stage", "Stage", [("d", "Discovery"), ("p", "Proposal")], value="p")
    qtbot.addWidget(pick)
    assert pick.value() == "p"
    assert pick.accessibleName() == "Stage"
    with qtbot.waitSignal(pick.picked) as told:
        pick.setCurrentIndex(0)
        pick.activated.emit(0)
    assert told.args == ["d"]


def test_segments_say_what_was_picked(qtbot) -> None:
    segments = widgets.Segments(
        "look", "Look", [("light", "Light"), ("dark", "Dark")], value="light"
    )
    qtbot.addWidget(segments)
    with qtbot.waitSignal(segments.picked) as told:
        segments.findChild(QAbstractButton, "look_dark").click()
    assert told.args == ["dark"]
    assert segments.value() == "dark"


def test_a_form_shows_faults_in_sentences_and_goes_to_the_first(qtbot) -> None:
    form = widgets.Form("form")
    qtbot.addWidget(form)
    name = widgets.LineEdit("name", "Name")
    close = widgets.DateEdit("close", "Close", SUNDAY)
    form.add("name", "Name", name, is_required=True)
    form.add("close", "Close", close)
    close.line.setText("whenever")
    form.show()
    assert form.check() is False
    name.setText("\u200b")  # nothing that anybody could see
    assert form.check() is False
    assert form.row("name").below.text() == "Please fill this in."
    assert "not a date" in form.row("close").below.text()
    assert name.property("faulty") is True
    name.setText("Acme")
    close.line.setText("tomorrow")
    assert form.check() is True
    assert not form.row("close").below.isVisible()


def test_a_fault_below_one_field_leaves_its_neighbour_where_it_is(qtbot) -> None:
    form = widgets.Form("form")
    qtbot.addWidget(form)
    low, high = widgets.LineEdit("low", "From"), widgets.LineEdit("high", "To")
    form.add_beside([("low", "From", low), ("high", "To", high)])
    form.resize(400, 300)
    form.show()
    assert form.show_faults({"high": "This is not a number."}) is False
    form.layout().activate()
    tops = [row.mapTo(form, row.field.pos()).y() for row in map(form.row, ("low", "high"))]
    assert tops[0] == tops[1]


def test_a_text_box_shows_its_last_line_whole(qtbot) -> None:
    box = widgets.TextBox("box", "Box", words="\n".join(["A line"] * 11), most_rows=12)
    qtbot.addWidget(box)
    box.show()
    last = box.document().lastBlock()
    bottom = box.blockBoundingGeometry(last).translated(box.contentOffset()).bottom()
    assert bottom <= box.viewport().height()


def test_a_text_box_is_as_high_as_its_hint_when_that_wraps(qtbot) -> None:
    hint = "What both sides want to have by that day, and how both will know"
    box = widgets.TextBox("box", "Box", hint=hint)
    qtbot.addWidget(box)
    box.show()
    box.resize(900, box.height())
    flat = box.height()
    box.resize(200, box.height())
    assert box.height() > flat
    box.setPlainText("Short")
    assert box.height() == flat


def test_a_choice_makes_its_list_only_when_somebody_turns_to_it(qtbot) -> None:
    pick = widgets.PickOne("stage", "Stage", [("d", "Discovery"), ("p", "Proposal")], value="p")
    qtbot.addWidget(pick)
    pick.set_choices([("d", "Discovery"), ("w", "Won"), ("l", "Lost")], "w")
    pick.show()
    pick.setFont(theme.font("small"))
    pick.grab()
    assert pick.findChildren(QListView) == []
    assert (pick.value(), pick.currentText(), pick.count()) == ("w", "Won", 3)
    pick.setFocus()
    qtbot.keyClick(pick, Qt.Key.Key_Down)
    assert (pick.value(), pick.currentText()) == ("l", "Lost")
    pick.set_choices([("d", "Discovery")], "gone")
    assert (pick.value(), pick.currentText(), pick.currentIndex()) == (None, "", -1)
    pick.showPopup()
    assert pick.view().isVisible()
    assert pick.view().model().rowCount() == 1
    pick.hidePopup()


def test_a_choice_tells_what_reads_the_screen_its_words(qtbot, monkeypatch) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    pick = widgets.PickOne("stage", "Stage", [("d", "Discovery"), ("p", "Proposal")], value="p")
    qtbot.addWidget(pick)
    pick.show()
    told = QAccessible.queryAccessibleInterface(pick)
    assert told.text(QAccessible.Text.Value) == "Proposal"
