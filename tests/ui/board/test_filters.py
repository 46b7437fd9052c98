"""Search, chips, the filter popup, saved filters, sorting, and what the figures say meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.card_order import CardOrder
from salesdesk.ui.board import filters
from salesdesk.ui.board.filter_popup import FilterPopup
from salesdesk.ui.widgets import Chip, IconButton
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from tests import desks
from tests.ui.board.boards import Board
from tests.ui.live import with_dialog

TODAY = dt.date(2026, 11, 22)


def popup_of(board: Board) -> FilterPopup:
    board.page.top.add_filter.click()
    found = QApplication.activePopupWidget()
    assert isinstance(found, FilterPopup)
    return found


def test_typing_in_the_search_leaves_the_cards_that_match(board: Board, qtbot: QtBot) -> None:
    qtbot.keyClicks(board.page.top.search, "bet")
    assert board.names("qualify") == ["Beta"]
    assert board.names("propose") == []
    qtbot.keyClick(board.page.top.search, Qt.Key.Key_Escape)
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_slash_puts_the_keyboard_in_the_search(board: Board, qtbot: QtBot) -> None:
    board.focus("Alpha")
    qtbot.keyClick(board.cards("qualify"), Qt.Key.Key_Slash)
    board.settle()
    assert board.page.top.search.hasFocus()
    qtbot.keyClick(board.page.top.search, Qt.Key.Key_Return)
    assert board.page.current_id() == board.ids["Alpha"]


def test_mine_to_act_on_shows_what_is_late_due_or_without_a_step(board: Board) -> None:
    later = PlannedStep("Call", "2026-12-01")
    board.bridge.submit(SetNextStep(board.ids["Alpha"], later))
    board.settle()
    board.page.top.chips["act"].click()
    assert board.names("qualify") == ["Beta", "Gamma"]
    board.page.top.chips["act"].click()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_a_column_emptied_by_the_filter_says_so(board: Board) -> None:
    board.page.top.set_filter(BoardFilter(text="Beta"))
    assert board.cards("propose").empty_words == "1 deal hidden by the filter"
    board.settle()
    column = board.page.area.column("qualify")
    assert column is not None
    assert column.accessibleName() == "Qualify, 1 deal"
    assert column.header.count_words == "1 of 3"


def test_the_strip_counts_all_deals_whatever_the_filter_hides(board: Board) -> None:
    board.settle()
    assert board.page.strip.value("open") == "5 deals · €5k"
    board.page.top.set_filter(BoardFilter(text="Beta"))
    board.settle()
    assert board.page.strip.value("open") == "5 deals · €5k"
    assert board.page.strip.value("weighted") == "€1.6k"
    assert board.page.strip.value("no_next_step") == "5"


def test_each_part_of_a_filter_gets_a_chip_that_takes_it_off(board: Board) -> None:
    board.page.top.set_filter(BoardFilter(stages=("propose",), account="Delta Ltd"))
    chips = {chip.objectName(): chip for chip in board.page.top._parts}
    assert set(chips) == {"board_part_stages", "board_part_account"}
    chips["board_part_stages"].click()
    assert board.page.top.kept == BoardFilter(account="Delta Ltd")


def test_closing_this_month_spans_the_whole_month() -> None:
    wanted = filters.switched("month", BoardFilter(), TODAY, on=True)
    assert (wanted.close_from, wanted.close_to) == ("2026-11-01", "2026-11-30")
    assert filters.is_on("month", wanted, TODAY)
    assert filters.switched("month", wanted, TODAY, on=False).is_empty


def test_the_popup_sets_every_part_that_was_entered(board: Board) -> None:
    popup = popup_of(board)
    dict(popup.stages._chips)["qualify"].setChecked(True)
    popup.low.setText("0.5k")
    popup.high.setText("2,000")
    popup.account.set_value("Beta Ltd")
    popup.paused.set_value(False)
    popup.close_to.set_value(dt.date(2026, 12, 31))
    popup.apply.click()
    assert board.page.top.kept == BoardFilter(
        stages=("qualify",), amount_from=500, amount_to=2000, account="Beta Ltd", paused=False,
        close_to="2026-12-31",
    )  # fmt: skip


def test_a_figure_that_cannot_be_read_is_marked_and_the_popup_stays(board: Board) -> None:
    popup = popup_of(board)
    popup.low.setText("a lot")
    popup.apply.click()
    assert popup.isVisible()
    assert popup.form.row("low").below.text() == "This is not a number."
    assert not popup.form.row("high").below.text()
    popup.low.setText("5")
    popup.high.setText("more")
    popup.apply.click()
    assert popup.isVisible()
    assert popup.form.row("high").below.text() == "This is not a number."
    assert not popup.form.row("low").below.text()
    popup.close()


def test_a_saved_filter_can_be_used_again_and_deleted(board: Board) -> None:
    popup = popup_of(board)
    popup.account.set_value("Beta Ltd")
    popup.name.setText("Just Beta")
    popup.save.click()
    board.settle()
    board.page.top.clear_filter()
    again = popup_of(board)
    buttons = {b.accessibleName(): b for b in again.findChildren(type(again.apply))}
    buttons["Just Beta"].click()
    assert board.names("qualify") == ["Beta"]
    last = popup_of(board)
    buttons = {b.accessibleName(): b for b in last.findChildren(type(last.apply))}
    buttons["Delete the filter Just Beta"].click()
    board.settle()
    assert board.desk.raw.execute(
        "SELECT count(*) FROM saved_filter WHERE binned_at IS NULL"
    ).fetchone() == (0,)


def test_a_saved_filter_is_renamed(board: Board) -> None:
    popup = popup_of(board)
    popup.name.setText("Just Beta")
    popup.save.click()
    board.settle()
    again = popup_of(board)
    rename = next(b for b in again.findChildren(IconButton) if "Rename" in b.accessibleName())

    def answer(dialog: Any) -> None:
        assert dialog.field.words() == "Just Beta"
        dialog.field.setText("Only Beta")
        dialog.accept()

    with_dialog(answer, rename.click)
    assert board.desk.raw.execute("SELECT name FROM saved_filter").fetchall() == [("Only Beta",)]


def test_sorting_by_amount_puts_the_largest_first_and_is_kept(board: Board) -> None:
    big = desks.add_deal(board.desk, "Big", stage_key="qualify", amount_minor=900_000)
    board.page.load(board.page.content.pipeline_id)
    board.page.top.set_order(CardOrder.AMOUNT)
    assert board.names("qualify")[0] == "Big"
    assert board.settings.screen("board")["order"] == "amount"
    assert board.page.row(big) is not None


def test_moving_a_sorted_card_by_key_says_why_it_stays(board: Board, qtbot: QtBot) -> None:
    board.page.top.set_order(CardOrder.NAME)
    board.focus("Alpha")
    qtbot.keyClick(board.cards("qualify"), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    board.settle()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert "sorted by name" in board.shell.told[0]


def test_the_filter_popup_has_the_keyboard_on_its_first_chip(board: Board) -> None:
    popup = popup_of(board)
    board.settle()
    assert popup.focusWidget() is popup.stages.findChildren(Chip)[0]
    popup.close()


def test_the_foot_of_the_filter_popup_is_inside_it(board: Board) -> None:
    popup = popup_of(board)
    board.settle()
    inside = popup.rect().contains(popup.apply.mapTo(popup, popup.apply.rect().bottomRight()))
    height = popup.height()
    popup.close()
    assert inside
    assert height <= popup.screen().availableGeometry().height()
