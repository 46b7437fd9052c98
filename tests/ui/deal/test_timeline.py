"""Timeline: everything in order, filtered by kind, each entry leading to where it lives."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from salesdesk.ui.deal.timeline.model import FIRST
from salesdesk.ui.sectioned import ROW
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.notes import AddNote
from tests.ui.deal.pages import Deal


def titles(deal: Deal) -> list[str]:
    """The titles in sight, headings left out."""
    model = deal.page.panel("timeline").model  # type: ignore[attr-defined]
    rows = (model.index(row).data(ROW) for row in range(model.rowCount()))
    return [entry.title for entry in rows if entry is not None]


def test_everything_stands_in_order_with_the_days_in_each_stage(deal: Deal) -> None:
    deal.desk.run(MoveDeals((deal.deal_id,), "propose", reason="They are in a hurry"))
    deal.desk.run(LogActivity("call", "Old talk", deal_id=deal.deal_id, happened_on="2026-11-02"))
    panel = deal.show("timeline")
    shown = titles(deal)
    assert shown[-1] == "Call: Old talk"
    assert {"Moved to Propose", "Created in Qualify", "Left Qualify with 2 still open"} <= set(
        shown
    )
    spoken = [panel.model.index(row).data() for row in range(panel.model.rowCount())]
    assert spoken[0] == "November 2026"
    assert any("0 days in this stage" in words for words in spoken)


def test_a_chip_shows_one_kind_and_none_shows_all(deal: Deal) -> None:
    deal.desk.run(AddNote("# Depot", deal_id=deal.deal_id))
    panel = deal.show("timeline")
    panel.chips["note"].click()
    assert titles(deal) == ["Note"]
    panel.chips["note"].click()
    assert len(titles(deal)) > 1
    assert panel.chips["objection"].isHidden()


def test_enter_leads_to_where_an_entry_lives(deal: Deal) -> None:
    deal.desk.run(AddNote("# Depot", deal_id=deal.deal_id))
    panel = deal.show("timeline")
    panel.chips["note"].click()
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(1))
    deal.press(panel.list, Qt.Key.Key_Return)
    assert deal.page.tabs.key() == "overview"


def log_calls(deal: Deal, count: int) -> None:
    """Calls of one day, numbered, some with many words."""
    for n in range(count):
        body = "They told us what it costs them every week. " * (n % 4 * 5)
        command = LogActivity("call", f"No. {n}", deal_id=deal.deal_id, happened_on="2026-11-02")
        deal.desk.run(dataclasses.replace(command, body=body))


def test_the_newest_entries_are_there_at_once_and_the_others_a_moment_later(deal: Deal) -> None:
    log_calls(deal, 60)
    panel = deal.page.panel("timeline")
    panel.show_deal()
    assert panel.model.rowCount() == FIRST
    assert panel.model.canFetchMore(panel.model.index(-1))
    deal.page.room.later.finish()
    assert {f"Call: No. {n}" for n in range(60)} <= set(titles(deal))
    assert not panel.model.canFetchMore(panel.model.index(-1))


def test_the_end_of_the_list_brings_the_others_if_they_are_not_there_yet(deal: Deal) -> None:
    log_calls(deal, 60)
    panel = deal.show("timeline")
    panel.model.show_entries(panel._entries)
    assert panel.model.rowCount() == FIRST
    for _press in range(2):
        panel.list.verticalScrollBar().setValue(panel.list.verticalScrollBar().maximum())
        deal.settle()
    assert "Call: No. 0" in titles(deal)


def test_a_change_leaves_the_timeline_where_it_was(deal: Deal) -> None:
    log_calls(deal, 60)
    panel = deal.show("timeline")
    deal.page.room.later.finish()
    deal.settle()
    bar = panel.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    where = bar.value()
    deal.bridge.submit(AddNote("# Depot", deal_id=deal.deal_id))
    deal.desk.wait()
    deal.settle()
    assert "Note" in titles(deal)
    assert bar.value() == where > 100


def test_a_scroll_bar_beside_the_list_changes_no_row(deal: Deal) -> None:
    log_calls(deal, 12)
    panel = deal.show("timeline")
    deal.page.room.later.finish()
    deal.settle()
    view: QListView = panel.list
    assert view.verticalScrollBar().isVisible()
    rows = range(panel.model.rowCount())
    heights = [view.sizeHintForIndex(panel.model.index(row)).height() for row in rows]
    deal.page.resize(deal.page.width(), 3000)
    deal.settle()
    assert not view.verticalScrollBar().isVisible()
    assert [view.sizeHintForIndex(panel.model.index(row)).height() for row in rows] == heights
    assert len(set(heights)) > 3  # as high as their words
