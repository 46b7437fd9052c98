"""Measurements from outside the process: start to a painted, usable board, and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import desks
from tests.bench.figures import Figure, median

RUNS = 9
GOAL_SIZE = 10_000


def start(folder: Path, size: int) -> Iterator[Figure]:
    """Process start to painted board ÷ the same to an empty main window; and memory of both."""
    desk = desks.make(folder, size)
    # Not the very first start: byte code, disk caches and kept figures are there.
    _start(folder, "bare", desk), _start(folder, "warm", desk)
    bare, board = [], []
    for _ in range(RUNS):
        bare.append(run(folder, "bare", desk))
        board.append(run(folder, "board", desk))
    goal = size == GOAL_SIZE
    yield Figure(
        "start",
        size,
        median([each[0] for each in board]),
        "ms",
        median([each[0] for each in bare]),
        1.5 if goal else None,
    )
    yield Figure(
        "memory",
        size,
        median([each[1] for each in board]),
        "MiB",
        median([each[1] for each in bare]),
        2.0 if goal else None,
    )


def run(folder: Path, kind: str, desk: Path) -> tuple[float, float]:
    """Milliseconds to the paint, and resident MiB then."""
    milliseconds, resident = _start(folder, kind, desk).split()[-2:]
    return float(milliseconds), float(resident)


def _start(folder: Path, kind: str, desk: Path) -> str:
    """What the program says."""
    environment = {
        **os.environ,
        "SALESDESK_HOME": str(folder / "home"),
        "SALESDESK_TODAY": desks.TODAY.isoformat(),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.programs", kind, str(desk)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout
