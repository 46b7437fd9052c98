"""Opens desks for commands and closes them whatever happens. Called by the command modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@contextmanager
def opened(path: Path, *, may_write: bool = False) -> Iterator[Desk]:
    """The desk at `path`, closed at the end, so that its one file is whole.

    Looking needs no lock and works beside an open window. Raises KnownError.
    """
    from salesdesk.usecases.desk import Desk

    if may_write and path.exists():
        _refuse_unsafe_place(path)
    desk = Desk(path, Clock.from_environment(), threaded=False, may_write=may_write)
    try:
        yield desk
    finally:
        desk.close()


def _refuse_unsafe_place(path: Path) -> None:
    """Raises KnownError in a network or a synchronised folder, unless the user insisted before."""
    from salesdesk.support.paths import places
    from salesdesk.support.settings import SettingsFile
    from salesdesk.usecases import opening

    if not opening.is_trusted(SettingsFile(places().settings_file).read(), path):
        opening.refuse_unsafe_place(path)
