"""Targets for the child that misbehave in the ways that parsers do. Run in a child only."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import active_locale


def counts(upto: int) -> Iterator[int]:
    yield from range(upto)


def prints() -> Iterator[str]:
    print("between the frames")
    yield "said"


def eats_memory() -> Iterator[int]:
    yield 1
    kept = []
    while True:
        kept.append(bytearray(50 * 2**20))


def aborts() -> Iterator[int]:
    yield 1
    sys.stderr.write("memory allocation of 99999999999 bytes failed\n")
    sys.stderr.flush()
    os.abort()


def dies() -> Iterator[int]:
    yield 1
    os._exit(7)


def is_killed() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def hangs() -> Iterator[int]:
    yield 1
    time.sleep(60)
    yield 2


def refuses() -> Iterator[int]:
    yield 1
    raise KnownError("The file is too odd.")


def breaks() -> Iterator[int]:
    yield 1
    raise ValueError("a fault of ours")


def descriptors() -> Iterator[list[str]]:
    yield sorted(entry.name for entry in Path("/proc/self/fd").iterdir())


def language() -> Iterator[str]:
    yield active_locale()


def path() -> Iterator[list[str]]:
    yield sys.path
