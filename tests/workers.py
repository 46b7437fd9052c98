"""How the suite is shared out among processes, and where it writes; called by ``conftest.py``.

Built on pytest-xdist. Tests are dealt out in long runs of neighbours, which get shorter towards
the end: nearly all of a file is run by one worker, and what its tests set up together is made once.
All that is named by the process, such as the home and the folder for sockets, is each worker's own
(``conftest.py``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MOST_WORKERS = 4
"""More save little: the slow tests that one worker begins with are a quarter of the suite."""

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that must be free there; what a test that passed has written is removed at once."""


def write_to_memory() -> None:
    """Lets tests write where a sync costs nothing: each makes a desk, and each change is synced.

    What a sync is for, a loss of power, no test has; `tests/soak/power.py` plays it. A folder that
    the caller named by ``TMPDIR`` is used instead, and so is the system's where there is no room.
    """
    if not os.environ.get("TMPDIR") and _has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # (it may have been asked for already)


def _has_room(folder: Path) -> bool:
    """Whether there is much room in a folder whose files can be written and started."""
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return False
    may_start = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return may_start and shutil.disk_usage(folder).free > ROOM


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
