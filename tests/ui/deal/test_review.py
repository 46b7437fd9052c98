"""The review of a closed deal: held afterwards, without blame; kept when the deal is reopened."""

from __future__ import annotations

from PySide6.QtTest import QTest

from salesdesk.ui.deal.overview.review import ReviewSection
from salesdesk.ui.deal.overview.review_dialog import ReviewDialog
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.closing import LoseDeals, ReopenDeal, WinDeal
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal


def section(deal: Deal) -> ReviewSection:
    found = deal.show("overview").part("review")
    assert isinstance(found, ReviewSection)
    return found


def words(deal: Deal) -> str:
    return "\n".join(label.text() for label in section(deal).findChildren(PlainLabel))


def test_a_win_is_reviewed_afterwards_by_four_questions(deal: Deal) -> None:
    assert not section(deal).isVisible()
    deal.bridge.submit(WinDeal(deal.deal_id, None, "2026-11-20", ("value",)))
    deal.settle()
    assert "not written down yet" in words(deal)
    deal.page.controller.hold_review()
    deal.settle()
    (box,) = [d for d in deal.page.window().findChildren(ReviewDialog) if d.isVisible()]
    assert_named(box)
    QTest.keyClicks(box.what_happened, "Their own Tuesday in the demo")
    box.where_broke.set_value("Propose")
    QTest.keyClicks(box.change, "Ask for their data before every demo")
    assert box.form.row("missed_signal").label.text() == "Which signal told us early?"
    assert not box.form.row("competitor").isVisible()
    assert box.primary is not None
    box.primary.click()
    deal.settle()
    review = deal.view.review
    assert review is not None
    assert (review.what_happened, review.where_broke, review.change) == (
        "Their own Tuesday in the demo",
        "Propose",
        "Ask for their data before every demo",
    )
    assert "Where it was close" in words(deal)
    assert section(deal).hold.words == "Change the review…"


def test_a_reopened_deal_still_shows_how_it_ended_before(deal: Deal) -> None:
    lost = LoseDeals(
        (deal.deal_id,), "no_decision", ("no-budget",), what_happened="They waited",
        missed_signal="Nobody from finance came", competitor="Quorvia",
    )  # fmt: skip
    deal.bridge.submit(lost)
    deal.settle()
    assert deal.view.review is not None
    assert deal.view.review.competitor is None
    deal.bridge.submit(ReopenDeal(deal.deal_id))
    deal.settle()
    shown = words(deal)
    assert section(deal).isVisible()
    assert "How it ended before it was reopened" in shown
    assert "Reopened after: No decision" in shown
    assert "Nobody from finance came" in shown
    assert not section(deal).hold.isVisible()
