"""Commands on deals: what they change, what they refuse, and that each can be taken back."""

from __future__ import annotations

import json

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.board import board
from salesdesk.usecases.closing import LoseDeals, ReopenDeal, WinDeal
from salesdesk.usecases.deals import (
    AddDeal,
    BinDeals,
    EditDeal,
    PauseDeals,
    RestoreDeals,
    ResumeDeals,
)
from salesdesk.usecases.desk import Desk
from tests.desks import SMALL, add_deal, desk, first_pipeline, shipped_desk, shipped_process
from tests.store import whole

__all__ = ["desk", "shipped_desk"]


def column(desk: Desk, key: str) -> list[str]:
    """The names of the deals of a column, in place."""
    return [card.name for c in board(desk).columns if c.key == key for card in c.cards]


def test_a_deal_is_added_before_another_first_or_at_the_end(desk: Desk) -> None:
    a = add_deal(desk, "A")
    add_deal(desk, "B")
    add_deal(desk, "C", before_id=a)
    add_deal(desk, "D", first=True)
    assert column(desk, "qualify") == ["D", "C", "A", "B"]


def test_adding_a_deal_is_one_step_of_undo_with_its_account_and_stay(desk: Desk) -> None:
    command = AddDeal(first_pipeline(desk), "qualify", " Fleet ", account="Zoomzone")
    after = whole.undone_and_redone(desk, command)
    deal = after["deal"][command.deal_id]
    assert deal["name"] == "Fleet"
    assert (deal["currency"], deal["status"], deal["created_on"]) == ("EUR", "open", "2026-11-22")
    assert [stay["how"] for stay in after["stay"].values()] == ["created"]
    assert after["account"][deal["account_id"]]["name"] == "Zoomzone"


def test_a_known_account_is_used_whatever_its_case(desk: Desk) -> None:
    add_deal(desk, "A", account="Zoomzone")
    add_deal(desk, "B", account=" zoomZONE ")
    assert len(whole.dump(desk)["account"]) == 1


@pytest.mark.parametrize(
    ("changes", "column_name", "value"),
    [
        ({"name": "New name"}, "name", "New name"),
        ({"amount_minor": 0}, "amount_minor", 0),
        ({"currency": "usd"}, "currency", "USD"),
        ({"expected_close_on": "2027-01-15"}, "expected_close_on", "2027-01-15"),
        ({"probability": 35}, "probability", 35),
        ({"category": "commit"}, "category", "commit"),
        ({"owner": "Ines"}, "owner", "Ines"),
        ({"source": "Webinar"}, "source", "Webinar"),
        ({"term": "36 months"}, "term", "36 months"),
        ({"start_on": "2027-02-01", "renewal_on": "2028-02-01"}, "renewal_on", "2028-02-01"),
        ({"kickoff_on": "2027-02-08"}, "kickoff_on", "2027-02-08"),
    ],
)
def test_a_field_is_changed_and_taken_back(
    desk: Desk, changes: dict[str, object], column_name: str, value: object
) -> None:
    deal = add_deal(desk)
    after = whole.undone_and_redone(desk, EditDeal(deal, changes))  # type: ignore[arg-type]
    assert after["deal"][deal][column_name] == value


def test_editing_names_the_field_in_the_undo_menu(desk: Desk) -> None:
    deal = add_deal(desk, "Fleet {x}")
    assert desk.run(EditDeal(deal, {"amount_minor": 5})).label == "Change amount of Fleet {x}"
    assert desk.run(EditDeal(deal, {"amount_minor": 6, "term": "1 y"})).label == "Edit Fleet {x}"


def test_the_account_can_be_given_by_name_or_emptied(desk: Desk) -> None:
    deal = add_deal(desk)
    after = whole.undone_and_redone(desk, EditDeal(deal, {"account": "New Corp"}))
    assert after["account"][after["deal"][deal]["account_id"]]["name"] == "New Corp"
    desk.run(EditDeal(deal, {"account_id": None}))
    assert whole.dump(desk)["deal"][deal]["account_id"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "  "},
        {"name": "\u200b\ufeff \u00ad\u2060"},
        {"name": "x" * 301},
        {"amount_minor": -1},
        {"amount_minor": 10**18},
        {"currency": "EURO"},
        {"expected_close_on": "2027-02-30"},
        {"expected_close_on": "0202-01-01"},
        {"expected_close_on": "next week"},
        {"probability": 101},
        {"category": "maybe"},
        {"start_on": "2028-01-01", "renewal_on": "2027-01-01"},
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_and_nothing_changes(
    desk: Desk, changes: dict[str, object]
) -> None:
    deal = add_deal(desk)
    before = whole.dump(desk)
    with pytest.raises(KnownError):
        desk.run(EditDeal(deal, {"owner": "Changed", **changes}))  # type: ignore[typeddict-item]
    assert whole.dump(desk) == before


def test_text_that_the_store_cannot_take_is_tidied(desk: Desk) -> None:
    deal = add_deal(desk, "A\x00B \ud800\n line two")
    assert whole.dump(desk)["deal"][deal]["name"] == "AB \ufffd line two"


def test_pausing_needs_a_reason_and_a_later_day_and_is_taken_back(desk: Desk) -> None:
    a, b = add_deal(desk, "A"), add_deal(desk, "B")
    for reason, until in ((" ", "2027-01-01"), ("Budget", ""), ("Budget", "2026-11-22")):
        with pytest.raises(KnownError):
            desk.run(PauseDeals((a,), reason, until))
    after = whole.undone_and_redone(desk, PauseDeals((a, b), "Budget in spring", "2027-03-01"))
    assert {row["paused_until"] for row in after["deal"].values()} == {"2027-03-01"}
    after = whole.undone_and_redone(desk, ResumeDeals((a,)))
    assert (after["deal"][a]["paused_until"], after["deal"][a]["pause_reason"]) == (None, None)
    assert after["deal"][b]["pause_reason"] == "Budget in spring"


def test_a_binned_deal_leaves_board_and_search_and_comes_back_to_its_place(desk: Desk) -> None:
    a = add_deal(desk, "A")
    add_deal(desk, "B")
    whole.undone_and_redone(desk, BinDeals((a,)))
    assert column(desk, "qualify") == ["B"]
    with pytest.raises(KnownError):
        desk.run(BinDeals((a,)))
    whole.undone_and_redone(desk, RestoreDeals((a,)))
    assert column(desk, "qualify") == ["A", "B"]


def test_winning_keeps_why_and_starts_the_handoff_a_week_later(desk: Desk) -> None:
    deal = add_deal(desk, amount_minor=500)
    command = WinDeal(deal, 700_000, "2026-11-20", ("value",), "They saw it", 1_000)
    after = whole.undone_and_redone(desk, command)
    row = after["deal"][deal]
    assert (row["status"], row["closed_on"], row["amount_minor"]) == ("won", "2026-11-20", 700_000)
    assert all(stay["left_at"] for stay in after["stay"].values())
    (handoff,) = after["handoff"].values()
    assert (handoff["form"], handoff["state"], handoff["due_on"]) == ("full", "open", "2026-11-27")
    (review,) = after["review"].values()
    assert (review["outcome"], json.loads(review["reasons"])) == ("won", ["value"])
    assert column(desk, "won") == ["Fleet telematics"]
    assert whole.cards(desk)[deal]["handoff_total"] == 2


@pytest.mark.parametrize(("amount", "form"), [(999, "short"), (1_000, "full"), (None, "full")])
def test_only_a_known_small_amount_gets_the_short_form(
    desk: Desk, amount: int | None, form: str
) -> None:
    deal = add_deal(desk)
    desk.run(WinDeal(deal, amount, "2026-11-22", ("value",), small_below_minor=1_000))
    (handoff,) = whole.dump(desk)["handoff"].values()
    assert handoff["form"] == form


@pytest.mark.parametrize(
    ("won_on", "reasons", "note"),
    [
        ("2026-11-23", ("value",), None),
        ("", ("value",), None),
        ("2026-11-20", (), None),
        ("2026-11-20", ("price",), None),
        ("2026-11-20", ("won-other",), " "),
    ],
)
def test_a_win_without_day_or_fitting_reason_is_refused(
    desk: Desk, won_on: str, reasons: tuple[str, ...], note: str | None
) -> None:
    deal = add_deal(desk)
    before = whole.dump(desk)
    with pytest.raises(KnownError):
        desk.run(WinDeal(deal, 5, won_on, reasons, note))
    assert whole.dump(desk) == before


def test_losing_many_keeps_a_review_for_each_and_tells_no_decision_apart(desk: Desk) -> None:
    deals = tuple(add_deal(desk, name) for name in "ABC")
    desk.run(PauseDeals(deals[:1], "Budget", "2027-01-01"))
    lost = LoseDeals(
        deals[:2], "lost", ("price", "lost-other"), note="They merged", what_happened="Bought",
        where_broke="propose", missed_signal="Silence", change="Ask sooner", competitor="Konex",
    )  # fmt: skip
    after = whole.undone_and_redone(desk, lost)
    assert [after["deal"][deal]["status"] for deal in deals] == ["lost", "lost", "open"]
    assert after["deal"][deals[0]]["paused_until"] is None
    assert {row["missed_signal"] for row in after["review"].values()} == {"Silence"}
    after = whole.undone_and_redone(desk, LoseDeals(deals[2:], "no_decision", ("no-budget",)))
    outcomes = sorted(row["outcome"] for row in after["review"].values())
    assert outcomes == ["lost", "lost", "no_decision"]
    assert column(desk, "qualify") == []


def test_a_reason_that_needs_a_note_asks_for_it(desk: Desk) -> None:
    deal = add_deal(desk)
    with pytest.raises(KnownError, match="needs a note"):
        desk.run(LoseDeals((deal,), "lost", ("lost-other",)))
    with pytest.raises(KnownError, match="not a reason"):
        desk.run(LoseDeals((deal,), "no_decision", ("price",)))


def test_a_reopened_deal_stands_in_its_stage_again_and_can_be_won_anew(desk: Desk) -> None:
    deal = add_deal(desk, stage_key="propose")
    desk.run(WinDeal(deal, 5, "2026-11-21", ("value",)))
    after = whole.undone_and_redone(desk, ReopenDeal(deal))
    assert (after["deal"][deal]["status"], after["deal"][deal]["closed_on"]) == ("open", None)
    assert column(desk, "propose") == ["Fleet telematics"]
    assert all(review["binned_at"] for review in after["review"].values())
    after = whole.undone_and_redone(desk, WinDeal(deal, 6, "2026-11-22", ("value",)))
    (handoff,) = after["handoff"].values()
    assert handoff["due_on"] == "2026-11-29"


def test_a_closed_deal_cannot_be_won_paused_or_lost_again(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(LoseDeals((deal,), "lost", ("price",)))
    for command in (
        WinDeal(deal, 5, "2026-11-22", ("value",)),
        LoseDeals((deal,), "lost", ("price",)),
        PauseDeals((deal,), "Budget", "2027-01-01"),
    ):
        with pytest.raises(KnownError, match="closed"):
            desk.run(command)
    with pytest.raises(KnownError, match="open already"):
        desk.run(ReopenDeal(add_deal(desk, "Open")))


def test_a_deal_cannot_be_added_where_no_column_is(shipped_desk: Desk) -> None:
    with pytest.raises(KnownError):
        add_deal(shipped_desk, stage_key="readiness")
    with pytest.raises(KnownError):
        add_deal(shipped_desk, stage_key="nowhere")


def test_every_shipped_reason_closes_a_deal(shipped_desk: Desk) -> None:
    reasons = shipped_process().reasons
    assert {reason.outcome for reason in reasons} == {"won", "lost", "no_decision"}
    for reason in reasons:
        deal = add_deal(shipped_desk, reason.name)
        if reason.outcome == "won":
            shipped_desk.run(WinDeal(deal, 1, "2026-11-22", (reason.key,), "Because"))
        else:
            shipped_desk.run(LoseDeals((deal,), reason.outcome, (reason.key,), note="Because"))
    whole.check(shipped_desk)


def test_the_small_process_has_a_reason_of_each_outcome() -> None:
    assert {reason.outcome for reason in SMALL.reasons} == {"won", "lost", "no_decision"}
