"""Brings a desk of an older schema up to date: a proved backup first, then all or nothing.

Called by `store.versions` alone, when an older desk is opened and its lock is held; only then is
Alembic imported. Each step is a module in `steps` with `revision` the schema's number as text
("2"), `down_revision` the one before, and `upgrade()`, written with Alembic's `op`. The desk's own
`user_version` says where it stands; there is no table of Alembic's.
Source: reliability rule 6.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.store import backup_folder, search_anew
from salesdesk.store.engine import Engines
from salesdesk.store.images import text_checksum
from salesdesk.store.schema import SCHEMA
from salesdesk.support.i18n import _

HERE = Path(__file__).parent
STEPS = HERE / "steps"


def upgrade(path: Path, target: int, *, steps: Path = STEPS, clock: Clock | None = None) -> None:
    """Takes the closed desk at `path` to the schema number `target`.

    The caller holds the desk's lock. Raises KnownError when a step fails; the desk is then as it
    was, and so is the backup made before.
    """
    clock = clock or Clock.from_environment()
    made = backup_folder.add(path, backup_folder.folder_of(path), clock.now_utc(), "before-upgrade")
    engines = Engines(path)
    try:
        _upgrade(engines.writing(), target, steps, clock)
    except (DBAPIError, driver.Error) as error:
        raise KnownError(
            _(
                "“{name}” could not be brought up to date: {why}. It is as it was before, and a "
                "backup is at {backup}. Make room on the disk, or open it with the older SalesDesk."
            ).format(name=path.name, why=getattr(error, "orig", error), backup=made.path)
        ) from error
    finally:
        engines.close()


def upgrade_draft(path: Path, target: int, clock: Clock) -> None:
    """As `upgrade` for a file that is being made and that nobody knows yet: without a backup."""
    engines = Engines(path)
    try:
        _upgrade(engines.writing(), target, STEPS, clock)
    finally:
        engines.close()


def _upgrade(connection: Connection, target: int, steps: Path, clock: Clock) -> None:
    raw: Any = connection.connection.driver_connection
    # Before BEGIN: inside a transaction this PRAGMA does nothing, and a table made anew in batch
    # mode would take its children with it.
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA query_only=OFF")
    try:
        with connection.begin():
            start = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                for step in _steps(steps, start, target):
                    step.upgrade()
            _end_undo(connection, target, clock)
            _refuse_loose_ends(connection)
            if target == SCHEMA:  # else the rows are not those that the index is made from
                search_anew.index_anew(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={target:d}")
    finally:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("PRAGMA foreign_keys=ON")


def _steps(folder: Path, start: int, target: int) -> list[Any]:
    """The modules that lead from one number to the other, in order."""
    script = ScriptDirectory(str(HERE), version_locations=[str(folder)])
    steps = [
        revision.module
        for revision in script.iterate_revisions(str(target), str(start) if start else "base")
    ]
    return steps[::-1]


def _end_undo(connection: Connection, target: int, clock: Clock) -> None:
    """Undo cannot cross the upgrade: row images of an older schema do not fit. Says so, too."""
    connection.exec_driver_sql(
        "UPDATE journal SET state='dropped' WHERE schema_number < ?", (target,)
    )
    at = clock.now_utc().isoformat(timespec="milliseconds")
    label = _("Upgrade of the desk; what was done before cannot be undone any more")
    connection.exec_driver_sql(
        'INSERT INTO journal(command, label, at, "on", state, schema_number, rows, checksum)'
        " VALUES ('Upgrade', ?, ?, ?, 'dropped', ?, 0, ?)",
        (label, at, clock.today().isoformat(), target, text_checksum("Upgrade", label, at, 0)),
    )


def _refuse_loose_ends(connection: Connection) -> None:
    """Raises KnownError when a step left a reference to a row that is not there."""
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        raise KnownError(
            _(
                "The desk could not be brought up to date: {count} records would lose what they "
                "belong to (first in “{table}”). It is as it was before. Please report this."
            ).format(count=len(loose), table=loose[0][0])
        )
