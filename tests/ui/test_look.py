"""What a careful eye would find: nothing is cut, small, doubled or a key, at the narrowest screens.

The rules are those of `tests.shots.faults`; all pictures of the program are made and judged by
`python -m tests.shots`.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtWidgets import QAbstractSlider, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.clock import Clock
from salesdesk.support.settings import Settings
from salesdesk.ui import theme, widgets
from salesdesk.ui.actions import all_rows
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.deal.panels import PANELS
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.shell.dialogs import DIALOGS
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, copy_demo
from tests.shots.faults import faults_in

SCREENS = pytest.mark.parametrize(
    "size", [(1366, 768), (911, 512)], ids=["1366×768", "1366×768 at 150 %"]
)
DEAL = "Data platform"
USUAL_PX, LARGEST_PX = 13, 19
"""The text as it comes, and the largest of the preferences."""
MODELESS = {"call", "practice"}
"""These take the whole screen and have no footer."""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    """The program over the demo desk, to look at: nothing here changes the desk."""
    path = tmp_path_factory.mktemp("look") / "Demo.desk"
    copy_demo(path)
    desk = Desk(path, Clock(TODAY), threaded=False)
    shown = MainWindow(Bridge(desk), desk.clock, LiveSettings(Settings()), all_rows(), extra=desk)
    shown.show()
    shown.finish()
    yield shown
    shown.close()
    shown.bridge.close()
    desk.close()
    shown.deleteLater()  # with all that it has made: thousands of widgets
    qapp.sendPostedEvents(shown, QEvent.Type.DeferredDelete)


def settle(seconds: float = 0.0) -> None:
    """Until timers and answers are through, and at least so long."""
    end = time.monotonic() + seconds
    for _turn in range(12):
        QApplication.processEvents()
    while time.monotonic() < end:
        QApplication.processEvents()


def calm(widget: QWidget) -> list[str]:
    """What is found wrong and stays so: parts below the fold are laid out in the pauses."""
    found = set(faults_in(widget))
    end = time.monotonic() + 3
    while found and time.monotonic() < end:
        QApplication.processEvents()
        found &= set(faults_in(widget))
    return sorted(found)


def deal_id(window: MainWindow) -> str:
    """The id of the demo's richest open deal."""
    raw = window.bridge.desk.raw
    return str(raw.execute("SELECT id FROM deal WHERE name = ?", (DEAL,)).fetchone()[0])


@SCREENS
@pytest.mark.parametrize("page", ["today", "board", "deals", "accounts", "triage", "process"])
def test_nothing_on_a_page_is_cut_or_hidden(
    window: MainWindow, page: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.go(page)
    settle(0.2)
    assert calm(window) == []


@SCREENS
@pytest.mark.parametrize("panel", [row.key for row in PANELS])
def test_nothing_on_a_panel_of_the_deal_is_cut_or_hidden(
    window: MainWindow, panel: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.go("deal", deal_id(window))
    page: Any = window.page("deal")
    page.tabs.set_key(panel)
    settle(0.2)
    assert calm(window) == []


@SCREENS
@pytest.mark.parametrize("key", [row.key for row in DIALOGS])
def test_every_dialog_fits_the_screen_and_nothing_in_it_is_cut(
    window: MainWindow,
    key: str,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = QSize(size[0] - 32, size[1] - 56)
    monkeypatch.setattr(widgets.Dialog, "_room", lambda _self: room)
    deal = deal_id(window)
    card = tmp_path / "anna.vcf"
    card.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Keller\r\nEND:VCARD\r\n")
    held = window.bridge.desk.raw.execute("SELECT id FROM call WHERE state = 'done'").fetchone()[0]
    items = {"paper": f"proposal/{deal}", "move": f"close/{deal}", "held_call": held,
             "pipeline": "", "company": "", "add_files": json.dumps([deal, str(card)]),
             "take_desk": str(tmp_path / "everything.json")}  # fmt: skip
    window.open(key, items.get(key, deal))
    settle(0.1)
    shown = list(window.dialogs.shown.values())
    window.dialogs.shown.clear()
    found = []
    for dialog in shown:
        if key in MODELESS:
            dialog.showNormal()
            dialog.resize(*size)
            settle()
        found += calm(dialog)
        found += [f"{dialog.size()} in {room}"] * (key not in MODELESS and not _is_in(dialog, room))
        dialog.hide()  # before anything is asserted: the next tests begin without it
        dialog.deleteLater()
    settle()
    assert found == []


def test_the_largest_letters_on_the_smallest_screen_cut_nothing(
    tmp_path: Path, qapp: QApplication
) -> None:
    """Bars go on in a second row and pages scroll sideways, rather than cut a word."""
    path = tmp_path / "Demo.desk"
    copy_demo(path)
    desk = Desk(path, Clock(TODAY), threaded=False)
    theme.current().set_look("light", LARGEST_PX)
    window = MainWindow(Bridge(desk), desk.clock, LiveSettings(Settings()), all_rows(), extra=desk)
    try:
        window.resize(911, 512)
        window.show()
        window.finish()
        found = []
        for key in window.pages:
            if key != "deal":
                window.go(key)
                settle(0.2)
                found += [f"{key}: {fault}" for fault in calm(window)]
        window.go("deal", deal_id(window))
        page: Any = window.page("deal")
        for row in PANELS:
            page.tabs.set_key(row.key)
            settle(0.2)
            found += [f"{row.key}: {fault}" for fault in calm(window)]
        assert found == []
    finally:
        window.close()
        window.bridge.close()
        desk.close()
        theme.current().set_look("light", USUAL_PX)


def _is_in(dialog: QWidget, room: QSize) -> bool:
    return dialog.width() <= room.width() and dialog.height() <= room.height()


def test_the_rules_find_what_is_wrong(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    for words in ("deal_stage", "1 deals", "0198f2b07c1e7f3a9b1c2d3e4f506172", "1 analysis"):
        column.addWidget(widgets.PlainLabel(words))
    cut = widgets.PlainLabel("Much too long for its room", parent=host)
    cut.setFixedWidth(30)
    column.addWidget(cut)
    small = QLabel("small")
    small.setStyleSheet("font-size: 9px")
    column.addWidget(small)
    low = widgets.LineEdit("low", "Low")
    low.setFixedHeight(12)
    column.addWidget(low)
    column.addWidget(widgets.CheckBox("ask_keep", "Keep it"))
    host.show()
    said = "\n".join(faults_in(host))
    for fault in ("no word: deal_stage", "plural: 1 deals", "no word: 0198f2b", "cut: 30 of",
                  "small: 9 px", "squeezed: 12 of", "no word: ask_keep"):  # fmt: skip
        assert fault in said
    assert "analysis" not in said


def test_the_rules_want_one_button_to_press_next_and_at_the_right(qtbot: QtBot) -> None:
    dialog = widgets.Dialog("Two verbs", "two_verbs")
    qtbot.addWidget(dialog)
    dialog.body.addWidget(widgets.Button("Back up now", "up", kind="primary"))
    dialog.set_primary("Restore")
    dialog.set_cancel()
    dialog.show()
    said = "\n".join(faults_in(dialog))
    assert "primary buttons: Back up now, Restore" in said
    assert "primary button not at the right: Restore" in said


def test_a_question_that_is_jumped_to_stays_in_sight_until_the_user_scrolls(
    window: MainWindow,
) -> None:
    window.resize(1366, 768)
    row = window.bridge.desk.raw.execute("SELECT id FROM deal WHERE name = 'Fleet telematics'")
    window.go("deal", row.fetchone()[0])
    page: Any = window.page("deal")
    page.tabs.set_key("discover")
    settle()
    discover = page.panel("discover")
    discover.close_question()
    page.room.jump("discover", discover.view.layers[1].questions[0].key)
    settle(1.2)  # the cards above get their heights
    answer = discover.open.answer
    assert window.focusWidget() is answer  # the window need not be the active one
    assert answer.visibleRegion().boundingRect().height() == answer.height()
    bar = discover._scroller.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    settle(0.2)
    assert bar.value() == bar.minimum()
    discover.close_question()


def test_words_and_verbs_of_a_next_step_stand_above_each_other_where_it_is_narrow(
    window: MainWindow,
) -> None:
    window.go("deal", deal_id(window))
    page: Any = window.page("deal")
    page.tabs.set_key("overview")
    tops = {}
    for width in (911, 1366):
        window.resize(width, 700)
        settle(0.2)
        part = page.panel("overview").part("steps")
        row = next(
            w for w in part.findChildren(QWidget) if re.match("step_[0-9a-f]{32}$", w.objectName())
        )
        words, verb = row.findChild(widgets.PlainLabel), row.findChild(widgets.Button)
        places = [each.mapTo(row, QPoint(0, 0)).y() for each in (words, verb)]
        tops[width] = places[1] > places[0] + words.height()
    assert tops == {911: True, 1366: False}


def test_a_date_field_without_room_asks_shortly(qtbot: QtBot) -> None:
    field = widgets.DateEdit("day", "Day", TODAY)
    qtbot.addWidget(field)
    field.show()
    field.resize(300, 30)
    settle()
    assert "next tue" in field.line.placeholderText()
    field.resize(100, 30)
    settle()
    assert field.line.placeholderText() == "Date"


def test_what_a_line_or_a_choice_hides_can_be_read(qtbot: QtBot) -> None:
    words = "Recommended by a customer in the south"
    line = widgets.LineEdit("source", "Source", words=words)
    choice = widgets.PickOne("who", "Who", [(1, words)], value=1)
    for field in (line, choice):
        qtbot.addWidget(field)
        field.show()
        field.resize(90, 28)
        assert field.hidden_words() == words
        field.resize(600, 28)
        assert field.hidden_words() == ""


def test_a_title_comes_before_the_remark_beside_it(qtbot: QtBot) -> None:
    dialog = widgets.Dialog("Reschedule: call Globex about it", "narrow", remark="ERP connector")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(800, 200)
    settle()
    assert dialog._remark.isVisible()
    dialog.resize(330, 200)
    settle()
    assert not dialog._remark.isVisible()


def test_a_dialog_kept_small_grows_with_what_it_asks(qtbot: QtBot) -> None:
    class Memory:
        def dialog_size(self, _name: str) -> tuple[int, int]:
            return 480, 120

        def keep_dialog_size(self, _name: str, _width: int, _height: int) -> None:
            return

    app = QApplication.instance()
    assert app is not None
    app.setProperty("salesdesk_sizes", Memory())
    try:
        dialog = widgets.Dialog("Add to a deal", "grown")
        qtbot.addWidget(dialog)
        for number in range(8):
            dialog.body.addWidget(widgets.TextBox(f"box_{number}", "Box", rows=2))
        dialog.show()
        assert dialog.width() == 480
        assert dialog.height() > 300
    finally:
        app.setProperty("salesdesk_sizes", None)
