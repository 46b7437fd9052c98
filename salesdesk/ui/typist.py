"""Whether somebody types just now: what can wait for a pause does.

One for the window, in its `Context`. Texts that keep themselves tell it of each key, and the keeper
of drafts tells of all others; the deal page asks it before it reads a deal anew or makes a part
that is out of sight, a board at the back before it counts.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_MS = 250
"""So long after the last key somebody who types has paused."""


class Typist:
    """Remembers when the last key came."""

    def __init__(self) -> None:
        self.typed_at = float("-inf")
        """On the monotonic clock, in seconds."""

    def note(self) -> None:
        """A key was pressed in a text that is kept."""
        self.typed_at = time.monotonic()

    @property
    def is_typing(self) -> bool:
        """Whether the last such key was pressed just now."""
        return time.monotonic() - self.typed_at < PAUSE_MS / 1000


class AtPause(QObject):
    """Does one thing once for many requests: at the next turn of the loop, or in the next pause."""

    def __init__(
        self, parent: QObject, may_wait: Callable[[], bool], work: Callable[[], object]
    ) -> None:
        """`may_wait`: whether somebody types just now, and nobody waits to see it."""
        super().__init__(parent)
        self._may_wait, self._work = may_wait, work
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)

    def request(self) -> None:
        """It is to be done."""
        self._timer.start(0)

    def finish(self) -> None:
        """Do it now, if it is to be done: nothing may wait any more."""
        if self._timer.isActive():
            self._do()

    def _on_timer_timeout(self) -> None:
        if self._may_wait():
            self._timer.start(PAUSE_MS)
        else:
            self._do()

    def _do(self) -> None:
        self._timer.stop()
        self._work()
