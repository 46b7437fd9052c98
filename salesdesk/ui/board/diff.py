"""Which rows to remove, insert and repaint to turn one list of cards into another.

Pure; called by the column models. Rows that keep their order are left alone, so that a move
costs two row operations, and selection and scroll stay with the others.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from typing import Protocol

    class Keyed(Protocol):
        """A row with a stable id."""

        @property
        def deal_id(self) -> str:
            """The id that makes two rows the same card."""


class _Span:
    """Neighbouring rows, `first` to `last`, both included."""

    __slots__ = ("first", "last")

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, _Span)
        return (self.first, self.last) == (other.first, other.last)

    def __hash__(self) -> int:
        return hash((type(self), self.first, self.last))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.first}, {self.last})"


class Remove(_Span):
    """Remove these rows of the list as it then is."""

    __slots__ = ()


class Insert(_Span):
    """Insert these rows of the new list, at those very places."""

    __slots__ = ()


class Repaint(_Span):
    """These rows of the new list look different."""

    __slots__ = ()


Operation = Remove | Insert | Repaint


def operations(old: Sequence[Keyed], new: Sequence[Keyed]) -> list[Operation]:
    """Removals from the bottom up, then insertions from the top down, then repaints.

    Rows are looked at as little as can be: the usual change leaves all but one as they are.
    """
    head = _common(zip(old, new, strict=False), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = _common(islice(zip(reversed(old), reversed(new), strict=False), most), most)
    old_part, new_part = old[head : len(old) - tail], new[head : len(new) - tail]
    kept = _longest_kept([row.deal_id for row in old_part], [row.deal_id for row in new_part])
    gone = [head + i for i, row in enumerate(old_part) if row.deal_id not in kept]
    come = [head + i for i, row in enumerate(new_part) if row.deal_id not in kept]
    changed = _changed(old[:head], new[:head], 0)
    known = {row.deal_id: row for row in old_part if row.deal_id in kept}
    stayed = [head + i for i, row in enumerate(new_part) if known.get(row.deal_id, row) != row]
    after = len(new) - tail
    changed += stayed + _changed(old[len(old) - tail :], new[after:], after)
    found: list[Operation] = [Remove(a, b) for a, b in reversed(list(_runs(gone)))]
    found += [Insert(a, b) for a, b in _runs(come)]
    found += [Repaint(a, b) for a, b in _runs(changed)]
    return found


def _common(pairs: Iterable[tuple[Keyed, Keyed]], most: int) -> int:
    """How many pairs at the start are the same card, `most` when all are."""
    unlike = (i for i, (a, b) in enumerate(pairs) if a is not b and a.deal_id != b.deal_id)
    return next(unlike, most)


def _changed(old: Sequence[Keyed], new: Sequence[Keyed], offset: int) -> list[int]:
    """Places of cards that look different, over two lists of the same cards."""
    pairs = enumerate(zip(old, new, strict=True), offset)
    return [i for i, (a, b) in pairs if a is not b and a != b]


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
