"""Makes a new desk: a file with one pipeline.

Called by the window, by ``salesdesk new`` and by the demo.
"""

from __future__ import annotations

from pathlib import Path

from salesdesk.domain.clock import Clock
from salesdesk.domain.process import Process
from salesdesk.usecases.desk import Desk


def create(
    path: Path,
    clock: Clock,
    process: Process,
    currency: str,
    name: str = "",
    passphrase: str = "",
) -> None:
    """Makes a new desk with one pipeline that follows `process`; encrypted with a passphrase.

    Raises KnownError when the file exists or cannot be written; no half-made file stays behind.
    """
    from salesdesk.store import engine
    from salesdesk.usecases.pipelines import BeginDesk

    engine.create(path, passphrase)
    try:
        desk = Desk(path, clock, threaded=False)
        try:
            desk.run(BeginDesk(name or process.name, process, currency))
        finally:
            desk.close()
    except BaseException:
        remove_files(path)
        raise


def remove_files(path: Path) -> None:
    """Removes a desk that was never whole, with its side files."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
