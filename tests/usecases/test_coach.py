"""The coach on real desks: what it finds, on one deal and on all, and what was put aside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.usecases import coach
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.closing import LoseDeals, WinDeal
from salesdesk.usecases.coach import CoachView
from salesdesk.usecases.deals import BinDeals, PauseDeals
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.facts import BinFact
from salesdesk.usecases.moves import MoveDeals
from salesdesk.usecases.next_steps import CompleteNextStep, PlannedStep, SetNextStep
from tests.desks import (
    TODAY,
    add_deal,
    add_fact,
    add_person,
    copy_demo,
    desk,
    reopen,
    shipped_desk,
)

__all__ = ["desk", "shipped_desk"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "demo.desk"
    copy_demo(path)
    opened = Desk(path, Clock(TODAY), threaded=False)
    yield opened
    opened.close()


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def rules(desk: Desk, deal_id: str) -> list[str]:
    return [finding.rule for finding in coach.findings_for(desk, deal_id)]


def named(view: CoachView) -> dict[str, list[str]]:
    return {group.key: [f.subject for f in group.findings] for group in view.groups}


def test_the_demo_desk_has_an_example_of_the_usual_mistakes(demo: Desk) -> None:
    found = named(coach.findings(demo))
    assert found["promise-not-kept"] == ["Lab samples"]
    assert found["silent-since-proposal"] == ["Store analytics"]
    assert found["activity-without-progress"] == ["ERP connector"]
    assert "Control tower" in found["decider-never-met"]
    assert "Starter bundle" in found["poor-handoff"]
    assert "Fleet telematics" not in {name for names in found.values() for name in names}
    assert sum(len(names) for names in found.values()) < 30, "a hint, and not a flood"


def test_every_finding_says_what_it_rests_on_and_where_to_mend_it(demo: Desk) -> None:
    for group in coach.findings(demo).groups:
        assert group.title
        for finding in group.findings:
            said = finding.say()
            assert said.sentence.endswith(".")
            assert said.mend
            assert said.evidence
            assert all(said.evidence)
            assert "{" not in said.sentence + said.mend + "".join(said.evidence)
            assert said.place.panel if said.place.page == "deal" else said.place.page


def test_a_deal_alone_gives_what_the_whole_desk_gives_of_it(demo: Desk) -> None:
    of_all = {f for group in coach.findings(demo).deals for f in group.findings}
    ids = [row[0] for row in demo.raw.execute("SELECT id FROM deal")]
    assert {f for deal_id in ids for f in coach.findings_for(demo, deal_id)} == of_all
    assert len(of_all) > 10


def test_larger_deals_come_first(demo: Desk) -> None:
    amounts = dict(demo.raw.execute("SELECT id, amount_minor FROM deal").fetchall())
    group = next(g for g in coach.findings(demo).deals if g.key == "decider-never-met")
    ordered = [amounts[finding.subject_id] or 0 for finding in group.findings]
    assert ordered == sorted(ordered, reverse=True)
    assert len(ordered) > 3


def test_a_meeting_without_a_next_step_is_found_until_one_is_set(desk: Desk) -> None:
    deal_id = add_deal(desk)
    desk.run(LogActivity("meeting", "Talk at the depot", deal_id, happened_on=ago(2)))
    assert rules(desk, deal_id) == ["meeting-without-step"]
    desk.run(SetNextStep(deal_id, PlannedStep("Call", ago(-2))))
    assert rules(desk, deal_id) == []
    desk.undo().result()
    assert rules(desk, deal_id) == ["meeting-without-step"]


def test_a_move_past_the_gate_is_found_with_its_reason_until_it_is_mended(desk: Desk) -> None:
    deal_id = add_deal(desk)
    desk.run(SetNextStep(deal_id, PlannedStep("Call", ago(-2))))
    desk.run(MoveDeals((deal_id,), "propose", reason="They asked for a price"))
    (finding,) = (f for f in coach.findings_for(desk, deal_id) if f.rule == "qualification-skipped")
    assert finding.say().evidence[-1] == "Moved past it on Nov 22, 2026: “They asked for a price”"
    fact_id = add_fact(desk, deal_id, "pain", "Two lost days a week")
    assert "qualification-skipped" not in rules(desk, deal_id)
    desk.run(BinFact(fact_id))
    assert "qualification-skipped" in rules(desk, deal_id)


def test_a_decider_who_answered_was_met(desk: Desk) -> None:
    deal_id = add_deal(desk, stage_key="propose")
    add_fact(desk, deal_id, "pain", "Two lost days")
    person_id = add_person(desk, deal_id, "Paul Meyer", role="economic_buyer")
    assert rules(desk, deal_id) == ["decider-never-met"]
    desk.run(LogActivity("call", "Budget", deal_id, person_id=person_id))
    assert rules(desk, deal_id) == []


def test_a_late_step_that_was_agreed_is_found_until_it_is_done(desk: Desk) -> None:
    deal_id = add_deal(desk)
    step = SetNextStep(deal_id, PlannedStep("Send the figures", ago(1), "email", agreed=True))
    desk.run(step)
    assert rules(desk, deal_id) == ["promise-not-kept"]
    desk.run(CompleteNextStep(step.step_id, "Sent", PlannedStep("Call", ago(-3))))
    assert rules(desk, deal_id) == []


def test_a_won_deal_is_looked_at_while_its_handoff_is_on_the_way(desk: Desk) -> None:
    deal_id = add_deal(desk, stage_key="close")
    desk.run(WinDeal(deal_id, 100, ago(6), ("value",)))
    assert rules(desk, deal_id) == ["poor-handoff"]
    add_fact(desk, deal_id, "goal", "Invoices on the same day")
    (finding,) = coach.findings_for(desk, deal_id)
    assert finding.say().evidence[0] == "Open: Terms"


@pytest.mark.parametrize("what", ["binned", "paused", "lost", "triage"])
def test_nothing_is_said_about_a_deal_that_is(what: str, desk: Desk) -> None:
    deal_id = add_deal(desk)
    desk.run(LogActivity("meeting", "Talk", deal_id, happened_on=ago(2)))
    assert rules(desk, deal_id)
    if what == "binned":
        desk.run(BinDeals((deal_id,)))
    elif what == "paused":
        desk.run(PauseDeals((deal_id,), "Budget in spring", ago(-30)))
    elif what == "lost":
        desk.run(LoseDeals((deal_id,), "lost", ("price",)))
    else:
        desk.run(_Await(deal_id))
    assert rules(desk, deal_id) == []
    assert coach.findings(desk).deals == ()


def test_nothing_is_said_about_a_deal_that_is_not_in_the_desk(desk: Desk) -> None:
    assert coach.findings_for(desk, "0" * 32) == ()


class _Await:
    """Puts a deal before triage, as an import does."""

    label = "Await triage"

    def __init__(self, deal_id: str) -> None:
        self.deal_id = deal_id

    def apply(self, unit: object) -> None:
        from salesdesk.store.schema import Deal

        unit.get(Deal, self.deal_id).triage = "due"  # type: ignore[attr-defined]


def test_a_process_that_is_half_a_year_old_wants_a_review(desk: Desk) -> None:
    for number in range(5):
        deal_id = add_deal(desk, f"Deal {number}")
        desk.run(LoseDeals((deal_id,), "lost", ("price",)))
    assert coach.findings(desk).desk == ()
    later = reopen(desk, TODAY + dt.timedelta(days=190))
    try:
        (group,) = coach.findings(later).desk
        assert group.key == "process-not-reviewed"
        assert group.findings[0].say().evidence[1] == "5 deals ended since"
    finally:
        later.close()


def test_what_was_put_aside_is_not_shown_until_something_changes(desk: Desk) -> None:
    deal_id = add_deal(desk)
    desk.run(LogActivity("meeting", "First talk", deal_id, happened_on=ago(5)))
    (finding,) = coach.findings_for(desk, deal_id)
    marks = coach.put_aside((), finding)
    assert coach.shown(coach.findings(desk), marks).groups == ()
    assert coach.without(coach.findings_for(desk, deal_id), marks) == ()
    desk.run(LogActivity("meeting", "Second talk", deal_id, happened_on=ago(1)))
    (again,) = coach.without(coach.findings_for(desk, deal_id), marks)
    assert again.rule == finding.rule
    assert len(coach.put_aside(marks, again)) == 1, "the older mark of the same finding goes"
    assert coach.taken_back(marks, finding) == ()


def test_only_so_many_marks_are_remembered_the_newest(desk: Desk) -> None:
    deal_id = add_deal(desk)
    desk.run(LogActivity("meeting", "Talk", deal_id, happened_on=ago(5)))
    (finding,) = coach.findings_for(desk, deal_id)
    marks: tuple[str, ...] = ()
    for number in range(coach.MOST_PUT_ASIDE + 5):
        marks = coach.put_aside(marks, dataclasses.replace(finding, subject_id=str(number)))
    assert len(marks) == coach.MOST_PUT_ASIDE
    assert marks[0].startswith("5.")


@pytest.mark.slow
def test_ten_thousand_deals_cost_no_more_than_reading_their_cards_anew(tmp_path: Path) -> None:
    """A second on the reference machine; elsewhere it is held to a read of the same deals."""
    from salesdesk.store import snapshots
    from tests.bench import desks as bench

    opened = Desk(bench.make(tmp_path, 10_000), bench.clock(), threaded=False)
    try:
        ids = [row[0] for row in opened.raw.execute("SELECT id FROM deal")]
        opened.read(lambda c: snapshots.states(c, ids[:400]))
        begun = time.process_time()
        opened.read(lambda c: snapshots.states(c, ids))
        between = time.process_time()
        view = coach.findings(opened)
        spent = time.process_time() - between
    finally:
        opened.close()
    assert sum(len(group.findings) for group in view.deals) > 5_000
    assert spent < max(1.0, 2 * (between - begun)), f"{spent:.2f} s"
