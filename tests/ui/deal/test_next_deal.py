"""The dialog for the next deal with a won customer, from the rail, the menu and the palette."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salesdesk.ui.actions import all_rows
from salesdesk.ui.deal.next_deal import NextDealDialog
from salesdesk.ui.widgets import Dialog
from salesdesk.usecases.closing import WinDeal
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.line_items import AddLineItem
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The dialogs that were shown, left open to be worked with."""
    shown: list[Any] = []
    monkeypatch.setattr(Dialog, "exec", lambda self: shown.append(self) or 0)
    monkeypatch.setattr(Dialog, "deleteLater", lambda self: None)
    return shown


def win(deal: Deal) -> None:
    """Wins the deal, up for renewal in a year."""
    deal.bridge.submit(AddLineItem(deal.deal_id, "Tracking", unit_minor=100))
    deal.bridge.submit(EditDeal(deal.deal_id, {"renewal_on": "2027-11-20"}))
    deal.bridge.submit(WinDeal(deal.deal_id, None, "2026-11-20", ("value",)))
    deal.settle()


def test_only_a_won_deal_offers_it_and_it_stands_in_menu_and_palette(deal: Deal) -> None:
    assert not deal.page.controller.may("deal.next_deal")
    win(deal)
    assert deal.page.controller.may("deal.next_deal")
    (row,) = [row for row in all_rows() if row.key == "deal.next_deal"]
    assert (row.menu, row.handler) == ("deal", "next_deal")


def test_the_rail_leads_to_a_renewal_with_all_that_is_known(deal: Deal, asked: list[Any]) -> None:
    win(deal)
    deal.click("after_next_deal")
    (dialog,) = asked
    assert isinstance(dialog, NextDealDialog)
    assert_named(dialog)
    assert dialog.name.words() == "Fleet telematics: renewal"
    assert dialog.close_on.value() == dt.date(2027, 11, 20)
    dialog.accept()
    deal.settle()
    (told,) = deal.shell.told
    assert told == "Added Fleet telematics: renewal"
    row = deal.desk.raw.execute("SELECT id FROM deal WHERE name LIKE '%renewal'").fetchone()
    made = deal_view(deal.desk, row[0])
    assert [p.person_id for p in made.stakeholders] == [deal.person_id]
    assert [item.name for item in made.items] == ["Tracking"]


def test_name_and_day_follow_the_kind_until_they_are_changed(deal: Deal, asked: list[Any]) -> None:
    win(deal)
    deal.page.controller.next_deal()
    (dialog,) = asked
    dialog.kind.set_value("expansion")
    dialog.kind.picked.emit("expansion")
    assert dialog.name.words() == "Fleet telematics: expansion"
    assert dialog.close_on.value() is None
    dialog.name.setText("More vans")
    dialog.kind.set_value("renewal")
    dialog.kind.picked.emit("renewal")
    assert dialog.name.words() == "More vans"
    dialog.name.setText("")
    dialog.accept()
    deal.settle()
    assert deal.shell.told == []
    assert dialog.result() == 0
