"""One piece of long work on a thread of its own: begun, told of, stopped.

For dialogs that also work when no desk is open, so that there is no bridge: check and salvage.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.relay import Relay

if TYPE_CHECKING:
    from concurrent.futures import Future

    from salesdesk.usecases.jobs import Progress, Stop

Work = Callable[["Progress", "Stop"], Any]


class Job(QObject):
    """`progressed(words, records, in all)`; `done(result)`; `failed(sentence, error)`."""

    progressed = Signal(str, int, int)
    done = Signal(object)
    failed = Signal(str, object)
    _told = Signal(str, int, int)
    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._future: Future[Any] | None = None
        self._relay = Relay(self)
        # Emitted on the worker's thread: only a queued connection brings them to the window's.
        queued = Qt.ConnectionType.QueuedConnection
        self._told.connect(self.progressed, queued)
        self._ended.connect(self._on_ended, queued)

    @property
    def is_running(self) -> bool:
        """Whether the work is not done."""
        return self._future is not None and not self._future.done()

    def run(self, work: Work) -> None:
        """Begin; one at a time."""
        from concurrent.futures import ThreadPoolExecutor

        self._stop = stop = threading.Event()
        pool = ThreadPoolExecutor(1, thread_name_prefix="job")
        self._future = pool.submit(work, self._tell, stop.is_set)
        self._future.add_done_callback(self._hand_over)
        pool.shutdown(wait=False)

    def stop(self) -> None:
        """Ask the work to end; that it did is told as any other end."""
        self._stop.set()

    def end(self) -> Any:
        """Stop and wait; gives what came of work whose end was not told yet, else None.

        Nothing is emitted any more.
        """
        self._stop.set()
        future, self._future = self._future, None
        if future is None:
            return None
        from concurrent.futures import wait

        wait([future])
        return None if future.exception() is not None else future.result()

    def _hand_over(self, future: Future[Any]) -> None:
        self._relay.send(lambda: self._ended.emit(future))

    def _tell(self, words: str, records: int, total: int) -> None:
        self._relay.send(lambda: self._told.emit(words, records, total))

    def _on_ended(self, future: Future[Any]) -> None:
        if future is not self._future:
            return
        self._future = None
        error = future.exception()
        if error is None:
            self.done.emit(future.result())
        elif isinstance(error, KnownError):
            self.failed.emit(str(error), error)
        else:
            guard.caught(error)
            words = _("That was not done, because SalesDesk made a mistake. Nothing changed.")
            self.failed.emit(words, error)
