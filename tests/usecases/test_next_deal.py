# ruff: noqa: F811
"""The deal after the win: account, people and line items go along, and one undo takes it back."""

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.closing import WinDeal
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.next_deal import NextDeal
from salesdesk.usecases.people import BinPerson, PutOnDeal
from tests.desks import add_deal, add_person, board_stages, desk  # noqa: F401
from tests.store.whole import undone_and_redone


@pytest.fixture
def won(desk: Desk) -> str:
    """A won deal with two people, one below the other, and two line items."""
    deal = add_deal(desk, account="Brightwell", amount_minor=2_400_000,
                    stage_key=board_stages(desk)[1], owner="Alex")  # fmt: skip
    head = add_person(desk, deal, "Niall", role="economic_buyer", influence="high")
    user = add_person(desk, deal, "Maeve")
    desk.run(PutOnDeal(deal, user, "user_lead", "low", "supporter", head, "Quiet mornings"))
    desk.run(AddLineItem(deal, "Bundle", unit_minor=1_200_000, quantity_milli=2000, note="Both"))
    desk.run(AddLineItem(deal, "Day", unit_minor=110_000, discount_bp=500))
    desk.run(EditDeal(deal, {"start_on": "2026-11-30", "renewal_on": "2027-11-30",
                             "term": "12 months"}))  # fmt: skip
    desk.run(WinDeal(deal, None, "2026-11-16", ("value",)))
    return deal


def test_a_renewal_takes_account_people_items_and_dates_along(desk: Desk, won: str) -> None:
    command = NextDeal(won, "renewal", "Fleet, second year", "2027-11-30")
    before, steps = deal_view(desk, won), desk.undo_entry()
    undone_and_redone(desk, command)
    made = deal_view(desk, command.deal_id)
    deal = made.deal
    assert (deal.account, deal.owner, deal.status) == ("Brightwell", "Alex", "open")
    assert deal.stage_key == board_stages(desk)[0]
    assert (deal.amount_minor, deal.expected_close_on) == (2_400_000, "2027-11-30")
    assert (deal.term, deal.start_on, deal.renewal_on) == ("12 months", "2027-11-30", None)
    names = {p.person_id: p.name for p in made.stakeholders} | {None: ""}
    people = [
        (p.name, p.role, p.influence, names[p.reports_to_id], p.wants) for p in made.stakeholders
    ]
    assert people == [
        ("Niall", "economic_buyer", "high", "", ""),
        ("Maeve", "user_lead", "low", "Niall", "Quiet mornings"),
    ]
    items = [(i.name, i.quantity_milli, i.unit_minor, i.discount_bp) for i in made.items]
    assert items == [("Bundle", 2000, 1_200_000, 0), ("Day", 1000, 110_000, 500)]
    assert [note.body for note in made.notes] == [
        "Follows “Fleet telematics”, won on November 16, 2026."
    ]
    assert deal_view(desk, won) == before
    assert desk.undo_entry() != steps
    desk.undo().result()
    assert desk.undo_entry() == steps


def test_an_expansion_is_worth_what_is_not_known_yet_and_may_begin_without_items(
    desk: Desk, won: str
) -> None:
    command = NextDeal(won, "expansion", "More sites", with_items=False)
    desk.run(command)
    made = deal_view(desk, command.deal_id)
    assert (made.deal.amount_minor, made.deal.start_on, made.items) == (None, None, ())
    assert len(made.stakeholders) == 2


def test_somebody_in_the_bin_does_not_come_along(desk: Desk, won: str) -> None:
    (maeve,) = (p.person_id for p in deal_view(desk, won).stakeholders if p.name == "Maeve")
    desk.run(BinPerson(maeve))
    command = NextDeal(won, "renewal", "Again")
    desk.run(command)
    assert [p.name for p in deal_view(desk, command.deal_id).stakeholders] == ["Niall"]


def test_only_a_won_deal_has_a_next_one_and_it_needs_a_name(desk: Desk, won: str) -> None:
    bare = add_deal(desk, "Open")
    with pytest.raises(KnownError, match="is not won"):
        desk.run(NextDeal(bare, "renewal", "Again"))
    with pytest.raises(KnownError, match="needs a name"):
        desk.run(NextDeal(won, "renewal", "  "))
