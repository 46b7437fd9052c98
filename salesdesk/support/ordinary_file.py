"""Opens files that come from outside, and only files: a pipe or a device would never end.

Called by whatever reads what a person named, dropped or chose.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from salesdesk.support.i18n import _


def open_ordinary(path: Path) -> BinaryIO:
    """The file, to read its bytes. Raises OSError, also for what is there and is no file."""
    return open(path, "rb", opener=_opener)


def is_ordinary(path: Path) -> bool:
    """Whether a file of that name can be opened and has an end."""
    try:
        open_ordinary(path).close()
    except OSError:
        return False
    return True


def _opener(path: str, flags: int) -> int:
    # Without waiting: to open a pipe waits for somebody who writes into it.
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"), path)
    raise OSError(errno.EINVAL, _("it is a device or a pipe, not a file"), path)
