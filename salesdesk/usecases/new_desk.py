"""Makes a new desk: a file with one pipeline.

Called by the window, by ``salesdesk new`` and by the demo.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from salesdesk.domain.clock import Clock
from salesdesk.domain.process import Process
from salesdesk.support.lock import DeskHeld, DeskLock
from salesdesk.usecases.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesdesk.store.door import Command

PATIENCE_S: Final = 5.0
"""How long a start waits for another one that makes the desk both are to open."""
_LOOK_AGAIN_S: Final = 0.05


def create(
    path: Path,
    clock: Clock,
    process: Process,
    currency: str,
    name: str = "",
    passphrase: str = "",
    *,
    filling: Command | None = None,
) -> None:
    """Makes a new desk with one pipeline that follows `process`; encrypted with a passphrase.

    `filling` is done in it first of all. It is made under another name, so that it is whole or,
    when the program was killed, an empty file. Raises KnownError when the file exists or cannot be
    written; no half-made file stays behind.
    """
    from salesdesk.store import connection, engine
    from salesdesk.usecases.pipelines import BeginDesk

    connection.create_empty(path)
    making = path.with_name(f".{path.name}.new")
    try:
        remove_files(making)
        engine.create(making, passphrase)
        desk = Desk(making, clock, threaded=False)
        try:
            desk.run(BeginDesk(name or process.name, process, currency))
            if filling is not None:
                desk.run(filling)
        finally:
            desk.close()
        making.replace(path)
    except BaseException:
        remove_files(path)
        raise
    finally:
        remove_files(making)


def remove_files(path: Path) -> None:
    """Removes a desk that was never whole, with its side files."""
    for suffix in ("", "-wal", "-shm", "-journal", ".lock", ".lock.holder", ".lock.last"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def make_once(path: Path, make: Callable[[], None]) -> None:
    """Has `make` make a desk at `path`, unless one is there by then.

    Programs that are started together take turns: the later one finds the desk of the earlier one,
    and takes nothing of it for what a killed one left. Raises what `make` does, and DeskHeld when
    another program keeps on making it.
    """
    patience = time.monotonic() + PATIENCE_S
    while True:
        lock = DeskLock(path)
        try:
            lock.acquire()
            break
        except DeskHeld as held:
            if path.exists() and path.stat().st_size:
                return
            if held.is_elsewhere or time.monotonic() > patience:
                raise
            time.sleep(_LOOK_AGAIN_S)
    with lock:
        if make_way(path):
            make()


def make_way(path: Path) -> bool:
    """Whether a new desk may be made at `path`: nothing is there, or what a killed `create` left.

    That is an empty file, which is removed.
    """
    try:
        is_free = path.stat().st_size == 0 and path.is_file()
    except FileNotFoundError:
        return True
    if is_free:
        path.unlink()
    return is_free
