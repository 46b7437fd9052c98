"""The cards of a board in memory: by column, filtered, and moved before the desk has said yes.

Pure, no Qt. Owned by the page's controller. Rows are the store's plain rows; they are never
changed, only replaced.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from salesdesk.usecases.board import CardRow

    Predicate = Callable[[CardRow], bool]


class Deck:
    """All cards by column, in board order, and what of them is shown."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._columns: dict[str, list[CardRow]] = {key: [] for key in columns}
        self._where: dict[str, str] = {}
        self._states: dict[str, int] = {}
        self.predicate: Predicate | None = None
        """Which cards are shown; None for all."""

    @property
    def columns(self) -> Sequence[str]:
        """The keys of the columns, in order."""
        return tuple(self._columns)

    def state(self, key: str) -> int:
        """A number that changes whenever the cards of a column do."""
        return self._states.get(key, 0)

    def _touch(self, key: str) -> None:
        self._states[key] = self.state(key) + 1

    def load(self, rows: Iterable[CardRow]) -> None:
        """Takes all cards anew; rows of columns that are not there are left out."""
        for key in self._columns:
            self._touch(key)
        for cards in self._columns.values():
            cards.clear()
        for row in rows:
            cards_here = self._columns.get(row.column_key)
            if cards_here is not None:
                cards_here.append(row)
        for cards in self._columns.values():
            cards.sort(key=_place)
        self._where = {row.deal_id: key for key, cards in self._columns.items() for row in cards}

    def load_column(self, key: str, rows: Iterable[CardRow]) -> None:
        """Takes one column anew."""
        for row in self._columns.get(key, ()):
            if self._where.get(row.deal_id) == key:
                del self._where[row.deal_id]
        fresh = sorted(rows, key=_place)
        for row in fresh:
            self._take_out(row.deal_id)
            self._where[row.deal_id] = key
        self._columns[key] = fresh
        self._touch(key)

    def append(self, key: str, rows: Sequence[CardRow]) -> bool:
        """Takes the cards that follow those of a column; whether there were any."""
        fresh = [row for row in rows if self._where.get(row.deal_id) != key]
        for row in fresh:
            self._take_out(row.deal_id)
            self._where[row.deal_id] = key
        self._columns[key].extend(fresh)
        self._touch(key)
        return bool(fresh)

    def put(self, found: Mapping[str, CardRow | None]) -> set[str]:
        """Takes the present rows of some deals, None for those that left; gives columns touched."""
        touched: set[str] = set()
        for deal_id, row in found.items():
            left = self._take_out(deal_id)
            if left is not None:
                touched.add(left)
            if row is not None and row.column_key in self._columns:
                insort(self._columns[row.column_key], row, key=_place)
                self._where[deal_id] = row.column_key
                self._touch(row.column_key)
                touched.add(row.column_key)
        return touched

    def move(self, deal_ids: Sequence[str], column: str, before_id: str | None) -> set[str]:
        """Shows a move at once, before the desk has made it; gives the columns touched."""
        rows = [row for row in map(self.row, deal_ids) if row is not None]
        touched = {self._where[row.deal_id] for row in rows} | {column}
        for row in rows:
            self._take_out(row.deal_id)
        cards = self._columns[column]
        at = next((i for i, row in enumerate(cards) if row.deal_id == before_id), len(cards))
        # The keys stay below the next card's, so that a later `put` finds the list in order.
        key = cards[at - 1].order_key if at else ""
        cards[at:at] = [row._replace(column_key=column, order_key=key) for row in rows]
        self._where.update((row.deal_id, column) for row in rows)
        self._touch(column)
        return touched

    def drop(self, deal_ids: Sequence[str]) -> set[str]:
        """Takes cards off the board at once; gives the columns touched."""
        return self.put(dict.fromkeys(deal_ids))

    def row(self, deal_id: str) -> CardRow | None:
        """The card of a deal, or None."""
        key = self._where.get(deal_id)
        if key is None:
            return None
        return next((row for row in self._columns[key] if row.deal_id == deal_id), None)

    def column_of(self, deal_id: str) -> str | None:
        """The column in which a deal stands."""
        return self._where.get(deal_id)

    def shown(self, key: str) -> list[CardRow]:
        """What a column shows, in order: a fresh list."""
        cards = self._columns[key]
        return list(filter(self.predicate, cards)) if self.predicate else list(cards)

    def all_of(self, key: str) -> Sequence[CardRow]:
        """The cards of a column in order, hidden ones too; not to be changed."""
        return self._columns[key]

    def size(self, key: str) -> int:
        """How many cards a column holds, hidden ones too."""
        return len(self._columns[key])

    def every(self) -> Iterable[CardRow]:
        """All cards, hidden ones too."""
        return (row for cards in self._columns.values() for row in cards)

    def count(self) -> int:
        """How many cards there are."""
        return len(self._where)

    def _take_out(self, deal_id: str) -> str | None:
        key = self._where.pop(deal_id, None)
        if key is None:
            return None
        self._touch(key)
        cards = self._columns[key]
        for place, row in enumerate(cards):
            if row.deal_id == deal_id:
                del cards[place]
                break
        return key


def _place(row: CardRow) -> str:
    return row.order_key
