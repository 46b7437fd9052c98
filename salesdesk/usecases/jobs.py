"""Long work: how it tells how far it is, and how it is stopped. No Qt.

Called by imports; the window hands in `progress` and `cancelled`, the command line its own.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Iterator

from salesdesk.formats.child import Cancelled
from salesdesk.support.i18n import _

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, rows so far, rows in all or 0), at most ten times a second."""
Stop = Callable[[], bool]
"""Asked now and then whether the user wants to stop."""
_EVERY_S = 0.1


def refuse_when(cancelled: Stop | None) -> None:
    """Raises Cancelled when the user wants to stop."""
    if cancelled is not None and cancelled():
        raise Cancelled(_("The import was cancelled. Nothing was written."))


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """Keeps the garbage collector from walking the rows again and again while they pile up."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Ticker:
    """Passes progress on at most ten times a second."""

    def __init__(self, progress: Progress | None, what: str, total: int = 0) -> None:
        self._progress = progress
        self._what = what
        self._total = total
        self._last = 0.0

    def tick(self, done: int) -> None:
        """So many rows are done."""
        if self._progress is None:
            return
        now = time.monotonic()
        if now - self._last >= _EVERY_S:
            self._last = now
            self._progress(self._what, done, max(self._total, done))
