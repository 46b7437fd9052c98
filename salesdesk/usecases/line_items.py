"""Line items and competitors of a deal. Called by the deal page, imports and the command line.

Quantities are in thousandths, discounts in hundredths of a percent, prices in minor units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import RIVAL_LABELS
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.domain.proposal import line_minor
from salesdesk.support.i18n import _
from salesdesk.usecases.deals import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import LineItem
    from salesdesk.store.unit import Unit

MOST_MILLI = 10**12
"""The largest quantity in thousandths: a thousand million."""
COMPETITOR_KINDS = tuple(RIVAL_LABELS)
"""What an alternative can be: a rival, what they have now, building it, doing nothing."""


class ItemChanges(TypedDict, total=False):
    """The fields of a line item that may be edited; only those present change."""

    name: str
    product_id: str | None
    quantity_milli: int
    unit_minor: int | None
    currency: str
    discount_bp: int
    note: str | None
    fact_id: str | None


def _name(value: Any) -> str:
    return entry.name(value, _("A line item needs a name. Nothing was changed."))


def _quantity(value: Any) -> int:
    if not 0 < value <= MOST_MILLI:
        raise KnownError(_("That quantity cannot be meant. Nothing was changed; check it."))
    return int(value)


def _discount(value: Any) -> int:
    if not 0 <= value <= 10_000:
        raise KnownError(_("A discount lies between 0 and 100 percent. Nothing was changed."))
    return int(value)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "product_id": lambda value: value or None,
    "quantity_milli": _quantity,
    "unit_minor": entry.amount,
    "currency": entry.currency,
    "discount_bp": _discount,
    "note": entry.text,
    "fact_id": lambda value: value or None,
}


@dataclass(frozen=True)
class AddLineItem:
    """Adds a line item at the end. With a product and no price, its list price is taken.

    `name` blank means the product's; `currency` None the deal's; `fact_id` is the pain or goal
    that the item answers.
    """

    deal_id: str
    name: str = ""
    product_id: str | None = None
    quantity_milli: int = 1000
    unit_minor: int | None = None
    currency: str | None = None
    discount_bp: int = 0
    note: str | None = None
    fact_id: str | None = None
    item_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names item and deal."""
        return _("Add line item")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken, or the deal is gone."""
        from salesdesk.store.schema import LineItem, Price, Product

        deal, price = get_deal(unit, self.deal_id), self.unit_minor
        product = unit.maybe(Product, self.product_id)
        currency = entry.currency(self.currency or deal.currency)
        if price is None and product is not None:
            listed = unit.first(Price, Price.product_id == product.id, Price.currency == currency)
            price = listed.amount_minor if listed else None
        changes: ItemChanges = {
            "name": self.name.strip() or (product.name if product else ""),
            "product_id": self.product_id,
            "quantity_milli": self.quantity_milli,
            "unit_minor": price,
            "currency": currency,
            "discount_bp": self.discount_bp,
            "note": self.note,
            "fact_id": self.fact_id,
        }
        last = unit.highest(LineItem.order_key, LineItem.deal_id == deal.id)
        item = LineItem(
            id=self.item_id, deal_id=deal.id, order_key=key_between(last, None), **checked(changes)
        )
        unit.add(item)
        unit.label = _("Add {item} to {deal}").format(item=item.name, deal=deal.name)


@dataclass(frozen=True)
class EditLineItem:
    """Changes fields of a line item."""

    item_id: str
    changes: ItemChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the item."""
        return _("Edit line item")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken."""
        from salesdesk.store.schema import LineItem

        item = unit.get(LineItem, self.item_id)
        for column, value in checked(self.changes).items():
            setattr(item, column, value)
        unit.label = _("Edit {item}").format(item=item.name)


@dataclass(frozen=True)
class MoveLineItem:
    """Moves a line item before another of its deal, or to the end."""

    item_id: str
    before_id: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the item."""
        return _("Move line item")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the item is gone."""
        from salesdesk.store.schema import LineItem

        item = unit.get(LineItem, self.item_id)
        if self.before_id == item.id:
            return
        here: list[Any] = [LineItem.deal_id == item.deal_id, LineItem.id != item.id]
        after = None
        if self.before_id is not None:
            after = unit.get(LineItem, self.before_id).order_key
            here.append(LineItem.order_key < after)
        item.order_key = key_between(unit.highest(LineItem.order_key, *here), after)
        unit.label = _("Move {item}").format(item=item.name)


@dataclass(frozen=True)
class RemoveLineItem:
    """Puts a line item into the bin."""

    item_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the item."""
        return _("Remove line item")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the item is gone."""
        from salesdesk.store.schema import LineItem

        item: LineItem = unit.get(LineItem, self.item_id)
        unit.bin(item)
        unit.label = _("Remove {item}").format(item=item.name)


@dataclass(frozen=True)
class AddCompetitor:
    """Adds an alternative that the buyer weighs, doing nothing included."""

    deal_id: str
    name: str
    kind: str = "rival"
    note: str | None = None
    competitor_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add competitor {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name, or when the deal is gone."""
        from salesdesk.store.schema import DealCompetitor

        unit.add(
            DealCompetitor(
                id=self.competitor_id,
                deal_id=get_deal(unit, self.deal_id).id,
                name=entry.name(self.name, _("A competitor needs a name. Nothing was added.")),
                kind=entry.one_of(self.kind, COMPETITOR_KINDS),
                note=entry.text(self.note),
            )
        )


@dataclass(frozen=True)
class EditCompetitor:
    """Changes name, kind and note of an alternative."""

    competitor_id: str
    name: str
    kind: str = "rival"
    note: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Edit competitor {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name."""
        from salesdesk.store.schema import DealCompetitor

        rival = unit.get(DealCompetitor, self.competitor_id)
        rival.name = entry.name(self.name, _("A competitor needs a name. Nothing was changed."))
        rival.kind, rival.note = entry.one_of(self.kind, COMPETITOR_KINDS), entry.text(self.note)


@dataclass(frozen=True)
class RemoveCompetitor:
    """Puts an alternative into the bin."""

    competitor_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names it."""
        return _("Remove competitor")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        from salesdesk.store.schema import DealCompetitor

        rival = unit.get(DealCompetitor, self.competitor_id)
        unit.bin(rival)
        unit.label = _("Remove competitor {name}").format(name=rival.name)


def total_minor(quantity_milli: int, unit_minor: int | None, discount_bp: int) -> int | None:
    """A line's total in minor units, rounded half even once; None when the price is unknown."""
    return line_minor(quantity_milli, unit_minor, discount_bp)


def checked(changes: ItemChanges) -> dict[str, Any]:
    """The tidied values by column. Raises KnownError for one that cannot be taken."""
    return {key: _CHECKS[key](value) for key, value in changes.items()}
