"""The desk's schema number: too new is refused untouched, too old is upgraded.

Called when a desk is opened. Alembic is imported only when an upgrade is due.
"""

from __future__ import annotations

from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.store.connection import APPLICATION_ID, Connection
from salesdesk.support.i18n import _

CURRENT = 3
"""The number of `salesdesk.store.schema`, kept here too since opening must not import that."""


def is_older(connection: Connection, path: Path) -> bool:
    """Whether the desk needs an upgrade. Raises KnownError when it is newer or no desk."""
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        text = _(
            "“{name}” is a database of another program. It was left as it is. "
            "Open a desk that SalesDesk made."
        )
        raise KnownError(text.format(name=path.name))
    if number > CURRENT:
        text = _(
            "“{name}” was written by a newer SalesDesk. It was left untouched. "
            "Install the newer version to open it."
        )
        raise KnownError(text.format(name=path.name))
    return bool(number < CURRENT)


def upgrade(path: Path) -> None:
    """Brings an older desk up to date after a verified backup; all or nothing."""
    from salesdesk.store.migrations import run

    run.upgrade(path, CURRENT)
