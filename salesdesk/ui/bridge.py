"""From use cases to Qt and back: commands go to the desk, results come to the window's thread.

Made by app, one per window, and given to every screen. Screens connect to `changed` and re-read
only what they show. Nothing here blocks the window.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal

from salesdesk.domain.errors import KeyNeeded, KnownError, NotSaved
from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from typing import Protocol

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.readers import Readers

    class UndoEntry(Protocol):
        """What the bridge knows of a line of the history."""

        @property
        def label(self) -> str:
            """What was done, in words."""

        @property
        def on(self) -> str:
            """The local date, ISO."""

        @property
        def rows(self) -> int:
            """How many rows it wrote."""

    class Desk(Protocol):
        """What the bridge needs of a desk."""

        def submit(self, command: Any) -> Future[Changes]:
            """Queue a command."""

        def undo(self, only: int | None = None) -> Future[Changes]:
            """Queue taking the last command back, or only the one of that number."""

        def redo(self) -> Future[Changes]:
            """Queue doing the last undone command again."""

        def undo_entry(self) -> UndoEntry | None:
            """What undo would take back."""

        def redo_entry(self) -> UndoEntry | None:
            """What redo would do again."""


T = TypeVar("T")


class Bridge(QObject):
    """Signals are emitted on the thread the bridge was made on.

    `changed(Changes)` after each command, undo or redo; `failed(sentence)` when one failed and no
    `on_fail` was given; `history_changed(undo entry | None, redo entry | None)`;
    `not_saved(sentence, how many)` when the disk refused commands whose form may be gone: they are
    kept for `retry`. `busy_changed(bool)` while commands are queued; `closing` before the end, for
    long work to stop.
    """

    changed = Signal(object)
    failed = Signal(str)
    not_saved = Signal(str, int)
    history_changed = Signal(object, object)
    busy_changed = Signal(bool)
    closing = Signal()
    _arrived = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bridge")
        self.desk = desk
        self._queued = 0
        self.asked_at = float("-inf")
        """When the last command was queued, in seconds on the monotonic clock."""
        self._unsaved: list[Callable[[], object]] = []
        self._is_closed = False
        self.ask_key: Callable[[str], bool] | None = None
        """Asks for the passphrase of the file at a path; whether it was given."""
        self.is_history_known = False
        """Whether the desk has said by now what could be undone; it does after the first paint."""
        self.undo_entry: UndoEntry | None = None
        self.redo_entry: UndoEntry | None = None
        self._is_listening = False
        self._relay: Relay | None = None

    @cached_property
    def _readers(self) -> Readers:
        """What queries run on; made with the first, after the first paint."""
        from salesdesk.ui.readers import Readers

        return Readers()

    def submit(
        self,
        command: Any,
        on_done: Callable[[Changes], object] | None = None,
        on_fail: Callable[[BaseException], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Queue a command; `on_done` gets its Changes after `changed` was emitted.

        `on_fail` gets the exception (a KnownError such as an unmet gate) instead of `failed`.
        With an `owner`, neither is called once that object is deleted.
        """

        def again() -> None:
            self.submit(command, on_done, on_fail, owner)

        asked = _asked(lambda: self.desk.submit(command))
        self._follow(asked, on_done, on_fail, owner, again)

    @property
    def unsaved_count(self) -> int:
        """How many commands wait for `retry`."""
        return len(self._unsaved)

    def keep(self, refusal: NotSaved, again: Callable[[], object]) -> None:
        """Keep what could not be saved, to be submitted `again` by `retry`, and tell."""
        self._unsaved.append(again)
        self.not_saved.emit(str(refusal), len(self._unsaved))

    def retry(self) -> None:
        """Submit all that could not be saved once more, in its order."""
        kept, self._unsaved = self._unsaved, []
        for again in kept:
            again()

    def undo(
        self,
        on_done: Callable[[Changes], object] | None = None,
        on_fail: Callable[[BaseException], object] | None = None,
        *,
        only: int | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Queue taking the last command back; with `only` none but that of the journal's number."""
        self._follow(_asked(lambda: self.desk.undo(only)), on_done, on_fail, owner)

    def follow(
        self,
        queue: Callable[[], Future[Changes]],
        on_done: Callable[[Changes], object] | None = None,
        on_fail: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Queue what changes the desk and is no command, such as deleting for good."""
        self._follow(_asked(queue), on_done, on_fail, None)

    def redo(self, on_done: Callable[[Changes], object] | None = None) -> None:
        """Queue doing the last undone command again."""
        self._follow(_asked(self.desk.redo), on_done, None, None)

    def query(
        self,
        read: Callable[[], T],
        on_done: Callable[[T], object],
        on_fail: Callable[[BaseException], object] | None = None,
        *,
        owner: QObject | None = None,
        latest: str = "",
    ) -> None:
        """Run `read` on a worker; `on_done` gets what it returns, on the window's thread.

        With `latest`, what a newer query of the same name has overtaken is not read any more, or
        its answer dropped: who types a long name into a search waits for the last letter's only.
        """
        if self._is_closed:
            return

        def deliver(future: Future[T]) -> None:
            if not self._readers.take(future, latest):
                return
            if self._has_key_now(future):
                self.query(read, on_done, on_fail, owner=owner, latest=latest)
                return
            self._settle(future, on_done, on_fail, owner)

        self._listen()
        running = self._readers.read(read, latest)
        running.add_done_callback(lambda future: self._hand_over(lambda: deliver(future)))

    def _has_key_now(self, future: Future[T]) -> bool:
        """Whether a read met an encrypted file and the rep gave its passphrase when asked."""
        error = None if future.cancelled() else future.exception()
        return (
            isinstance(error, KeyNeeded) and self.ask_key is not None and self.ask_key(error.path)
        )

    @property
    def is_reading(self) -> bool:
        """Whether a worker still reads something that was asked for."""
        return self._readers.are_busy

    def at_rest(self) -> bool:
        """Wait for what workers read now, and whether they are done; for changing the file.

        What they found is delivered later. Nothing new begins before this thread goes on.
        """
        return self._readers.are_at_rest()

    def hold_queries(self, until: Future[None]) -> None:
        """Let queries wait on their workers until this is done, well or not.

        For the first import of SQLAlchemy: a thread that needs a part of it while another is
        still importing it may find that part half made.
        """
        self._readers.awaited = until

    def refresh_history(self) -> None:
        """Ask anew what could be undone and redone; app calls it once after the first paint."""
        self.query(
            lambda: (self.desk.undo_entry(), self.desk.redo_entry()),
            self._on_history_read,
            latest="history",
        )

    def note(self, changes: Changes) -> None:
        """Tell every screen of changes made another way, such as by a job."""
        self.changed.emit(changes)
        self.refresh_history()

    def close(self) -> None:
        """Have long work stop, let queries end and deliver nothing more."""
        self.closing.emit()
        self._is_closed = True
        if "_readers" in self.__dict__:
            self._readers.close()

    def _listen(self) -> None:
        """Be ready for what workers hand over; called before the first has anything to do."""
        if not self._is_listening:
            self._is_listening = True
            queued = QtCore.Qt.ConnectionType.QueuedConnection
            self._arrived.connect(self._on_self_arrived, queued)
            self._relay = Relay(self)

    def _follow(
        self,
        future: Future[Changes],
        on_done: Callable[[Changes], object] | None,
        on_fail: Callable[[BaseException], object] | None,
        owner: QObject | None,
        again: Callable[[], object] | None = None,
    ) -> None:
        self._listen()
        self.asked_at = time.monotonic()
        self._count(1)

        def announce(changes: Changes) -> None:
            self.changed.emit(changes)
            self.refresh_history()
            if on_done is not None and _is_alive(owner):
                on_done(changes)

        def deliver() -> None:
            self._count(-1)
            self._settle(future, announce, on_fail, None if on_fail is None else owner, again)

        future.add_done_callback(lambda _future: self._hand_over(deliver))

    def _settle(
        self,
        future: Future[T],
        on_done: Callable[[T], object],
        on_fail: Callable[[BaseException], object] | None,
        owner: QObject | None,
        again: Callable[[], object] | None = None,
    ) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            if _is_alive(owner):
                on_done(future.result())
        elif on_fail is not None and _is_alive(owner):
            on_fail(error)
        elif isinstance(error, NotSaved) and again is not None:
            self.keep(error, again)
        else:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.failed.emit(str(error))
            return
        damage = self._damage(error)
        if damage is not None:
            self.failed.emit(str(damage))
            return
        self.failed.emit(_("That was not done, because SalesDesk made a mistake. Nothing changed."))
        guard.caught(error)

    def _damage(self, error: BaseException) -> KnownError | None:
        """A page of the desk that cannot be read is no mistake of ours."""
        from salesdesk.usecases import opening

        path = getattr(self.desk, "path", None)
        return None if path is None else opening.damage(error, path)

    def _hand_over(self, work: Callable[[], object]) -> None:
        if self._relay is not None and not self._is_closed:
            self._relay.send(lambda: self._arrived.emit(work))

    def _on_self_arrived(self, work: Callable[[], object]) -> None:
        if self._is_closed:
            return
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a screen's fault must not stop the others
            guard.caught(error)

    def _on_history_read(self, entries: tuple[UndoEntry | None, UndoEntry | None]) -> None:
        self.is_history_known = True
        self.undo_entry, self.redo_entry = entries
        self.history_changed.emit(*entries)

    def _count(self, step: int) -> None:
        was_busy = self._queued > 0
        self._queued += step
        if was_busy != (self._queued > 0):
            self.busy_changed.emit(self._queued > 0)


def _asked(queue: Callable[[], Future[Changes]]) -> Future[Changes]:
    """What the desk promises; a desk that cannot even queue, its writer gone, fails the promise."""
    try:
        return queue()
    except Exception as error:  # noqa: BLE001 - told in one way, whenever it happens
        from concurrent.futures import Future

        failed: Future[Changes] = Future()
        failed.set_exception(error)
        return failed


def _is_alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
