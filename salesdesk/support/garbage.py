"""Collects cyclic garbage on the thread that calls, and on no other.

Python's own collector runs on whichever thread happens to allocate, and a Qt object that it frees
on a worker takes the program down with it ("Timers cannot be stopped from another thread", then a
segmentation fault). So it stays off while a window is open, and `ui.collector` calls
`Garbage.tidy` on the window's thread; the tests do the same after each test.
"""

from __future__ import annotations

import gc
import sys
import time

WHOLE_EVERY_S = 30.0
"""Looking through everything is done at most so often: it takes some tens of milliseconds."""

_MOST_HEAPS = -8
"""M_ARENA_MAX in malloc.h."""

GIVEN_EVERY_S = 10.0
"""Free memory goes back to the system at most so often: about a millisecond."""


def keep_all() -> None:
    """What is there now stays as long as the program: the collector need not walk it again."""
    gc.freeze()


def share_heap() -> None:
    """Has all threads take memory from one heap; called before there are others than the first.

    glibc gives each thread a heap of its own, of which nothing serves another: with the writer,
    the readers and what backups and imports start, tens of megabytes in holes. The threads of this
    program wait for each other's turn in Python anyway. Source: mallopt(3).
    """
    if sys.platform == "linux":
        import ctypes

        option = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
        if option is not None:
            option(_MOST_HEAPS, 1)


def give_back() -> None:
    """Hands what is free in between to the system, where the C library keeps it otherwise.

    glibc gives back only what is free at the end of its heap: a window of many small widgets, made
    and thrown away for hours, would hold tens of megabytes in holes. Takes about a millisecond.
    Source: malloc_trim(3).
    """
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


class Garbage:
    """What may be collected now. Switches Python's own collector off when made."""

    def __init__(self) -> None:
        gc.disable()
        self._whole_at = self._given_at = time.monotonic()

    def tidy(self) -> int | None:
        """Collects the oldest generation that is due: everything twice a minute of work, else by
        Python's own thresholds.

        Gives which (0 to 2), or None when nothing was due.
        """
        # `jobs` and others may have switched it on again behind our back.
        gc.disable()
        generation = self._due()
        if generation == 2:
            self._whole_at = time.monotonic()
        if generation is not None:
            gc.collect(generation)
            self._give_back_at_times()
        return generation

    def _give_back_at_times(self) -> None:
        now = time.monotonic()
        if now - self._given_at >= GIVEN_EVERY_S:
            self._given_at = now
            give_back()

    def _due(self) -> int | None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        # A generation counts the collections of the one before, and we make one a second at most:
        # by Python's own threshold everything would be looked through once in two minutes of work,
        # and each dialog that was closed, a ring of tens of objects, be kept until then.
        if counts[2] and time.monotonic() - self._whole_at >= WHOLE_EVERY_S:
            return 2
        return next((at for at in (1, 0) if counts[at] > thresholds[at] > 0), None)
