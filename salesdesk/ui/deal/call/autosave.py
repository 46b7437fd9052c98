"""Keeps what is being typed in a call at each keystroke, on the writer's thread.

Called by call mode. Typing never waits: one write is under way at a time, and when it is done what
stands in the fields by then is written next. A kill loses the keystroke in hand. Screens behind the
call are told once the typing is over, not at each key.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.context import Context
from salesdesk.ui.relay import Relay
from salesdesk.usecases.desk import Desk

AGAIN_MS = 3_000
"""After a write that failed, such as on a full disk."""

Typed = tuple[str, str]
"""The notes and the line in hand."""


class Autosave(QObject):
    """One call's notes and line. `kept()` after each write, `failed(sentence)` when one was not."""

    kept = Signal()
    failed = Signal(str)
    _arrived = Signal(object)

    def __init__(
        self, context: Context, call_id: str, read: Callable[[], Typed], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.setObjectName("call_autosave")
        self._context, self._call_id, self._read = context, call_id, read
        self._stored: Typed = read()
        self._in_flight: Typed | None = None
        self._untold: Changes | None = None
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.note_typing)
        self._relay = Relay(self)
        self._arrived.connect(self._on_self_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_kept(self) -> bool:
        """Whether all that stands in the fields is in the desk."""
        return self._in_flight is None and self._read() == self._stored

    def note_typing(self) -> None:
        """Something was typed: keep it now, or as soon as the write under way is done."""
        typed = self._read()
        if self._in_flight is not None or typed == self._stored:
            return
        from salesdesk.usecases.calls import KeepTyped

        self._in_flight = typed
        desk = cast("Desk", self._context.bridge.desk)
        asked = desk.submit(KeepTyped(self._call_id, *typed))
        asked.add_done_callback(self._hand_over)

    def tell(self) -> None:
        """Let the other screens, and the undo menu, know what was written meanwhile."""
        untold, self._untold = self._untold, None
        if untold is not None:
            self._context.bridge.note(untold)

    def _hand_over(self, future: Future[Changes]) -> None:
        """From the writer's thread to the window's; the window may be gone by then."""
        self._relay.send(lambda: self._arrived.emit(future))

    def _on_self_arrived(self, future: Future[Changes]) -> None:
        written, self._in_flight = self._in_flight, None
        error = future.exception()
        if error is None:
            assert written is not None
            self._stored = written
            changes = future.result()
            if changes.touched:
                self._untold = changes
            self.kept.emit()
            self.note_typing()
            return
        self._again.start()
        if isinstance(error, KnownError):
            self.failed.emit(str(error))
        else:
            self.failed.emit(_("The notes could not be kept just now; it is tried again."))
            guard.caught(error)
