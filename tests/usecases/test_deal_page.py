"""A deal as its page shows it, its timeline, and the history of changes."""

from __future__ import annotations

import datetime as dt

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import NextStepState
from salesdesk.usecases import history
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.closing import LoseDeals, ReopenDeal, WinDeal
from salesdesk.usecases.deal_page import deal_view, timeline
from salesdesk.usecases.deals import BinDeals, PauseDeals
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.next_steps import CompleteNextStep, PlannedStep, SetNextStep
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.objections import likely_ahead
from tests.desks import AddRow, add_deal, add_fact, add_person, desk, reopen, shipped_desk

__all__ = ["desk", "shipped_desk"]

DAY = dt.timedelta(days=1)


def move(desk: Desk, deal: str, stage: str) -> None:
    desk.run(MoveDeals((deal,), stage, reason="They asked"))


def test_days_in_a_stage_add_up_over_all_visits(desk: Desk) -> None:
    deal, start = add_deal(desk), desk.clock.today()
    for days, stage in ((6, "propose"), (8, "qualify"), (12, "propose")):
        desk = reopen(desk, start + days * DAY)
        move(desk, deal, stage)
    desk = reopen(desk, start + 20 * DAY)
    view = deal_view(desk, deal)
    path = [(s.key, s.days, s.visits, s.is_current, s.is_passed) for s in view.path]
    assert path == [
        ("qualify", 10, 2, False, True),
        ("propose", 10, 2, True, False),
        ("close", 0, 0, False, False),
    ]
    assert view.days_in_stage == 8
    assert not view.is_stalled
    desk = reopen(desk, start + 40 * DAY)
    assert deal_view(desk, deal).is_stalled
    desk.run(PauseDeals((deal,), "Budget", "2027-12-01"))
    view = deal_view(desk, deal)
    assert (view.is_stalled, view.next_step_state) == (False, NextStepState.PAUSED)
    desk.close()


def test_the_page_has_stage_gate_and_signals(desk: Desk) -> None:
    deal = add_deal(desk, amount_minor=500)
    add_fact(desk, deal, "signal", "Asked what it costs", key="asked-price", said_on="2026-11-18")
    view = deal_view(desk, deal)
    assert view.stage is not None
    assert view.probability == 10
    assert view.gate is not None
    assert len(view.gate.open) == 2
    assert [(s.key, s.seen_on, s.words) for s in view.signals] == [
        ("asked-price", "2026-11-18", "Asked what it costs")
    ]
    assert view.buyer_acted_on == view.last_heard_on == "2026-11-18"
    desk.run(LogActivity("call", "Talked", deal, happened_on="2026-11-20"))
    assert deal_view(desk, deal).last_heard_on == "2026-11-20"
    assert deal_view(desk, deal).buyer_acted_on == "2026-11-18"


def test_a_won_deal_shows_why_and_its_handoff(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(WinDeal(deal, 5, "2026-11-22", ("value",), "Note"))
    view = deal_view(desk, deal)
    assert view.review is not None
    assert (view.review.outcome, view.review.reasons) == ("won", ("Value shown",))
    assert view.handoff is not None
    assert (view.handoff.ready, view.handoff.total) == (0, 2)
    assert (view.probability, view.gate) == (100, None)
    assert all(step.is_passed for step in view.path)


def test_a_binned_deal_can_still_be_looked_at_and_a_gone_one_not(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.run(BinDeals((deal,)))
    assert deal_view(desk, deal).deal.binned_at is not None
    with pytest.raises(KnownError):
        deal_view(desk, "gone")
    assert timeline(desk, "gone") == ()


def test_every_shipped_stage_has_a_page(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk)
    for step in deal_view(shipped_desk, deal).path[1:]:
        move(shipped_desk, deal, step.key)
        view = deal_view(shipped_desk, deal)
        assert view.stage is not None
        assert view.stage.key == step.key
        assert likely_ahead(shipped_desk, deal)
        assert view.signals


def test_the_timeline_tells_everything_in_order(desk: Desk) -> None:
    deal, start = add_deal(desk), desk.clock.today()
    person = add_person(desk, deal, role="champion")
    step = SetNextStep(deal, PlannedStep("Call them", "2026-11-25"))
    desk.run(step)
    desk = reopen(desk, start + 3 * DAY)
    desk.run(CompleteNextStep(step.step_id, "They want a demo", PlannedStep("Demo", "2026-12-20")))
    desk.run(LogActivity("meeting", "At their depot", deal, person_id=person, by_buyer=True))
    add_fact(desk, deal, "pain", "Late positions", person_id=person, said_on="2026-11-25")
    answer = {"deal_id": deal, "question_key": "what-hurts", "words": "Waiting", "planned": False,
              "answered_on": "2026-11-25", "person_id": person}  # fmt: skip
    desk.run(AddRow("Answer", answer))
    desk.run(AddNote("Be early", deal))
    objection = {"deal_id": deal, "words": "Too dear", "said_on": "2026-11-25", "category": "price",
                 "status": "resolved", "response": "Cost of waiting", "confirmation": "Fair",
                 "resolved_on": "2026-11-26"}  # fmt: skip
    desk.run(AddRow("Objection", objection))
    desk = reopen(desk, start + 5 * DAY)
    move(desk, deal, "propose")
    move(desk, deal, "close")
    desk.run(LoseDeals((deal,), "lost", ("price",), what_happened="A cheaper one"))
    desk.run(ReopenDeal(deal))
    desk.run(WinDeal(deal, 5, "2026-11-27", ("value",)))
    found = [(e.kind, e.on, e.title) for e in timeline(desk, deal)]
    assert found == [
        ("stage", "2026-11-22", "Created in Qualify"),
        ("person", "2026-11-22", "Dana Reyes is on the deal: Champion"),
        ("next_step", "2026-11-25", "Done: Call them"),
        ("activity", "2026-11-25", "Meeting: At their depot"),
        ("fact", "2026-11-25", "Pain"),
        ("answer", "2026-11-25", "What hurts most?"),
        ("note", "2026-11-25", "Note"),
        ("objection", "2026-11-25", "Objection"),
        ("objection", "2026-11-26", "Objection resolved"),
        ("stage", "2026-11-27", "Moved to Propose"),
        ("override", "2026-11-27", "Left Propose with 1 still open"),
        ("stage", "2026-11-27", "Moved to Close"),
        ("closed", "2026-11-27", "Lost"),
        ("stage", "2026-11-27", "Reopened in Close"),
        ("closed", "2026-11-27", "Won"),
        ("handoff", "2026-12-04", "Handoff due"),
        ("next_step", "2026-12-20", "Next: Demo"),
    ]
    assert [e.days for e in timeline(desk, deal, ["stage"])] == [5, 0, 0, 0]
    assert timeline(desk, deal, ["override"])[0].body == "They asked\n○ The amount is known"
    assert [e.person for e in timeline(desk, deal, ["answer"])] == ["Dana Reyes"]
    desk.close()


def test_undo_goes_quietly_today_and_asks_for_an_import_or_another_day(desk: Desk) -> None:
    add_deal(desk, "Fleet")
    (line, _first) = history.entries(desk)
    today = desk.clock.today()
    assert (line.label, line.state, line.on) == ("Add Fleet", "done", today)
    assert history.may_undo_quietly(line, today)
    assert history.question(line, today) == ""
    assert "Nov 22, 2026" in history.question(line, today + DAY)
    entry = desk.undo_entry()
    assert entry is not None
    assert history.may_undo_quietly(entry, today)
    assert not history.may_undo_quietly(entry, today + DAY)
    desk.undo().result()
    assert history.entries(desk)[0].state == "undone"


@pytest.mark.parametrize(("command", "rows"), [("ImportFiles", 3), ("TagDeals", 500)])
def test_an_import_or_a_very_large_change_is_asked_about(command: str, rows: int) -> None:
    day = dt.date(2026, 11, 22)
    at = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    line = history.HistoryLine(1, "Import deals", command, at, day, "done", rows)
    assert not history.may_undo_quietly(line, day)
    assert str(rows) in history.question(line, day)


def test_a_page_and_its_panels_read_the_state_of_a_deal_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store import snapshots
    from salesdesk.usecases.handoff_view import handoff_view
    from salesdesk.usecases.qualification import qualify_view

    deal = add_deal(desk)
    read: list[str] = []
    states = snapshots.states

    def counted(connection: object, ids: list[str]) -> object:
        read.extend(ids)
        return states(connection, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshots, "states", counted)
    for _opening in range(2):  # each of them asks for the process too, over another connection
        deal_view(desk, deal)
        qualify_view(desk, deal)
        handoff_view(desk, deal)
    assert read == [deal]
    desk.run(AddNote("# Depot", deal_id=deal))
    read.clear()
    assert [note.body for note in deal_view(desk, deal).notes] == ["# Depot"]
    assert read == [deal]
