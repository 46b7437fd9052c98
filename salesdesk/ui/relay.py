"""Lets a worker emit a signal of an object of the window's thread, as long as that object lives.

To ask first whether it lives is not enough: it may be deleted between the answer and the signal,
and the program falls. Here its deletion waits until the signal is out. Used by whatever gets the
end of work from another thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject


class Relay:
    """Made on the window's thread by the object that emits."""

    def __init__(self, owner: QObject) -> None:
        self._lock = threading.Lock()
        self._is_open = True
        owner.destroyed.connect(self.close)

    def close(self) -> None:
        """Nothing is emitted any more once this returns."""
        with self._lock:
            self._is_open = False

    def send(self, emit: Callable[[], object]) -> None:
        """Call `emit` now, on the thread that asks, unless the owner is gone.

        Its signals must be connected as queued: a slot that ran here could wait for this lock.
        """
        with self._lock:
            if self._is_open:
                with suppress(RuntimeError):  # Python's side of the owner is gone already
                    emit()
