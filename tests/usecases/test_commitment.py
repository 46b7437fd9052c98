"""Commitment of one deal through the real store: ledger, events, plan, exports, the paper."""
# ruff: noqa: F811

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.commitment import (
    AddConcession,
    AddPlanStep,
    AddTypicalSteps,
    BinConcession,
    BinPlanStep,
    Breach,
    CommitView,
    EditConcession,
    EditPlanStep,
    Give,
    MoveConcession,
    RecordEvent,
    SetPlan,
    UnrecordSignal,
    commit_view,
)
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import EditFact
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.people import PutOnDeal
from salesdesk.usecases.plan_exports import save_ics, save_xlsx
from tests.desks import (  # noqa: F401
    add_deal,
    add_fact,
    add_person,
    desk,
    reopen,
    shipped_desk,
)
from tests.papers import rendered
from tests.store.whole import undone_and_redone

DISCOUNT = Give("price-discount", "Four per cent", 400, 4_000, "Two years", "offered")


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk, account="Nordwind", amount_minor=100_000)


@pytest.fixture
def dana(desk: Desk, deal: str) -> str:
    return add_person(desk, deal, "Dana Reyes", role="legal")


def view(desk: Desk, deal: str) -> CommitView:
    return commit_view(desk, deal)


def gives(desk: Desk, deal: str) -> list[str]:
    return [line.concession.give for line in view(desk, deal).lines]


# The ledger ---------------------------------------------------------------------------------------


def test_a_concession_within_the_limits_is_kept_with_its_effect(
    desk: Desk, deal: str, dana: str
) -> None:
    from dataclasses import replace

    desk.run(AddConcession(deal, replace(DISCOUNT, person_id=dana)))
    found = view(desk, deal)
    (line,) = found.lines
    assert (line.concession.person, line.concession.given_on) == ("Dana Reyes", "2026-11-22")
    assert (line.check.doubts, line.check.total) == ((), 400)
    assert (found.effect.left_minor, found.effect.discount_bp) == (96_000, 400)


def test_a_breach_is_refused_with_what_speaks_against_it_and_the_rep_may_go_on(
    desk: Desk, deal: str
) -> None:
    much = Give("price-discount", "Fifteen", 1500, None, " ", "offered")
    with pytest.raises(Breach, match="without a get") as caught:
        desk.run(AddConcession(deal, much))
    assert caught.value.doubts == ("approval", "get")
    assert view(desk, deal).lines == ()
    desk.run(AddConcession(deal, much, ("approval", "get")))
    (line,) = view(desk, deal).lines
    assert line.check.doubts == ("approval", "get")
    assert line.check.approver == "leadership"


def test_line_discounts_and_earlier_concessions_count_towards_the_limit(
    desk: Desk, deal: str
) -> None:
    desk.run(AddLineItem(deal, "Licence", unit_minor=100_000, currency="EUR", discount_bp=300))
    with pytest.raises(Breach, match="7% in total needs approval: Finance"):
        desk.run(AddConcession(deal, DISCOUNT))
    approved = Give("price-discount", "Four", 400, 4_000, "Two years", "offered", "Mira")
    desk.run(AddConcession(deal, approved))
    effect = view(desk, deal).effect
    assert (effect.list_minor, effect.lines_minor, effect.left_minor) == (100_000, 3_000, 93_000)


def test_once_more_is_given_than_was_approved_the_approval_does_not_count(
    desk: Desk, deal: str
) -> None:
    approved = Give("price-discount", "Eight", 800, None, "Two years", "offered", "Mira Oduya")
    desk.run(AddConcession(deal, approved))
    (line,) = view(desk, deal).lines
    assert line.concession.approved_on == "2026-11-22"
    key = line.concession.id
    desk.run(EditConcession(key, {"give": "Eight per cent"}))
    with pytest.raises(Breach, match="Leadership"):
        desk.run(EditConcession(key, {"size": 1800}))
    assert view(desk, deal).lines[0].concession.approved_by == "Mira Oduya"
    desk.run(EditConcession(key, {"size": 1800, "approved_by": "The board"}))
    assert view(desk, deal).lines[0].check.doubts == ()


def test_a_doubt_that_stands_is_not_asked_about_at_every_edit(desk: Desk, deal: str) -> None:
    desk.run(AddConcession(deal, Give("addon-pilot", "Trial", 10, state="offered"), ("get",)))
    key = view(desk, deal).lines[0].concession.id
    desk.run(EditConcession(key, {"give": "Trial in Asti"}))
    assert gives(desk, deal) == ["Trial in Asti"]


@pytest.mark.parametrize(
    ("give", "said"),
    [
        (Give("price-discount", " "), "Say what is given"),
        (Give("price-discount", "x", 10_001, state="asked"), "cannot be meant"),
        (Give("price-discount", "x", 0), "cannot be meant"),
        (Give("payment-days", "x", 4_000), "cannot be meant"),
        (Give("price-discount", "x", None, None, "y", "offered"), "How much"),
        (Give("price-discount", "x", 100, 100_001), "more than the deal is worth"),
        (Give("price-discount", "x", 100, -1), "cannot be negative"),
        (Give("price-discount", "x", 100, state="maybe"), "is not one of"),
        (Give("price-discount", "x", 100, given_on="soon"), "is not a date"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    desk: Desk, deal: str, give: Give, said: str
) -> None:
    with pytest.raises(KnownError, match=said):
        desk.run(AddConcession(deal, give))
    assert view(desk, deal).lines == ()


def test_concessions_are_reordered_binned_and_all_of_it_undone(desk: Desk, deal: str) -> None:
    for name in ("first", "second", "third"):
        desk.run(AddConcession(deal, Give("reference-given", name)))
    ids = {line.concession.give: line.concession.id for line in view(desk, deal).lines}
    desk.run(MoveConcession(ids["third"], -1))
    assert gives(desk, deal) == ["first", "third", "second"]
    desk.run(MoveConcession(ids["first"], -1))
    desk.run(MoveConcession(ids["first"], 1))
    assert gives(desk, deal) == ["third", "first", "second"]
    desk.run(BinConcession(ids["first"]))
    assert gives(desk, deal) == ["third", "second"]
    undone_and_redone(desk, BinConcession(ids["second"]))


def test_a_text_of_a_hundred_thousand_characters_is_kept_whole(desk: Desk, deal: str) -> None:
    desk.run(AddConcession(deal, Give("reference-given", "x" * 100_000)))
    assert len(gives(desk, deal)[0]) == 100_000


# Commitment events --------------------------------------------------------------------------------


def test_events_of_a_process_that_marks_none_are_those_of_its_last_stages(
    desk: Desk, deal: str
) -> None:
    assert [state.signal.key for state in view(desk, deal).events] == ["asked-terms"]


def test_an_event_is_a_fact_that_opens_the_gate_and_moves_the_way_to_signature(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, stage_key="commitment")
    elena = add_person(shipped_desk, deal, "Elena Conti")

    def met() -> bool:
        gate = deal_view(shipped_desk, deal).gate
        assert gate is not None
        return next(s.is_met for s in gate.states if s.criterion.key == "commitment-seen")

    assert not met()
    event = RecordEvent(
        deal, "commitment-purchase-request", "It is in their system", elena, "2026-11-20", "PR-4471"
    )
    shipped_desk.run(event)
    assert met()
    found = view(shipped_desk, deal)
    fact = next(s.fact for s in found.events if s.signal.key == "commitment-purchase-request")
    assert fact is not None
    assert (fact.measure, fact.person, fact.confirmed) == ("PR-4471", "Elena Conti", True)
    assert {n.kind: n.state for n in found.path}["procurement"] == "doing"
    shipped_desk.run(EditFact(fact.id, {"measure": "PR-9"}))
    again = view(shipped_desk, deal).events
    assert [s.fact.measure for s in again if s.fact] == ["PR-9"]
    shipped_desk.run(UnrecordSignal(deal, "commitment-purchase-request"))
    assert not met()


def test_every_shipped_event_can_open_the_gate_or_close_the_deal(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk)
    asked = {s.signal.key: s.signal.asks for s in view(shipped_desk, deal).events}
    assert asked["commitment-signature-date"] == "date"
    assert len(asked) == 8


def test_an_event_needs_words_and_dates_that_are_dates(desk: Desk, deal: str) -> None:
    with pytest.raises(KnownError, match="needs words"):
        desk.run(RecordEvent(deal, "asked-terms", " ", None, "2026-11-20"))
    with pytest.raises(KnownError, match="not a date"):
        desk.run(RecordEvent(deal, "asked-terms", "x", None, "2026-11-20", day="soon"))


# The plan -----------------------------------------------------------------------------------------


def test_typical_steps_are_counted_back_with_the_people_whose_role_fits(
    desk: Desk, deal: str, dana: str
) -> None:
    desk.run(AddTypicalSteps(deal, "2027-03-01"))
    found = view(desk, deal)
    assert found.target_on == "2027-03-01"
    steps = {state.step.kind: state for state in found.plan.steps}
    assert steps["legal"].step.owner == "Dana Reyes"
    assert steps["legal"].step.person_id == dana
    assert steps["budget"].lacks == ("name",)
    assert found.plan.buyer_owns_most
    with pytest.raises(KnownError, match="in the plan already"):
        desk.run(AddTypicalSteps(deal))
    desk.run(BinPlanStep(steps["budget"].step.id))
    desk.run(AddTypicalSteps(deal))
    assert len(view(desk, deal).plan.steps) == len(steps)


def test_typical_steps_need_the_day_of_the_start(desk: Desk, deal: str) -> None:
    with pytest.raises(KnownError, match="counted back from the day of the start"):
        desk.run(AddTypicalSteps(deal))
    assert view(desk, deal).plan.steps == ()


def test_a_start_is_suggested_from_the_kickoff_or_the_expected_close(desk: Desk, deal: str) -> None:
    assert view(desk, deal).suggested_on is None
    desk.run(EditDeal(deal, {"expected_close_on": "2026-12-18"}))
    assert view(desk, deal).suggested_on == "2027-01-01"


def test_a_step_is_added_changed_done_and_undone(desk: Desk, deal: str, dana: str) -> None:
    desk.run(AddPlanStep(deal, {"what": "Read the contract", "kind": "legal"}))
    (state,) = view(desk, deal).plan.steps
    assert state.lacks == ("date", "name")
    desk.run(EditPlanStep(state.step.id, {"due_on": "2026-11-20", "person_id": dana}))
    (state,) = view(desk, deal).plan.steps
    assert (state.days_late, state.step.owner, state.lacks) == (2, "Dana Reyes", ())
    undone_and_redone(desk, EditPlanStep(state.step.id, {"state": "done"}))
    (state,) = view(desk, deal).plan.steps
    assert (state.step.done_on, state.days_late) == ("2026-11-22", 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": " "}, "needs words"),
        ({"what": "x", "kind": "party"}, "is not one of"),
        ({"what": "x", "side": "they"}, "is not one of"),
        ({"what": "x", "due_on": "2026-13-01"}, "is not a date"),
        ({"what": "x", "due_on": "9999-01-01"}, "cannot be meant"),
        ({"what": "x", "state": "done", "done_on": "2026-11-23"}, "still to come"),
        ({"what": "x", "colour": "red"}, "has no field"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    desk: Desk, deal: str, fields: dict[str, str], said: str
) -> None:
    with pytest.raises(KnownError, match=said):
        desk.run(AddPlanStep(deal, fields))
    assert view(desk, deal).plan.steps == ()


def test_a_renamed_person_is_renamed_in_the_plan_too(desk: Desk, deal: str, dana: str) -> None:
    from salesdesk.usecases.people import EditPerson

    desk.run(AddPlanStep(deal, {"what": "Sign", "person_id": dana}))
    desk.run(EditPerson(dana, {"name": "Dana Reyes-Lund"}))
    assert view(desk, deal).plan.steps[0].step.owner == "Dana Reyes-Lund"


def test_the_plan_is_kept_over_a_restart(desk: Desk, deal: str) -> None:
    desk.run(SetPlan(deal, {"objective": "Go live", "fallback": "One plant", "target_on": ""}))
    again = reopen(desk)
    found = view(again, deal)
    again.close()
    assert (found.objective, found.fallback, found.target_on) == ("Go live", "One plant", None)


def test_the_plan_shows_the_deals_own_criteria_and_risks(desk: Desk, deal: str) -> None:
    fact = add_fact(desk, deal, "risk", "They argue", mitigation="A workshop")
    add_fact(desk, deal, "criterion", "Reads both systems")
    desk.run(EditFact(fact, {"words": "They argue about definitions"}))
    found = view(desk, deal)
    assert [f.words for f in (*found.risks, *found.criteria)] == [
        "They argue about definitions",
        "Reads both systems",
    ]


# What leaves the house ----------------------------------------------------------------------------


def test_the_excel_table_has_a_row_a_step(desk: Desk, deal: str, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no step yet"):
        save_xlsx(desk, deal, tmp_path / "plan.xlsx")
    desk.run(AddPlanStep(deal, {"what": "=SUM(A1)", "due_on": "2026-12-01", "owner": "Dana"}))
    save_xlsx(desk, deal, tmp_path / "plan.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "plan.xlsx").get_sheet_by_index(0)
    head, row = sheet.to_python()
    assert head[:5] == ["No.", "Step", "By", "Whose", "Who"]
    assert row[:5] == [1.0, "=SUM(A1)", dt.date(2026, 12, 1), "Nordwind", "Dana"]


def test_the_calendar_file_has_an_appointment_for_each_open_dated_step(
    desk: Desk, deal: str, tmp_path: Path
) -> None:
    desk.run(AddPlanStep(deal, {"what": "No day yet"}))
    with pytest.raises(KnownError, match="No open step has a day"):
        save_ics(desk, deal, tmp_path / "plan.ics")
    desk.run(AddPlanStep(deal, {"what": "Sign", "due_on": "2026-12-18", "owner": "Dana"}))
    desk.run(AddPlanStep(deal, {"what": "Old", "due_on": "2026-11-02", "state": "done"}))
    ours = {"what": "Answers for legal", "due_on": "2026-12-21", "owner": "Me", "side": "seller"}
    desk.run(AddPlanStep(deal, ours))
    save_ics(desk, deal, tmp_path / "plan.ics")
    from icalendar import Calendar

    calendar = Calendar.from_ical((tmp_path / "plan.ics").read_bytes())
    event, of_ours = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Sign · Fleet telematics"
    assert event.decoded("dtstart") == dt.date(2026, 12, 18)
    assert not event.walk("VALARM"), "what the buyer does rings nowhere"
    (alarm,) = of_ours.walk("VALARM")
    assert alarm.decoded("trigger") == dt.timedelta(hours=-15), "at nine the morning before"


def test_the_paper_holds_the_plan_and_nothing_that_the_buyer_must_not_see(
    desk: Desk, deal: str, dana: str
) -> None:
    desk.run(SetPlan(deal, {"objective": "Go live in March", "target_on": "2027-03-01"}))
    desk.run(AddPlanStep(deal, {"what": "Sign", "due_on": "2026-12-18", "person_id": dana}))
    desk.run(AddPlanStep(deal, {"what": "Kickoff"}))
    said = {"mitigation": "A workshop", "severity": "high", "person_id": dana}
    add_fact(desk, deal, "risk", "They argue", **said)
    add_fact(desk, deal, "risk", "Suspicion: Dana is against us")
    add_fact(desk, deal, "criterion", "Guess: the cheapest wins")
    much = Give("price-discount", "Fifteen per cent secret", 1500, None, None, "offered")
    desk.run(AddConcession(deal, much, ("approval", "get")))
    desk.run(PutOnDeal(deal, dana, role="legal", influence="high", stance="blocker"))
    for form in ("html", "md"):
        text = rendered(desk, "plan", deal, form)  # type: ignore[arg-type]
        for word in ("Go live in March", "Sign", "Dana Reyes", "Nordwind", "to be named",
                     "to be set", "A workshop"):  # fmt: skip
            assert word in text, word
        for secret in ("secret", "Fifteen", "Discount", "blocker", "high", "Leadership", "late",
                       "Suspicion", "Guess"):  # fmt: skip
            assert secret not in text, secret


def test_what_was_given_and_planned_is_found_by_its_words(desk: Desk, deal: str) -> None:
    from salesdesk.usecases.searching import find

    desk.run(AddConcession(deal, Give("reference-given", "Workshop in Asti")))
    desk.run(AddPlanStep(deal, {"what": "Contract read", "owner": "Paolo Riva"}))
    found = [(f.kind, f.item) for f in find(desk, "asti")]
    assert found == [("concession", f"{deal}/commit/see:ledger")]
    (step,) = find(desk, "paolo")
    assert step.detail == "Plan step · Fleet telematics"
