"""The value map, the demo plan and the slides, without a store."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.gates import DealSnapshot, FactView, PersonView, gate
from salesdesk.domain.process import Criterion, Rule, Stage
from salesdesk.domain.value import (
    CONFIRMED,
    LOUD,
    DemoItem,
    Link,
    MapLine,
    answers,
    count_gaps,
    criteria,
    demo_plan,
    loose_outcomes,
    minutes,
    never_met,
    to_plan,
    value_map,
)
from salesdesk.domain.value_slides import ON_A_SLIDE, slides
from salesdesk.usecases.value_map import moved_lines
from tests.desks import SMALL

PAIN = FactView("p", "pain", "Late slots", confirmed=True)
HEARD = FactView("h", "pain", "Nobody answers")
GOAL = FactView("g", "goal", "Quiet afternoons", confirmed=True)
OUTCOME = FactView("o", "outcome", "No late slots", measure="slots", target="0")


def link(key: str, fact: str | None = "p", capability: str = "Tracking", **more: str) -> Link:
    return Link(key, fact, capability, **more)  # type: ignore[arg-type]


def keys(lines: tuple[MapLine, ...]) -> list[str]:
    return [line.key for line in lines]


def test_every_pain_and_goal_stands_on_the_map_tied_ones_first() -> None:
    lines = value_map((HEARD, PAIN, GOAL, OUTCOME), (link("1", "g"),))
    assert keys(lines) == ["1", "h", "p"]
    assert [line.fact for line in lines] == [GOAL, HEARD, PAIN]


def test_lines_about_the_same_fact_stand_together_at_the_first_one() -> None:
    lines = value_map((PAIN, GOAL), (link("1"), link("2", "g"), link("3")))
    assert keys(lines) == ["1", "3", "2"]


def test_a_line_whose_fact_was_deleted_or_is_another_kind_answers_nothing() -> None:
    metric = FactView("m", "metric", "3 a week")
    for line in value_map((metric,), (link("1", "m"), link("2", "gone"))):
        assert line.fact is None
        assert "untied" in line.gaps


def test_each_gap_is_named_and_an_unconfirmed_pain_without_capability_is_not_loud() -> None:
    assert MapLine(PAIN).gaps == ("no_capability",)
    assert MapLine(HEARD).gaps == ("unconfirmed",)
    assert not set(MapLine(HEARD).gaps) & LOUD
    assert MapLine(PAIN, link("1")).gaps == ("no_proof", "no_outcome")
    whole = MapLine(PAIN, link("1", proof="A case"), OUTCOME)
    assert whole.gaps == ()
    bare = replace(OUTCOME, measure=None, target=None)
    assert replace(whole, outcome=bare).gaps == ("no_measure", "no_target")
    assert replace(whole, fact=HEARD).gaps == ("unconfirmed",)


def test_an_outcome_that_two_lines_share_counts_its_gaps_once() -> None:
    bare = replace(OUTCOME, measure=None)
    links = [link(key, proof="A case", outcome_id="o") for key in "12"]
    assert count_gaps(value_map((PAIN, bare), links)) == 1


def test_outcomes_that_no_line_leads_to_are_told() -> None:
    other = replace(OUTCOME, id="x")
    lines = value_map((PAIN, OUTCOME, other), (link("1", outcome_id="o"),))
    assert loose_outcomes((PAIN, OUTCOME, other), lines) == (other,)


def test_the_plan_gets_each_tied_capability_once() -> None:
    links = (link("1"), link("2", "h", "Screen"), link("3", "g", ""), link("4", "gone", "Lost"))
    lines = value_map((PAIN, HEARD, GOAL), links)
    assert keys(to_plan((), lines)) == ["1", "2"]
    assert keys(to_plan((DemoItem("i", "1", ""),), lines)) == ["2"]


def test_what_answers_nothing_confirmed_is_a_feature_dump() -> None:
    lines = value_map((PAIN, HEARD), (link("1"), link("2", "h", "Screen")))
    items = (
        DemoItem("a", "1", ""), DemoItem("b", "2", ""), DemoItem("c", None, "Reports"),
        DemoItem("d", "gone", "Old"), DemoItem("e", "1", "Tracking, live"),
    )  # fmt: skip
    plan = demo_plan(items, lines)
    assert [planned.is_dump for planned in plan] == [False, True, True, True, False]
    assert [planned.words for planned in plan] == [
        "Tracking", "Screen", "Reports", "Old", "Tracking, live",
    ]  # fmt: skip


@given(st.lists(st.one_of(st.none(), st.integers(1, 480)), max_size=12))
def test_the_sum_of_minutes_leaves_out_what_is_not_timed_and_counts_it(
    planned: list[int | None],
) -> None:
    total, unknown = minutes([DemoItem(str(n), None, "x", m) for n, m in enumerate(planned)])
    assert total == sum(m for m in planned if m)
    assert unknown == planned.count(None)


@given(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=9),
    st.integers(0, 8),
    st.sampled_from((-1, 1)),
)
def test_moving_a_line_loses_none_keeps_groups_whole_and_single_lines_move_back(
    facts: list[str], at: int, way: int
) -> None:
    by_key = [FactView(key, "pain", key) for key in "abcd"]
    lines = list(value_map(by_key, [link(str(n), fact) for n, fact in enumerate(facts)]))
    at = min(at, len(lines) - 1)
    moved = moved_lines(lines, at, way)
    if moved is None:
        return
    assert sorted(keys(tuple(moved))) == sorted(keys(tuple(lines)))
    shown = value_map(by_key, [ln.link for ln in moved if ln.link is not None])
    tied = [line.key for line in moved if line.link is not None]
    assert keys(shown)[: len(tied)] == tied
    if len(set(facts)) == len(facts):
        assert moved_lines(moved, moved.index(lines[at]), -way) == lines


def test_the_newest_answer_comes_first_also_of_two_on_one_day() -> None:
    def said(key: str, day: str) -> FactView:
        return FactView(key, "evidence", key, said_on=day, key=CONFIRMED)

    other = FactView("x", "evidence", "x", said_on="2026-11-20", key="else")
    found = answers(
        (said("1", "2026-11-02"), said("2", "2026-11-01"), said("3", "2026-11-02"), other)
    )
    assert [fact.id for fact in found] == ["3", "1", "2"]


def test_people_without_a_trace_were_never_met() -> None:
    ines, paul, sam = (PersonView(name, name) for name in ("Ines", "Paul", "Sam"))
    assert never_met((ines, paul, sam), {"Ines"}, ("paul, one driver",)) == (sam,)


def test_criteria_are_unknown_until_they_are_matched() -> None:
    facts = [FactView("1", "criterion", "Reads ERP"), FactView("2", "criterion", "Cheap"), PAIN]
    found = criteria(facts, {"2": ("no", "Not the cheapest")})
    assert [(c.fact.id, c.fit, c.words) for c in found] == [
        ("1", "unknown", ""), ("2", "no", "Not the cheapest"),
    ]  # fmt: skip


def test_the_exit_criterion_holds_while_the_newest_answer_is_a_yes() -> None:
    stage: Stage = replace(
        SMALL.stages[0],
        criteria=(Criterion(CONFIRMED, "Worth having", Rule("signal", ("named",)), "value"),),
    )

    def met(*asked: tuple[str | None, str]) -> bool:
        facts = tuple(
            FactView(str(n), "evidence", "words", person_id="i", said_on=day, measure=answer,
                     key=CONFIRMED)
            for n, (answer, day) in enumerate(asked)
        )  # fmt: skip
        return gate(SMALL, stage, DealSnapshot(facts=facts)).met == 1

    assert not met()
    assert met(("yes", "2026-11-01"))
    assert met((None, "2026-11-01"))
    assert not met(("partly", "2026-11-01"))
    assert not met(("yes", "2026-11-01"), ("no", "2026-11-02"))
    assert not met(("yes", "2026-11-02"), ("no", "2026-11-02"))
    assert met(("no", "2026-11-02"), ("yes", "2026-11-03"), ("no", "2026-11-01"))
    signal = FactView("s", "signal", "12,000 a year", key="named")
    assert gate(SMALL, stage, DealSnapshot(facts=(signal,))).met == 1
    said_no = FactView("a", "evidence", "Not worth it", person_id="i", said_on="2026-11-02",
                       measure="no", key=CONFIRMED)  # fmt: skip
    assert gate(SMALL, stage, DealSnapshot(facts=(signal, said_no))).met == 0


def test_slides_recap_pains_and_goals_then_the_plan_then_each_item() -> None:
    lines = value_map((PAIN, GOAL), (link("1"),))
    plan = demo_plan((DemoItem("i", "1", "", 10), DemoItem("j", None, "Reports")), lines)
    found = slides("Zoomzone", (PAIN, GOAL, OUTCOME), plan)
    assert [slide.heading for slide in found] == [
        "What gets in the way today", "What you want to reach", "What we would like to show you",
        "Tracking", "Reports",
    ]  # fmt: skip
    assert found[2].lines == ("Tracking · 10 minutes", "Reports")
    assert found[3].lines == ("You told us: “Late slots”",)
    assert [slide.item_id for slide in found] == ["", "", "", "i", "j"]


def test_many_pains_take_several_slides_and_nothing_at_all_still_shows_one() -> None:
    pains = [FactView(str(n), "pain", f"Pain {n}") for n in range(ON_A_SLIDE + 1)]
    found = slides("", pains, ())
    assert [len(slide.lines) for slide in found] == [ON_A_SLIDE, 1]
    assert len(slides("Zoomzone", (), ())) == 1
