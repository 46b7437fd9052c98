"""What belongs to one deal, as plain rows. Called by `usecases.deal_page` and `timeline`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, union

from salesdesk.store.prepared import Prepared
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

_DEAL = Prepared(
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
    .where(Deal.id == bindparam("deal"))
)
_STAKEHOLDERS = Prepared(
    select(
        Person.id, Person.name, Person.title, Person.email, Person.phone, DealPerson.role,
        DealPerson.influence, DealPerson.stance, DealPerson.reports_to_id, DealPerson.wants,
    )
    .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
    .where(DealPerson.binned_at.is_(None), Person.binned_at.is_(None))
    .where(DealPerson.deal_id == bindparam("deal"))
    .order_by(DealPerson.id)
)  # fmt: skip
_TAGS = Prepared(
    select(Tag.name)
    .join_from(DealTag, Tag, Tag.id == DealTag.tag_id)
    .where(DealTag.deal_id == bindparam("deal"))
    .where(Tag.binned_at.is_(None), DealTag.binned_at.is_(None))
    .order_by(Tag.name)
)
_CUSTOM = Prepared(
    select(CustomField.id.label("field_id"), CustomField.name, CustomValue.value)
    .outerjoin_from(
        CustomField,
        CustomValue,
        (CustomValue.field_id == CustomField.id) & (CustomValue.owner_id == bindparam("owner")),
    )
    .where(CustomField.entity == bindparam("entity"), CustomField.binned_at.is_(None))
    .order_by(CustomField.order_key)
)


def deal(connection: Connection, deal_id: str) -> Any:
    """The deal's row with its pipeline's name and its account's name, phone, industry, size."""
    return next(iter(_DEAL.records(connection, {"deal": deal_id})), None)


def stakeholders(connection: Connection, deal_id: str) -> list[Any]:
    """People on the deal with their parts, in the order they were put on it."""
    return _STAKEHOLDERS.records(connection, {"deal": deal_id})


def tags(connection: Connection, deal_id: str) -> list[str]:
    """The names of the deal's tags."""
    return [row[0] for row in _TAGS.rows(connection, {"deal": deal_id})]


def custom(connection: Connection, entity: str, owner_id: str) -> list[Any]:
    """(field_id, name, value or None) of all the rep's own fields of an entity, in order."""
    return _CUSTOM.records(connection, {"entity": entity, "owner": owner_id})


def of_deal(
    connection: Connection,
    kind: type[Row],
    deal_id: str,
    order_by: Any = None,
    *,
    binned: bool = False,
) -> list[Any]:
    """The rows of a table that belong to the deal, in use, in the order they were made."""
    by = "" if order_by is None else order_by.key
    return _of_deal(kind, by, binned).records(connection, {"deal": deal_id})


@lru_cache(maxsize=64)
def _of_deal(kind: type[Row], order_by: str, binned: bool) -> Prepared:
    """The statement of `of_deal`, made once: a page asks for a dozen of them."""
    table: Any = kind.__table__
    statement = select(table).where(table.c.deal_id == bindparam("deal"))
    if not binned:
        statement = statement.where(table.c.binned_at.is_(None))
    order = (table.c[order_by], table.c.id) if order_by else (table.c.id,)
    return Prepared(statement.order_by(*order))


def names_on(connection: Connection, deal_id: str) -> dict[str, str]:
    """The names by id of all people that something of the deal names, binned ones too."""
    return {row[0]: row[1] for row in _names_on().rows(connection, {"deal": deal_id})}


@lru_cache(maxsize=1)
def _names_on() -> Prepared:
    tables = [t for t in Row.metadata.tables.values() if {"deal_id", "person_id"} <= {*t.c.keys()}]
    ids = [select(t.c.person_id).where(t.c.deal_id == bindparam("deal")) for t in tables]
    above = select(DealPerson.reports_to_id).where(DealPerson.deal_id == bindparam("deal"))
    return Prepared(select(Person.id, Person.name).where(Person.id.in_(union(*ids, above))))


def names(connection: Connection) -> dict[str, str]:
    """The names of all people by id, binned ones too: what was said keeps its speaker."""
    rows = connection.execute(select(Person.id, Person.name))
    return {row.id: row.name for row in rows}
