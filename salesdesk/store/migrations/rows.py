"""What a migration step needs beside Alembic's `op`: fresh checksums for rows it changed.

For the modules in `steps` that set, rename or drop a column of rows that exist.
"""

from __future__ import annotations

from alembic import op

from salesdesk.store.images import checksum


def stamp_all(table: str) -> None:
    """Gives every row of a table a checksum over what it now holds.

    A column that is new and null needs none; call this where a step set, renamed or dropped one.
    """
    connection = op.get_bind()
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings().all()
    marks = [(checksum(table, dict(row)), row["id"]) for row in rows]
    if marks:
        connection.exec_driver_sql(f'UPDATE "{table}" SET checksum=? WHERE id=?', marks)
