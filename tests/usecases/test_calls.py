"""Calls on a real desk: the sheet, what is typed, how one ends, and where it shows."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from salesdesk.domain.calls import NoNextStep, Point
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.usecases import people_map
from salesdesk.usecases.call_ends import ConfirmSummary, EndCall, Ending, KeepSummary
from salesdesk.usecases.call_views import call_at_hand, call_view, last_held
from salesdesk.usecases.call_views import calls as calls_of
from salesdesk.usecases.calls import BinCall, KeepTyped, PlanCall, Sheet, StartCall, TickExit
from salesdesk.usecases.coach import findings_for
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import CaptureLine, discover_view
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.timeline import timeline
from tests import desks
from tests.desks import desk  # noqa: F401

STEP = PlannedStep("Demo with operations", "2026-11-26", "demo", "14:00", agreed=True)


def sheet(**fields: Any) -> Sheet:
    known: dict[str, Any] = {
        "planned_on": "2026-11-24",
        "planned_time": "10:00",
        "minutes": 30,
        "hypothesis": "Penalties hurt more than the hours",
        "agenda": ((10, "Today"), (20, "What it costs")),
    }
    return Sheet(**{**known, **fields})


def running(desk: Desk, **fields: Any) -> tuple[str, str]:  # noqa: F811
    """A deal with a call that runs; both ids."""
    deal_id = desks.add_deal(desk)
    plan = PlanCall(deal_id, sheet(**fields))
    desk.run(plan)
    desk.run(StartCall(deal_id, plan.call_id))
    return deal_id, plan.call_id


def end(desk: Desk, call_id: str, **fields: Any) -> EndCall:  # noqa: F811
    command = EndCall(call_id, Ending(**{"subject": "Discovery", "step": STEP, **fields}))
    desk.run(command)
    return command


# -- the sheet ---------------------------------------------------------------------------------


def test_a_sheet_is_kept_changed_and_undone(desk: Desk) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    ines = desks.add_person(desk, deal_id, "Ines Duarte")
    plan = PlanCall(deal_id, sheet(attendees=(ines, "Somebody from IT", ines)))
    desk.run(plan)
    call = call_view(desk, plan.call_id)
    assert call.state == "planned"
    assert [(each.id, each.name) for each in call.attendees] == [
        (ines, "Ines Duarte"), ("", "Somebody from IT"),
    ]  # fmt: skip
    assert call.agenda == (Point(10, "Today"), Point(20, "What it costs"))
    assert len(call.exits) == 3
    desk.run(PlanCall(deal_id, sheet(minutes=45), plan.call_id))
    assert call_view(desk, plan.call_id).minutes == 45
    desk.undo().result()
    assert call_view(desk, plan.call_id).minutes == 30
    desk.undo().result()
    assert calls_of(desk, deal_id) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"minutes": 0}, "1 to 600 minutes"),
        ({"planned_on": "2026-02-30"}, "is not a date"),
        ({"planned_time": "25:10"}, "is not a time of day"),
        ({"agenda": ((700, "Long"),)}, "0 to 600 minutes"),
    ],
)
def test_a_sheet_with_a_slip_is_refused_whole(desk: Desk, fields: Any, said: str) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    with pytest.raises(KnownError, match=said):
        desk.run(PlanCall(deal_id, sheet(**fields)))
    assert calls_of(desk, deal_id) == ()


def test_a_hundred_thousand_characters_are_kept(desk: Desk) -> None:  # noqa: F811
    _deal, call_id = running(desk)
    text = "driver " * 14_286
    desk.run(KeepTyped(call_id, text, ""))
    assert call_view(desk, call_id).notes == text


def test_the_exit_checklist_is_ticked(desk: Desk) -> None:  # noqa: F811
    _deal, call_id = running(desk)
    desk.run(TickExit(call_id, 1, True))
    assert [each.is_reached for each in call_view(desk, call_id).exits] == [False, True, False]
    with pytest.raises(KnownError, match="not on the checklist"):
        desk.run(TickExit(call_id, 9, True))


# -- while it runs -----------------------------------------------------------------------------


def test_a_call_without_a_sheet_can_be_started_and_goes_on_once_begun(desk: Desk) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    start = StartCall(deal_id)
    desk.run(start)
    began = call_view(desk, start.call_id).started_at
    desk.run(StartCall(deal_id, start.call_id))
    assert call_view(desk, start.call_id).started_at == began
    found = call_at_hand(calls_of(desk, deal_id))
    assert found is not None
    assert found.id == start.call_id


def test_one_call_of_a_deal_runs_at_a_time(desk: Desk) -> None:  # noqa: F811
    deal_id, _call_id = running(desk)
    with pytest.raises(KnownError, match="Another call on this deal runs"):
        desk.run(StartCall(deal_id))
    assert len(calls_of(desk, deal_id)) == 1


_TYPING = """
import os, signal, sys
from pathlib import Path
from salesdesk.domain.clock import Clock
from salesdesk.usecases.calls import KeepTyped
from salesdesk.usecases.desk import Desk

desk = Desk(Path(sys.argv[1]), Clock(), threaded=False)
for end in range(1, len(sys.argv[3]) + 1):
    desk.run(KeepTyped(sys.argv[2], sys.argv[3][:end], ""))
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def test_a_program_that_is_killed_has_kept_every_keystroke(tmp_path: Path) -> None:
    made = desks.make_desk(tmp_path)
    deal_id, call_id = running(made)
    path = made.path
    made.close()
    words = "They fine us for each"
    killed = subprocess.run(
        [sys.executable, "-c", _TYPING, str(path), call_id, words], capture_output=True, check=False
    )
    assert killed.returncode != 0, killed.stderr
    again = Desk(path, desks.clock_of(desks.TODAY), threaded=False)
    try:
        assert call_view(again, call_id).notes == words
        assert call_at_hand(calls_of(again, deal_id)) is not None
    finally:
        again.close()


def test_what_is_typed_in_one_go_is_one_step_of_undo(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    text = "They fine us"
    for end_ in range(1, len(text) + 1):
        desk.run(KeepTyped(call_id, text[:end_], ""))
    desk.run(CaptureLine(deal_id, "Three missed slots", "pain"))
    desk.run(KeepTyped(call_id, text + " daily", ""))
    assert call_view(desk, call_id).notes == "They fine us daily"
    desk.undo().result()
    assert call_view(desk, call_id).notes == text
    desk.undo().result()
    assert discover_view(desk, deal_id).captures == ()
    desk.undo().result()
    assert call_view(desk, call_id).notes == ""
    desk.redo().result()
    assert call_view(desk, call_id).notes == text


def test_the_line_in_hand_is_kept_but_no_step_of_undo(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    desk.run(CaptureLine(deal_id, "Three missed slots", "pain"))
    before = desk.undo_entry()
    desk.run(KeepTyped(call_id, "", "and the fo"))
    assert desk.undo_entry() == before
    assert call_view(desk, call_id).typed == "and the fo"
    desk.undo().result()
    assert call_view(desk, call_id).typed == "and the fo"
    assert discover_view(desk, deal_id).captures == ()


def test_the_desk_is_whole_after_much_typing(desk: Desk) -> None:  # noqa: F811
    from salesdesk.usecases.checking import check_desk

    _deal, call_id = running(desk)
    for length in range(1, 40):
        desk.run(KeepTyped(call_id, "x" * length, "y" * (length % 3)))
    assert check_desk(desk.path).is_whole


def test_a_line_can_be_marked_in_parts_while_it_is_typed(desk: Desk) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    line = CaptureLine(
        deal_id, "Three slots a week, Paul hates it", "pain", None, "what-hurts",
        parts=(("metric", "Three slots a week"),),
    )  # fmt: skip
    desk.run(line)
    facts = discover_view(desk, deal_id).facts
    assert [(fact.kind, fact.words, fact.key) for fact in facts] == [
        ("pain", "Three slots a week, Paul hates it", "what-hurts"),
        ("metric", "Three slots a week", "what-hurts"),
    ]


# -- the end -----------------------------------------------------------------------------------


def test_a_call_becomes_an_activity_with_its_outcome_and_a_next_step(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    end(desk, call_id, outcome="They want a demo", summary="You told us …")
    call = call_view(desk, call_id)
    assert (call.state, call.subject, call.outcome) == ("done", "Discovery", "They want a demo")
    assert call.summary == "You told us …"
    view = deal_view(desk, deal_id)
    assert [(a.kind, a.subject, a.outcome) for a in view.activities] == [
        ("call", "Discovery", "They want a demo")
    ]
    assert view.next_step is not None
    assert view.next_step.what == "Demo with operations"
    desk.undo().result()
    assert call_view(desk, call_id).state == "running"
    assert deal_view(desk, deal_id).next_step is None


def test_leaving_without_a_next_step_asks_and_keeps_the_reason(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    with pytest.raises(NoNextStep, match="agree on one, or say why"):
        end(desk, call_id, step=None)
    assert call_view(desk, call_id).state == "running"
    end(desk, call_id, step=None, no_step_why="Ines asks the works council first")
    assert call_view(desk, call_id).no_step_why == "Ines asks the works council first"
    findings = [f for f in findings_for(desk, deal_id) if f.rule == "meeting-without-step"]
    assert "Left open because: “Ines asks the works council first”" in findings[0].say().evidence


def test_a_next_step_that_stands_already_is_enough(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    desk.run(SetNextStep(deal_id, STEP))
    end(desk, call_id, step=None)
    assert call_view(desk, call_id).state == "done"
    rules = [finding.rule for finding in findings_for(desk, deal_id)]
    assert "meeting-without-step" not in rules


def test_the_step_that_the_call_was_does_not_count_as_the_next(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    was = SetNextStep(deal_id, PlannedStep("Discovery call", "2026-11-22", "call"))
    desk.run(was)
    with pytest.raises(NoNextStep):
        end(desk, call_id, step=None, fulfils_id=was.step_id)
    end(desk, call_id, fulfils_id=was.step_id, outcome="Good")
    view = deal_view(desk, deal_id)
    assert [(s.what, s.outcome) for s in view.done_steps] == [("Discovery call", "Good")]
    assert [s.what for s in view.next_steps] == ["Demo with operations"]


def test_a_line_that_was_never_entered_goes_to_the_notes(desk: Desk) -> None:  # noqa: F811
    _deal, call_id = running(desk)
    desk.run(KeepTyped(call_id, "Bell on the wall", "and then he"))
    end(desk, call_id)
    call = call_view(desk, call_id)
    assert (call.notes, call.typed) == ("Bell on the wall\nand then he", "")


def test_a_call_ends_once(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    end(desk, call_id)
    with pytest.raises(KnownError, match="does not run"):
        end(desk, call_id)
    with pytest.raises(KnownError, match="is over"):
        desk.run(StartCall(deal_id, call_id))


def test_the_length_is_that_of_the_clock(tmp_path: Path) -> None:
    now = [dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)]
    made = desks.make_desk(tmp_path)
    made.close()
    opened = Desk(made.path, Clock(None, lambda: now[0]), threaded=False)
    try:
        _deal, call_id = running(opened)
        now[0] += dt.timedelta(minutes=38)
        end(opened, call_id)
        assert call_view(opened, call_id).length == 38
    finally:
        opened.close()


# -- the summary -------------------------------------------------------------------------------


def test_a_confirmed_summary_confirms_what_it_tells_and_is_kept_as_evidence(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    ines = desks.add_person(desk, deal_id, "Ines Duarte")
    pain = desks.add_fact(desk, deal_id, "pain", "Missed slots")
    end(desk, call_id, summary="You told us about missed slots.")
    with pytest.raises(KnownError, match="choose who"):
        desk.run(ConfirmSummary(call_id, "2026-11-22", None))
    with pytest.raises(KnownError, match="still to come"):
        desk.run(ConfirmSummary(call_id, "2026-11-23", ines))
    desk.run(ConfirmSummary(call_id, "2026-11-22", ines, (pain,)))
    facts = {fact.kind: fact for fact in discover_view(desk, deal_id).facts}
    assert facts["pain"].confirmed
    assert facts["evidence"].person == "Ines Duarte"
    assert facts["evidence"].key == "summary-confirmed"
    assert call_view(desk, call_id).confirmed_on == "2026-11-22"
    desk.run(KeepSummary(call_id, "You told us about missed slots and fines."))
    assert call_view(desk, call_id).confirmed_on == ""


def test_the_stages_own_sign_is_recorded_where_it_waits_for_it(tmp_path: Path) -> None:
    opened = desks.make_shipped_desk(tmp_path)
    try:
        deal_id = desks.add_deal(opened, stage_key="discovery")
        ines = desks.add_person(opened, deal_id, "Ines Duarte")
        start = StartCall(deal_id)
        opened.run(start)
        end(opened, start.call_id, summary="You told us …")
        opened.run(ConfirmSummary(start.call_id, "2026-11-22", ines))
        seen = {each.signal.key for each in discover_view(opened, deal_id).signals if each.fact}
        assert seen == {"discovery-confirmed-summary"}
    finally:
        opened.close()


def test_a_summary_must_be_there_to_be_confirmed(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    ines = desks.add_person(desk, deal_id, "Ines Duarte")
    end(desk, call_id)
    with pytest.raises(KnownError, match="no summary to confirm"):
        desk.run(ConfirmSummary(call_id, "2026-11-22", ines))


# -- where it shows ----------------------------------------------------------------------------


def test_the_timeline_shows_each_call_once(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    desk.run(KeepTyped(call_id, "Bell on the wall", ""))
    desk.run(PlanCall(deal_id, sheet()))
    end(desk, call_id, outcome="They want a demo")
    shown = [(e.kind, e.title, e.body) for e in timeline(desk, deal_id, ("call", "activity"))]
    assert shown == [
        ("call", "Call: Discovery", "They want a demo\nBell on the wall"),
        ("call", "Call planned", "Penalties hurt more than the hours"),
    ]


def test_a_binned_call_leaves_its_activity(desk: Desk) -> None:  # noqa: F811
    deal_id, call_id = running(desk)
    end(desk, call_id)
    desk.run(BinCall(call_id))
    assert last_held(calls_of(desk, deal_id)) is None
    assert [e.kind for e in timeline(desk, deal_id, ("call", "activity"))] == ["activity"]


# -- the map -----------------------------------------------------------------------------------


def test_a_place_on_the_map_is_kept_undone_and_given_up(desk: Desk) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    ines = desks.add_person(desk, deal_id, "Ines Duarte")
    first = people_map.people_map(desk, deal_id)[0]
    desk.run(people_map.PlaceOnMap(deal_id, ines, (300, -40)))
    placed = people_map.people_map(desk, deal_id)[0]
    assert placed.spot == (300, 0)
    desk.undo().result()
    assert people_map.people_map(desk, deal_id)[0] == first
    desk.redo().result()
    desk.run(people_map.ArrangeMap(deal_id))
    assert people_map.people_map(desk, deal_id)[0] == first


def test_reporting_in_a_circle_is_refused_with_a_sentence(desk: Desk) -> None:  # noqa: F811
    deal_id = desks.add_deal(desk)
    ines = desks.add_person(desk, deal_id, "Ines Duarte", role="champion")
    paul = desks.add_person(desk, deal_id, "Paul Meyer")
    desk.run(people_map.SetReportsTo(deal_id, ines, paul))
    with pytest.raises(KnownError, match="Paul Meyer would report to themselves"):
        desk.run(people_map.SetReportsTo(deal_id, paul, ines))
    shown = {p.name: (p.reports_to_id, p.role) for p in people_map.people_map(desk, deal_id)}
    assert shown["Ines Duarte"] == (paul, "champion")
    assert shown["Paul Meyer"][0] is None
