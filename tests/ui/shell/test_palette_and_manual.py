"""Ctrl+K finds pages, actions and what the search gives; F1 shows the manual; preferences hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton

from salesdesk.support.settings import Settings
from salesdesk.ui import theme
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.preferences.dialog import Preferences
from salesdesk.ui.shell.about import About, Shortcuts
from salesdesk.ui.shell.manual import ManualWindow
from salesdesk.ui.shell.palette import Hit, Palette, ranked
from salesdesk.ui.widgets.labels import PlainLabel
from tests.gallery.shells import find, make_window
from tests.ui.checks import assert_named


@pytest.fixture
def window(qtbot):
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.bridge.close()


@pytest.fixture
def palette(window):
    made = Palette(window, window.bridge, find)
    made.open_over(window)
    return made


def test_the_best_match_is_first_and_enter_does_it(window, palette, qtbot) -> None:
    qtbot.keyClicks(palette.line, "board")
    assert palette.model.hits[0].title == "Go to Board"
    qtbot.keyClick(palette, Qt.Key.Key_Return)
    assert window.current_page == "board"


def test_what_is_found_nowhere_is_said_and_not_left_blank(palette, qtbot) -> None:
    qtbot.keyClicks(palette.line, "zzzzqqq")
    assert palette.nothing.isVisible()
    assert palette.nothing.text() == "Looking…", "nothing is said before the desk was searched"
    qtbot.waitUntil(lambda: "zzzzqqq" in palette.nothing.text())
    palette.line.clear()
    assert not palette.nothing.isVisible()


def test_arrows_walk_while_the_line_keeps_the_keyboard(palette, qtbot) -> None:
    qtbot.keyClick(palette, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    qtbot.keyClick(palette, Qt.Key.Key_PageUp)
    assert palette.list.currentIndex().row() == 0


def test_search_results_come_behind_and_open_their_page(window, palette, qtbot) -> None:
    opened: list[str] = []
    window.page("board").open_item = opened.append
    qtbot.keyClicks(palette.line, "fleet")
    qtbot.waitUntil(lambda: any(hit.title == "Fleet telematics" for hit in palette.model.hits))
    row = next(i for i, hit in enumerate(palette.model.hits) if hit.title == "Fleet telematics")
    palette.list.clicked.emit(palette.model.index(row, 0))
    assert window.current_page == "board"
    assert opened == ["7"]


def test_actions_show_their_keys_to_eye_and_ear(palette) -> None:
    index = next(
        i for i, hit in enumerate(palette.model.hits) if hit.title.startswith("Preferences")
    )
    assert palette.model.data(palette.model.index(index, 0)) == "Preferences…, Ctrl+,"


def test_a_typing_mistake_still_finds() -> None:
    hits = [Hit("Preferences"), Hit("Go to Board"), Hit("Keyboard shortcuts")]
    assert ranked("prefrences", hits)[0].title == "Preferences"
    assert ranked("zzzz", hits) == []


def test_escape_closes_the_palette_whatever_was_typed(palette, qtbot) -> None:
    palette.show()
    qtbot.keyClicks(palette.line, "board")
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_is_named(palette) -> None:
    assert_named(palette)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "20-board.md").write_text("# The board\n\nDrag a card.\n", encoding="utf-8")
    (tmp_path / "10-start.md").write_text(
        "# Getting started\n\n[Board](20-board.md)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        encoding="utf-8",
    )
    return tmp_path


def test_the_manual_opens_at_a_page_and_follows_its_own_links(qtbot, folder: Path) -> None:
    manual = ManualWindow(folder)
    qtbot.addWidget(manual)
    manual.open_at("board")
    assert "Drag a card" in manual.view.toPlainText()
    manual.open_at("unknown")
    assert "Getting started" in manual.view.toPlainText()
    manual.view.link_requested.emit(QUrl("20-board.md"))
    assert "Drag a card" in manual.view.toPlainText()
    assert_named(manual)


def test_the_manual_can_be_searched(qtbot, folder: Path) -> None:
    manual = ManualWindow(folder)
    qtbot.addWidget(manual)
    manual.search.setText("drag card")
    assert [page.key for page in manual._shown] == ["board"]
    manual.search.setText("nowhere to be found")
    assert manual._shown == []
    assert manual.empty.isVisibleTo(manual)


def test_preferences_take_effect_at_once(qtbot, qapp) -> None:
    live = LiveSettings(Settings())
    dialog = Preferences(live)
    qtbot.addWidget(dialog)
    assert_named(dialog)
    dialog.scheme.findChild(QAbstractButton, "pref_palette_dark").click()
    assert theme.tokens().is_dark
    assert live.now.palette == "dark"
    dialog.scheme.findChild(QAbstractButton, "pref_palette_light").click()
    dialog.currency.set_value("USD")
    dialog.currency.picked.emit("USD")
    assert live.now.currency == "USD"
    assert live.now.language == ""


def test_the_list_of_keys_tells_pages_apart_and_knows_the_keys_of_cards(qtbot, window) -> None:
    window.finish()
    dialog = Shortcuts(window.book, window.pages.values())
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(PlainLabel)]
    assert said.index("Everywhere") < said.index("Board")
    assert "Move the chosen cards" in said[said.index("Board") :]
    assert any("Ctrl+Right" in words for words in said)


def test_the_list_of_keys_and_the_about_box_are_named(qtbot, window) -> None:
    window.finish()
    for dialog in (Shortcuts(window.book, window.pages.values()), About()):
        qtbot.addWidget(dialog)
        assert_named(dialog)
