"""Whether the file of an open desk, and its log, are still the ones that were opened.

Asked by the open desk before it writes and before it opens another connection.
"""

from __future__ import annotations

from pathlib import Path


class OpenFile:
    """A desk's file by its place, told apart from another one that comes there."""

    def __init__(self, path: Path) -> None:
        """Note what is at `path` now."""
        self._path, self._log = path, log_of(path)
        self.note()

    def note(self) -> None:
        """What is there now is what was opened."""
        self._held, self._held_log = _identity(self._path), _identity(self._log)

    def forget(self) -> None:
        """Nothing is open there."""
        self._held = self._held_log = None

    @property
    def is_there(self) -> bool:
        """Whether the file is the one that was opened."""
        return _identity(self._path) == self._held

    @property
    def has_lost_log(self) -> bool:
        """Whether its log was there and was deleted or replaced: what goes into it is nowhere."""
        return self._held_log is not None and _identity(self._log) != self._held_log


def log_of(path: Path) -> Path:
    """Where SQLite keeps what is saved and not yet in the file; there while the desk is open."""
    return Path(f"{path}-wal")


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode."""
    try:
        info = path.stat()
    except OSError:
        return None
    return info.st_dev, info.st_ino
