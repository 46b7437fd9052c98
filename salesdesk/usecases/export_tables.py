"""The rows of a desk as tables a person can read: names beside ids, amounts as decimals.

Called by `usecases.exporting` for workbooks and CSV. Headings are the store's column names in
every language, so that the same desk gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from salesdesk.domain.money import to_decimal

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection

Cell = str | int | Decimal | None
FIRST: Final = ("deal", "account", "person", "product")
_MINOR: Final = "_minor"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of rows. `rows` can be gone through once, while the connection is open."""

    kind: str
    headings: tuple[str, ...]
    count: int
    rows: Iterator[list[Cell]]


def sheets(
    connection: SqlConnection, *, leave_out: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[Sheet]:
    """All kinds that have rows, deals first; without the (kind, column) pairs in `leave_out`."""
    from salesdesk.store.reads import whole

    names: dict[str, dict[str, str]] = {}
    for kind in sorted(whole.kinds(), key=lambda kind: (_rank(kind), kind)):
        count = whole.count(connection, kind)
        if count:
            columns = [name for name in whole.columns(kind) if (kind, name) not in leave_out]
            rows = whole.rows(connection, kind)
            if any(name.endswith(_MINOR) for name in columns):
                rows = _with_currency(rows, *whole.currencies(connection, kind))
            yield _sheet(kind, count, columns, rows, {
                column: known
                for column, target in whole.references(kind).items()
                if (known := _names(connection, target, names))
            })  # fmt: skip


def _with_currency(
    rows: Iterator[Mapping[str, Any]], column: str, known: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    """The rows, each with the currency of its amounts, also where its offer or deal names it."""
    for row in rows:
        yield {**row, "currency": known[row[column]]} if column else row


def _names(
    connection: SqlConnection, kind: str, known: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Names by id, each kind read once."""
    from salesdesk.store.reads import whole

    if kind not in known:
        known[kind] = whole.names(connection, kind)
    return known[kind]


def _sheet(
    kind: str,
    count: int,
    columns: list[str],
    rows: Iterator[Mapping[str, Any]],
    named: Mapping[str, Mapping[str, str]],
) -> Sheet:
    headings = tuple(heading for name in columns for heading in _headings(name, named))
    return Sheet(kind, headings, count, (_cells(row, columns, named) for row in rows))


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _headings(column: str, named: Mapping[str, Any]) -> tuple[str, ...]:
    if column in named:
        return column, column.removesuffix("_id")
    return (column.removesuffix(_MINOR),)


def _cells(
    row: Mapping[str, Any], columns: list[str], named: Mapping[str, Mapping[str, str]]
) -> list[Cell]:
    cells: list[Cell] = []
    for column in columns:
        value = row[column]
        if column.endswith(_MINOR):
            cells.append(None if value is None else to_decimal(value, row["currency"]))
        elif isinstance(value, bool):
            cells.append(int(value))
        else:
            cells.append(value)
        if column in named:
            cells.append(named[column].get(value) if value else None)
    return cells
