"""What a draft of a proposal does not say yet: told, dated or priced since it was begun.

Pure rules. A fact belongs to a draft once a point is tied to it; a point in the bin is the memory
of a fact that was left out, and is not offered again. The same holds for line items and the lines
taken from them. Called by the Proposal panel's queries and commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

What = Literal["fact", "day", "item", "changed", "gone"]

POINTS_FROM: Mapping[str, tuple[str, str | None]] = {
    "promise": ("deliverable", "seller"),
    "constraint": ("assumption", None),
    "process_step": ("dependency", "buyer"),
    "timeline": ("milestone", None),
}
"""What a fact of a kind becomes in a draft: the kind of point, and whose it is."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What is sold, as a line item and a line of a draft both say it. Units as in an offer."""

    name: str
    product_id: str | None
    quantity_milli: int
    unit_minor: int | None
    discount_bp: int

    def is_like(self, other: Priced) -> bool:
        """Whether it is the same thing, whatever it costs."""
        if self.product_id is not None and self.product_id == other.product_id:
            return True
        return self.name.strip().casefold() == other.name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Item:
    """A line item of the deal and its revision."""

    id: str
    rev: int
    priced: Priced


@dataclass(frozen=True, slots=True)
class Drafted:
    """A line of a draft, and the item and revision that it was taken from."""

    id: str
    priced: Priced
    item_id: str | None
    item_rev: int | None
    is_binned: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a draft does not say. `key` names it in commands.

    `kind` is the kind of point that it would become, or empty text for a line; `item_id` and
    `line_ids` are what a line is about; `was` and `now` what the draft and the deal say.
    """

    key: str
    what: What
    words: str
    kind: str = ""
    due_on: str = ""
    item_id: str = ""
    line_ids: tuple[str, ...] = ()
    was: Priced | None = None
    now: Priced | None = None


def item_news(items: Sequence[Item], lines: Iterable[Drafted]) -> list[News]:
    """The items that the draft lacks or has otherwise, and its lines whose item is gone."""
    drafted = list(lines)
    live = [line for line in drafted if not line.is_binned]
    by_id = {item.id: item for item in items}
    found: dict[str, News] = {}
    covered = {line.item_id for line in drafted}
    for line in live:
        item = by_id.get(line.item_id or "") or _like(line, items)
        if item is not None:
            covered.add(item.id)
        if line.item_id is None:
            continue
        each = _gone(line) if item is None else _changed(line, item)
        if each is not None:
            seen = found.get(each.key)
            ids = (*seen.line_ids, line.id) if seen else each.line_ids
            found[each.key] = replace(seen or each, line_ids=ids)
    new = [
        News(f"item:{item.id}", "item", item.priced.name, item_id=item.id, now=item.priced)
        for item in items
        if item.id not in covered
    ]
    return [*found.values(), *new]


def _like(line: Drafted, items: Iterable[Item]) -> Item | None:
    return next((item for item in items if item.priced.is_like(line.priced)), None)


def _gone(line: Drafted) -> News:
    return News(
        f"item:{line.item_id}", "gone", line.priced.name, item_id=line.item_id or "",
        line_ids=(line.id,), was=line.priced,
    )  # fmt: skip


def _changed(line: Drafted, item: Item) -> News | None:
    """None when the line says the same, or the rep has seen this revision and left the line."""
    is_seen = line.item_id == item.id and line.item_rev == item.rev
    if is_seen or line.priced == item.priced:
        return None
    return News(
        f"item:{item.id}", "changed", item.priced.name, item_id=item.id, line_ids=(line.id,),
        was=line.priced, now=item.priced,
    )  # fmt: skip
