"""A record of a closed desk with what is its own, and what it names. For `usecases.taking_back`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.store import backup
from salesdesk.store.engine import Engines
from salesdesk.store.reads import deal_rows, files
from salesdesk.store.schema import KINDS

Records = Mapping[str, Sequence[Mapping[str, Any]]]
_OF_ACCOUNT: Final = ("note", "attachment")
"""Kinds that may belong to an account and to no deal."""


@dataclass(frozen=True)
class Belonging:
    """The record with its own rows, the rows that others share with it, and the files' bytes."""

    own: Records = field(repr=False)
    shared: Records = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)


def read(path: Path, kind: str, row_id: str) -> Belonging | None:
    """What the desk at `path`, which nobody writes to, has of it; None when it is not in use there.

    Raises KnownError when the file cannot be read.
    """
    engines = Engines(path, to_look=True)
    try:
        with engines.reading() as connection:
            there = deal_rows.existing(connection, kind, [row_id]).get(row_id)
            if there is None or there["binned_at"] is not None:
                return None
            found = _gathered(connection, kind, there)
            return Belonging(*_parted(found, kind, row_id), _contents(connection, found))
    except (DBAPIError, driver.Error) as error:
        raise backup.unreadable(path, getattr(error, "orig", None) or error) from error
    finally:
        engines.close_readers()


def _gathered(connection: Connection, kind: str, there: Mapping[str, Any]) -> Records:
    if kind == "deal":
        return deal_rows.gather(connection, there["id"])
    found: dict[str, list[Mapping[str, Any]]] = {kind: [there]}
    if kind == "account":
        for other in _OF_ACCOUNT:
            found[other] = _where(connection, other, account_id=there["id"], deal_id=None)
    if kind in {"account", "person"}:
        found["custom_value"] = _where(connection, "custom_value", owner_id=there["id"])
        ids = {row["field_id"] for row in found["custom_value"]}
        found["custom_field"] = list(deal_rows.existing(connection, "custom_field", ids).values())
    if kind == "person":
        found["account"] = _accounts_from(connection, there["account_id"])
    if kind == "account":
        found["account"] += _accounts_from(connection, there["parent_id"], there["id"])
    return found


def _accounts_from(
    connection: Connection, account_id: str | None, *but: str
) -> list[Mapping[str, Any]]:
    """The account with all above it, whatever way they are chained."""
    found: dict[str, Mapping[str, Any]] = {}
    while account_id and account_id not in found and account_id not in but:
        there = deal_rows.existing(connection, "account", [account_id])
        found |= there
        account_id = there[account_id]["parent_id"] if there else None
    return list(found.values())


def _where(connection: Connection, kind: str, **equal: Any) -> list[Mapping[str, Any]]:
    """The rows in use with these values, stamps apart."""
    table = KINDS[kind].__table__
    statement = select(table.c.id).where(table.c.binned_at.is_(None))
    for column, value in equal.items():
        statement = statement.where(table.c[column] == value)
    ids = connection.execute(statement).scalars().all()
    found = deal_rows.existing(connection, kind, ids)
    return [found[row_id] for row_id in sorted(found)]


def _parted(found: Records, kind: str, row_id: str) -> tuple[Records, Records]:
    """Own and shared; the record itself comes first of its kind."""
    own: dict[str, list[Mapping[str, Any]]] = {kind: []}
    shared: dict[str, list[Mapping[str, Any]]] = {}
    for each, rows in found.items():
        for row in rows:
            is_own = row["id"] == row_id or _belongs(each, row, kind, row_id)
            (own if is_own else shared).setdefault(each, []).append(row)
    return own, shared


def _belongs(each: str, row: Mapping[str, Any], kind: str, row_id: str) -> bool:
    if each == "custom_value":
        return bool(row["owner_id"] == row_id)
    if kind == "deal":
        return each != "deal" and row.get("deal_id") == row_id
    return each in _OF_ACCOUNT


def _contents(connection: Connection, found: Records) -> dict[str, bytes]:
    contents = {}
    for row in found.get("attachment", ()):
        content = files.content(connection, row["digest"])
        if content is not None:
            contents[row["digest"]] = content
    return contents
