"""Everything that belongs to one deal, found by the schema's own references.

Called by `usecases.deal_file`. A new table comes along by itself: rows that name the deal are its
own, and what they name goes with them. Pipelines stay behind, since each desk has its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, select

from salesdesk.store.schema import KINDS, SCHEMA, Deal, Pipeline, ProcessVersion

STAMPS: Final = frozenset({"rev", "changed_at", "checksum"})
"""Made anew by the desk that takes the rows in."""
STAY_BEHIND: Final = frozenset({"pipeline", "process_version"})
_PART = 500
__all__ = ["SCHEMA", "Home", "column_types", "existing", "gather", "home", "is_own", "references"]


class Home(NamedTuple):
    """Where a deal stands: what another desk needs to find the like of it."""

    pipeline: str
    process_key: str
    process: str


def is_own(kind: str) -> bool:
    """Whether rows of this kind belong to one deal; the others are shared with other deals."""
    return kind == "deal" or "deal_id" in _table(kind).c


@lru_cache(maxsize=128)
def references(kind: str) -> dict[str, str]:
    """Which columns of a kind name a row of which kind."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in _table(kind).columns
        if column.foreign_keys
    }


@lru_cache(maxsize=128)
def column_types(kind: str) -> dict[str, tuple[type, bool]]:
    """The columns of a kind, stamps apart: their Python type and whether they may be null."""
    return {
        column.name: (column.type.python_type, bool(column.nullable))
        for column in _table(kind).columns
        if column.name not in STAMPS
    }


def gather(connection: Connection, deal_id: str) -> dict[str, list[dict[str, Any]]]:
    """The deal's row, all that names it, and all that these name; by kind, rows by id.

    Rows in the bin stay behind unless something still names them. {} when the deal is gone.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    _take(found, "deal", _by(connection, "deal", "id", [deal_id]))
    if not found["deal"]:
        return {}
    for kind in sorted(KINDS):
        if "deal_id" in _table(kind).c:
            _take(found, kind, _in_use(_by(connection, kind, "deal_id", [deal_id])))
    _follow(connection, found)
    everything = [row_id for rows in found.values() for row_id in rows]
    for kind in sorted(KINDS):
        if "owner_id" in _table(kind).c:  # a value that stands on rows of several kinds
            _take(found, kind, _in_use(_by(connection, kind, "owner_id", everything)))
    _follow(connection, found)
    return {kind: [rows[key] for key in sorted(rows)] for kind, rows in sorted(found.items())}


def home(connection: Connection, deal_id: str) -> Home:
    """The deal's pipeline and process by name."""
    statement = (
        select(Pipeline.name, ProcessVersion.process_key, ProcessVersion.name)
        .join_from(Deal, Pipeline, Pipeline.id == Deal.pipeline_id)
        .join(ProcessVersion, ProcessVersion.id == Pipeline.process_version_id)
        .where(Deal.id == deal_id)
    )
    return Home(*connection.execute(statement).one())


def existing(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The rows of these ids that are there, binned ones too."""
    return {row["id"]: row for row in _by(connection, kind, "id", ids)}


def _follow(connection: Connection, found: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Adds what the rows name, and what that names, until nothing is left."""
    while wanted := _wanted(found):
        for kind, ids in sorted(wanted.items()):
            before = len(found.get(kind, {}))
            _take(found, kind, _by(connection, kind, "id", ids))
            if len(found[kind]) == before:
                return  # a reference into nothing: check() tells of it


def _wanted(found: dict[str, dict[str, dict[str, Any]]]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for kind, rows in found.items():
        for column, target in references(kind).items():
            if target in STAY_BEHIND or target == "deal":
                continue
            named = {row[column] for row in rows.values() if row[column]}
            if left := named - found.get(target, {}).keys():
                wanted.setdefault(target, set()).update(left)
    return wanted


def _take(
    found: dict[str, dict[str, dict[str, Any]]], kind: str, rows: Iterable[dict[str, Any]]
) -> None:
    found.setdefault(kind, {}).update((row["id"], row) for row in rows)


def _in_use(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["binned_at"] is None]


def _by(
    connection: Connection, kind: str, column: str, values: Collection[str]
) -> list[dict[str, Any]]:
    table, rows, wanted = _table(kind), [], sorted(values)
    for start in range(0, len(wanted), _PART):
        statement = select(table).where(table.c[column].in_(wanted[start : start + _PART]))
        rows += [
            {name: value for name, value in row.items() if name not in STAMPS}
            for row in connection.execute(statement).mappings()
        ]
    return rows


def _table(kind: str) -> Table:
    return KINDS[kind].__table__  # type: ignore[return-value]
