"""Practice: weak objections are dealt out more often, never the same one twice in a row."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

from salesdesk.domain.practice import Graded, heard, need, next_play, records
from tests.desks import SMALL

PLAY = SMALL.plays[0]
PLAYS = tuple(dataclasses.replace(PLAY, key=key) for key in ("known", "weak", "new"))
GRADES = [
    *(Graded("known", "2026-11-01", "knew") for _ in range(3)),
    *(Graded("weak", "2026-11-01", "not") for _ in range(3)),
]


def dealt(count: int) -> Counter[str]:
    chance, last = random.Random(7), ""
    found: Counter[str] = Counter()
    for _number in range(count):
        play = next_play(PLAYS, GRADES, chance, last)
        assert play is not None
        assert play.key != last
        last = play.key
        found[last] += 1
    return found


def test_weak_ones_come_more_often_than_new_ones_and_those_more_than_known_ones() -> None:
    found = dealt(600)
    assert found["weak"] > found["new"] > found["known"] > 0


def test_the_latest_grades_count_most() -> None:
    assert need(["not", "not", "knew", "knew", "knew"]) < need(["knew"] * 3 + ["not"])
    assert need([]) > need(["almost"])


def test_one_play_alone_is_dealt_again_and_none_is_none() -> None:
    assert next_play(PLAYS[:1], (), random.Random(1), "known") is PLAYS[0]
    assert next_play((), (), random.Random(1)) is None


def test_records_count_each_grade_and_name_the_latest() -> None:
    found = records([Graded("k", "2026-11-01", g) for g in ("not", "almost", "knew", "knew")])
    record = found["k"]
    assert (record.knew, record.almost, record.missed, record.n, record.last) == (
        2,
        1,
        1,
        4,
        "knew",
    )


def test_another_wording_is_dealt_each_time() -> None:
    play = dataclasses.replace(PLAY, heard=("One", "Two"))
    assert [heard(play, n) for n in range(3)] == ["One", "Two", "One"]
    assert heard(dataclasses.replace(PLAY, heard=()), 0) == PLAY.name
