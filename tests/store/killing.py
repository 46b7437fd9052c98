"""Kills a process at its n-th touch of the disk, so that a test can stop work at every point.

Run as ``python -m tests.store.killing N MODULE:FUNCTION ARGUMENT…``. Counts what Python tells its
audit hooks of (opening, renaming, linking, removing) and every fsync; at the n-th the process ends
as by kill -9, without `finally` or `atexit`. Exit 9 when it was killed, 0 when the work was done.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

EVENTS = {"os.rename", "os.link", "os.remove", "sqlite3.connect", "os.truncate", "os.chmod"}


def _main(last: int, where: str, arguments: list[str]) -> None:
    module, _, name = where.partition(":")
    work = getattr(importlib.import_module(module), name)
    count = 0
    real = os.fsync

    def step() -> None:
        nonlocal count
        count += 1
        if count > last:
            os._exit(9)

    def hook(event: str, details: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(details[2], int) and details[2] & os.O_CREAT
        if writes or event in EVENTS:
            step()

    def fsync(handle: int) -> None:
        step()
        real(handle)

    os.fsync = fsync
    sys.addaudithook(hook)
    work(*arguments)


def killed_everywhere(where: str, *arguments: object, most: int = 60) -> Iterator[int]:
    """Runs the work again and again, each time killed one step later, until it gets through.

    Yields the step at which it was just killed; the caller looks at what is left and puts things
    back as they were.
    """
    for last in range(most):
        done = subprocess.run(
            [sys.executable, "-m", "tests.store.killing", str(last), where, *map(str, arguments)],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 9}, done.stderr
        if done.returncode == 0:
            return
        yield last
    raise AssertionError("the work never got through")


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
