"""Statements compiled once by SQLAlchemy and then run on the driver's cursor.

Running a Core statement costs ten times what SQLite takes for a row by its key; a stage move
makes a dozen of them. The SQL is still SQLAlchemy's, for whatever dialect the connection has.
Used by unit, journal, cards and snapshots for what each small command does.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Connection, Executable


class Prepared:
    """One statement. Values are given by name; unnamed ones of an insert are null."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._text = ""
        self._names: tuple[str, ...] = ()
        self._fixed: Mapping[str, Any] = {}
        self._has_fixed = False
        self._pick: Callable[[Mapping[str, Any]], Sequence[Any]] = _nothing
        self._flags: tuple[int, ...] = ()
        self.columns: tuple[str, ...] = ()
        self._record: Any = None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Runs it inside the connection's transaction and gives the driver's cursor."""
        if not self._text:
            self._compile(connection)
        raw = connection.connection.driver_connection
        assert raw is not None
        try:
            given = self._pick({**self._fixed, **values} if self._has_fixed else values)
        except KeyError:
            given = [values.get(name, self._fixed.get(name)) for name in self._names]
        return raw.execute(self._text, given)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """All rows, as tuples in the statement's order of columns."""
        found: list[Sequence[Any]] = self.run(connection, values).fetchall()
        return found

    def records(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows with a name for each column; flags are True or False."""
        found = self.rows(connection, values)
        if self._record is None:
            self._record = namedtuple("Record", self.columns)  # type: ignore[misc]  # noqa: PYI024
        made = self._record._make
        if not self._flags:
            return [made(row) for row in found]
        return [made(self._flagged(row)) for row in found]

    def _flagged(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place in self._flags:
            if values[place] is not None:
                values[place] = bool(values[place])
        return values

    def dicts(self, connection: Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All rows as dicts by column; flags are True or False."""
        rows = [
            dict(zip(self.columns, row, strict=True))
            for row in self.run(connection, values).fetchall()
        ]
        for row in rows:
            for place in self._flags:
                name = self.columns[place]
                row[name] = None if row[name] is None else bool(row[name])
        return rows

    def _compile(self, connection: Connection) -> None:
        compiled = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        self._names = tuple(compiled.positiontup or ())
        # What literal() brought along, such as the names of the parts of a union.
        self._fixed = dict(compiled.params)
        self._has_fixed = any(value is not None for value in self._fixed.values())
        self._pick = _picker(self._names)
        chosen = list(getattr(self._statement, "selected_columns", ()))
        self.columns = tuple(column.key for column in chosen)
        self._flags = tuple(i for i, c in enumerate(chosen) if isinstance(c.type, Boolean))
        self._text = str(compiled)


def _nothing(_values: Mapping[str, Any]) -> Sequence[Any]:
    return ()


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Gives the values of these names in order; raises KeyError when one is lacking."""
    if len(names) > 1:
        return itemgetter(*names)
    return (lambda values: (values[names[0]],)) if names else _nothing
