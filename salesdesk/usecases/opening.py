"""Which desk to open: the named one, the demo, the last one used, or a first one.

Called by app and by the window before it opens another desk. Imports nothing that the first paint
can do without unless a desk has to be made.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import DamagedDesk, KeyNeeded, KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.support.paths import is_there, make_private, places, real_file
from salesdesk.usecases.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salesdesk.domain.clock import Clock
    from salesdesk.support.file_place import Elsewhere
    from salesdesk.support.settings import Settings


def desk_path(named: Path | None, settings: Settings, clock: Clock, *, demo: bool = False) -> Path:
    """The path of a desk that exists; a missing one is made where that is what was meant.

    A named desk must exist, unless `demo` asks for it to be made. Raises KnownError.
    """
    if demo:
        path = named or places().demo_desk
        _make_once(path, lambda: _make_demo(path, clock))
        return path
    if named is not None:
        return real_file(named)
    last = Path(settings.last_desk) if settings.last_desk else None
    if last is not None and is_there(last):
        return real_file(last)
    path = places().default_desk
    _make_once(path, lambda: _make_first(path, settings, clock))
    return path


def _make_once(path: Path, make: Callable[[], None]) -> None:
    """Has a desk made where none is, or where a first start that was killed left an empty file."""
    if path.exists() and path.stat().st_size:
        return
    from salesdesk.usecases import new_desk

    make_private(path.parent)
    new_desk.make_once(path, make)


class UnsafePlace(KnownError):
    """The desk lies where two computers may write to it; the user may insist."""

    def __init__(self, path: Path, found: Elsewhere) -> None:
        """`found` is what lies between the file and this computer's own disk."""
        super().__init__(_about_place(path, found, safe_folder()))
        self.path, self.found = path, found


def open_to_work(path: Path, clock: Clock, *, insist: bool = False) -> Desk:
    """The desk, open; for looking only when its file or folder may not be written to.

    `insist` opens it in a network or a synchronised folder too, and when another computer seems
    to have it. Raises UnsafePlace, DeskHeld, and KnownError when it cannot be read or is in use,
    DamagedDesk when there is no way to show its board.
    """
    path = real_file(path)
    may_write = not path.exists() or may_be_written(path)
    if may_write and not insist:
        refuse_unsafe_place(path)
    desk = Desk(path, clock, may_write=may_write, insist=insist)
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
        if not glance.has_pipeline(desk.raw):
            _begin_anew(desk)
    except Exception as error:
        if damage(error, desk.path) is None:
            raise
        text = _("“{name}” is damaged: its board cannot be read ({why}). Nothing was changed.")
        raise DamagedDesk(text.format(name=desk.path.name, why=error)) from error


def _begin_anew(desk: Desk) -> None:
    """Gives a desk that has lost every pipeline the one that a new desk has."""
    from salesdesk.processes import builtin
    from salesdesk.usecases.pipelines import BeginDesk, first_pipeline_name

    if not desk.may_write:
        raise KnownError(
            _(
                "“{name}” has no pipeline left, so there is no board to show, and none can be "
                "added where nothing may be written. Copy the desk to a folder of your own and "
                "open it there."
            ).format(name=desk.path.name)
        )
    from salesdesk.support.settings import Settings

    process = builtin.load_builtin()
    desk.run(BeginDesk(first_pipeline_name(), process, Settings().currency))


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


def may_be_written(path: Path) -> bool:
    """Whether the file and its folder may be written to."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def refuse_unsafe_place(path: Path) -> None:
    """Raises UnsafePlace for a file in a network or a folder that a program synchronises."""
    from salesdesk.support import file_place

    found = file_place.elsewhere(path)
    if found is not None:
        raise UnsafePlace(path, found)


def safe_folder() -> Path | None:
    """A folder for desks on a disk of this computer; None when the user's own is none either."""
    from salesdesk.support import file_place

    folder = places().default_desk.parent
    return folder if file_place.elsewhere(folder / "x") is None else None


def _about_new_place(path: Path, found: Elsewhere, safe: Path | None) -> str:
    text = _(
        "“{name}” was not made: its folder is shared with other computers ({program}). "
        "There, work in an open desk can be lost."
    )
    words = text.format(name=path.name, program=found.name)
    if safe is not None:
        words += " " + _("Make it in “{folder}”.").format(folder=safe)
    return words + " " + _("To make it there all the same: add --anyway.")


def _about_place(path: Path, found: Elsewhere, safe: Path | None) -> str:
    if not path.exists():
        return _about_new_place(path, found, safe)
    if found.kind == "cloud":
        text = _(
            "“{name}” lies in a folder that {program} synchronises. It was not opened and is as "
            "it was: such a program can put an older file in the place of an open desk, and work "
            "is lost."
        )
    else:
        text = _(
            "“{name}” lies in a network ({program}). It was not opened and is as it was: a lock "
            "does not hold reliably there, and two computers writing to one desk lose work."
        )
    words = text.format(name=path.name, program=found.name)
    if safe is not None:
        words += " " + _("Move it to “{folder}”, and keep only backups where it is now.").format(
            folder=safe
        )
    return (
        words + " " + _("To open it all the same: salesdesk --anyway “{path}”.").format(path=path)
    )


def may_insist(refusal: KnownError) -> bool:
    """Whether the user may open the desk all the same, knowing what it risks."""
    from salesdesk.support.lock import DeskHeld

    is_elsewhere = isinstance(refusal, DeskHeld) and refusal.is_elsewhere
    return is_elsewhere or isinstance(refusal, UnsafePlace)


def is_trusted(settings: Settings, path: Path) -> bool:
    """Whether the user insisted on this desk before."""
    return str(path.absolute()) in _trusted(settings)


def trusting(settings: Settings, path: Path) -> dict[str, object]:
    """The settings to change so that this desk opens without asking from now on."""
    kept = {**settings.screens, "opening": {"anyway": [*_trusted(settings), str(path.absolute())]}}
    return {"screens": kept}


def _trusted(settings: Settings) -> list[str]:
    kept = settings.screens.get("opening", {})
    listed = kept.get("anyway", []) if isinstance(kept, dict) else []
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


FOR_THE_DESK = frozenset(
    ".csv .tsv .tab .txt .xlsx .xlsm .xls .ods .salesdeal .vcf .eml .msg .pdf .docx .png"
    " .jpg".split()
)
"""Endings of files that are opened into a desk: imported, taken in, or put on a deal."""


def sorted_out(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The desks that are named among files, and the files to open into one.

    A file of an ending that nobody knows is taken for a desk, as the first name always was.
    """
    files = tuple(path for path in paths if path.suffix.lower() in FOR_THE_DESK)
    return tuple(path for path in paths if path not in files), files


def looking_only(path: Path) -> str:
    """What the window of a desk that may not be written to says."""
    text = _(
        "“{name}” is read-only, so it is open for looking. Nothing that you change here is kept. "
        "Make the file and its folder writable and open it again to go on working."
    )
    return text.format(name=path.name)


def log_put_aside(path: Path, kept: Path) -> str:
    """What the window of a desk says beside which the log of another one, or a newer one, lay."""
    text = _(
        "Beside “{name}” lay a log that does not belong to it: an older copy, or another desk, was "
        "put in its place after SalesDesk was ended at work. It was opened as its file is, and the "
        "log is kept as “{log}”. Look through what you did last; a backup may have it."
    )
    return text.format(name=path.name, log=kept.name)


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

    demo.demo_desk(path, clock)


def _make_first(path: Path, settings: Settings, clock: Clock) -> None:
    from salesdesk.processes import builtin
    from salesdesk.usecases.new_desk import create
    from salesdesk.usecases.pipelines import first_pipeline_name

    process = builtin.load_builtin()
    create(path, clock, process, settings.currency, first_pipeline_name())


MOST_RECENT = 10
"""How many desks are remembered."""


def remembered(settings: Settings, path: Path) -> dict[str, object]:
    """The settings to change so that this desk opens the next time: last and recent desks.

    The newest comes first and each desk once; those that are gone, or in a folder that may not
    be looked into, are forgotten.
    """
    here = str(path.absolute())
    others = [each for each in settings.recent_desks if each != here and is_there(Path(each))]
    return {"last_desk": here, "recent_desks": (here, *others)[:MOST_RECENT]}
