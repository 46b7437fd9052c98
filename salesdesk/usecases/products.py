"""The products there are, to choose from. Called by the deal page's line items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product as a list offers it; `prices` in minor units by currency."""

    id: str
    name: str
    family: str = ""
    prices: Mapping[str, int] = field(default_factory=dict)


def products(desk: Desk) -> tuple[ProductLine, ...]:
    """The products in use, by name."""
    from salesdesk.store.reads import products as reads

    found: dict[str, ProductLine] = {}
    prices: dict[str, dict[str, int]] = {}
    for row in desk.read(reads.products):
        known = prices.setdefault(row.id, {})
        if row.currency is not None:
            known[row.currency] = row.amount_minor
        found[row.id] = ProductLine(row.id, row.name, row.family or "", known)
    return tuple(found.values())
