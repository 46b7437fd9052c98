"""Which desk to open: the named one, the demo, the last one used, or a first one.

Called by app and by the window before it opens another desk. Imports nothing that the first paint
can do without unless a desk has to be made.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import DamagedDesk, KeyNeeded
from salesdesk.support.i18n import _, ngettext
from salesdesk.support.paths import make_private, places
from salesdesk.usecases.desk import Desk

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock
    from salesdesk.support.settings import Settings


def desk_path(named: Path | None, settings: Settings, clock: Clock, *, demo: bool = False) -> Path:
    """The path of a desk that exists; a missing one is made where that is what was meant.

    A named desk must exist, unless `demo` asks for it to be made. Raises KnownError.
    """
    if demo:
        path = named or places().demo_desk
        if not path.exists():
            _make_demo(path, clock)
        return path
    if named is not None:
        return named
    last = Path(settings.last_desk) if settings.last_desk else None
    if last is not None and last.exists():
        return last
    path = places().default_desk
    if not path.exists():
        _make_first(path, settings, clock)
    return path


def open_to_work(path: Path, clock: Clock) -> Desk:
    """The desk, open; for looking only when its file or folder may not be written to.

    Raises KnownError when it cannot be read or is in use, DamagedDesk when there is no way to
    show its board.
    """
    is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    desk = Desk(path, clock, may_write=is_writable or not path.exists())
    try:
        _prove(desk)
    except BaseException:
        desk.close()
        raise
    return desk


def _prove(desk: Desk) -> None:
    """Reads what the board shows first. Raises DamagedDesk when it cannot."""
    from salesdesk.store import glance

    try:
        glance.prove(desk.raw)
    except Exception as error:
        if damage(error, desk.path) is None:
            raise
        text = _("“{name}” is damaged: its board cannot be read ({why}). Nothing was changed.")
        raise DamagedDesk(text.format(name=desk.path.name, why=error)) from error


def damage(error: BaseException, path: Path) -> DamagedDesk | None:
    """What a person can do about an error of reading, when it comes of damage; else None."""
    words = str(getattr(error, "orig", error))
    if not any(part in words for part in ("malformed", "not a database", "Could not decode")):
        return None
    text = _(
        "“{name}” is damaged at a place that was to be read ({why}). Nothing was changed. Help → "
        "Check desk names what is affected; a backup or salvage gives back what can be had."
    )
    return DamagedDesk(text.format(name=path.name, why=" ".join(words.split())))


def looking_only(path: Path) -> str:
    """What the window of a desk that may not be written to says."""
    text = _(
        "“{name}” is read-only, so it is open for looking. Nothing that you change here is kept. "
        "Make the file and its folder writable and open it again to go on working."
    )
    return text.format(name=path.name)


def changes_missing(path: Path, count: int = 0) -> str:
    """What the window of a desk says whose log was taken away after the program was killed.

    `count`: how many changes are known to be missing, 0 when that cannot be told.
    """
    text = _(
        "SalesDesk was ended at work the last time, and the file “{log}” that held the last "
        "changes is not there. “{name}” is whole; the changes of the last minutes before may be "
        "missing. If you moved or synchronised the desk, bring both files; else look through what "
        "you did last."
    )
    if count:
        text = ngettext(
            "SalesDesk was ended at work the last time, and what it saved last is not there: the "
            "last {count} change may be missing. “{name}” is whole as it was before. If you moved "
            "or synchronised the desk, bring “{log}” too; else look through what you did last.",
            "SalesDesk was ended at work the last time, and what it saved last is not there: the "
            "last {count} changes may be missing. “{name}” is whole as it was before. If you moved "
            "or synchronised the desk, bring “{log}” too; else look through what you did last.",
            count,
        )
    return text.format(name=path.name, log=f"{path.name}-wal", count=count)


def refuse_unusable(path: Path, clock: Clock) -> None:
    """Raises KnownError when no window could open this desk, except that another one has it.

    A window asks for a passphrase itself.
    """
    with suppress(KeyNeeded):
        Desk(path, clock, threaded=False, may_write=False).close()


def _make_demo(path: Path, clock: Clock) -> None:
    from salesdesk.usecases import demo

    make_private(path.parent)
    demo.demo_desk(path, clock)


def _make_first(path: Path, settings: Settings, clock: Clock) -> None:
    from salesdesk.processes import builtin
    from salesdesk.usecases import desk
    from salesdesk.usecases.pipelines import first_pipeline_name

    make_private(path.parent)
    process = builtin.load_builtin()
    desk.create(path, clock, process, settings.currency, first_pipeline_name())


MOST_RECENT = 10
"""How many desks are remembered."""


def remembered(settings: Settings, path: Path) -> dict[str, object]:
    """The settings to change so that this desk opens the next time: last and recent desks.

    The newest comes first and each desk once; those that are gone are forgotten.
    """
    here = str(path.absolute())
    others = [each for each in settings.recent_desks if each != here and Path(each).exists()]
    return {"last_desk": here, "recent_desks": (here, *others)[:MOST_RECENT]}
