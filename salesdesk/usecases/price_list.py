"""The price list: what we sell, with a price in each currency. Called by its dialog.

Line items and lines of a proposal are chosen from it; what was chosen keeps its own name and price.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Product
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A price in minor units, and for what it is asked ("vehicle and year"; "" for once)."""

    minor: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A product of the price list; `prices` by currency."""

    id: str
    name: str
    family: str = ""
    prices: Mapping[str, ListedPrice] = field(default_factory=dict)


class ProductChanges(TypedDict, total=False):
    """The fields of a product that may be edited; only those present change."""

    name: str
    family: str | None


def price_list(desk: Desk) -> tuple[Listed, ...]:
    """All products in use, by name."""
    from salesdesk.store.reads.products import products

    found: dict[str, Listed] = {}
    prices: dict[str, dict[str, ListedPrice]] = {}
    for row in desk.read(products):
        known = prices.setdefault(row.id, {})
        if row.currency is not None:
            known[row.currency] = ListedPrice(row.amount_minor, row.unit or "")
        found[row.id] = Listed(row.id, row.name, row.family or "", known)
    return tuple(found.values())


@dataclass(frozen=True)
class AddProduct:
    """Puts a product on the price list."""

    name: str
    product_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add {product} to the price list").format(product=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name, or when there is a product of that name."""
        from salesdesk.store.schema import Product

        unit.add(Product(id=self.product_id, name=_free_name(unit, self.name, "")))


@dataclass(frozen=True)
class EditProduct:
    """Changes the name or the family of a product."""

    product_id: str
    changes: ProductChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the product."""
        return _("Edit a product")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the name is missing or taken, or the product is gone."""
        product = _product(unit, self.product_id)
        checks: Mapping[str, Callable[[str | None], str | None]] = {
            "name": lambda value: _free_name(unit, value, product.id), "family": entry.line,
        }  # fmt: skip
        for column, value in self.changes.items():
            setattr(product, column, checks[column](value))  # type: ignore[arg-type]
        unit.label = _("Edit {product} in the price list").format(product=product.name)


@dataclass(frozen=True)
class SetPrice:
    """Sets what a product costs in a currency; an amount of None takes that price off the list.

    `unit` says for what it is asked; one that names a year or a month is paid each year or month.
    """

    product_id: str
    currency: str
    minor: int | None
    unit: str = ""

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the product."""
        return _("Set a price")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an amount or currency that cannot be, or when it is gone."""
        from salesdesk.store.schema import Price

        product = _product(unit, self.product_id)
        currency, minor = entry.currency(self.currency), entry.amount(self.minor)
        words = entry.line(self.unit)
        there = unit.first(Price, Price.product_id == product.id, Price.currency == currency)
        if minor is None:
            if there is not None:
                unit.bin(there)
        elif there is None:
            price = Price(product_id=product.id, amount_minor=minor, currency=currency, unit=words)
            unit.add(price)
        else:
            there.amount_minor, there.unit = minor, words
        unit.label = _("Set the price of {product}").format(product=product.name)


@dataclass(frozen=True)
class BinProduct:
    """Puts a product with its prices into the bin. Line items made from it stay as they are."""

    product_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the product."""
        return _("Put a product into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the product is gone."""
        from salesdesk.store.schema import Price

        product = _product(unit, self.product_id)
        for price in unit.find(Price, Price.product_id == product.id):
            unit.bin(price)
        unit.bin(product)
        unit.label = _("Put {product} into the bin").format(product=product.name)


def _product(unit: Unit, product_id: str) -> Product:
    from salesdesk.store.schema import Product

    found = unit.maybe(Product, product_id)
    if found is None or found.binned_at is not None:
        raise KnownError(_("That product is not on the price list any more. Nothing was changed."))
    return found


def _free_name(unit: Unit, value: str | None, own_id: str) -> str:
    """The name, unless another product has it: a line is matched to its product by name."""
    from salesdesk.store.schema import Product

    name = entry.name(value, _("A product needs a name. Nothing was changed."))
    others = (row for row in unit.find(Product) if row.id != own_id)
    if any(row.name.casefold() == name.casefold() for row in others):
        raise KnownError(
            _("There is a product called “{name}” already. Nothing was changed; choose another "
              "name.").format(name=name)
        )  # fmt: skip
    return name
