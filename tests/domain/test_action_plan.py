"""The mutual action plan: late and unplanned steps, whose plan it is, days counted back."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.action_plan import (
    PATH,
    TYPICAL,
    PlanStep,
    judged,
    path,
    typical_steps,
    working_day,
)

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


def step(name: str, due: str | None = "2026-12-01", **more: object) -> PlanStep:
    fields = {"owner": "Ines", "kind": "other", "order_key": name, **more}
    return PlanStep(id=name, what=name, due_on=due, **fields)  # type: ignore[arg-type]


def test_steps_are_numbered_by_day_with_undated_and_dropped_ones_at_the_end() -> None:
    plan = judged(
        [step("c", None), step("x", "2026-01-01", state="dropped"), step("b", "2026-12-09"),
         step("a", "2026-12-02")],
        TODAY,
    )  # fmt: skip
    assert [(s.number, s.step.id) for s in plan.steps] == [(1, "a"), (2, "b"), (3, "c"), (0, "x")]


def test_a_step_without_day_or_name_is_not_planned_and_one_whose_day_passed_is_late() -> None:
    plan = judged([step("a", "2026-11-19"), step("b", None, owner=" "), step("c")], TODAY)
    assert [s.days_late for s in plan.steps] == [3, 0, 0]
    assert [s.lacks for s in plan.steps] == [(), (), ("date", "name")]
    assert (len(plan.late), len(plan.lacking)) == (1, 1)


def test_what_is_done_or_dropped_is_neither_late_nor_lacking() -> None:
    plan = judged(
        [step("a", "2026-01-01", state="done"), step("b", None, state="dropped", owner="")], TODAY
    )
    assert (plan.late, plan.lacking, plan.done) == ((), (), 1)


def test_the_buyer_owns_most_when_more_than_half_is_theirs_and_both_count_half() -> None:
    def owns(*sides: str) -> bool:
        return judged([step(str(n), side=s) for n, s in enumerate(sides)], TODAY).buyer_owns_most

    assert owns()
    assert owns("buyer", "buyer", "seller")
    assert not owns("buyer", "seller")
    assert not owns("both")
    assert owns("buyer", "both")


def test_the_way_to_signature_shows_steps_events_and_what_nobody_planned() -> None:
    plan = judged(
        [
            step("b", "2026-11-01", kind="budget", state="done", done_on="2026-11-02"),
            step("l", "2026-12-01", kind="legal"),
            step("t", "2026-11-20", kind="terms"),
            step("s", "2026-12-18", kind="signature"),
        ],
        TODAY,
    )
    nodes = path(plan, {"legal": "Paolo reads it", "procurement": "PR-4471"})
    assert [node.kind for node in nodes] == list(PATH)
    states = {node.kind: node.state for node in nodes}
    assert states == {
        "budget": "done", "legal": "doing", "procurement": "doing", "terms": "late",
        "signature": "open",
    }  # fmt: skip
    assert path(judged([], TODAY), {})[0].state == "missing"
    assert path(plan, {"security": "Sent"})[0].kind == "security"


def test_typical_steps_are_counted_back_over_working_days_and_only_what_lacks_is_added() -> None:
    target = dt.date(2027, 3, 1)
    drafted = typical_steps(target, TODAY, {"budget"})
    assert [d.typical.kind for d in drafted] == [t.kind for t in TYPICAL if t.kind != "budget"]
    days = {d.typical.kind: d.due_on for d in drafted}
    assert days["kickoff"] == target
    assert days["signature"] == dt.date(2027, 2, 15)
    assert all(d.due_on.weekday() < 5 for d in drafted)


def test_what_would_lie_before_today_is_squeezed_onto_the_next_working_day() -> None:
    drafted = typical_steps(dt.date(2026, 12, 4), TODAY)
    later = [d for d in drafted if d.due_on != dt.date(2026, 11, 23)]
    assert [(d.typical.kind, d.due_on) for d in later] == [("kickoff", dt.date(2026, 12, 4))]


@given(day=DAYS, count=st.integers(-300, 300))
def test_working_days_are_never_on_a_weekend_and_add_up(day: dt.date, count: int) -> None:
    found = working_day(day, count)
    assert found.weekday() < 5
    start = working_day(day, 0)
    low, high = sorted((start, found))
    between = (low + dt.timedelta(days=n) for n in range(1, (high - low).days + 1))
    assert sum(each.weekday() < 5 for each in between) == abs(count)


@given(day=DAYS, today=DAYS)
def test_typical_steps_are_in_order_of_time(day: dt.date, today: dt.date) -> None:
    days = [each.due_on for each in typical_steps(max(day, today), today)]
    assert days == sorted(days)
