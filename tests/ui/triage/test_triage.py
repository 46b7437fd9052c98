"""Triage: one deal at a time, a letter for each answer, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases import importing
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.triage import queue
from tests.desks import desk
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until
from tests.usecases.imports import write

__all__ = ["desk"]

TEXT = """Deal name,Account,Stage,Amount,Created on
Alpha,Isdom,Propose,100,2026-01-05
Beta,Cancity,Propose,200,2026-02-05
Gamma,Zoomzone,Qualify,,2026-03-05
"""


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    importing.import_files(desk, write(tmp_path, deals=TEXT))
    made = open_window(qtbot, desk)
    made.go("triage")
    until(qtbot, lambda: page_of(made).run.current)
    yield made
    made.bridge.close()


def page_of(window: MainWindow) -> Any:
    return window.page("triage")


def waiting(desk: Desk) -> list[str]:
    return [item.deal for item in queue(desk)]


def test_the_deal_longest_in_its_stage_comes_first(window: MainWindow) -> None:
    page = page_of(window)
    assert page.card.name.text() == "Alpha"
    assert page._place.text() == "1 of 3"
    assert_named(page)


def test_a_date_typed_in_words_sets_the_step_and_goes_on(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window)
    page.date()
    assert_named(page)
    page.form.due.line.setText("next tue")
    qtbot.keyClick(page.form.due.line, Qt.Key.Key_Return)
    until(qtbot, lambda: waiting(desk) == ["Beta", "Gamma"])
    assert page.card.name.text() == "Beta"
    step = desk.raw.execute("SELECT what, due_on FROM next_step").fetchone()
    assert tuple(step) == ("Ask Isdom how things stand", "2026-11-24")


def test_a_date_that_is_none_is_told_and_nothing_moves(window: MainWindow, desk: Desk) -> None:
    page = page_of(window)
    page.date()
    page.form.due.line.setText("someday")
    page._on_form_accepted()
    assert page.form is not None
    assert "not a date" in page.form.row("due").below.text()
    assert len(waiting(desk)) == 3


def test_escape_puts_the_form_away(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    page.pause()
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Escape)
    assert page.form is None
    assert page.card.name.text() == "Alpha"


def test_a_pause_needs_a_reason_and_sets_the_deal_aside(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window)
    page.pause()
    page._on_form_accepted()
    assert page.form is not None
    page.form.reason.setText("Budget round")
    page._on_form_accepted()
    until(qtbot, lambda: waiting(desk) == ["Beta", "Gamma"])
    kept = desk.raw.execute("SELECT pause_reason, paused_until FROM deal WHERE name = 'Alpha'")
    assert tuple(kept.fetchone()) == ("Budget round", "2026-12-22")


def test_a_loss_needs_a_reason_of_the_process(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = page_of(window)
    page.lose()
    assert list(page.form.chips) == ["no-budget"]
    page.form.outcome.picked.emit("lost")
    page.form.outcome.set_value("lost")
    page._on_form_accepted()
    assert page.form is not None
    page.form.chips["price"].setChecked(True)
    page._on_form_accepted()
    until(qtbot, lambda: waiting(desk) == ["Beta", "Gamma"])
    kept = desk.raw.execute("SELECT status FROM deal WHERE name = 'Alpha'").fetchone()
    assert tuple(kept) == ("lost",)


def test_later_leaves_the_deal_not_assessed_and_goes_on(window: MainWindow, desk: Desk) -> None:
    page = page_of(window)
    for name in ("Alpha", "Beta", "Gamma"):
        assert page.card.name.text() == name
        page.later()
    assert page._stack.currentWidget() is page._end
    assert page._end.sentence.text() == "3 deals are left for later"
    assert len(waiting(desk)) == 3
    page._on_again_clicked()
    assert page.card.name.text() == "Alpha"


def test_an_answer_taken_back_brings_its_deal_to_the_front(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window)
    page.keep()
    until(qtbot, lambda: waiting(desk) == ["Beta", "Gamma"] and not page._own)
    window.bridge.undo()
    until(qtbot, lambda: page.card.name.text() == "Alpha")
    assert page._place.text() == "1 of 3"


def test_an_answer_that_cannot_be_kept_brings_its_deal_back(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    from salesdesk.usecases.triage import Pause

    page = page_of(window)
    page._answer(Pause("Budget", "2020-01-01"))
    until(qtbot, window.banner.isVisible)
    assert page.card.name.text() == "Alpha"
    assert len(waiting(desk)) == 3


def test_keep_all_answers_what_remains_in_one_step(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import salesdesk.ui.widgets as widgets

    monkeypatch.setattr(widgets, "confirm", lambda *_args, **_more: True)
    page = page_of(window)
    page.later()
    page.keep_all()
    until(qtbot, lambda: waiting(desk) == ["Alpha"] and not page._own)
    until(qtbot, lambda: page._stack.currentWidget() is page._end)
    assert desk.undo_entry().label == "Triage 2 deals"  # type: ignore[union-attr]


def test_letters_answer_and_are_typed_in_a_form(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    window.book.run("triage.pause")
    qtbot.keyClicks(page.form.reason, "kdl")
    assert page.form.reason.text() == "kdl"
    assert page.card.name.text() == "Alpha"
