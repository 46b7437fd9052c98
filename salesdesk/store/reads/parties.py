"""Accounts and people as lists offer them. Called by `usecases.accounts` and `usecases.people`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.schema import Account, Person

ACCOUNT_NAMES: Any = (
    select(Account.id, Account.name).where(Account.binned_at.is_(None)).order_by(Account.name)
)
"""(id, name) of the accounts in use."""

PEOPLE: Any = (
    select(
        Person.id, Person.name, Person.title, Person.email, Person.phone, Person.account_id,
        Account.name.label("account"),
    )
    .outerjoin_from(Person, Account, Account.id == Person.account_id)
    .where(Person.binned_at.is_(None))
    .order_by(Person.name, Person.id)
)  # fmt: skip
"""The people in use, with their accounts' names."""


def account_names(connection: Connection) -> list[Any]:
    """(id, name) of the accounts in use, by name."""
    return list(connection.execute(ACCOUNT_NAMES))


def people(connection: Connection, account_id: str | None = None) -> list[Any]:
    """The people in use by name, or those of one account."""
    statement = PEOPLE if account_id is None else PEOPLE.where(Person.account_id == account_id)
    return list(connection.execute(statement))
