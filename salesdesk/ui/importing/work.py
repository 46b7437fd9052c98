"""The one piece of long work that an import may have running: begun, told of, stopped.

Base of `ImportSession`. Reading runs on a worker; what it says arrives here as signals.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.bridge import Bridge
from salesdesk.usecases.jobs import Progress, Stop

T = TypeVar("T")


class LongWork(QObject):
    """`busy_changed(bool)`; `progressed(words, rows, of)`; `failed(sentence)`."""

    busy_changed = Signal(bool)
    progressed = Signal(str, int, int)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._bridge = bridge
        self._stop = threading.Event()
        bridge.closing.connect(self.stop)

    def stop(self) -> None:
        """Ask the running work to end; what it did is taken back."""
        self._stop.set()

    def run(self, work: Callable[[Progress, Stop], T], on_done: Callable[[T], object]) -> None:
        """Run reading work on a worker; one at a time."""
        stop = self._begin()
        tell = self.progressed.emit
        self._bridge.query(
            lambda: work(tell, stop.is_set),
            lambda found: self._end(lambda: on_done(found)),
            self._on_work_failed,
            owner=self,
        )

    def forget_unread(self) -> None:
        """Called when work failed, before that is told."""

    def _begin(self) -> threading.Event:
        self._stop = threading.Event()
        if not self.is_busy:
            self.is_busy = True
            self.busy_changed.emit(True)
        return self._stop

    def _end(self, then: Callable[[], object]) -> None:
        """Work is done: go on with what follows it, which may be more work."""
        self.is_busy = False
        then()
        if not self.is_busy:
            self.busy_changed.emit(False)

    def _on_work_failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            sentence = str(error)
        else:
            sentence = _("The import ended, because SalesDesk made a mistake. Nothing changed.")
            guard.caught(error)
        self.forget_unread()
        self._end(lambda: self.failed.emit(sentence))
