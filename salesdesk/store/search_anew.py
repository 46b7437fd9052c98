"""Makes the search index anew from the rows, and lists the rows that it knows.

Called by `store.check`, and at the end of an upgrade: a newer SalesDesk may search more.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store import search
from salesdesk.store.schema import KINDS


def searched(connection: Connection) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(table, row) of all rows that the search knows, oldest first, as the index wants them."""
    streams = (_of_table(connection, name) for name in search.SEARCHED)
    for _id, table, row in heapq.merge(*streams, key=lambda each: each[:2]):
        yield table, row


def _of_table(connection: Connection, name: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(id, table, row) of one table, by id."""
    table = KINDS[name].__table__
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        yield row["id"], name, dict(row)


def index_anew(connection: Connection) -> None:
    """From nothing: an index that is damaged itself cannot always be emptied."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_index")
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_doc")
    for statement in search.CREATE:
        connection.exec_driver_sql(statement)
    search.rebuild(connection, searched(connection))
