"""How the suite is shared out among processes; called by ``conftest.py``, built on pytest-xdist.

Tests are dealt out in long runs of neighbours, which get shorter towards the end: nearly all of a
file is run by one worker, and what its tests set up together is made once. All that is named by
the process, such as the home and the folder for sockets, is each worker's own (``conftest.py``).
"""

from __future__ import annotations

import os

import pytest

MOST_WORKERS = 4
"""More save little: the slow tests that one worker begins with are a quarter of the suite."""


def wanted(config: pytest.Config) -> int:
    """How many workers ``-n auto`` starts: none unless the whole suite was asked for.

    A worker takes seconds to start and collects all by itself, which one file is not worth; and
    what a test prints is shown by a run without workers only. On one core they would only queue.
    """
    narrowed = any(config.getoption(name, None) for name in ("file_or_dir", "keyword", "lf"))
    cores = 1 if narrowed or config.getoption("capture") == "no" else _cores()
    return min(cores, MOST_WORKERS) if cores > 1 else 0


def _cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def slow_first(items: list[pytest.Item]) -> None:
    """Puts the end-to-end tests in front, then files with slow tests; keeps the order otherwise.

    The first worker begins with as many tests as a quarter of its share, one after the other, so
    two screens with a person at each are never used at once. At the end of a run all is short,
    and no worker waits long for the other.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.get_closest_marker("e2e"), item.path not in slow))
