"""Timeline: everything in order, filtered by kind, each entry leading to where it lives."""

from __future__ import annotations

from PySide6.QtCore import Qt

from salesdesk.ui.deal.timeline.model import ENTRY
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.notes import AddNote
from tests.ui.deal.pages import Deal


def titles(deal: Deal) -> list[str]:
    """The titles in sight, headings left out."""
    model = deal.page.panel("timeline").model  # type: ignore[attr-defined]
    rows = (model.index(row).data(ENTRY) for row in range(model.rowCount()))
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
