"""How the suite is shared out among processes; called by ``conftest.py``, built on pytest-xdist.

A file is run by one worker, so that what its tests set up together is made once. All that is named
by the process, such as the home and the folder for sockets, is each worker's own (``conftest.py``).
"""

from __future__ import annotations

import os
from typing import Any

import pytest

MOST_WORKERS = 4
"""More save little: the slowest room is as long as a quarter of the suite."""
ALONE = ("tests/e2e/",)
"""Rooms that one worker runs from end to end: two screens with a person at each are too much."""


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


def scheduler(config: pytest.Config, log: Any) -> Any:
    """The scheduler for ``--dist loadfile``: by file, and by room for the rooms of ALONE."""
    if config.getoption("dist") != "loadfile":
        return None
    # Not at the top: a run with `-p no:xdist` must do without.
    from xdist.scheduler import LoadFileScheduling

    class ByFileOrRoom(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            room = next((room for room in ALONE if nodeid.startswith(room)), None)
            return room or super()._split_scope(nodeid)

        def remove_node(self, node: Any) -> str | None:
            """Takes a worker away that is gone; gives the test that it crashed in, if any."""
            crashed = None
            for unit in self.assigned_work[node].values():
                for test, is_done in unit.items():
                    if crashed is None and not is_done:
                        crashed = test
                        # Or it would be given to the next worker, and crash that one too.
                        unit[test] = True
            super().remove_node(node)
            return crashed

    return ByFileOrRoom(config, log)


def slow_files_first(items: list[pytest.Item]) -> None:
    """Puts files with tests marked slow or e2e in front; the order is kept otherwise.

    At the end of a run the files are short then, and no worker waits long for the other.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    slow |= {item.path for item in items if item.get_closest_marker("e2e")}
    items.sort(key=lambda item: item.path not in slow)
