"""The stakeholder map: who stands where, and who may report to whom.

Pure: places are whole numbers in the map's own units (logical pixels at the usual text size), with
the top left corner of a person's box. Called by the map's query and by the commands on people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

BOX_WIDTH, BOX_HEIGHT = 176, 84
GAP_X, GAP_Y = 24, 52
MARGIN = 24
PER_ROW = 6
"""Boxes side by side where many people stand under one head, or alone."""
_LEAVES = 4
"""More people than this under one head, to whom nobody reports, stand in rows."""
FARTHEST = 20_000
"""Beyond it a place is a slip of the hand."""


class Node(NamedTuple):
    """A person on the map. `place` None: not arranged by hand."""

    id: str
    boss: str | None
    place: tuple[int, int] | None = None


class Spot(NamedTuple):
    """Where a box stands."""

    x: int
    y: int


def closes_circle(above: Mapping[str, str | None], person: str, boss: str | None) -> bool:
    """Whether `person` would, over others, report to themselves once they report to `boss`."""
    seen = {person}
    while boss is not None:
        if boss in seen:
            return True
        seen.add(boss)
        boss = above.get(boss)
    return False


def arrange(nodes: Sequence[Node]) -> dict[str, Spot]:
    """A place for everyone: those arranged by hand where they are, the rest by who reports to whom.

    Each tree stands under its head, level by level; people without either stand in rows beside or
    below them. A place that somebody has by hand is left free. The same people give the same
    picture.
    """
    spots = {node.id: Spot(*node.place) for node in nodes if node.place is not None}
    taken = list(spots.values())
    for person_id, spot in _automatic(nodes).items():
        if person_id not in spots:
            spots[person_id] = _free(spot, taken)
            taken.append(spots[person_id])
    return spots


def overlaps(one: Spot, other: Spot) -> bool:
    """Whether two boxes cover each other."""
    return abs(one.x - other.x) < BOX_WIDTH and abs(one.y - other.y) < BOX_HEIGHT


def size(spots: Iterable[Spot]) -> tuple[int, int]:
    """Width and height of a picture that shows all boxes with a margin."""
    found = list(spots)
    right = max((spot.x for spot in found), default=0) + BOX_WIDTH + MARGIN
    low = max((spot.y for spot in found), default=0) + BOX_HEIGHT + MARGIN
    return right, low


def within(x: int, y: int) -> Spot:
    """The nearest place on the map."""
    return Spot(min(max(0, x), FARTHEST), min(max(0, y), FARTHEST))


def neighbour(spots: Mapping[str, Spot], here: str, way: tuple[int, int]) -> str | None:
    """Who stands next in a direction ((1, 0) right, (0, -1) up …); None when nobody does.

    The nearest one, where standing aside of the direction counts three times.
    """
    start = spots[here]
    best: tuple[float, str] | None = None
    for person_id, spot in spots.items():
        ahead = (spot.x - start.x) * way[0] + (spot.y - start.y) * way[1]
        aside = abs((spot.x - start.x) * way[1]) + abs((spot.y - start.y) * way[0])
        if person_id == here or ahead <= 0:
            continue
        distance = (ahead + 3 * aside, person_id)
        best = distance if best is None else min(best, distance)
    return best[1] if best else None


def _automatic(nodes: Sequence[Node]) -> dict[str, Spot]:
    known = {node.id for node in nodes}
    above = {node.id: node.boss if node.boss in known else None for node in nodes}
    below: dict[str, list[str]] = {}
    for node in nodes:
        boss = above[node.id]
        # A circle, which an import may bring, is cut open where it is first met.
        if boss is not None and not closes_circle(above, node.id, boss):
            below.setdefault(boss, []).append(node.id)
        else:
            above[node.id] = None
    heads = [node.id for node in nodes if above[node.id] is None]
    trees = [head for head in heads if head in below]
    spots: dict[str, Spot] = {}
    left = MARGIN
    for head in trees:
        left = _tree(head, below, spots, left, 0) + GAP_X
    alone = [head for head in heads if head not in below]
    beside = PER_ROW - (left - MARGIN) // (BOX_WIDTH + GAP_X)
    if beside > 0:
        _block(alone, spots, left, MARGIN, beside)
    else:
        low = max(spot.y for spot in spots.values()) + BOX_HEIGHT + GAP_Y
        _block(alone, spots, MARGIN, low)
    return spots


def _tree(
    head: str, below: Mapping[str, Sequence[str]], spots: dict[str, Spot], left: int, level: int
) -> int:
    """Places a tree from `left` on, the head over the middle of its people; gives its right end."""
    y = MARGIN + level * (BOX_HEIGHT + GAP_Y)
    people = below.get(head, ())
    if not people:
        spots[head] = Spot(left, y)
        return left + BOX_WIDTH
    leaves = [person_id for person_id in people if person_id not in below]
    rest = list(people)
    right = left
    if len(leaves) > _LEAVES:
        beside = PER_ROW if len(leaves) > _LEAVES * PER_ROW else _LEAVES - 1
        right = _block(leaves, spots, left, y + BOX_HEIGHT + GAP_Y, beside) + GAP_X
        rest = [person_id for person_id in people if person_id in below]
    for person_id in rest:
        right = _tree(person_id, below, spots, right, level + 1) + GAP_X
    right -= GAP_X
    spots[head] = Spot((left + right - BOX_WIDTH) // 2, y)
    return right


def _block(
    people: Sequence[str], spots: dict[str, Spot], left: int, top: int, beside: int = PER_ROW
) -> int:
    """Many people in rows, so many beside each other; gives the right end of a full row."""
    for place, person_id in enumerate(people):
        row, column = divmod(place, beside)
        spots[person_id] = Spot(
            left + column * (BOX_WIDTH + GAP_X), top + row * (BOX_HEIGHT + GAP_Y // 2)
        )
    return left + beside * (BOX_WIDTH + GAP_X) - GAP_X


def _free(spot: Spot, taken: Sequence[Spot]) -> Spot:
    """The spot, or the next one to the right of those in its way."""
    while (other := next((each for each in taken if overlaps(spot, each)), None)) is not None:
        spot = Spot(other.x + BOX_WIDTH + GAP_X, spot.y)
    return spot
