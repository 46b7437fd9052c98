"""How far a long look at a desk is, and whether the user wants to stop it.

Handed down by `usecases.checking` and `usecases.salvaging` to `store.check` and `store.salvage`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from salesdesk.domain.errors import Stopped
from salesdesk.support.i18n import _

Progress = Callable[[str, int, int], None]
"""Called with (the part, records so far, records in all or 0), at most ten times a second."""
Stop = Callable[[], bool]
_EVERY_S = 0.1
_INSTRUCTIONS = 20_000
"""SQLite asks after so many of its instructions whether to go on: some milliseconds."""


class Watch:
    """Passes progress on and ends the work when asked to. One thread uses it."""

    def __init__(self, progress: Progress | None = None, stop: Stop | None = None) -> None:
        self._progress = progress or (lambda _part, _done, _total: None)
        self._stop = stop or (lambda: False)
        self._part, self._total, self._done = "", 0, 0
        self._last = 0.0

    def part(self, part: str, total: int = 0) -> None:
        """Another part begins, of `total` records when that is known. Raises Stopped."""
        self._part, self._total, self._done = part, total, 0
        self._tell()

    def step(self) -> None:
        """One record more. Raises Stopped."""
        self._done += 1
        if not self._done % 256 and time.monotonic() - self._last >= _EVERY_S:
            self._tell()

    def _tell(self) -> None:
        self.refuse_when_stopped()
        self._last = time.monotonic()
        self._progress(self._part, self._done, max(self._total, self._done) if self._total else 0)

    def refuse_when_stopped(self) -> None:
        """Raises Stopped when the user wants to stop."""
        if self._stop():
            raise Stopped(_("It was stopped. Nothing was changed."))

    @contextmanager
    def over(self, raw: Any) -> Iterator[None]:
        """Lets one long statement of SQLite be stopped too; it then fails as interrupted."""
        raw.set_progress_handler(lambda: int(self._stop()), _INSTRUCTIONS)
        try:
            yield
        except Exception:
            self.refuse_when_stopped()
            raise
        finally:
            raw.set_progress_handler(None, 0)
