"""What belongs to one deal, as plain rows. Called by `usecases.deal_page` and `timeline`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import (
    Account,
    CustomField,
    CustomValue,
    Deal,
    DealPerson,
    DealTag,
    Person,
    Pipeline,
    Row,
    Tag,
)

_DEAL = (
    select(
        *Deal.__table__.columns,
        Pipeline.name.label("pipeline"),
        Account.name.label("account"),
        Account.phone.label("phone"),
        Account.industry.label("industry"),
        Account.size.label("size"),
        Account.website.label("website"),
    )
    .join_from(Deal, Pipeline, Pipeline.id == Deal.pipeline_id)
    .outerjoin(Account, Account.id == Deal.account_id)
)
_STAKEHOLDERS = (
    select(
        Person.id, Person.name, Person.title, Person.email, Person.phone, DealPerson.role,
        DealPerson.influence, DealPerson.stance, DealPerson.reports_to_id, DealPerson.wants,
    )
    .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
    .where(DealPerson.binned_at.is_(None), Person.binned_at.is_(None))
    .order_by(DealPerson.id)
)  # fmt: skip


def deal(connection: Connection, deal_id: str) -> Any:
    """The deal's row with its pipeline's name and its account's name, phone, industry, size."""
    return connection.execute(_DEAL.where(Deal.id == deal_id)).first()


def stakeholders(connection: Connection, deal_id: str) -> list[Any]:
    """People on the deal with their parts, in the order they were put on it."""
    return list(connection.execute(_STAKEHOLDERS.where(DealPerson.deal_id == deal_id)))


def tags(connection: Connection, deal_id: str) -> list[str]:
    """The names of the deal's tags."""
    statement = (
        select(Tag.name)
        .join_from(DealTag, Tag, Tag.id == DealTag.tag_id)
        .where(DealTag.deal_id == deal_id, Tag.binned_at.is_(None), DealTag.binned_at.is_(None))
        .order_by(Tag.name)
    )
    return list(connection.execute(statement).scalars())


def custom(connection: Connection, entity: str, owner_id: str) -> list[Any]:
    """(field_id, name, value or None) of all the rep's own fields of an entity, in order."""
    statement = (
        select(CustomField.id.label("field_id"), CustomField.name, CustomValue.value)
        .outerjoin_from(
            CustomField,
            CustomValue,
            (CustomValue.field_id == CustomField.id) & (CustomValue.owner_id == owner_id),
        )
        .where(CustomField.entity == entity, CustomField.binned_at.is_(None))
        .order_by(CustomField.order_key)
    )
    return list(connection.execute(statement))


def of_deal(
    connection: Connection,
    kind: type[Row],
    deal_id: str,
    order_by: Any = None,
    *,
    binned: bool = False,
) -> list[Any]:
    """The rows of a table that belong to the deal, in use, in the order they were made."""
    table: Any = kind.__table__
    statement = select(table).where(table.c.deal_id == deal_id)
    if not binned:
        statement = statement.where(table.c.binned_at.is_(None))
    order = (table.c.id,) if order_by is None else (order_by, table.c.id)
    return list(connection.execute(statement.order_by(*order)))


def names(connection: Connection) -> dict[str, str]:
    """The names of all people by id, binned ones too: what was said keeps its speaker."""
    rows = connection.execute(select(Person.id, Person.name))
    return {row.id: row.name for row in rows}
