"""Runs commands, undo and redo, each in one transaction: flush → cards → journal → commit.

Owned by the desk and called on its writer's thread alone. Gives `Changes`; raises KnownError for
what a person can mend, after which nothing of the command is in the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.changes import Changes
from salesdesk.domain.clock import Clock
from salesdesk.domain.entry import line
from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import Process
from salesdesk.domain.process_plain import from_plain
from salesdesk.store import binned, cards, journal, mishaps
from salesdesk.store.drafts import Drafts, Kept
from salesdesk.store.engine import Engines
from salesdesk.store.images import Image
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import Deal, Pipeline, ProcessVersion
from salesdesk.store.snapshots import DealState
from salesdesk.store.trace import Trace, deal_ids
from salesdesk.store.unit import Unit
from salesdesk.support.i18n import _

T = TypeVar("T")


class Command(Protocol):
    """A change a person can name: a frozen dataclass with a label and `apply`.

    One with a true `goes_on`, such as what is being typed, is one step of undo together with the
    same command on the same rows right before it.
    """

    @property
    def label(self) -> str:
        """What it does, in words for the undo menu."""
        ...

    def apply(self, unit: Unit) -> None:
        """Makes the change. Raises KnownError to refuse it."""
        ...


class Processes:
    """The processes in use, each parsed once: a published version never changes."""

    def __init__(self) -> None:
        self._known: dict[str, Process] = {}

    def of_version(self, connection: Connection, version_id: str) -> Process:
        """The process of a published version."""
        if version_id not in self._known:
            body = connection.execute(
                select(ProcessVersion.body).where(ProcessVersion.id == version_id)
            ).scalar_one()
            self._known[version_id] = from_plain(json.loads(body))
        return self._known[version_id]

    def of_pipeline(self, connection: Connection, pipeline_id: str) -> Process:
        """The process that a pipeline follows now."""
        return self.of_version(connection, _version_of(connection, pipeline_id))


def _version_of(connection: Connection, pipeline_id: str) -> str:
    """The process version that a pipeline follows now."""
    ((found,),) = _FOLLOWED.rows(connection, {"which": pipeline_id})
    return str(found)


_FOLLOWED = Prepared(select(Pipeline.process_version_id).where(Pipeline.id == bindparam("which")))


class Door:
    """The write door of one desk."""

    def __init__(self, engines: Engines, clock: Clock, processes: Processes) -> None:
        self._engines = engines
        self._clock = clock
        self._processes = processes
        self._drafts = Drafts()
        self._may_redo = True
        """Whether the journal may hold undone entries; asking it costs a move a round trip."""

    def run(self, command: Command) -> Changes:
        """Runs one command. A command that changes nothing leaves no entry in the history."""
        with self._transaction() as saving:
            connection = saving.connection
            looking = self._engines.looking()
            settled = Settled()
            unit = Unit(
                connection,
                self._clock,
                self._processes.of_version,
                looking,
                lambda unit: self._put_aside(connection, unit, settled),
            )
            command.apply(unit)
            unit.flush()
            # Names in it may hold what no store can take; a field's own text is tidied before.
            label = line(unit.label or command.label) or type(command).__name__
            if not (unit.images or settled.rows):
                return Changes(label)
            self._settle(connection, unit, settled)
            if not settled.rows:
                self._drafts.forget_saved(connection, unit.images)
            if self._may_redo:
                journal.drop_undone(connection)
            seq = self._record(saving, command, label, settled, unit.images)
        self._may_redo = False
        touched = settled.trace.touched
        return _changes(label, touched, settled.columns, "done", seq, settled.deals)

    def _settle(self, connection: Connection, unit: Unit, settled: Settled) -> None:
        """Brings the cards in step with what the unit wrote since the last time."""
        trace = Trace()
        trace.take(unit.images)
        deals = trace.owners(connection)
        known = unit.known_states()
        settled.columns |= self._cards(
            connection, trace, unit.images, deals, unit.added, known, unit.pipelines()
        )
        settled.deals |= deals
        settled.trace = settled.trace.joined(trace)

    def _put_aside(self, connection: Connection, unit: Unit, settled: Settled) -> None:
        """Settles what a unit of very many rows wrote so far, and keeps it packed from then on."""
        self._settle(connection, unit, settled)
        settled.parts += journal.parts(unit.images)
        settled.rows += len(unit.images)

    def _record(
        self,
        saving: Saving,
        command: Command,
        label: str,
        settled: Settled,
        images: list[Image],
    ) -> int:
        """Writes the command into the journal; one that goes on extends the entry before it."""
        name = type(command).__name__
        if getattr(command, "goes_on", False) and not settled.rows:
            seq = journal.extend(saving.connection, name, label, images)
            if seq is not None:
                # Nothing to expect: the entry stood there before, so it cannot prove the commit.
                return seq
        settled.parts += journal.parts(images)
        rows = settled.rows + len(images)
        state = journal.BEGUN if getattr(command, "is_beginning", False) else journal.DONE
        seq = journal.write(saving.connection, self._clock, name, label, settled.parts, rows, state)
        saving.expect(seq, state)
        return seq

    def undo(self) -> Changes:
        """Takes the last command back. Raises KnownError when there is none."""
        return self._replay(journal.last_done, journal.undo, journal.UNDONE)

    def redo(self) -> Changes:
        """Does the last undone command again. Raises KnownError when there is none."""
        return self._replay(journal.next_undone, journal.redo, journal.DONE)

    def remove_for_good(self, items: Sequence[binned.Item], label: str) -> Changes:
        """Removes binned records with all that hangs on them. Cannot be undone.

        Raises KnownError when something failed; nothing is removed then.
        """
        with self._transaction() as saving:
            connection = saving.connection
            now = self._clock.now_utc().isoformat(timespec="milliseconds")
            images = binned.remove_for_good(connection, items, now)
            trace = Trace()
            trace.take(images)
            deals = trace.owners(connection)
            columns = self._cards(connection, trace, (), deals, {}, {}, {})
            seq = journal.note(connection, self._clock, "DeleteForGood", label)
            saving.expect(seq, journal.DROPPED)
        self._engines.shrink_log()
        return _changes(label, trace.touched, columns, "done", seq, deals)

    def keep_drafts(
        self,
        puts: Sequence[Kept],
        drops: Sequence[tuple[str, str]],
        moves: Sequence[tuple[tuple[str, str], str]] = (),
    ) -> None:
        """Keeps and drops what is typed and not saved yet; no part of the history."""
        now = self._clock.now_utc().isoformat(timespec="milliseconds")
        self.aside(lambda connection: self._drafts.change(connection, puts, drops, now, moves))

    def aside(self, work: Callable[[Connection], T]) -> T:
        """Writes what is no part of the history, such as drafts, in a transaction of its own."""
        with self._transaction() as saving:
            return work(saving.connection)

    def _replay(self, find: Any, replay: Any, state: str) -> Changes:
        with self._transaction() as saving:
            connection = saving.connection
            entry = find(connection)
            if entry is None:
                raise KnownError(_("There is nothing left to take back or to do again."))
            trace = Trace()
            replay(connection, self._clock, entry, trace.take)
            deals = trace.owners(connection)
            columns = self._cards(connection, trace, (), deals, {}, {}, {})
            saving.expect(entry.seq, state)
        self._may_redo = True
        how = "undone" if state == journal.UNDONE else "redone"
        return _changes(entry.label, trace.touched, columns, how, entry.seq, deals)

    def _cards(
        self,
        connection: Connection,
        trace: Trace,
        images: Sequence[Image],
        deals: set[str],
        added: dict[str, list[dict[str, Any]]],
        states: dict[str, DealState],
        versions: dict[str, str],
    ) -> cards.Columns:
        """Brings the cards in step and gives the columns that changed.

        `images` are looked at only where rows were `added` in bulk.
        """

        def process_of(pipeline_id: str) -> Process:
            if pipeline_id not in versions:
                versions[pipeline_id] = _version_of(connection, pipeline_id)
            return self._processes.of_version(connection, versions[pipeline_id])

        looking = self._engines.looking()
        fresh = {row["id"] for row in added.get(Deal.__tablename__, ())}
        # Rows written one by one may belong to deals added in bulk: those are read back instead.
        bulk = {row["id"] for rows in added.values() for row in rows}
        single = {d for i in images if i.id not in bulk for d in deal_ids(i)} if bulk else set()
        if fresh & single or added.keys() - cards.PLAIN_TABLES:
            return cards.refresh(connection, deals, process_of, states, looking)
        gone = trace.gone - fresh
        columns = cards.add_new(connection, added, process_of) | cards.drop(connection, gone)
        left = deals - fresh - gone
        return columns | cards.refresh(connection, left, process_of, states, looking)

    @contextmanager
    def _transaction(self) -> Iterator[Saving]:
        """A writing transaction on the one connection that may write, and only inside it."""
        connection = self._engines.writing()
        raw: Any = connection.connection.driver_connection
        saving = Saving(connection)
        try:
            raw.execute("PRAGMA query_only=OFF")
            raw.execute("BEGIN IMMEDIATE")
            with connection.begin():
                # A command may name a row before it is written; all is checked at the commit.
                raw.execute("PRAGMA defer_foreign_keys=ON")
                yield saving
        except (DBAPIError, driver.Error) as error:
            _roll_back(raw)
            if not self._is_saved(saving, error):
                raise mishaps.known(error) from error
        finally:
            _roll_back(raw)
            raw.execute("PRAGMA query_only=ON")

    def _is_saved(self, saving: Saving, error: Exception) -> bool:
        """Whether the commit that reported `error` did its work all the same, asked of the file.

        Raises KnownError when that cannot be told either.
        """
        if saving.seq is None:
            return False
        try:
            with self._engines.reading() as connection:
                return journal.state_of(connection, saving.seq) == saving.state
        except (DBAPIError, driver.Error, KnownError):
            raise mishaps.unsure() from error


class Settled:
    """What a unit has written and let go of: whose rows, and the journal's parts of them."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.columns: cards.Columns = set()
        self.deals: set[str] = set()
        self.parts: list[bytes] = []
        self.rows = 0


class Saving:
    """One transaction, and what its commit will have put into the journal."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.seq: int | None = None
        self.state = ""

    def expect(self, seq: int, state: str) -> None:
        """All is written; after the commit the journal's entry `seq` is in this state."""
        self.seq, self.state = seq, state


def _roll_back(raw: Any) -> None:
    """A COMMIT that failed leaves the transaction open; SQLAlchemy does not say so."""
    if raw.in_transaction:
        raw.rollback()


def _changes(
    label: str,
    touched: dict[str, set[str]],
    columns: cards.Columns,
    how: str,
    seq: int,
    deals: set[str],
) -> Changes:
    return Changes(
        label,
        {table: frozenset(ids) for table, ids in touched.items()},
        frozenset(deals),
        frozenset(columns),
        how,
        seq,
    )
