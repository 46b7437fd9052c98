"""The row of tabs: tighter when narrow, then a menu for what has no room; keys reach them all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salesdesk.ui import widgets

WORDS = (
    "Overview", "Qualify", "Discover", "Value", "Proposal", "Objections", "Commit", "Handoff",
    "Timeline",
)  # fmt: skip


@pytest.fixture
def row(qtbot) -> widgets.TabRow:
    made = widgets.TabRow("parts", "Parts")
    for words in WORDS:
        made.add(words.lower(), words)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def _right_edge(row: widgets.TabRow) -> int:
    """Where the last thing in the row ends."""
    ends = [row.tabRect(i).right() for i in range(row.count()) if row.isTabVisible(i)]
    if row.more.isVisible():
        ends.append(row.more.geometry().right())
    return max(ends)


def test_a_wide_row_shows_every_tab_and_no_menu(row: widgets.TabRow) -> None:
    assert row.waiting() == []
    assert not row.more.isVisible()


def test_a_narrower_row_is_tighter_before_it_hides_a_tab(row: widgets.TabRow) -> None:
    before = row.tabRect(0).width()
    row.resize(row.sizeHint().width() * 9 // 10, row.height())
    assert row.waiting() == []
    assert row.tabRect(0).width() < before
    assert _right_edge(row) < row.width()


@pytest.mark.parametrize("key", ["overview", "commit", "timeline"])
@pytest.mark.parametrize("share", [0.7, 0.5, 0.3])
def test_what_has_no_room_is_under_more_and_never_the_current_tab(
    row: widgets.TabRow, share: float, key: str
) -> None:
    row.resize(round(row.sizeHint().width() * share), row.height())
    row.set_key(key)
    assert row.waiting()
    assert row.more.isVisible()
    assert key not in row.waiting()
    assert _right_edge(row) < row.width()
    assert row.key() == key


def test_the_menu_leads_to_a_tab_without_room(row: widgets.TabRow, qtbot) -> None:
    row.resize(row.sizeHint().width() // 2, row.height())
    waiting = row.waiting()
    row.more.menu().aboutToShow.emit()
    actions = row.more.menu().actions()
    assert [action.text().lower() for action in actions] == waiting
    with qtbot.waitSignal(row.picked) as picked:
        actions[-1].trigger()
    assert picked.args == ["timeline"]
    assert "timeline" not in row.waiting()


def test_arrow_keys_walk_through_every_tab_of_a_narrow_row(row: widgets.TabRow) -> None:
    row.resize(row.sizeHint().width() // 2, row.height())
    walked = [row.key()]
    for _step in range(len(WORDS)):
        QTest.keyClick(row, Qt.Key.Key_Right)
        walked.append(row.key())
    assert walked == [*(words.lower() for words in WORDS), "timeline"]


def test_a_row_that_is_wide_again_shows_every_tab(row: widgets.TabRow) -> None:
    wide = row.sizeHint().width()
    row.resize(wide // 3, row.height())
    row.resize(wide, row.height())
    assert row.waiting() == []
    assert not row.more.isVisible()
