"""Each rule of the coach: one deal that triggers it, and near misses that do not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from salesdesk.domain.coach import (
    activity_without_progress,
    decider_never_met,
    demo_before_pain,
    meeting_without_step,
    poor_handoff,
    promise_not_kept,
    qualification_skipped,
    silent_since_proposal,
)
from salesdesk.domain.coach.case import (
    Case,
    Course,
    Entry,
    Event,
    Handover,
    Held,
    Passed,
    Sent,
    Step,
    Told,
)
from salesdesk.domain.coach.finding import Finding
from salesdesk.domain.coach.register import DEAL_RULES, look_at
from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
from tests.desks import SMALL, TODAY, shipped_process

COURSE = Course(shipped_process())
DISCOVERY = "discovery"


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def fact(kind: str, words: str = "Two lost days a week", **fields: Any) -> FactView:
    return FactView(fields.pop("id", f"{kind}-1"), kind, words, **fields)


def snapshot(**fields: Any) -> DealSnapshot:
    """A deal about which the qualification is known, with a next step."""
    known: dict[str, Any] = {
        "fields": frozenset({"account", "industry"}),
        "facts": (fact("pain", key="breakage-where-it-fails"),),
        "people": (PersonView("p1", "Ines Duarte", "champion"),),
        "answered": frozenset({"urgency-why-now"}),
        "next_step_due": ago(-3),
    }
    return DealSnapshot(**{**known, **fields})


def case(**fields: Any) -> Case:
    """An open deal in Discovery with a step to come, on which there is nothing to find."""
    known: dict[str, Any] = {
        "id": "d1", "name": "Fleet telematics", "pipeline_id": "line", "stage_key": DISCOVERY,
        "status": "open", "entered_on": ago(9), "amount_minor": 6_400_000,
        "snapshot": snapshot(), "steps": (Step("s1", "call", "Call them", ago(-3), True),),
    }  # fmt: skip
    return Case(**{**known, **fields})


def see(rule: Any, looked_at: Case, course: Course = COURSE) -> Finding | None:
    found: Finding | None = rule.see(looked_at, course, TODAY)
    return found


def found(rule: Any, looked_at: Case, course: Course = COURSE) -> Finding:
    finding = see(rule, looked_at, course)
    assert finding is not None
    assert finding.rule == rule.KEY
    assert finding.say().sentence
    assert finding.say().evidence
    return finding


def calls(count: int, since: int = 10, **fields: Any) -> tuple[Event, ...]:
    return tuple(Event("call", "Left a message", ago(since - n), False) for n in range(count))


def test_nothing_is_found_on_a_deal_that_goes_well() -> None:
    assert look_at(case(), COURSE, TODAY) == []


# -- activity without buyer progress -----------------------------------------------------------


def test_five_calls_without_the_buyer_are_activity_without_progress() -> None:
    busy = case(events=calls(5), told=(Told(ago(30), "p1"),))
    finding = found(activity_without_progress, busy)
    assert finding.n == 5
    said = finding.say()
    assert said.evidence == (
        "5 calls, the last on Nov 16, 2026",
        "Last from the buyer: Oct 23, 2026",
    )
    assert said.place.panel == "discover", "the question that the stage waits for"
    assert COURSE.process.question(said.place.target) is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"events": calls(4)},
        {"events": (*calls(5), Event("email", "Their question", ago(2), True))},
        {"events": calls(5), "told": (Told(ago(8), "p1"),)},
        {"events": calls(5, since=activity_without_progress.RECENT_DAYS + 20)},
        {"events": calls(5), "status": "won"},
    ],
    ids=["four calls", "the buyer wrote", "the buyer answered in between", "long ago", "won"],
)
def test_it_is_no_activity_without_progress_when(fields: dict[str, Any]) -> None:
    assert see(activity_without_progress, case(**fields)) is None


def test_put_aside_it_comes_back_after_some_more_calls_not_after_one() -> None:
    marks = [found(activity_without_progress, case(events=calls(n))).mark for n in (6, 7, 9)]
    assert marks[0] == marks[1] != marks[2]


# -- qualification skipped ---------------------------------------------------------------------


def test_a_deal_beyond_the_first_gate_without_half_of_it_skipped_the_qualification() -> None:
    bare = case(snapshot=snapshot(facts=(), answered=frozenset()))
    finding = found(qualification_skipped, bare)
    assert finding.n == 2
    assert finding.say().place == ("deal", "discover", "breakage-where-it-fails")


def test_a_move_with_a_reason_counts_from_the_first_open_criterion_and_is_quoted() -> None:
    moved = case(
        snapshot=snapshot(answered=frozenset()),
        passed=(Passed("qualification", "They asked for a price", "2026-11-13T09:00:00+00:00"),),
    )
    said = found(qualification_skipped, moved).say()
    assert said.evidence == (
        "Open: We know why they look at this now",
        "Moved past it on Nov 13, 2026: “They asked for a price”",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"snapshot": snapshot(answered=frozenset())},
        {"snapshot": snapshot(facts=(), answered=frozenset()), "stage_key": "qualification"},
        {"snapshot": snapshot(next_step_due=None)},
        {"passed": (Passed("qualification", "In a hurry", "2026-11-13T09:00:00+00:00"),)},
        {"snapshot": snapshot(facts=(), answered=frozenset()), "stage_key": "gone"},
    ],
    ids=["one open", "still there", "only the step is gone", "mended since", "stage is gone"],
)
def test_the_qualification_was_not_skipped_when(fields: dict[str, Any]) -> None:
    assert see(qualification_skipped, case(**fields)) is None


# -- demo before confirmed pain ----------------------------------------------------------------

DEMO = Step("s2", "demo", "Demo with operations", ago(-4), True)


def test_a_demo_that_is_planned_before_a_confirmed_pain_is_found() -> None:
    finding = found(demo_before_pain, case(steps=(DEMO,)))
    said = finding.say()
    assert said.evidence == (
        "Demo planned for Nov 26, 2026: “Demo with operations”",
        "1 pain noted, not confirmed by the buyer",
    )
    assert said.place == ("deal", "discover", "breakage-where-it-fails")


def test_a_demo_that_was_held_without_any_pain_is_found() -> None:
    held = case(
        snapshot=snapshot(facts=()), events=(Event("meeting", "Demo of the app", ago(3), False),)
    )
    said = found(demo_before_pain, held).say()
    assert said.evidence[1] == "No pain noted yet"
    assert said.place.target == COURSE.pain_question


@pytest.mark.parametrize(
    "fields",
    [
        {"steps": (DEMO,), "snapshot": snapshot(facts=(fact("pain", confirmed=True),))},
        {"steps": (Step("s2", "meeting", "Talk", ago(-4), True),)},
        {"events": (Event("email", "About a demo", ago(3), False),)},
        {"events": (Event("meeting", "Memodemocracy", ago(3), False),)},
    ],
    ids=["confirmed", "a meeting", "a mail about one", "part of a word"],
)
def test_it_is_no_demo_before_pain_when(fields: dict[str, Any]) -> None:
    assert see(demo_before_pain, case(**fields)) is None


# -- a meeting without a next step -------------------------------------------------------------

MET = Event("meeting", "Talk at the depot", ago(4), False)


def test_a_meeting_after_which_nothing_was_agreed_is_found() -> None:
    finding = found(meeting_without_step, case(events=(MET,), steps=()))
    assert finding.say().place == ("deal", "overview", "next_step")
    assert finding.say().evidence[0] == "Met on Nov 18, 2026: “Talk at the depot”"


def test_a_meeting_that_was_itself_a_step_is_found_too() -> None:
    done = Step("s1", "meeting", "Talk", ago(4), True, done_on=ago(4))
    assert found(meeting_without_step, case(steps=(done,))).basis == (ago(4),)


def test_a_call_left_without_a_step_is_found_with_the_reason_given() -> None:
    left = case(calls=(Held(ago(2), "Discovery", "They ask the works council"),), steps=())
    said = found(meeting_without_step, left).say()
    assert said.evidence == (
        "Met on Nov 20, 2026: “Discovery”",
        "Left open because: “They ask the works council”",
        "No step since",
    )


def test_a_call_that_ended_with_a_step_is_not() -> None:
    assert see(meeting_without_step, case(calls=(Held(ago(2), "Discovery"),))) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"events": (MET,)},
        {"events": (MET,), "steps": (Step("s", "call", "Call", ago(2), True, done_on=ago(2)),)},
        {"events": (Event("call", "Call", ago(4), False),), "steps": ()},
        {"events": (Event("meeting", "Talk", ago(200), False),), "steps": ()},
    ],
    ids=["a step is open", "a step was done since", "a call", "long ago"],
)
def test_the_meeting_did_not_end_without_a_step_when(fields: dict[str, Any]) -> None:
    assert see(meeting_without_step, case(**fields)) is None


# -- a poor handoff ----------------------------------------------------------------------------

SMALL_COURSE = Course(SMALL)
DUE = Handover("open", "full", ago(-1), None, None, None)


def won(handover: Handover | None, **fields: Any) -> Case:
    return case(status="won", stage_key="close", handover=handover, **fields)


def test_a_handoff_that_is_due_with_required_items_open_is_found() -> None:
    finding = found(poor_handoff, won(DUE), SMALL_COURSE)
    assert finding.say().evidence == ("Open: Goals", "Open: Terms", "Due Nov 23, 2026")
    assert finding.say().place.panel == "handoff"


def test_a_handoff_that_went_out_with_gaps_is_found_with_the_reason_given() -> None:
    sent = Handover("finished", "short", ago(5), ago(4), "They start on Monday", None)
    said = found(poor_handoff, won(sent), SMALL_COURSE).say()
    assert said.evidence == ("Open: Goals", "Reason given: “They start on Monday”")


def test_a_handoff_that_came_back_is_found_even_when_it_is_whole() -> None:
    back = Handover("returned", "short", ago(5), ago(4), None, "Who is the user lead?")
    whole = snapshot(facts=(fact("goal", "Invoices on the same day"),))
    finding = found(poor_handoff, won(back, snapshot=whole), SMALL_COURSE)
    assert finding.n == 0
    assert finding.say().evidence == ("They said: “Who is the user lead?”",)


@pytest.mark.parametrize(
    "handover",
    [
        won(DUE).handover._replace(due_on=ago(-5)),  # type: ignore[union-attr]
        DUE._replace(state="accepted"),
        Handover("finished", "full", ago(90), ago(80), None, None),
        None,
    ],
    ids=["due later", "accepted", "long ago", "no handoff"],
)
def test_it_is_no_poor_handoff_when(handover: Handover | None) -> None:
    assert see(poor_handoff, won(handover), SMALL_COURSE) is None


def test_a_handoff_with_all_required_items_is_fine() -> None:
    whole = snapshot(
        facts=(fact("goal", "Invoices on the same day"),), confirmed_none=frozenset({"terms"})
    )
    assert see(poor_handoff, won(DUE, snapshot=whole), SMALL_COURSE) is None


# -- silent since the offer --------------------------------------------------------------------

SENT = Event("email", "Our offer", ago(10), False)
AT_OFFER: dict[str, Any] = {
    "stage_key": "proposal",
    "entered_on": ago(12),
    "entries": (Entry("proposal", f"{ago(12)}T09:00:00+00:00"),),
}


def test_a_buyer_who_says_nothing_after_the_offer_is_silent() -> None:
    silent = case(**AT_OFFER, events=(SENT, *calls(2, since=5)), told=(Told(ago(20), "p1"),))
    finding = found(silent_since_proposal, silent)
    assert finding.say().evidence == (
        "Went out on Nov 12, 2026: “Our offer”",
        "Last from the buyer: Nov 2, 2026",
        "2 tries of yours since",
    )


def test_what_was_marked_as_sent_counts_before_any_mail_and_the_last_version_of_all() -> None:
    first, again = Sent(ago(20), "Offer"), Sent(ago(9), "Offer, smaller")
    assert found(silent_since_proposal, case(**AT_OFFER, sent=(first, again))).say().evidence == (
        "Went out on Nov 13, 2026: “Offer, smaller”",
        "Nothing from the buyer yet",
    )
    early = case(stage_key="discovery", entered_on=ago(30), sent=(again,))
    assert found(silent_since_proposal, early).basis == (ago(9), ""), "in whatever stage it is"
    fresh = case(**AT_OFFER, events=(SENT,), sent=(first, again._replace(on=ago(2))))
    assert see(silent_since_proposal, fresh) is None, "a mail before the offer is no offer"
    heard = case(**AT_OFFER, sent=(again,), told=(Told(ago(8), "p1"),))
    assert see(silent_since_proposal, heard) is None


def test_without_a_mail_the_day_on_which_the_offers_stage_was_left_counts() -> None:
    later = {**AT_OFFER, "stage_key": "commitment"}
    later["entries"] = (*AT_OFFER["entries"], Entry("commitment", f"{ago(9)}T09:00:00+00:00"))
    assert found(silent_since_proposal, case(**later)).basis == (ago(9), "")


@pytest.mark.parametrize(
    "fields",
    [
        {**AT_OFFER, "events": (SENT._replace(on=ago(3)),)},
        {**AT_OFFER, "events": (SENT, Event("email", "A question", ago(8), True))},
        {**AT_OFFER, "events": (SENT,), "told": (Told(ago(10), "p1"),)},
        {**AT_OFFER},
        {"events": (SENT,)},
    ],
    ids=["too fresh", "they wrote", "heard on the day", "nothing went out", "before the offer"],
)
def test_the_buyer_is_not_silent_when(fields: dict[str, Any]) -> None:
    assert see(silent_since_proposal, case(**fields)) is None


# -- a promise that was not kept ---------------------------------------------------------------

PROMISE = fact("promise", "The security paper", person="Ines Duarte", said_on=ago(9), due_on=ago(2))


def test_a_promise_past_its_day_after_which_nothing_went_out_is_found() -> None:
    finding = found(promise_not_kept, case(snapshot=snapshot(facts=(PROMISE,))))
    said = finding.say()
    assert said.evidence == ("Promised to Ines Duarte for Nov 20, 2026: “The security paper”",)
    assert said.place == ("deal", "overview", "log")


def test_a_late_step_that_the_buyer_agreed_to_is_found_and_leads_to_that_step() -> None:
    late = Step("s9", "email", "Send the figures", ago(1), True)
    assert found(promise_not_kept, case(steps=(late,))).say().place.target == "next_step:s9"


@pytest.mark.parametrize(
    "fields",
    [
        {"snapshot": snapshot(facts=(dataclasses.replace(PROMISE, due_on=ago(0)),))},
        {"snapshot": snapshot(facts=(dataclasses.replace(PROMISE, due_on=None),))},
        {
            "snapshot": snapshot(facts=(PROMISE,)),
            "events": (Event("email", "Security paper", ago(9), False),),
        },
        {
            "snapshot": snapshot(facts=(PROMISE,)),
            "steps": (Step("s", "task", "Send it", ago(3), False, done_on=ago(3)),),
        },
        {"steps": (Step("s9", "email", "Send the figures", ago(1), False),)},
        {"steps": (Step("s9", "email", "Send the figures", ago(0), True),)},
    ],
    ids=[
        "due today",
        "no day",
        "a mail went out",
        "a step was done",
        "not agreed",
        "step is today",
    ],
)
def test_the_promise_is_kept_or_not_due_when(fields: dict[str, Any]) -> None:
    assert see(promise_not_kept, case(**fields)) is None


def test_a_call_on_the_day_of_the_promise_does_not_keep_it() -> None:
    asked = case(
        snapshot=snapshot(facts=(PROMISE,)), events=(Event("meeting", "Talk", ago(9), False),)
    )
    assert see(promise_not_kept, asked) is not None


# -- a decider who was never met ---------------------------------------------------------------

PAUL = PersonView("p2", "Paul Meyer", "economic_buyer")
BOTH = (PersonView("p1", "Ines Duarte", "champion"), PAUL)


def test_far_along_without_anybody_who_decides_is_found() -> None:
    said = found(decider_never_met, case(**AT_OFFER)).say()
    assert said.place == ("deal", "overview", "person:economic_buyer")
    assert said.evidence[0] == "1 person known, no decider"
    alone = found(decider_never_met, case(**AT_OFFER, snapshot=snapshot(people=()))).say()
    assert alone.evidence[0] == "Nobody on the deal yet"


def test_a_decider_who_is_known_and_was_never_in_a_talk_is_found() -> None:
    known = case(**AT_OFFER, snapshot=snapshot(people=BOTH))
    said = found(decider_never_met, known).say()
    assert said.sentence.startswith("Paul Meyer decides")
    assert said.place.target == "next_step"


@pytest.mark.parametrize(
    "fields",
    [
        {"stage_key": "solution"},
        {"events": (Event("call", "Budget", ago(3), False, "p2"),)},
        {"told": (Told(ago(3), "p2"),)},
        {"snapshot": snapshot(people=BOTH, facts=(fact("goal", person_id="p2"),))},
        {"steps": (Step("s", "demo", "Demo", ago(3), True, ago(3), "Ines Duarte, paul meyer"),)},
    ],
    ids=["too early", "called", "answered", "said a goal", "was in the demo"],
)
def test_the_decider_was_met_or_does_not_matter_yet_when(fields: dict[str, Any]) -> None:
    met = {**AT_OFFER, "snapshot": snapshot(people=BOTH), **fields}
    assert see(decider_never_met, case(**met)) is None


# -- the course of a process -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "qualification", "offer", "decider"),
    [
        ("eight-step", "qualification", "proposal", "proposal"),
        ("seven-step", "research", "objections", "objections"),
    ],
)
def test_the_stages_are_found_by_what_their_gates_ask_for(
    key: str, qualification: str, offer: str, decider: str
) -> None:
    course = Course(shipped_process(key))
    stages = (course.qualification, course.offer, course.decider)
    assert [stage.key for stage in stages if stage] == [qualification, offer, decider]


def test_a_process_without_gates_troubles_no_rule() -> None:
    bare = dataclasses.replace(
        SMALL,
        stages=tuple(dataclasses.replace(stage, criteria=()) for stage in SMALL.stages),
        questions=(),
    )
    course = Course(bare)
    assert (course.qualification, course.offer, course.pain_question) == (None, None, "")
    busy = case(stage_key="propose", events=calls(6), steps=(DEMO,))
    keys = [finding.rule for finding in look_at(busy, course, TODAY) if finding.say()]
    assert keys == ["demo-before-pain", "activity-without-progress", "decider-never-met"]


def test_the_rules_are_asked_in_the_order_of_the_register() -> None:
    bad = case(
        **{**AT_OFFER, "snapshot": snapshot(facts=(PROMISE,), answered=frozenset(), people=())},
        events=calls(6, since=8), steps=(),
    )  # fmt: skip
    keys = [finding.rule for finding in look_at(bad, COURSE, TODAY)]
    assert keys == [rule.key for rule in DEAL_RULES if rule.key in keys]
    assert len(keys) >= 4
