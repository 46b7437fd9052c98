"""Practice: one key shows the play, one key grades it, Escape ends; all kept on the desk."""

from __future__ import annotations

import dataclasses
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.ui.deal.objections.practice import PracticeWindow, open_practice
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.practice import GradePlay, PracticeView, practice_view
from tests.desks import first_pipeline
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def kept(deal: Deal) -> list[tuple[str, str]]:
    view = practice_view(deal.desk, first_pipeline(deal.desk))
    return [(grade.play_key, grade.grade) for grade in view.grades]


@pytest.fixture
def window(deal: Deal, qtbot: QtBot) -> PracticeWindow:
    made = open_practice(deal.page.room.context, deal.deal_id)
    made._chance = random.Random(3)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(window: PracticeWindow) -> str:
    """The words in sight, once the layout has put the new ones there."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in window.findChildren(PlainLabel) if label.isVisible())


def test_the_play_is_hidden_until_space_and_graded_by_one_key(
    deal: Deal, window: PracticeWindow
) -> None:
    assert_named(window)
    assert "“That is too much”" in shown(window)
    assert "Show the cost of waiting." not in shown(window)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert "Show the cost of waiting." in shown(window)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert "Show the cost of waiting." not in shown(window)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(window, key)
    deal.settle()
    assert kept(deal) == [("too-dear", grade) for grade in ("knew", "almost", "not")]
    assert "1 of 3 known now" in window.tally.text()
    assert "practised 3×" in shown(window)


def test_another_one_is_dealt_without_a_grade_and_escape_ends(
    deal: Deal, window: PracticeWindow
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Space)
    QTest.keyClick(window, Qt.Key.Key_S)
    assert not window.is_shown
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert kept(deal) == []


def test_it_covers_the_window_behind_it(deal: Deal, window: PracticeWindow) -> None:
    assert window.size() == deal.page.window().size()


def test_a_grade_is_undone_like_everything_else(deal: Deal) -> None:
    deal.desk.run(GradePlay("too-dear", "knew"))
    deal.desk.undo().result()
    assert kept(deal) == []
    deal.desk.redo().result()
    assert kept(deal) == [("too-dear", "knew")]


def test_without_plays_it_says_so(deal: Deal, qtbot: QtBot) -> None:
    process = dataclasses.replace(deal.desk.process(first_pipeline(deal.desk)), plays=())
    window = PracticeWindow(deal.page.room.context, PracticeView(process, ()))
    qtbot.addWidget(window)
    window.show()
    QTest.keyClick(window, Qt.Key.Key_1)
    assert "no objection plays" in shown(window)
    assert kept(deal) == []


def test_the_panel_and_its_likely_objections_lead_to_practice(deal: Deal) -> None:
    panel = deal.show("objections")
    assert "The process expects it here" in "\n".join(
        label.text() for label in panel.findChildren(PlainLabel)
    )
    deal.click("objections_practise")
    assert deal.shell.opened == [("practice", deal.deal_id)]


def test_a_category_is_picked_by_key_kept_to_and_remembered(shipped: Deal, qtbot: QtBot) -> None:
    context = shipped.page.room.context
    made = open_practice(context, shipped.deal_id)
    qtbot.addWidget(made)
    made.show()
    assert made.category.words == "C  All categories"
    [price] = [a for a in made.category.menu().actions() if a.data() == "price"]
    QTest.keyClick(made, Qt.Key.Key_C)
    assert made.category.menu().isVisible()
    made.category.menu().close()
    price.trigger()
    for _number in range(8):
        assert made.play is not None
        assert made.play.category == "price"
        QTest.keyClick(made, Qt.Key.Key_1)
    count = sum(play.category == "price" for play in made.view.process.plays)
    assert f"of {count} plays practised" in made.tally.text()
    QTest.keyClick(made, Qt.Key.Key_Escape)
    again = open_practice(context, shipped.deal_id)
    qtbot.addWidget(again)
    assert again.category.key == "price"
    assert again.play is not None
    assert again.play.category == "price"


def test_a_category_that_this_process_does_not_have_means_all(deal: Deal, qtbot: QtBot) -> None:
    deal.page.room.context.settings.keep("practice", category="gone")
    made = open_practice(deal.page.room.context, deal.deal_id)
    qtbot.addWidget(made)
    assert made.category.key == ""
    assert made.play is not None
