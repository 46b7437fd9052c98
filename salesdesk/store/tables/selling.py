"""What we sell, for how much, and what of it is on a deal. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


class Product(Row):
    """Something we sell."""

    __tablename__ = "product"
    name: Mapped[str]
    code: Mapped[str | None]
    family: Mapped[str | None]
    about: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Price(Row):
    """A product's list price in one currency, per `unit`."""

    __tablename__ = "price"
    product_id: Mapped[str] = link("product")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    unit: Mapped[str | None]


class LineItem(Row):
    """A product on a deal. `quantity` in thousandths, `discount` in hundredths of a percent."""

    __tablename__ = "line_item"
    deal_id: Mapped[str] = link("deal")
    product_id: Mapped[str | None] = maybe("product")
    name: Mapped[str]
    quantity_milli: Mapped[int]
    unit_minor: Mapped[int | None]
    currency: Mapped[str]
    discount_bp: Mapped[int]
    note: Mapped[str | None]
    fact_id: Mapped[str | None] = maybe("fact")
    """The pain or goal that this item answers."""
    order_key: Mapped[str]
