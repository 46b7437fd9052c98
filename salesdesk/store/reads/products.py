"""Products with their prices. Called by `usecases.products` and `usecases.price_list`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import Price, Product


def products(connection: Connection) -> list[Any]:
    """(id, name, family, amount_minor, currency, unit) by name; a row a price, or one without."""
    in_use = Price.binned_at.is_(None)
    columns = (Product.id, Product.name, Product.family)
    return list(
        connection.execute(
            select(*columns, Price.amount_minor, Price.currency, Price.unit)
            .outerjoin_from(Product, Price, (Price.product_id == Product.id) & in_use)
            .where(Product.binned_at.is_(None))
            .order_by(Product.name, Product.id)
        )
    )
