"""Which rows to remove, insert and repaint to turn one list of cards into another.

Pure; called by the column models. Rows that keep their order are left alone, so that a move
costs two row operations, and selection and scroll stay with the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Keyed(Protocol):
    """A row with a stable id."""

    @property
    def deal_id(self) -> str:
        """The id that makes two rows the same card."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the rows `first` to `last` (both included) of the list as it then is."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert the rows `first` to `last` of the new list, at those very places."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Repaint:
    """The rows `first` to `last` of the new list look different."""

    first: int
    last: int


Operation = Remove | Insert | Repaint


def operations(old: Sequence[Keyed], new: Sequence[Keyed]) -> list[Operation]:
    """Removals from the bottom up, then insertions from the top down, then repaints."""
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    old_ids = [row.deal_id for row in old[head : len(old) - tail]]
    new_ids = [row.deal_id for row in new[head : len(new) - tail]]
    kept = _longest_kept(old_ids, new_ids)
    gone = [head + i for i, key in enumerate(old_ids) if key not in kept]
    come = [head + i for i, key in enumerate(new_ids) if key not in kept]
    found: list[Operation] = [Remove(a, b) for a, b in reversed(list(_runs(gone)))]
    found += [Insert(a, b) for a, b in _runs(come)]
    found += [Repaint(a, b) for a, b in _runs(_changed(old, new, set(come)))]
    return found


def _common_head(old: Sequence[Keyed], new: Sequence[Keyed]) -> int:
    count = 0
    for before, after in zip(old, new, strict=False):
        if before is not after and before.deal_id != after.deal_id:
            break
        count += 1
    return count


def _common_tail(old: Sequence[Keyed], new: Sequence[Keyed], head: int) -> int:
    count, most = 0, min(len(old), len(new)) - head
    while count < most:
        before, after = old[-1 - count], new[-1 - count]
        if before is not after and before.deal_id != after.deal_id:
            break
        count += 1
    return count


def _longest_kept(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
    """The keys of a longest run that stands in the same order in both (patience sorting)."""
    places = {key: place for place, key in enumerate(old)}
    ends: list[int] = []
    at_end: list[int] = []
    before: dict[int, int] = {}
    for key in new:
        place = places.get(key)
        if place is None:
            continue
        length = bisect_left(ends, place)
        if length:
            before[place] = at_end[length - 1]
        if length == len(ends):
            ends.append(place)
            at_end.append(place)
        else:
            ends[length] = at_end[length] = place
    kept: set[Hashable] = set()
    place = at_end[-1] if at_end else None
    while place is not None:
        kept.add(old[place])
        place = before.get(place)
    return kept


def _changed(old: Sequence[Keyed], new: Sequence[Keyed], come: set[int]) -> list[int]:
    """Places in the new list of rows that were kept and are not equal to what they were."""
    if not come and len(old) == len(new):
        pairs = zip(old, new, strict=True)
        return [i for i, (a, b) in enumerate(pairs) if a is not b and a != b]
    known = {row.deal_id: row for row in old}
    return [
        i
        for i, row in enumerate(new)
        if i not in come and known[row.deal_id] is not row and known[row.deal_id] != row
    ]


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of each stretch of neighbouring numbers; `places` is ascending."""
    if not places:
        return
    first = places[0]
    for before, after in pairwise(places):
        if after != before + 1:
            yield first, before
            first = after
    yield first, places[-1]
