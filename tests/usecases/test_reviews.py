"""Reviews of closed deals: held later, no decision apart from lost, kept over a reopening."""
# ruff: noqa: F811

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.account_page import account_page
from salesdesk.usecases.closing import HoldReview, LoseDeals, ReopenDeal, WinDeal
from salesdesk.usecases.deal_page import deal_view, timeline
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.listing import listing
from salesdesk.usecases.tables import deal_rows
from tests.desks import add_deal, desk  # noqa: F401
from tests.store.whole import undone_and_redone


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk)


def test_a_review_is_held_changed_and_undone(desk: Desk, deal: str) -> None:
    with pytest.raises(KnownError, match="still open"):
        desk.run(HoldReview(deal, {"change": "Ask earlier"}))
    desk.run(WinDeal(deal, 100, "2026-11-20", ("value",)))
    undone_and_redone(desk, HoldReview(deal, {"change": "Ask earlier", "what_happened": " "}))
    review = deal_view(desk, deal).review
    assert review is not None
    assert (review.change, review.what_happened, review.is_held) == ("Ask earlier", None, True)
    assert review.reasons == ("Value shown",)
    with pytest.raises(KnownError, match="has no field"):
        desk.run(HoldReview(deal, {"blame": "Bob"}))


def test_a_deal_that_was_closed_without_a_review_gets_one(desk: Desk, deal: str) -> None:
    desk.run(LoseDeals((deal,), "lost", ("price",)))
    desk.run(ReopenDeal(deal))
    desk.run(LoseDeals((deal,), "lost", ("price",), competitor="Quorvia"))
    view = deal_view(desk, deal)
    assert view.review is not None
    assert view.review.competitor == "Quorvia"
    assert len(view.past_reviews) == 1


def test_no_decision_names_no_rival_who_won(desk: Desk, deal: str) -> None:
    desk.run(LoseDeals((deal,), "no_decision", ("no-budget",), competitor="Quorvia"))
    review = deal_view(desk, deal).review
    assert review is not None
    assert (review.outcome, review.competitor) == ("no_decision", None)
    desk.run(HoldReview(deal, {"competitor": "Quorvia"}))
    review = deal_view(desk, deal).review
    assert review is not None
    assert review.competitor is None


def test_what_was_learned_before_a_reopening_stays_on_the_page_and_the_timeline(
    desk: Desk, deal: str
) -> None:
    lessons = {"where_broke": "Propose", "missed_signal": "Silence", "change": "Call on day three"}
    desk.run(LoseDeals((deal,), "lost", ("price",), what_happened="They bought", **lessons))
    desk.run(ReopenDeal(deal))
    desk.run(EditDeal(deal, {"name": "Second try"}))
    view = deal_view(desk, deal)
    assert view.review is None
    (past,) = view.past_reviews
    assert (past.outcome, past.what_happened, past.change) == (
        "lost",
        "They bought",
        "Call on day three",
    )
    (ended,) = [entry for entry in timeline(desk, deal) if entry.kind == "closed"]
    for words in ("They bought", "Where it broke: Propose", "The signal we missed: Silence",
                  "What we change: Call on day three"):  # fmt: skip
        assert words in ended.body


def test_concessions_and_done_plan_steps_stand_on_the_timeline(desk: Desk, deal: str) -> None:
    from salesdesk.usecases.commitment import AddConcession, AddPlanStep, Give

    desk.run(AddConcession(deal, Give("reference-given", "A call", 1, 0, "A date", "agreed")))
    desk.run(AddPlanStep(deal, {"what": "Contract read", "state": "done", "owner": "Paolo"}))
    desk.run(AddPlanStep(deal, {"what": "Sign", "due_on": "2026-12-01"}))
    found = timeline(desk, deal, ("commitment",))
    assert [(entry.title, entry.body or entry.person) for entry in found] == [
        ("Agreed: A call", "We get: A date"),
        ("Plan: Contract read", "Paolo"),
    ]
    assert found[1].by_buyer


def test_no_decision_stands_apart_from_lost_in_tables_lists_and_the_undo_menu(desk: Desk) -> None:
    names = ("Lost", "Undecided", "Won", "Open", "Reopened")
    ids = {name: add_deal(desk, name, account="Zoomzone") for name in names}
    desk.run(LoseDeals((ids["Lost"],), "lost", ("price",)))
    for name in ("Undecided", "Reopened"):
        desk.run(LoseDeals((ids[name],), "no_decision", ("no-budget",)))
    entry = desk.undo_entry()
    assert entry is not None
    assert entry.label == "End Reopened without a decision"
    desk.run(WinDeal(ids["Won"], 100, "2026-11-20", ("value",)))
    desk.run(ReopenDeal(ids["Reopened"]))
    desk.run(LoseDeals((ids["Reopened"],), "lost", ("price",)))
    wanted = {"Lost": "lost", "Undecided": "no_decision", "Won": "won", "Open": "",
              "Reopened": "lost"}  # fmt: skip
    rows = deal_rows(desk)
    assert {row.name: row.ended for row in rows} == wanted
    assert {row.name: row.status for row in rows}["Undecided"] == "lost"
    assert {each["name"]: each["ended"] or "" for each in listing(desk, "deals")} == wanted
    page = account_page(desk, str(rows[0].account_id))
    assert page is not None
    assert {deal.name: deal.ended for deal in page.deals} == wanted
