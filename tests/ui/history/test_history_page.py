"""The History page: lines by day, fields from what to what, filters, and back to a point."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from salesdesk.domain.log_line import Line
from salesdesk.ui.history import page as history_page
from salesdesk.ui.history.model import HistoryModel
from salesdesk.ui.sectioned import ROW
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases.deals import AddDeal, EditDeal
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, desk, first_pipeline
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

__all__ = ["desk"]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = open_window(qtbot, desk)
    yield made
    made.bridge.close()


def _deal(desk: Desk, name: str) -> str:
    command = AddDeal(first_pipeline(desk), "qualify", name, amount_minor=100_000)
    desk.run(command)
    return command.deal_id


def _shown(qtbot: QtBot, window: MainWindow, item: str = "") -> Any:
    window.go("history", item)
    page: Any = window.page("history")
    until(qtbot, lambda: page.details is not None)
    return page


def _labels(page: Any) -> list[str]:
    model = page.model
    rows = (model.index(at, 0) for at in range(model.rowCount()))
    return [line.label if (line := index.data(ROW)) else index.data() for index in rows]


def test_changes_stand_by_day_and_the_one_in_front_is_told_field_by_field(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    deal = _deal(desk, "Fleet telematics")
    desk.run(EditDeal(deal, {"amount_minor": 250_000}))
    page = _shown(qtbot, window)
    assert _labels(page)[0] == "Today · Sunday, November 22"
    until(qtbot, lambda: page.detail.model.rows)
    spoken = [page.detail.model.index(at, 0).data() for at in range(2)]
    assert spoken == ["Deal Fleet telematics changed", "Amount: from €1,000 to €2,500"]
    assert_named(page)


def test_an_empty_history_says_what_will_stand_there(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page: Any = window.page("history")
    desk.raw.execute("SELECT 1")
    page._show([])
    assert page.stack.currentWidget().objectName() == "history_empty"
    page.filters.search.setText("nothing has this")
    page._show([])
    assert page.stack.currentWidget().objectName() == "history_nothing"


def test_the_key_on_a_deal_shows_the_changes_of_that_deal_alone(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    one, _other = _deal(desk, "Fleet telematics"), _deal(desk, "Cold chain")
    window.go("deal", one)
    window.book.run("app.history")
    page: Any = window.page("history")
    until(qtbot, lambda: len(_labels(page)) == 2)
    assert _labels(page)[1] == "Add Fleet telematics"
    until(qtbot, lambda: page.filters.deal.text() == "Fleet telematics")
    page.filters.clear()
    until(qtbot, lambda: len(_labels(page)) >= 4)


def test_undo_back_to_a_point_asks_undoes_one_by_one_and_redo_brings_all_back(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = _deal(desk, "Fleet telematics")
    for amount in (1, 2, 3):
        desk.run(EditDeal(deal, {"amount_minor": amount}))
    page = _shown(qtbot, window)
    page.list.setCurrentIndex(page.model.index(2, 0))
    until(qtbot, lambda: page.details.line.label == page.model.index(2, 0).data(ROW).label)
    until(qtbot, lambda: page.details.line.seq == page.model.index(2, 0).data(ROW).seq)
    asked: list[tuple[Any, ...]] = []

    def confirm(*words: Any, **_named: Any) -> bool:
        asked.append(words)
        return True

    monkeypatch.setattr(history_page, "confirm", confirm)
    page.go_back()
    until(qtbot, lambda: page._going is None)
    assert asked[0][3] == "Undo 2 changes"
    assert asked[0][2].count("•") == 2
    amount = "SELECT amount_minor FROM deal"
    assert desk.raw.execute(amount).fetchone() == (1,)
    desk.redo().result()
    desk.redo().result()
    assert desk.raw.execute(amount).fetchone() == (3,)

    def meanwhile(*_words: Any, **_named: Any) -> bool:
        desk.run(EditDeal(deal, {"amount_minor": 4}))
        return True

    monkeypatch.setattr(history_page, "confirm", meanwhile)
    page.go_back()
    until(qtbot, lambda: page._going is None)
    assert desk.raw.execute(amount).fetchone() == (4,)  # what nobody was asked about stays


def test_a_hundred_thousand_lines_do_not_freeze_the_list(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QListView

    from salesdesk.ui.history.delegate import HistoryDelegate

    lines = [
        Line(seq, "EditDeal", f"Change {seq}", "2026-11-22T09:00:00.000+00:00",
             f"2026-{seq % 12 + 1:02}-11", "done", 1)
        for seq in range(100_000, 0, -1)
    ]  # fmt: skip
    lines.sort(key=lambda line: line.on, reverse=True)
    view = QListView()
    qtbot.addWidget(view)
    model = HistoryModel(TODAY, view)
    view.setModel(model)
    view.setItemDelegate(HistoryDelegate(view))
    view.setUniformItemSizes(True)
    view.show()
    began = time.thread_time()  # not the clock: others may have the processor meanwhile
    model.show_lines(lines)
    view.grab()
    view.scrollToBottom()
    view.grab()
    assert time.thread_time() - began < 1.0
    assert model.rowCount() == 100_012
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
