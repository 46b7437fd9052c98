"""Makes sure that files are on the disk, not only on their way. Used by backups and exports."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def sync_file(path: Path) -> None:
    """Waits until the file's bytes are on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Waits until the folder's names are on the disk; where a system cannot do it, nothing."""
    # Windows opens no folders; its rename is journalled by the file system instead.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(target: Path, content: bytes) -> None:
    """Writes a file under another name first, so that `target` is the old or the new, never half.

    Only the user may read it. Raises OSError; then an earlier file is as it was.
    """
    handle, name = tempfile.mkstemp(prefix=".salesdesk-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(target.parent)


def wipe(path: Path) -> None:
    """Overwrites a file with zeros and removes it; nothing when it is not there. Raises OSError."""
    overwrite(path)
    path.unlink(missing_ok=True)


def overwrite(path: Path) -> None:
    """Writes zeros over all of a file's bytes and waits for the disk. Raises OSError."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
