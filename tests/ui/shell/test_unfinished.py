"""Text whose field is not there any more: told truthfully, twice at most, and within reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.ui import draft_fields, draft_keeper
from salesdesk.ui.shell import upkeep
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases import binned, drafts
from salesdesk.usecases.accounts import EditAccount
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.drafts import Draft
from salesdesk.usecases.shelving import BinDeals
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.ui.live import open_window, settle, until, with_dialog

NOTE = "page_deal/note"
WORDS = "They count\nthe returns by hand"


class Start:
    """One start of the program after another over one desk."""

    def __init__(self, qtbot: QtBot, path: Path, taken: list[None]) -> None:
        self.qtbot, self._path, self._settings = qtbot, path, None
        self.taken = taken
        """One for each time that the keeper took what was left."""
        self.desk: Desk
        self.window: Any = None
        self.again()

    def again(self) -> str:
        """Starts once more with the same settings; gives what the banner says."""
        self.end()
        self.desk = Desk(self._path, clock_of(TODAY), threaded=False)
        self.window = open_window(self.qtbot, self.desk)
        if self._settings is not None:
            self.window.context.settings.keep("unfinished", **self._settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.taken.clear()
        upkeep.keep_drafts(app, self.window, self.window.bridge, self.desk)
        until(self.qtbot, lambda: self.taken)
        settle()
        self.window.activateWindow()
        until(self.qtbot, lambda: QApplication.activeWindow() is self.window)
        return self.banner

    def end(self) -> None:
        """Closes the desk as a kill does: nothing is asked or written."""
        if self.window is not None:
            self._settings = dict(self.window.context.settings.screen("unfinished"))
            self.window.bridge.close()
            self.window.hide()
            settle()
            self.desk.close()

    @property
    def banner(self) -> str:
        """What the banner says, "" while none is shown."""
        made = self.window.__dict__.get("banner")
        return made.words.text() if made is not None and made.isVisible() else ""

    def leave(self, *places: str, field: str = NOTE) -> None:
        """Leaves text there, as a crash does."""
        for place in places:
            drafts.keep(self.desk, [Draft(place, field, WORDS, "Note", "[]")], [])

    def dialog(self) -> Any:
        """Opens the dialog from the menu."""
        self.window.book.run("app.unfinished")
        return self.shown()

    def shown(self) -> Any:
        """The dialog that was opened, once it has read what is kept."""
        dialog = self.window.dialogs.shown["unfinished", ""]
        until(self.qtbot, lambda: dialog._full.isVisible() or dialog._empty.isVisible())
        return dialog

    def kept(self) -> list[str]:
        """The places of what is kept."""
        return [each.place for each in drafts.drafts(self.desk)]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(draft_keeper, "FILLED_MS", 0)
    taken: list[None] = []
    take = draft_keeper.DraftKeeper.take
    monkeypatch.setattr(
        draft_keeper.DraftKeeper, "take", lambda keeper, left: taken.append(take(keeper, left))
    )
    desk = make_desk(tmp_path)
    add_deal(desk, "Night trains", account="Nordwind")
    add_deal(desk, "Cold chain", account="Nordwind")
    desk.close()
    made = Start(qtbot, desk.path, taken)
    yield made
    made.end()


def _deal(start: Start, name: str) -> str:
    row = start.desk.raw.execute("SELECT id FROM deal WHERE name = ?", (name,)).fetchone()
    return str(row[0])


def test_the_banner_promises_no_field_to_text_on_a_deal_in_the_bin_and_leads_to_the_text(
    start: Start,
) -> None:
    deal = _deal(start, "Night trains")
    start.leave(deal)
    start.desk.run(BinDeals((deal,)))
    said = start.again()
    assert "its field" not in said
    assert "“Note” on Night trains" in said
    start.window.banner.action.click()
    dialog = start.shown()
    assert dialog.text.toPlainText() == WORDS
    assert dialog.list.item(0).text() == "“Note” on Night trains"
    assert "Night trains is in the bin" in dialog.why.text()
    assert "Nov 22, 2026" in dialog.why.text()
    assert deal not in dialog.why.text() + said
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == WORDS
    dialog.go_button.click()
    assert start.window.current_page == "bin"


def test_text_is_told_of_until_it_was_seen_and_twice_at_most_but_stays_within_reach(
    start: Start,
) -> None:
    one, other = _deal(start, "Night trains"), _deal(start, "Cold chain")
    start.leave(one, other)
    start.desk.run(BinDeals((one,)))
    first, second = start.again(), start.again()
    assert "comes back into its field: “Note” on Cold chain" in first
    assert "has not come back into its field: “Note” on Cold chain" in second
    assert all(
        "what it belongs to is not there any more: “Note” on Night trains" in s
        for s in (first, second)
    )
    assert start.again() == ""
    assert [text.draft.place for text in start.dialog().texts] == start.kept()


def test_put_away_the_banner_does_not_come_again(start: Start) -> None:
    deal = _deal(start, "Night trains")
    start.leave(deal)
    start.desk.run(BinDeals((deal,)))
    assert start.again()
    start.window.banner.close_button.click()
    assert start.again() == ""


def test_thrown_away_it_is_gone_from_the_desk_and_only_after_the_question(start: Start) -> None:
    one, other = _deal(start, "Night trains"), _deal(start, "Cold chain")
    start.leave(one, other)
    start.again()
    dialog = start.dialog()
    dialog.list.setCurrentRow([each.draft.place for each in dialog.texts].index(one))
    with_dialog(lambda asked: asked.reject(), dialog.drop_button.click)
    assert sorted(start.kept()) == sorted([one, other])
    with_dialog(
        lambda asked: asked.findChild(object, "unfinished_question_yes").click(),
        dialog.drop_button.click,
    )
    assert start.kept() == [other]
    assert [each.draft.place for each in dialog.texts] == [other]
    with_dialog(
        lambda asked: asked.findChild(object, "unfinished_question_yes").click(),
        dialog.drop_button.click,
    )
    assert dialog._empty.isVisible()
    start.again()
    assert start.dialog()._empty.isVisible()


def test_text_that_came_back_is_in_no_list_and_is_not_told_of_again(
    start: Start, qtbot: QtBot
) -> None:
    deal = _deal(start, "Night trains")
    window: MainWindow = start.window
    window.go("deal", deal)
    field = _note(window)
    field.setFocus()
    QTest.keyClicks(field, "Half a note")
    until(qtbot, start.kept)
    assert "comes back into its field" in start.again()
    assert len(start.dialog().texts) == 1
    start.window.dialogs.shown["unfinished", ""].reject()
    start.window.go("deal", deal)
    field = _note(start.window)
    until(qtbot, lambda: field.toPlainText() == "Half a note")
    assert start.dialog().texts == []
    assert start.again() == ""
    start.window.go("deal", deal)
    field = _note(start.window)
    until(qtbot, lambda: field.toPlainText() == "Half a note")


def test_what_is_typed_over_text_that_did_not_fit_loses_none_of_it(
    start: Start, qtbot: QtBot
) -> None:
    (account,) = start.desk.raw.execute("SELECT id FROM account").fetchone()
    start.desk.run(EditAccount(account, {"about": "Newer words"}))
    about = _about(start, account)
    start.leave(account, field=draft_fields.key_of(about)[1])
    start.again()
    about = _about(start, account)
    assert about.toPlainText() == "Newer words"
    until(qtbot, lambda: "something else stands there" in start.window.toast.words.text())
    about.setFocus()
    QTest.keyClicks(about, "!")
    until(qtbot, lambda: len(start.kept()) == 2)
    (text,) = start.dialog().texts
    assert text.draft.words == WORDS
    assert "Something else stands in its field" in text.why


def _about(start: Start, account: str) -> Any:
    start.window.go("accounts", account)
    page: Any = start.window.page("accounts")
    until(start.qtbot, lambda: page.panel.page is not None)
    return page.panel.fields["about"]


def _note(window: Any) -> Any:
    page = window.page("deal")
    page.tabs.set_key("overview")
    page._bring("overview")
    notes = page.panel("overview").part("notes")
    notes.start()
    return notes.text


def test_a_place_is_named_in_words_whatever_it_was(start: Start) -> None:
    deal = _deal(start, "Night trains")
    desk = start.desk
    add_deal(desk, "Undone", account="Nordwind")
    undone = _deal(start, "Undone")
    label = desk.undo().result().label
    start.leave(f"proposal/{deal}", "page_today", undone, "/a/file")
    places = drafts.places(desk, drafts.drafts(desk))
    assert places[f"proposal/{deal}"] == ("Night trains", "here", deal, "")
    assert places["page_today"].state == places["/a/file"].state == "none"
    assert places[undone] == (label, "gone", "", "")


def test_deleted_for_good_a_deal_takes_its_unfinished_text_along(start: Start) -> None:
    deal = _deal(start, "Night trains")
    start.leave(deal, f"proposal/{deal}", "page_today")
    start.desk.run(BinDeals((deal,)))
    binned.delete_for_good(start.desk, (("deal", deal),)).result()
    assert start.kept() == ["page_today"]


def test_text_in_a_dialog_about_nothing_has_one_place_whatever_page_is_behind(
    start: Start,
) -> None:
    window, keys = start.window, []
    for page, item in (("deal", _deal(start, "Night trains")), ("today", "")):
        window.go(page, item)
        window.open("pipeline")
        dialog = window.dialogs.shown["pipeline", ""]
        keys.append(draft_fields.key_of(dialog.findChildren(draft_fields.kinds()[0])[0]))
        dialog.reject()
        settle(with_deletions=True)
    assert keys[0] == keys[1]
