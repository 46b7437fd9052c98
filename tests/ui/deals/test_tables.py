"""The tables of deals and accounts: filter, sort, open, export; an account beside its table."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.deals.columns import columns
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.tables.model import RowsModel
from salesdesk.ui.tables.view import RowsView
from salesdesk.usecases import importing, tables
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.tables import DealRow
from tests.desks import TODAY, desk
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until
from tests.usecases.imports import STAGES, small

__all__ = ["desk"]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    importing.import_files(desk, small(tmp_path), stages=STAGES)
    made = open_window(qtbot, desk)
    yield made
    made.bridge.close()


def shown(qtbot: QtBot, window: MainWindow, key: str) -> Any:
    window.go(key)
    page: Any = window.page(key)
    until(qtbot, lambda: page.model.rows)
    return page


def names(page: Any) -> list[str]:
    return [row.name for row in page.model.rows]


def test_open_deals_come_first_and_all_are_one_click_away(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "deals")
    assert set(names(page)) == {"Zoomzone · MG Special", "MG Special"}
    assert page.count.text() == "2 of 4 deals"
    page.status.set_value("")
    page.refresh()
    until(qtbot, lambda: len(page.model.rows) == 4)
    assert page.count.text() == "4 deals"
    assert_named(page)


def test_words_narrow_the_table(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "deals")
    page.status.set_value("")
    page.search.setText("isdom gtx")
    until(qtbot, lambda: names(page) == ["Isdom · GTXPro"])


def test_a_table_of_which_nothing_fits_says_so(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "deals")
    page.search.setText("zzzzzz")
    until(qtbot, lambda: not page.model.rows)
    assert page.stack.currentWidget().objectName() == "deals_nothing"
    assert_named(page)
    page.search.clear()
    until(qtbot, lambda: page.model.rows)
    assert page.view.isVisible()


def test_a_header_sorts_with_unknown_amounts_last_either_way(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown(qtbot, window, "deals")
    page.status.set_value("")
    at = next(i for i, c in enumerate(page.model.columns) if c.key == "amount_minor")
    header = page.view.horizontalHeader()
    header.setSortIndicator(at, Qt.SortOrder.AscendingOrder)
    until(qtbot, lambda: [r.amount_minor for r in page.model.rows] == [0, 451400, None, None])
    header.setSortIndicator(at, Qt.SortOrder.DescendingOrder)
    until(qtbot, lambda: [r.amount_minor for r in page.model.rows] == [451400, 0, None, None])


def test_enter_opens_the_deal(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(qtbot, window, "deals")
    gone: list[tuple[str, str]] = []
    monkeypatch.setattr(type(window), "go", lambda _self, key, item="": gone.append((key, item)))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert gone == [("deal", page.model.rows[0].id)]


def test_an_export_writes_what_the_table_shows(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = shown(qtbot, window, "deals")
    page.status.set_value("won")
    page.refresh()
    until(qtbot, lambda: names(page) == ["Isdom · GTXPro"])
    page.export_to(tmp_path / "won")
    until(qtbot, window.toast.isVisible)
    with (tmp_path / "won.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Deal"] == "Isdom · GTXPro"
    assert row["Amount"] == "4514.00"
    assert row["Closed"] == "2026-03-01"


def test_a_hundred_thousand_rows_are_shown_filtered_and_scrolled_at_once(qtbot: QtBot) -> None:
    blank = dict.fromkeys(DealRow._fields, None)
    fixed = {
        **blank, "account": "Isdom", "products": "", "pipeline": "Sales", "stage": "Discovery",
        "status": "open", "currency": "EUR", "criteria_met": 0, "criteria_total": 0,
        "open_objections": 0, "created_on": "2026-01-01", "tags": "", "stage_key": "discovery",
    }  # fmt: skip
    rows = [
        DealRow(**{**fixed, "id": str(n), "name": f"Deal {n}", "amount_minor": n})  # type: ignore[arg-type]
        for n in range(100_000)
    ]
    home = QWidget()
    qtbot.addWidget(home)
    model = RowsModel(columns(lambda: TODAY), home)
    view = RowsView("big", "Big", model)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    began = time.process_time()
    model.show_rows(rows)
    view.scrollToBottom()
    view.grab()
    assert time.process_time() - began < 1.5
    began = time.process_time()
    assert len(tables.filtered(rows, tables.DealFilter(text="deal 999"))) == 280
    assert time.process_time() - began < 1.5


def test_an_account_is_shown_beside_its_table_and_edited_there(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = shown(qtbot, window, "accounts")
    assert names(page) == ["Cancity", "Isdom", "Zoomzone"]
    isdom = page.model.rows[1]
    window.go("accounts", isdom.id)
    until(qtbot, lambda: page.panel.page is not None and page.panel.page.id == isdom.id)
    assert page.panel.title.text() == "Isdom"
    assert [deal.name for deal in page.panel.page.deals] == ["Isdom · GTXPro"]
    assert_named(page)
    page.panel.fields["city"].setText("Porto")
    page.panel.fields["city"].editingFinished.emit()
    until(qtbot, lambda: page.model.rows[1].city == "Porto")
    assert desk.undo_entry().label == "Edit account Isdom"  # type: ignore[union-attr]


def test_an_account_without_a_name_is_refused_beside_its_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown(qtbot, window, "accounts")
    until(qtbot, lambda: page.panel.page is not None)
    page.panel.fields["name"].setText("")
    page.panel.fields["name"].editingFinished.emit()
    until(qtbot, lambda: "needs a name" in page.panel.form.row("name").below.text())


def test_a_filter_does_not_hide_an_account_that_is_asked_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown(qtbot, window, "accounts")
    wanted = next(row.id for row in page.model.rows if row.name == "Zoomzone")
    page.search.setText("isdom")
    until(qtbot, lambda: names(page) == ["Isdom"] or len(page.model.rows) < 3)
    page.open_item(wanted)
    until(qtbot, lambda: page.view.current_id() == wanted)


def test_a_note_is_kept_on_the_account(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "accounts")
    until(qtbot, lambda: page.panel.page is not None)
    page.panel.note.setPlainText("Ask for Ines")
    page.panel.add_note.click()
    until(qtbot, lambda: page.panel.page.notes)
    assert page.panel.page.notes[0].body == "Ask for Ines"


def test_delete_puts_an_account_without_deals_into_the_bin(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    from salesdesk.usecases.accounts import AddAccount

    free = AddAccount("Aaron Works")
    desk.run(free)
    page = shown(qtbot, window, "accounts")
    page.open_item(free.account_id)
    until(qtbot, lambda: page.view.current_id() == free.account_id)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    until(qtbot, lambda: "Aaron Works" not in names(page))
    window.controller.undo()
    until(qtbot, lambda: "Aaron Works" in names(page))


def test_an_account_that_a_deal_belongs_to_stays_and_says_why(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown(qtbot, window, "accounts")
    page.open_item(next(row.id for row in page.model.rows if row.name == "Zoomzone"))
    page.bin_account()
    until(qtbot, lambda: "belongs to this account" in window.banner.words.text())
    assert "Zoomzone" in names(page)


def test_a_person_is_put_into_the_bin_from_the_account(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    from salesdesk.ui.widgets import IconButton
    from salesdesk.usecases.people import AddPerson, people

    page = shown(qtbot, window, "accounts")
    account_id = next(row.id for row in page.model.rows if row.name == "Zoomzone")
    desk.run(AddPerson("Ida Holm", account_id))
    page.open_item(account_id)
    page.open_row(account_id)
    until(qtbot, lambda: page.panel.page is not None and page.panel.page.people)
    person = next(p for p in page.panel.page.people if p.name == "Ida Holm")
    page.panel.findChild(IconButton, f"account_bin_person_{person.id}").click()
    until(qtbot, lambda: not any(p.name == "Ida Holm" for p in people(desk, account_id)))
