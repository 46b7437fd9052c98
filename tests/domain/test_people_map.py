"""The stakeholder map: nobody reports to themselves, nobody covers anybody, all are placed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.people_map import (
    BOX_HEIGHT,
    FARTHEST,
    Node,
    Spot,
    arrange,
    closes_circle,
    neighbour,
    overlaps,
    size,
    within,
)


def test_a_boss_stands_above_the_middle_of_their_people() -> None:
    spots = arrange([Node("boss", None), Node("a", "boss"), Node("b", "boss"), Node("c", "boss")])
    assert spots["boss"].x == spots["b"].x
    assert spots["boss"].y + BOX_HEIGHT < spots["a"].y == spots["b"].y == spots["c"].y


def test_who_was_placed_by_hand_stays_and_is_given_room() -> None:
    spots = arrange([Node("a", None, (24, 24)), Node("b", None), Node("c", None)])
    assert spots["a"] == Spot(24, 24)
    assert not any(overlaps(spots["a"], spots[key]) for key in "bc")


@pytest.mark.parametrize(
    ("above", "person", "boss", "is_circle"),
    [
        ({}, "a", None, False),
        ({}, "a", "b", False),
        ({}, "a", "a", True),
        ({"b": "a"}, "a", "b", True),
        ({"c": "b", "b": "a"}, "a", "c", True),
        ({"b": "c", "c": "b"}, "a", "b", True),
    ],
)
def test_a_circle_is_seen_however_long(
    above: dict[str, str | None], person: str, boss: str | None, is_circle: bool
) -> None:
    assert closes_circle(above, person, boss) is is_circle


IDS = [f"p{n}" for n in range(50)]
NODES = st.lists(
    st.tuples(
        st.sampled_from([None, *IDS, "gone"]),
        st.none() | st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
    ),
    max_size=50,
).map(lambda rows: [Node(IDS[n], boss, place) for n, (boss, place) in enumerate(rows)])


@given(NODES)
def test_everyone_has_a_place_and_nobody_is_covered_who_was_not_put_there(
    nodes: list[Node],
) -> None:
    spots = arrange(nodes)
    assert set(spots) == {node.id for node in nodes}
    assert arrange(nodes) == spots
    by_hand = {node.id for node in nodes if node.place is not None}
    for one, other in itertools.combinations(spots, 2):
        if not {one, other} <= by_hand:
            assert not overlaps(spots[one], spots[other])
    wide, high = size(spots.values())
    assert all(spot.x < wide and spot.y < high for spot in spots.values())


def test_fifty_people_under_one_head_stand_in_rows() -> None:
    spots = arrange([Node("head", None), *(Node(key, "head") for key in IDS[1:])])
    assert size(spots.values())[0] < 1400


def test_the_arrows_find_who_stands_next() -> None:
    spots = {"a": Spot(0, 0), "b": Spot(200, 10), "c": Spot(400, 0), "d": Spot(0, 200)}
    assert neighbour(spots, "a", (1, 0)) == "b"
    assert neighbour(spots, "c", (-1, 0)) == "b"
    assert neighbour(spots, "a", (0, 1)) == "d"
    assert neighbour(spots, "a", (0, -1)) is None


def test_a_place_outside_becomes_the_nearest_inside() -> None:
    assert within(-5, 10**9) == Spot(0, FARTHEST)
