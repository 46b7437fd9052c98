"""What the world does to a disk: fills it, makes it read-only, stops in the middle of a commit.

Used by the tests of this folder. What needs the rights of root is skipped without them.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.usecases.desk import Desk

ROOT = Path(__file__).parents[2]

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits and rights")


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """While it lasts no file of this process can grow beyond `size` bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextlib.contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A file system of its own with so much room, at `folder`; skips where none can be mounted."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kib}k", "none", str(folder)]
    if os.name != "posix" or subprocess.call(["mount", *options], stderr=subprocess.DEVNULL):
        pytest.skip("a file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Takes the last byte of the disk that `folder` is on; gives the file that has it."""
    hog = folder / "hog"
    with hog.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    with hog.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x")
    return hog


def without_root(*line: object) -> list[str]:
    """A command line whose process feels the rights of files, also when started by root."""
    words = [str(word) for word in line]
    if os.geteuid() != 0:
        return words
    if not shutil.which("setpriv"):
        pytest.skip("as root the rights of files are not felt, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *words]


def run(*line: object, seconds: float = 100, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of this Python in the project's folder."""
    return subprocess.run(
        [*map(str, line)],
        cwd=ROOT,
        env={**os.environ, "SALESDESK_TODAY": "2026-11-22", **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def python(*line: object) -> list[str]:
    """The interpreter with these arguments."""
    return [sys.executable, *map(str, line)]


def failing_commit(desk: Desk, *, after_it_worked: bool) -> Callable[[], None]:
    """From now on a commit reports a fault of the disk, with or without having done its work.

    Gives what mends the disk.
    """
    desk.warm().result()
    engines: Any = desk._engines
    dialect = engines._writer.dialect
    real = dialect.do_commit

    def commit(connection: Any) -> None:
        if after_it_worked:
            real(connection)
        raise driver.OperationalError("disk I/O error")

    dialect.do_commit = commit

    def mend() -> None:
        dialect.do_commit = real

    return mend
