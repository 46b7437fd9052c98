"""Objections of one deal, through the real store, and the finder of plays."""
# ruff: noqa: F811

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.objections import (
    BinObjection,
    LetStand,
    LogObjection,
    NotResolvable,
    ObjectionsView,
    ReopenObjection,
    ResolveObjection,
    UpdateObjection,
    objections_view,
    play_finder,
    responses_that_worked,
)
from tests.desks import add_deal, add_person, desk, shipped_process  # noqa: F401

SETTLED = {
    "root_cause": "Value not seen",
    "response": "Show the cost of waiting.",
    "confirmation": "Fine, that makes sense",
}


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk)


@pytest.fixture
def person(desk: Desk, deal: str) -> str:
    return add_person(desk, deal, "Ines Duarte")


@pytest.fixture
def logged(desk: Desk, deal: str) -> str:
    """The id of an open objection with a play."""
    desk.run(LogObjection(deal, "That is a lot", play_key="too-dear"))
    return objections_view(desk, deal).open[0].objection.id


def only(view: ObjectionsView):  # type: ignore[no-untyped-def]
    (state,) = (*view.open, *view.settled)
    return state.objection


def test_a_logged_objection_is_open_with_its_play_beside_it_and_no_longer_likely(
    desk: Desk, deal: str
) -> None:
    assert [x.play.key for x in objections_view(desk, deal).likely] == ["too-dear"]
    desk.run(LogObjection(deal, "That is a lot", play_key="too-dear"))
    view = objections_view(desk, deal)
    assert (view.open[0].play.key, view.open[0].category) == ("too-dear", "Price")
    assert (only(view).said_on, only(view).status) == ("2026-11-22", "open")
    assert view.likely == ()
    with pytest.raises(KnownError):
        desk.run(LogObjection(deal, " "))


def test_resolving_names_what_is_missing_until_the_buyer_confirmed_it(
    desk: Desk, deal: str, person: str, logged: str
) -> None:
    with pytest.raises(NotResolvable) as caught:
        desk.run(ResolveObjection(logged, {}))
    assert caught.value.lacking == ("root_cause", "response", "confirmation", "person")
    with pytest.raises(NotResolvable) as caught:
        desk.run(ResolveObjection(logged, SETTLED))
    assert caught.value.lacking == ("person",)
    assert only(objections_view(desk, deal)).root_cause == ""
    desk.run(ResolveObjection(logged, {**SETTLED, "confirmed_by_id": person}))
    row = only(objections_view(desk, deal))
    assert (row.status, row.confirmed_by, row.resolved_on) == (
        "resolved",
        "Ines Duarte",
        "2026-11-22",
    )
    with pytest.raises(NotResolvable):
        desk.run(UpdateObjection(logged, {"root_cause": ""}))


def test_an_objection_is_updated_reopened_let_stand_and_deleted(
    desk: Desk, deal: str, person: str, logged: str
) -> None:
    desk.run(UpdateObjection(logged, {"words": "Far too much", "person_id": person}))
    assert (only(objections_view(desk, deal)).words, only(objections_view(desk, deal)).person) == (
        "Far too much",
        "Ines Duarte",
    )
    with pytest.raises(KnownError):
        desk.run(UpdateObjection(logged, {"status": "resolved"}))
    desk.run(ResolveObjection(logged, {**SETTLED, "confirmed_by_id": person}))
    desk.run(ReopenObjection(logged))
    row = only(objections_view(desk, deal))
    assert (row.status, row.root_cause, row.confirmation) == ("open", "Value not seen", "")
    with pytest.raises(KnownError):
        desk.run(LetStand(logged, ""))
    desk.run(LetStand(logged, "They will decide in spite of it"))
    assert only(objections_view(desk, deal)).status == "stands"
    desk.run(BinObjection(logged))
    view = objections_view(desk, deal)
    assert (view.open, view.settled) == ((), ())


def test_open_objections_show_on_the_card(desk: Desk, deal: str, logged: str) -> None:
    def on_card() -> int:
        return int(desk.raw.execute("SELECT open_objections FROM card").fetchone()[0])

    assert on_card() == 1
    desk.run(LetStand(logged, "Known"))
    assert on_card() == 0


def test_how_often_a_play_and_a_response_worked_is_counted_with_n_and_without_open_ones(
    desk: Desk, deal: str, person: str
) -> None:
    for outcome in ("resolved", "stands", "open"):
        desk.run(LogObjection(deal, f"Too much, {outcome}", play_key="too-dear"))
        row = objections_view(desk, deal).open[-1].objection
        if outcome == "resolved":
            desk.run(ResolveObjection(row.id, {**SETTLED, "confirmed_by_id": person}))
        elif outcome == "stands":
            desk.run(UpdateObjection(row.id, {"response": SETTLED["response"]}))
            desk.run(LetStand(row.id, "Known"))
    worked = objections_view(desk, deal).worked["too-dear"]
    assert (worked.resolved, worked.n, worked.share) == (1, 2, 0.5)
    (response,) = responses_that_worked(desk, "too-dear")
    assert (response.key, response.resolved, response.n) == (SETTLED["response"], 1, 2)


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("too expensive", "price"),
        ("we are happy with our current supplier", "incumbent"),
        ("we could build this in house ourselves", "build_it"),
        ("I need to talk to my boss", "think_it_over"),
        ("send me some information", "not_interested"),
    ],
)
def test_the_finder_leads_from_what_is_heard_to_the_right_family(said: str, category: str) -> None:
    found = play_finder(shipped_process(), said)
    assert category in {play.category for play in found[:4]}


def test_the_finder_without_words_shows_the_stages_plays_first_and_odd_words_find_nothing() -> None:
    process = shipped_process()
    stage = process.stage("discovery")
    found = play_finder(process, "", "discovery")
    assert tuple(play.key for play in found[: len(stage.objections)]) == stage.objections
    assert play_finder(process, "zzzz qqqq") == ()


def test_what_was_heard_on_other_deals_is_expected_with_its_n(desk: Desk, deal: str) -> None:
    from salesdesk.usecases.line_items import AddCompetitor
    from salesdesk.usecases.objections import likely_ahead
    from tests.desks import add_deal, add_person

    for number in range(3):
        other = add_deal(desk, f"Deal {number}")
        buyer = add_person(desk, other, f"Buyer {number}", role="procurement")
        desk.run(AddCompetitor(other, "QUORVIA" if number else "Quorvia"))
        if number < 2:
            desk.run(LogObjection(other, "Too much", buyer, play_key="too-dear"))
    add_person(desk, deal, "Elena", role="procurement")
    desk.run(AddCompetitor(deal, "Quorvia"))
    (likely,) = objections_view(desk, deal).likely
    assert likely.in_stage == (2, 4)
    assert likely.roles == (("procurement", 2),)
    assert likely.rivals == (("Quorvia", 2, 4),)
    assert likely_ahead(desk, deal) == (likely,)


def test_nothing_is_expected_on_a_deal_that_went_while_a_worker_was_asked(desk: Desk) -> None:
    from salesdesk.usecases.objections import likely_ahead

    gone = add_deal(desk, "Harbour cranes")
    desk.undo().result()
    assert likely_ahead(desk, gone) == ()
