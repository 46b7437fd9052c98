"""Today: the lists, done with the next step in one dialog, another day, the way to the deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.today.badge import TodayBadge
from salesdesk.ui.today.dialogs import (
    DoneDialog,
    FirstStepDialog,
    PlanDoneDialog,
    RescheduleDialog,
)
from salesdesk.ui.today.lines import lines_of
from salesdesk.ui.today.list import parts
from salesdesk.usecases import today
from salesdesk.usecases.action_plan import AddPlanStep
from salesdesk.usecases.commitment import commit_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests.desks import add_deal, desk
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

__all__ = ["desk"]


@pytest.fixture
def deals(desk: Desk) -> dict[str, str]:
    """One deal late, one due today at ten, one without a step."""
    ids = {name: add_deal(desk, name, account=f"{name} Ltd") for name in ("Late", "Due", "Bare")}
    desk.run(SetNextStep(ids["Late"], PlannedStep("Call them", "2026-11-11", "call")))
    desk.run(SetNextStep(ids["Due"], PlannedStep("Show it", "2026-11-22", "demo", "10:00")))
    return ids


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, deals: dict[str, str]) -> Iterator[MainWindow]:
    made = open_window(qtbot, desk)
    made.go("today")
    until(qtbot, lambda: made.page("today").model.lines)  # type: ignore[attr-defined]
    yield made
    made.bridge.close()


def page_of(window: MainWindow) -> Any:
    return window.page("today")


def dialog(kind: type[Any]) -> Any:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def shown(page: Any) -> list[tuple[str, str]]:
    return [(line.section, line.title) for line in page.model.lines if line.item]


def test_the_list_says_what_is_late_due_and_without_a_step(window: MainWindow) -> None:
    page = page_of(window)
    assert shown(page) == [
        ("late", "Call them, Late Ltd"),
        ("due", "Show it, Due Ltd"),
        ("without", "Bare"),
    ]
    whens = [line.when for line in page.model.lines if line.item]
    assert whens == ["11 days", "10:00 AM", "none"]
    assert_named(page)


def test_enter_completes_a_step_and_sets_the_next_in_one_dialog(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    asked: DoneDialog = dialog(DoneDialog)
    assert_named(asked)
    asked.outcome.set_words("They want a price")
    asked.step.what.setText("Send the price")
    asked.accept()
    assert asked.isVisible(), "a next step without a date is not taken"
    asked.step.due.line.setText("tomorrow")
    asked.accept()
    until(qtbot, lambda: len(shown(page)) == 2)
    assert shown(page)[0] == ("due", "Show it, Due Ltd")
    steps = desk.raw.execute(
        "SELECT what, outcome, due_on, done_on FROM next_step ORDER BY due_on"
    ).fetchall()
    assert [tuple(step) for step in steps] == [
        ("Call them", "They want a price", "2026-11-11", "2026-11-22"),
        ("Show it", None, "2026-11-22", None),
        ("Send the price", None, "2026-11-23", None),
    ]


def test_done_with_nothing_next_leaves_the_deal_without_a_step(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    asked: DoneDialog = dialog(DoneDialog)
    asked.goes_on.set_value("none")
    asked.accept()
    until(qtbot, lambda: ("without", "Late") in shown(page))


def test_r_reschedules(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = page_of(window)
    qtbot.keyClick(page.list, Qt.Key.Key_R)
    asked: RescheduleDialog = dialog(RescheduleDialog)
    asked.due.line.setText("2026-11-01")
    asked.accept()
    assert asked.isVisible(), "a day that has passed is not taken"
    asked.due.line.setText("in 3 days")
    asked.accept()
    until(qtbot, lambda: len(shown(page)) == 2)
    assert ("2026-11-25",) in [tuple(r) for r in desk.raw.execute("SELECT due_on FROM next_step")]


def test_a_deal_without_a_step_gets_its_first(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    page.list.setCurrentIndex(page.model.index(page.model.rowCount() - 1))
    assert not page.may("today.reschedule")
    page.finish()
    asked: FirstStepDialog = dialog(FirstStepDialog)
    asked.step.what.setText("Write to them")
    asked.step.due.line.setText("today")
    asked.accept()
    until(qtbot, lambda: ("due", "Write to them, Bare Ltd") in shown(page))


def test_the_mouse_finds_circle_button_and_title(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    index = page.model.index(1)
    with qtbot.waitSignal(page.list.done_wanted):
        _click(qtbot, page, page.list.part_rect(index, "circle").center())
    dialog(DoneDialog).reject()
    with qtbot.waitSignal(page.list.action_wanted):
        _click(qtbot, page, page.list.part_rect(index, "button").center())
    dialog(RescheduleDialog).reject()


@pytest.mark.usefixtures("qapp")
def test_a_wide_line_has_the_amount_in_a_column_and_a_narrow_one_in_its_words() -> None:
    item = today.TodayItem(
        "1", "ERP", "Globex", "Discovery", "open", 2_340_000, "EUR", "", "2026-11-10", 0, 11, "2",
        "call", "Call them", "2026-11-11",
    )  # fmt: skip
    line = lines_of(today.TodayView(dt.date(2026, 11, 22), (item,), (), (), (), 0, 0))[1]
    wide, narrow = (parts(QRect(0, 0, width, 60), line) for width in (1200, 800))
    assert narrow["beside"].isEmpty()
    assert wide["title"].right() < wide["beside"].left()
    assert wide["beside"].right() < wide["button"].left()
    assert all(part in line.detail and part not in line.short for part in line.beside)
    assert (line.beside[0], line.short) == ("€23,400", "ERP · Discovery")


def _click(qtbot: QtBot, page: Any, place: Any) -> None:
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_ctrl_enter_opens_the_deal(
    qtbot: QtBot, window: MainWindow, deals: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[tuple[str, str]] = []
    monkeypatch.setattr(type(window), "go", lambda _self, page, item="": gone.append((page, item)))
    qtbot.keyClick(page_of(window).list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert gone == [("deal", deals["Late"])]


def test_the_badge_counts_what_is_late(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    TodayBadge(window.context, desk, window)
    item = window.sidebar.items["today"]
    until(qtbot, lambda: item.accessibleName() == "Today, 1")
    assert today.late_count(desk) == len(today.today(desk).late) == 1


def test_an_empty_day_says_so(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk)
    window.go("today")
    page = page_of(window)
    until(qtbot, lambda: "Nothing is late" in page._empty.sentence.text())
    assert page._stack.currentWidget() is page._empty
    window.bridge.close()


def plan(desk: Desk, deal: str, what: str, due_on: str, side: str) -> None:
    desk.run(AddPlanStep(deal, {"what": what, "due_on": due_on, "side": side}))


def test_steps_of_the_action_plan_that_are_ours_are_done_from_here(
    qtbot: QtBot, window: MainWindow, desk: Desk, deals: dict[str, str]
) -> None:
    plan(desk, deals["Late"], "Send the data sheet", "2026-11-20", "seller")
    plan(desk, deals["Due"], "Agree the terms", "2026-11-22", "both")
    plan(desk, deals["Due"], "Approve the budget", "2026-11-20", "buyer")
    plan(desk, deals["Due"], "Write the contract", "2026-12-20", "seller")
    page = page_of(window)
    page.read()
    until(qtbot, lambda: len(shown(page)) == 5)
    assert shown(page)[:4] == [
        ("late", "Call them, Late Ltd"),
        ("late", "Send the data sheet, Late Ltd"),
        ("due", "Show it, Due Ltd"),
        ("due", "Agree the terms, Due Ltd"),
    ]
    assert today.late_count(desk) == 2
    page.list.setCurrentIndex(page.model.index(2))
    assert "action plan" in page.list.current().detail
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    asked: PlanDoneDialog = dialog(PlanDoneDialog)
    assert_named(asked)
    asked.day.line.setText("tomorrow")
    asked.accept()
    assert asked.isVisible(), "a day to come is not taken"
    asked.day.line.setText("yesterday")
    asked.note.set_words("By mail")
    asked.accept()
    until(qtbot, lambda: len(shown(page)) == 4)
    [step] = [s.step for s in commit_view(desk, deals["Late"]).plan.steps]
    assert (step.state, step.done_on, step.note) == ("done", "2026-11-21", "By mail")


def test_a_step_of_the_action_plan_is_put_off_from_here(
    qtbot: QtBot, window: MainWindow, desk: Desk, deals: dict[str, str]
) -> None:
    plan(desk, deals["Bare"], "Send the data sheet", "2026-11-01", "seller")
    page = page_of(window)
    page.read()
    until(qtbot, lambda: shown(page)[0] == ("late", "Send the data sheet, Bare Ltd"))
    page.list.setCurrentIndex(page.model.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_R)
    asked: RescheduleDialog = dialog(RescheduleDialog)
    assert not asked.time.isVisible()
    asked.due.line.setText("in 3 days")
    asked.accept()
    until(qtbot, lambda: shown(page)[0] == ("late", "Call them, Late Ltd"))
    [step] = [s.step for s in commit_view(desk, deals["Bare"]).plan.steps]
    assert step.due_on == "2026-11-25"
