"""Every action has a title, a key of its own, and keys nobody else has in its context."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from salesdesk.support.paths import resources
from salesdesk.ui.actions import ActionBook, ActionRow, all_rows, clashes, menus
from salesdesk.ui.shell.pages import PAGES, sections


def test_the_register_has_no_clash() -> None:
    assert clashes(all_rows()) == []


def test_every_action_has_a_menu_that_exists() -> None:
    known = {key for key, _title in menus()}
    assert [row.key for row in all_rows() if row.menu not in known] == []


def test_every_icon_of_the_registers_is_shipped() -> None:
    names = {row.icon for row in all_rows() if row.icon} | {page.icon for page in PAGES}
    assert {name for name in names if not resources("icons", f"{name}.svg").is_file()} == set()


def test_pages_can_be_loaded_and_their_keys_and_shortcuts_are_unique() -> None:
    assert len({page.key for page in PAGES}) == len(PAGES)
    keys = [page.shortcut for page in PAGES if page.shortcut]
    keys += [each for row in all_rows() if row.context == "app" for each in row.shortcuts]
    assert len(set(keys)) == len(keys)
    assert {page.section for page in PAGES} <= {key for key, _heading in sections()}
    for page in PAGES:
        assert callable(page.load())


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([ActionRow("a", "A", "app", "x"), ActionRow("a", "B", "app", "y")], "a: twice"),
        ([ActionRow("a", " ", "app", "x")], "a: no title"),
        (
            [
                ActionRow("a", "A", "app", "x", shortcuts=("Ctrl+K",)),
                ActionRow("b", "B", "board", "y", shortcuts=("Ctrl+K",)),
            ],
            "b: Ctrl+K is taken by a",
        ),
    ],
)
def test_clashes_are_named(rows: list[ActionRow], fault: str) -> None:
    assert clashes(rows) == [fault]


def test_keys_of_what_is_on_offer_everywhere_are_taken_on_every_page() -> None:
    rows = [
        ActionRow("a", "A", "today", "x", shortcuts=("Ctrl+Shift+O",)),
        ActionRow("b", "B", "files", "y", shortcuts=("Ctrl+Shift+O",)),
    ]
    assert clashes(rows) == ["a: Ctrl+Shift+O is taken by b"]


def test_two_pages_may_use_the_same_keys() -> None:
    rows = [
        ActionRow("a", "A", "board", "x", shortcuts=("N",)),
        ActionRow("b", "B", "deals", "y", shortcuts=("N",)),
    ]
    assert clashes(rows) == []


class _Page:
    def __init__(self) -> None:
        self.done: list[str] = []
        self.is_allowed = True

    def may(self, key: str) -> bool:
        return self.is_allowed

    def move(self) -> None:
        self.done.append("move")


def test_an_action_is_enabled_only_while_its_controller_is_on_offer(qtbot) -> None:
    parent, page = QWidget(), _Page()
    qtbot.addWidget(parent)
    book = ActionBook([ActionRow("board.move", "Move", "board", "move")], parent)
    action = book.actions["board.move"]
    assert not action.isEnabled()
    book.offer_only("board", page)
    assert action.isEnabled()
    book.run("board.move")
    assert page.done == ["move"]
    page.is_allowed = False
    book.refresh()
    assert not action.isEnabled()
    page.is_allowed = True
    book.offer_only("deals", object())
    assert not action.isEnabled()
    assert not action.isVisible()


def test_what_is_offered_for_good_survives_a_change_of_page(qtbot) -> None:
    parent, wizard = QWidget(), _Page()
    qtbot.addWidget(parent)
    book = ActionBook([ActionRow("importing.open", "Import…", "importing", "move")], parent)
    book.offer("importing", wizard)
    book.offer_only("board", object())
    book.run("importing.open")
    assert wizard.done == ["move"]
    book.offer("importing", None)
    assert not book.actions["importing.open"].isEnabled()
