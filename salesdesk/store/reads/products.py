"""Products with their prices. Called by `usecases.products`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import Price, Product


def products(connection: Connection) -> list[Any]:
    """(id, name, family, amount_minor, currency) by name; one row a price, or one without."""
    in_use = Price.binned_at.is_(None)
    return list(
        connection.execute(
            select(Product.id, Product.name, Product.family, Price.amount_minor, Price.currency)
            .outerjoin_from(Product, Price, (Price.product_id == Product.id) & in_use)
            .where(Product.binned_at.is_(None))
            .order_by(Product.name, Product.id)
        )
    )
