"""What the random use reads of its own process: time, memory, and how much there is of what.

Of Linux and its C library; called by `monkey`.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import datetime as dt
import gc
import importlib
import os
import pkgutil
import re
import threading
import time
from collections import Counter
from pathlib import Path

from salesdesk.support.garbage import give_back


def own_time() -> float:
    """Seconds, without those in which this thread was ready and other programs had the processor.

    So that a stall is one of ours, also on a machine that has more to do.
    """
    try:
        text = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii")
    except OSError:
        return time.monotonic()
    return time.monotonic() - int(text.split()[1]) / 1e9


def kinds() -> Counter[str]:
    """How many Python objects of each type there are."""
    gc.collect()
    return Counter(f"{type(each).__module__}.{type(each).__name__}" for each in gc.get_objects())


def resident() -> float:
    """MiB that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def own() -> float:
    """MiB of those that no file stands behind.

    The others are pages of the program's own files and of Qt's, read in when they are first
    needed; the system drops them again whenever it wants room.
    """
    text = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+)", text, re.MULTILINE)
    return sum(int(kib) for kib in found) / 1024


class _Allocated(ctypes.Structure):
    """Source: mallinfo2(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks",
                     "uordblks", "fordblks", "keepcost")
    )  # fmt: skip


def given_out() -> float:
    """MiB that the allocator of C has given out, of all its arenas."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Allocated
    told = ask()
    return float(told.uordblks + told.hblkhd) / 2**20


def load_all() -> None:
    """Imports all of the program and all that it imports late, and what reads dates in words: what
    is used first later than others is no growth.
    """
    import salesdesk
    from salesdesk.ui.widgets.typed_dates import read_date

    for found in pkgutil.walk_packages(salesdesk.__path__, "salesdesk."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            for name in _imported(Path(module.__file__ or "")):
                with contextlib.suppress(ImportError):  # of another system, or for types alone
                    importlib.import_module(name)
    read_date("1st of May", dt.date(2026, 11, 22))


def _imported(path: Path) -> set[str]:
    """The modules named by imports anywhere in a file."""
    names: set[str] = set()
    for each in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(each, ast.Import):
            names.update(name.name for name in each.names)
        elif isinstance(each, ast.ImportFrom) and each.module:
            names.update({each.module, *(f"{each.module}.{name.name}" for name in each.names)})
    return {name for name in names if not name.startswith("salesdesk")}


def tidy() -> None:
    """Collects garbage and gives back what is free: the program does both, half a minute apart."""
    gc.collect()
    give_back()
