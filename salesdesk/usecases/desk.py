"""The desk: one file, one owner, one write door. All that windows and the command line hold.

Opening costs the driver alone; SQLAlchemy is imported by `warm` or the first command, on the
writer's thread, so that the board is painted before it. Commands queue on that thread in order.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError, NotSaved
from salesdesk.store.connection import (
    check_before_opening,
    connect,
    copy_in_memory,
    finish_rewriting,
    key_of,
    put_log_aside,
    take_log_in,
)
from salesdesk.support.i18n import _
from salesdesk.support.last_save import LastSave, LastSaveFile
from salesdesk.support.lock import DeskLock
from salesdesk.support.open_file import OpenFile, log_of
from salesdesk.support.paths import real_file
from salesdesk.usecases import precaution

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

    from salesdesk.domain.changes import Changes
    from salesdesk.domain.process import Process
    from salesdesk.store.connection import Connection
    from salesdesk.store.door import Command, Door, Processes
    from salesdesk.store.engine import Engines, SqlConnection
    from salesdesk.store.journal import Entry
    from salesdesk.store.keys import Key

T = TypeVar("T")


class Desk:
    """An open desk. With `threaded` false everything runs on the caller's thread, for tests."""

    def __init__(
        self,
        path: Path,
        clock: Clock | None = None,
        *,
        threaded: bool = True,
        may_write: bool = True,
        insist: bool = False,
    ) -> None:
        """Opens the desk at `path`. Raises KnownError when it cannot be opened or is in use.

        Without `may_write` it is only looked at, needs no lock and may be open in a window too.
        `insist` opens it although another computer seems to have it.
        """
        self.path = path = real_file(path)
        self.clock = clock or Clock()
        self.may_write = may_write
        """Whether commands are taken; a desk that is only looked at refuses them in a sentence."""
        check_before_opening(path)
        self._lock = DeskLock(path)
        self._last = LastSaveFile(path)
        self.foreign_log: Path | None = None
        """What a log is called now that lay beside it and is of something else."""
        # Asked before the log is made: after that nobody can tell any more.
        left = self._last.left() if may_write else None
        had_log = log_of(path).exists()
        self._key, self.raw, self.missing_changes = self._take(left, insist=insist)
        """How many changes were saved before the program was killed and are not here."""
        self.may_miss_changes = bool(self.missing_changes or (left and left.saves and not had_log))
        """Whether the program was killed at work and what it saved last may not be here.

        Undoing has no number of its own, so that some changes are missed without a count.
        """
        self._file = OpenFile(path)
        self.on_backup: Callable[[Path], object] = _nobody
        """Told of each backup that is made of it, on whatever thread made it."""
        self._is_threaded = threaded
        self._thread: ThreadPoolExecutor | None = None
        # Two threads that import SQLAlchemy at once may each see modules of it half made.
        self._opening = threading.RLock()
        self._engines: Engines | None = None
        self._processes: Processes | None = None
        self._door: Door | None = None

    def _take(self, left: LastSave | None, *, insist: bool) -> tuple[Key | None, Connection, int]:
        """Locks the file where it may be written, and opens it; keeps no lock when that fails.

        Gives its key, a reading connection, and how many changes of those `left` are not in it.
        """
        if self.may_write:
            self._lock.acquire(insist=insist)
        try:
            if self.may_write:
                finish_rewriting(self.path)
                self.foreign_log = put_log_aside(self.path, self.clock)
            key, raw = key_of(self.path), _open(self.path, may_write=self.may_write)
            return key, raw, _missing(raw, left)
        except BaseException:
            self._lock.release()
            raise

    def warm(self) -> Future[None]:
        """Imports and opens what writing needs, on its own thread; for after the first paint."""

        def open_all() -> None:
            self._opened() if self.may_write else self._opened_engines()

        return self._queue(open_all)

    def submit(self, command: Command) -> Future[Changes]:
        """Queues a command. The future gives its changes, or raises KnownError."""
        return self._queue(lambda: self._write(lambda door: self._carry_out(door, command)))

    def _carry_out(self, door: Door, command: Command) -> Changes:
        """Runs it; what changes very much at once is preceded by a backup."""
        precaution.before_command(self, command)
        return door.run(command)

    def run(self, command: Command) -> Changes:
        """Runs a command and waits for it; for the command line, jobs and tests."""
        return self.submit(command).result()

    def undo(self, only: int | None = None) -> Future[Changes]:
        """Queues taking the last command back; with `only` no other than that of the journal."""
        return self._queue(lambda: self._write(lambda door: self._replay(door, True, only)))

    def redo(self) -> Future[Changes]:
        """Queues doing the last undone command again."""
        return self._queue(lambda: self._write(lambda door: self._replay(door, False)))

    def _replay(self, door: Door, back: bool, only: int | None = None) -> Changes:
        entry = self.undo_entry() if back else self.redo_entry()
        precaution.before_replay(self, entry, only)
        return door.undo() if back else door.redo()

    def through(self, work: Callable[[Door], T]) -> Future[T]:
        """Queues what is no command: drafts, the bin. The future gives what `work` returns."""
        return self._queue(lambda: self._write(work))

    def undo_entry(self) -> Entry | None:
        """What undo would take back, or None."""
        self._opened_engines()
        from salesdesk.store import journal

        return self.read(journal.last_done)

    def redo_entry(self) -> Entry | None:
        """What redo would do again, or None."""
        self._opened_engines()
        from salesdesk.store import journal

        return self.read(journal.next_undone)

    def read(self, reading: Callable[[SqlConnection], T]) -> T:
        """Gives `reading` a connection for a short read, on the caller's thread."""
        with self._opened_engines().reading() as connection:
            return reading(connection)

    def process(self, pipeline_id: str) -> Process:
        """The process that a pipeline follows."""
        self._opened_engines()
        assert self._processes is not None
        processes = self._processes
        return self.read(lambda connection: processes.of_pipeline(connection, pipeline_id))

    @property
    def is_encrypted(self) -> bool:
        """Whether the file needs a passphrase."""
        return self._key is not None

    def is_opened_by(self, words: str) -> bool:
        """Whether these words are its passphrase or recovery key; also when its file is gone."""
        if self._key is None:
            return False
        from salesdesk.store import keys

        return keys.fits(self._key, words)

    def rewrite(self, work: Callable[[], T]) -> Future[T]:
        """Queues work on the file that wants it closed, and takes up what is there afterwards.

        Call it on the thread that uses `raw`, which shows the state of now until then. Raises
        NotSaved when another file is there now.
        """
        self.refuse_other_file()
        self.wait()
        old, self.raw = self.raw, copy_in_memory(self.raw, self._key)
        return self._queue(lambda: self._rewrite(old, work))

    def _rewrite(self, old: Connection, work: Callable[[], T]) -> T:
        with self._opening:
            self._file.forget()  # who reads meanwhile gets a copy of what is shown
            engines, self._engines, self._door = self._engines, None, None
            if engines is not None:
                engines.abandon()
            from salesdesk.store import rekeying

            try:
                # Not closed before: the last to close removes the log with what is in it.
                rekeying.settle(self.path, instead_of=old)
                return work()
            finally:
                self._take_up()

    def wait(self) -> None:
        """Returns when all that was queued so far is done."""
        self._queue(lambda: None).result()

    def replace_file(self, put: Callable[[], None]) -> None:
        """Lets go of the file, calls `put`, which may put another in its place, and opens that.

        On the thread that uses `raw`; the caller sees to it that nobody reads meanwhile. The lock
        stays held. Whatever `put` raises is passed on after the file, old or new, is open again.
        """
        self._queue(self._close_engines).result()
        self.raw.close()
        try:
            put()
        finally:
            self._processes = None
            self._take_up()
            self._last.end(is_whole=True)  # of the file that was here before

    def _take_up(self) -> None:
        """Opens the file that is at the path now."""
        self._key = key_of(self.path)
        self.raw = _open(self.path, may_write=self.may_write)
        self._file.note()

    def close(self) -> None:
        """Finishes what is queued, checkpoints and lets go of the file, also after a fault."""
        with ExitStack() as ending:
            ending.callback(self._lock.release)
            ending.callback(self._end_last_save)
            ending.callback(self.raw.close)
            thread = self._thread
            if thread is not None:
                ending.callback(thread.shutdown)
                thread.submit(self._close_engines).result()
            else:
                self._close_engines()

    def _end_last_save(self) -> None:
        """With its log taken in, the desk alone says what was saved last."""
        is_whole = self.may_write and self._is_our_file() and not log_of(self.path).exists()
        self._last.end(is_whole=is_whole)

    def _close_engines(self) -> None:
        engines, self._engines, self._door = self._engines, None, None
        if engines is None:
            return
        if self.may_write and self._is_our_file():
            engines.close()
        else:
            engines.abandon()

    def _queue(self, work: Callable[[], T]) -> Future[T]:
        if self._is_threaded:
            return self._writer().submit(work)
        from concurrent.futures import Future

        future: Future[T] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001  (handed on, as a thread would)
            future.set_exception(error)
        return future

    def _writer(self) -> ThreadPoolExecutor:
        """The one thread that writes; made with the first command, after the first paint."""
        if self._thread is None:
            with self._opening:
                if self._thread is None:
                    from concurrent.futures import ThreadPoolExecutor

                    self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk-writer")
        return self._thread

    def _write(self, work: Callable[[Door], T]) -> T:
        if not self.may_write:
            text = _(
                "“{name}” was opened for looking only. Nothing was written. To change it, make the "
                "file and its folder writable and open it again."
            )
            raise KnownError(text.format(name=self.path.name))
        self.refuse_other_file()
        done = work(self._opened())
        if self._file.has_lost_log:
            # Deleted by somebody who took it for litter: only the file itself is left to save in.
            self._opened_engines().shrink_log()
        self._last.note(getattr(done, "seq", None))
        return done

    def refuse_other_file(self) -> None:
        """Raises NotSaved when the file at the path is not the one that was opened.

        Whoever goes on then finds all that was saved, also when its log was deleted.
        """
        if self._is_our_file():
            self._save_lost_log()
            return
        text = _(
            "The file “{name}” was replaced or deleted by something else while it was open. "
            "Nothing was written. Put it back and try again, or keep what this window shows "
            "with File → Export and open the file again."
        )
        # Not only told: the form may be closed by now, and what was typed in it waits.
        raise NotSaved(text.format(name=self.path.name))

    def _opened_engines(self) -> Engines:
        """The engines; any thread may be the first to ask."""
        if self._engines is not None:
            return self._engines
        with self._opening:
            if self._engines is None:
                from salesdesk.store.door import Processes
                from salesdesk.store.engine import Engines

                # Both are made whole before they are shown: a second thread sees all or nothing.
                self._processes = self._processes or Processes()
                self._engines = Engines(self.path, open_reader=self._open_reader)
            return self._engines

    def _is_our_file(self) -> bool:
        """Whether the file at our path is still the one that was opened."""
        return self._file.is_there

    def _open_reader(self) -> Connection:
        """A reading connection; to a copy of what is open when the file was taken from under us.

        Another file of the same name would mix its records with those on the screen.
        """
        if self._is_our_file():
            self._save_lost_log()
            connection = connect(self.path, to_look=not self.may_write)
            if self._is_our_file():
                return connection
            connection.close()
        return copy_in_memory(self.raw, self._key)

    def _save_lost_log(self) -> None:
        """What is in a log that was deleted is held by our connections alone, until a kill."""
        if self.may_write and self._file.has_lost_log:
            take_log_in(self.raw)

    def _opened(self) -> Door:
        if self._door is None:
            engines = self._opened_engines()
            with self._opening:
                from salesdesk.store.door import Door

                assert self._processes is not None
                engines.writing()
                self._door = Door(engines, self.clock, self._processes)
        return self._door


def _nobody(_backup: Path) -> None:
    """Nobody wants to know of backups."""


def _missing(connection: Connection, left: LastSave | None) -> int:
    """How many changes a program that was killed had saved beyond those in the desk."""
    if left is None:
        return 0
    found = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
    return max(0, left.seq - int(found[0]))


def _open(path: Path, *, may_write: bool) -> Connection:
    """A reading connection, after the checks of the schema's number; upgrades an older desk."""
    from salesdesk.store import versions

    connection = connect(path, to_look=not may_write)
    try:
        if versions.is_older(connection, path):
            connection.close()
            with nullcontext() if may_write else DeskLock(path):
                versions.upgrade(path)
            connection = connect(path, to_look=not may_write)
    except BaseException:
        connection.close()
        raise
    return connection
