"""What there is to filter the board by, and the filters that the rep saved.

Called by the board's filter popup. By the driver alone; `board_filters` writes saved filters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.errors import KnownError
from salesdesk.store import glance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesdesk.store.glance import CardRow
    from salesdesk.usecases.desk import Desk


class FilterChoices(NamedTuple):
    """What there is to filter by, each by name."""

    accounts: tuple[str, ...]
    tags: tuple[str, ...]
    products: tuple[str, ...]


class SavedFilterView(NamedTuple):
    """A filter that the rep named."""

    id: str
    name: str
    filter: BoardFilter


def choices(cards: Iterable[CardRow]) -> FilterChoices:
    """The accounts, tags and products that occur on these cards, each sorted by name."""
    accounts, tags, products = set[str](), set[str](), set[str]()
    for card in cards:
        if card.account:
            accounts.add(card.account)
        if card.tags:
            tags.update(card.tags.split("\n"))
        if card.products:
            products.update(card.products.split("\n"))
    return FilterChoices(*(tuple(sorted(s, key=str.casefold)) for s in (accounts, tags, products)))


def saved_filters(desk: Desk) -> tuple[SavedFilterView, ...]:
    """The saved filters in order; one that cannot be read any more shows everything."""
    found = []
    for filter_id, name, body in glance.saved_filters(desk.raw):
        try:
            found.append(SavedFilterView(filter_id, name, BoardFilter.from_json(body)))
        except KnownError:
            found.append(SavedFilterView(filter_id, name, BoardFilter()))
    return tuple(found)
