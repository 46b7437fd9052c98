"""The two SQLAlchemy engines of a desk: one that writes, one that reads.

Only the writer's transactions begin IMMEDIATE; readers on the same engine would wait for its
lock. Used by unit, reads and the desk; imported after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2 as driver

from salesdesk.store import search
from salesdesk.store.connection import APPLICATION_ID, connect, create_empty
from salesdesk.store.connection import Connection as RawConnection
from salesdesk.store.schema import SCHEMA, Base

SqlConnection = Connection
"""The type of a reading connection, for rooms that may not import SQLAlchemy."""


Opener = Callable[[], RawConnection]
"""Opens a connection of the driver."""


class DeskDialect(SQLiteDialect_pysqlite):
    """The same for every engine, so that a statement compiled for one serves all others.

    SQLAlchemy asks by the dialect and the statement; compiling takes one to two milliseconds.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.desk", __name__, DeskDialect.__name__)
_COMPILED = LRUCache[Any, Any](1000)
"""What was compiled, for the reader, the writer and the next desk; about 300 are in use."""


class Engines:
    """Both engines of one desk file. Connections are opened on the thread that uses them."""

    def __init__(
        self, path: Path, *, to_look: bool = False, open_reader: Opener | None = None
    ) -> None:
        """`open_reader` gives the reading connections; without it they are to the file."""
        self.path = path
        self._writer = _engine(lambda: connect(path), "BEGIN IMMEDIATE", NullPool)
        opener = open_reader or (lambda: connect(path, to_look=to_look))
        self._reader = _engine(opener, "BEGIN", QueuePool)
        self._writing: Connection | None = None
        self._looking: Connection | None = None

    def writing(self) -> Connection:
        """The one writing connection; kept open, for the writer's thread alone."""
        if self._writing is None:
            self._writing = self._writer.connect()
        return self._writing

    def looking(self) -> Connection:
        """A reading connection that stays open, for the writer's thread alone.

        What a unit reads before its first write comes from here: lifting `query_only` makes
        SQLite compile all statements of the writing connection anew, and here it never is.
        """
        if self._looking is None:
            self._looking = self._reader.connect()
        return self._looking

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for a short read: a consistent view until the block ends."""
        with self._reader.connect() as connection:
            # Not left to the first statement: prepared ones go past SQLAlchemy.
            connection.begin()
            yield connection

    def close_readers(self) -> None:
        """Closes the reading connections alone, for those who never write."""
        self._stop_looking()
        self._reader.dispose()

    def abandon(self) -> None:
        """Closes all connections and leaves the file alone: it is not ours any more."""
        self._stop_looking()
        self._reader.dispose()
        if self._writing is not None:
            self._writing.close()
            self._writing = None
        self._writer.dispose()

    def shrink_log(self) -> None:
        """Moves the write-ahead log into the main file, so that what was deleted is in neither."""
        raw = self.writing().connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only=OFF")
        # Somebody who reads just now keeps the log as it is; the next one who closes does it.
        with suppress(driver.Error):
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA query_only=ON")

    def close(self) -> None:
        """Closes all connections, after moving the write-ahead log into the main file."""
        self._stop_looking()
        self._reader.dispose()
        writing = self.writing()
        writing.rollback()
        raw = writing.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only=OFF")
        # On a read-only file or a full disk the log stays beside it and is read at the next start.
        with suppress(driver.Error):
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writing.close()
        self._writing = None
        self._writer.dispose()


def create(path: Path, passphrase: str = "", like: Path | None = None) -> None:
    """Makes a new, empty desk file with all tables. Raises KnownError as `create_empty`.

    With a passphrase, or `like` an encrypted desk, nothing of it is ever on the disk in plain.
    """
    create_empty(path, like)
    if passphrase:
        from salesdesk.store import keys

        keys.begin(path, passphrase)
    engine = _engine(lambda: connect(path), "BEGIN IMMEDIATE", NullPool)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only=OFF")
        with connection.begin():
            Base.metadata.create_all(connection)
            for statement in search.CREATE:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    engine.dispose()


def _engine(opener: Opener, begin: str, pool: type[NullPool | QueuePool]) -> Engine:
    # The connection that was used last is the next: it knows its statements, and the last state.
    latest = {} if pool is NullPool else {"pool_use_lifo": True}
    engine = create_engine(
        "sqlite+desk://",
        module=driver,
        creator=opener,
        poolclass=pool,
        execution_options={"compiled_cache": _COMPILED},
        **latest,
    )

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None
        if not raw.in_transaction:  # as it is where the door has begun one, which is quicker
            connection.exec_driver_sql(begin)

    return engine
