"""Remembers beside a desk which change was saved last, outside the desk and its log.

Kept by the open desk, so that a log which is gone when the program was killed is noticed, with how
many changes it held. One small write without waiting for the disk: a killed program loses none of
it, and a power cut at worst the newest, which then counts as one fewer.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple


class LastSave(NamedTuple):
    """The number of the last change, and how often was saved since the desk was opened."""

    seq: int
    saves: int


class LastSaveFile:
    """The file ``DESK.lock.last``. It is there while a desk is open that was written to."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._path = desk.with_name(desk.name + ".lock.last")
        self._handle: int | None = None
        self._seq, self._saves, self._inode_held = 0, 0, 0

    def left(self) -> LastSave | None:
        """What a program that was killed left of this very file; None when it ended well."""
        try:
            seq, saves, inode = map(int, self._path.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return None
        # A restored desk is another file: what its forerunner saved says nothing of it.
        return LastSave(seq, saves) if inode == self._inode() else None

    def note(self, seq: int | None) -> None:
        """Something was saved: the change `seq`, or None for what has no number.

        Failing is no error: the desk itself is saved.
        """
        self._seq, self._saves = max(self._seq, seq or 0), self._saves + 1
        with contextlib.suppress(OSError):
            if self._handle is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                self._handle = os.open(self._path, flags, 0o600)
                self._inode_held = self._inode()
            os.lseek(self._handle, 0, os.SEEK_SET)
            words = f"{self._seq:020d} {self._saves:020d} {self._inode_held:020d}\n"
            os.write(self._handle, words.encode("ascii"))

    def end(self, *, is_whole: bool) -> None:
        """Closes the file, and removes it when the desk alone holds everything."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        self._seq, self._saves = 0, 0
        if is_whole:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _inode(self) -> int:
        try:
            return self._desk.stat().st_ino
        except OSError:
            return 0
