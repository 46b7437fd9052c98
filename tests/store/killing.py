"""Kills a process at its n-th touch of the disk, so that a test can stop work at every point.

Run as ``python -m tests.store.killing MODULE:FUNCTION ARGUMENT…``: for each number read from its
input it forks a process that does the work, and writes how that one ended. Counted is what Python
tells its audit hooks of (opening, renaming, linking, removing) and every fsync; at the n-th the
forked process ends as by kill -9, without `finally` or `atexit`. 9: killed, 0: the work was done.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

EVENTS = {"os.rename", "os.link", "os.remove", "sqlite3.connect", "os.truncate", "os.chmod"}


def _main(where: str, arguments: list[str]) -> None:
    module, _, name = where.partition(":")
    work = getattr(importlib.import_module(module), name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _work_until(int(line), lambda: work(*arguments))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _work_until(last: int, work: Callable[[], object]) -> None:
    """Does the work up to that touch of the disk, and ends this process there or with it."""
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
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def killed_everywhere(where: str, *arguments: object, most: int = 60) -> Iterator[int]:
    """Runs the work again and again, each time killed one step later, until it gets through.

    Yields the step at which it was just killed; the caller looks at what is left and puts things
    back as they were.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs processes that fork")
    command = [sys.executable, "-m", "tests.store.killing", where, *map(str, arguments)]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for last in range(most):
            server.stdin.write(f"{last}\n")
            server.stdin.flush()
            ended = server.stdout.readline()
            assert ended in {"0\n", "9\n"}, f"ended with {ended!r}; its words are on stderr"
            if ended == "0\n":
                return
            yield last
    raise AssertionError("the work never got through")


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
