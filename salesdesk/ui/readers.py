"""The threads that read for the window: a few, and of queries of one name only the last.

Made by the bridge with its first query, which carries their answers to the window's thread.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_WORKERS = 2
REST_S = 5.0
"""How long `are_at_rest` waits for what is read at the moment."""


class Readers:
    """Called from the window's thread alone."""

    def __init__(self) -> None:
        self.awaited: Future[None] | None = None
        """What each of them waits for before it reads, done well or not."""
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="reader")
        # Weak: a future holds what it calls when done, which holds the bridge and a screen.
        self._latest: WeakValueDictionary[str, Future[Any]] = WeakValueDictionary()
        self._running: set[Future[Any]] = set()

    def read(self, read: Callable[[], T], latest: str = "") -> Future[T]:
        """Have one of them call `read`; what it overtakes is not read any more if it can be."""
        awaited = self.awaited

        def run() -> T:
            if awaited is not None:
                wait([awaited])
            return read()

        running = self._pool.submit(run)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        if latest:
            overtaken, self._latest[latest] = self._latest.get(latest), running
            if overtaken is not None:
                overtaken.cancel()
        return running

    def take(self, done: Future[Any], latest: str) -> bool:
        """Whether an answer is wanted still: no query of the same name came after its own."""
        if latest and self._latest.get(latest) is not done:
            return False
        self._latest.pop(latest, None)
        return True

    @property
    def are_busy(self) -> bool:
        """Whether something that was asked for is not read yet."""
        return bool(self._running)

    def are_at_rest(self) -> bool:
        """Wait for what is read now, and whether it is done."""
        return not wait(set(self._running), timeout=REST_S).not_done

    def close(self) -> None:
        """Let what is read now end, and read nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
