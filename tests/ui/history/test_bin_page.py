"""The Bin page: restoring, deleting for good after a question, an empty bin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.ui.history import bin_page
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases.accounts import AddAccount, BinAccount
from salesdesk.usecases.deals import AddDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.shelving import BinDeals
from tests.desks import desk, first_pipeline
from tests.ui.checks import assert_named
from tests.ui.live import open_window, until

__all__ = ["desk"]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = open_window(qtbot, desk)
    yield made
    made.bridge.close()


def _binned(desk: Desk, *names: str) -> None:
    for name in names:
        command = AddDeal(first_pipeline(desk), "qualify", name)
        desk.run(command)
        desk.run(BinDeals((command.deal_id,)))


def _shown(qtbot: QtBot, window: MainWindow, count: int) -> Any:
    window.book.run("app.bin")
    page: Any = window.page("bin")
    until(qtbot, lambda: len(page.model.rows) == count)
    return page


def test_what_is_binned_is_listed_and_enter_restores_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    _binned(desk, "Fleet telematics", "Cold chain")
    page = _shown(qtbot, window, 2)
    cells = [page.model.index(0, at).data() for at in range(5)]
    assert cells == ["Cold chain", "Deal", "", "Nov 22, 2026", "30 more days"]
    assert_named(page)
    page.view.opened.emit(page.view.current_id())
    until(qtbot, lambda: len(page.model.rows) == 1)
    live = desk.raw.execute("SELECT name FROM deal WHERE binned_at IS NULL").fetchall()
    assert live == [("Cold chain",)]


def test_restoring_an_account_says_that_another_got_its_name_meanwhile(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    first = AddAccount("Nordwind")
    for command in (first, BinAccount(first.account_id), AddAccount("NordWind")):
        desk.run(command)
    page = _shown(qtbot, window, 1)
    page.restore()
    until(qtbot, lambda: "There is another account “Nordwind” now" in window.toast.words.text())
    window.toast.action.click()
    until(qtbot, lambda: len(page.model.rows) == 1)
    desk.run(BinAccount(desk.raw.execute(
        "SELECT id FROM account WHERE binned_at IS NULL").fetchone()[0]))  # fmt: skip
    page.view.choose(first.account_id)
    page.restore()
    until(qtbot, lambda: window.toast.words.text() == "Restore Nordwind")


def test_deleting_for_good_asks_and_then_there_is_nothing_left(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _binned(desk, "Fleet telematics", "Cold chain")
    page = _shown(qtbot, window, 2)
    answers = [False, True]
    monkeypatch.setattr(bin_page, "confirm", lambda *_w, **_n: answers.pop(0))
    page.empty()
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (2,)
    page.empty()
    until(qtbot, lambda: page.stack.currentWidget().objectName() == "bin_empty")
    assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (0,)
    assert not page.restore_button.isEnabled()
