"""The sheet before a call and its clock: minutes that add up, and nothing out of range."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain import calls
from salesdesk.domain.calls import Exit, Face, Point
from salesdesk.domain.discovery import PlanItem, QuestionState
from salesdesk.domain.errors import KnownError
from salesdesk.domain.likely import likely

BEGIN = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
AGENDA = (Point(10, "Today"), Point(15, "What it costs"), Point(5, "Next step"))


def after(**parts: float) -> dt.datetime:
    return BEGIN + dt.timedelta(**parts)


def question(key: str, text: str = "", topic: str = "", **more: object) -> QuestionState:
    fields = {"is_suggested": True, **more}
    return QuestionState(key, text, "pain", topic, topic.title(), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", [0, -5, 601, 10**9])
def test_a_length_out_of_range_is_refused(minutes: int) -> None:
    with pytest.raises(KnownError, match="1 to 600 minutes"):
        calls.checked_minutes(minutes)


def test_the_length_of_a_call_may_be_open() -> None:
    assert calls.checked_minutes(None) is None


def test_points_without_words_are_left_out_and_a_negative_one_is_refused() -> None:
    assert calls.checked_agenda([(5, " Hello "), (10, "  ")]) == (Point(5, "Hello"),)
    with pytest.raises(KnownError, match="correct “Hello”"):
        calls.checked_agenda([(-1, "Hello")])


def test_a_sheet_has_an_end() -> None:
    with pytest.raises(KnownError, match="at most 30 lines"):
        calls.checked_agenda([(1, "x")] * 31)
    with pytest.raises(KnownError, match="at most 30 lines"):
        calls.checked_exits([("x", False)] * 31)
    assert calls.checked_exits([(" They agree ", True), ("", False)]) == (Exit("They agree", True),)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "Adds up to 30 minutes"),
        (45, "15 minutes are not given out yet"),
        (29, "1 minute too many"),
        (None, ""),
    ],
)
def test_the_agenda_says_whether_it_adds_up(minutes: int | None, words: str) -> None:
    assert calls.balance_words(AGENDA, minutes) == words
    assert calls.adds_up(AGENDA, minutes) is (minutes in (30, None))


@given(st.lists(st.sampled_from("abcde"), max_size=12), st.integers(1, 600))
def test_a_suggested_agenda_always_adds_up(topics: list[str], minutes: int) -> None:
    plan = [PlanItem(question(f"q{n}", topic=topic), "stage") for n, topic in enumerate(topics)]
    points = calls.suggested_agenda(plan, minutes)
    assert calls.given_out(points) == minutes
    assert all(point.minutes >= 0 for point in points)
    assert points[-1].words == "Summary and next step"


@pytest.mark.parametrize(
    ("now", "face"),
    [
        (after(), Face(0, 1800, 0, 600, 0)),
        (after(minutes=10), Face(600, 1800, 1, 900, 0)),
        (after(minutes=24, seconds=59), Face(1499, 1800, 1, 1, 0)),
        (after(minutes=31), Face(1860, 1800, None, 0, 60)),
        (after(minutes=-5), Face(0, 1800, 0, 600, 0)),
    ],
)
def test_the_clock_tells_the_point_of_the_agenda_and_the_overrun(
    now: dt.datetime, face: Face
) -> None:
    assert calls.face(BEGIN, now, AGENDA, 30) == face


def test_without_a_length_the_agenda_is_the_length() -> None:
    assert calls.face(BEGIN, after(minutes=31), AGENDA, None).over == 60
    assert calls.face(BEGIN, after(minutes=31), (), None) == Face(1860, 0, None, 0, 0)


def test_the_clock_reads_as_a_clock() -> None:
    assert [calls.clock_text(n) for n in (0, 65, 3599, 3661)] == [
        "0:00",
        "1:05",
        "59:59",
        "1:01:01",
    ]
    assert calls.whole_minutes(BEGIN, after(minutes=38, seconds=31)) == 39
    assert calls.whole_minutes(BEGIN, after(seconds=2)) == 1


ASKED = (
    question("here", "What hurts most?", "pains"),
    question("drivers", "How do the drivers take it?", "people"),
    question("pains-2", "Since when does it hurt?", "pains"),
    question("decide", "How do you decide on this?", "buying", needed_for="The way is known"),
    question("skipped", "How do drivers decide?", "buying", skipped_why="Not here"),
)


def keys(said: str, here: str = "here") -> list[str]:
    return [q.key for q in likely(ASKED, here, said)]


def test_the_buyers_words_lead_to_the_question_they_fit() -> None:
    assert keys("the driver pulled the plug")[0] == "drivers"
    assert keys("our decision goes to the board")[0] == "decide"


def test_words_that_fit_nothing_lead_to_the_same_topic_then_on() -> None:
    assert keys("zzz") == ["pains-2", "drivers", "decide"]
    assert keys("") == ["pains-2", "drivers", "decide"]
