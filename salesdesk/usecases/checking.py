"""Checks a desk for damage and makes its derived parts anew. Called by the command line and Help.

Checking needs no lock and works while a window has the desk open. Mending needs the lock, or is
done by the window itself between two commands. Before it, the desk is backed up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import DamagedDesk
from salesdesk.support.i18n import _
from salesdesk.support.lock import DeskLock
from salesdesk.usecases import rebuilding

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes
    from salesdesk.domain.clock import Clock
    from salesdesk.store.check import Finding
    from salesdesk.store.unit import Unit
    from salesdesk.store.watch import Progress, Stop
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.rebuilding import Rebuilt

PARTS = (
    "pages", "references", "rows", "journal", "order", "files", "cards", "search",
)  # fmt: skip
"""The parts of a check in their order; `title` names each."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    `mended` when the derived parts were made anew before it; `kept` is the copy made before that.
    """

    findings: tuple[Finding, ...]
    mended: bool = False
    kept: Path | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def is_mendable(self) -> bool:
        """Whether something is wrong that `mend_desk` removes."""
        return any(finding.is_mendable for finding in self.findings)

    @property
    def has_damaged_index(self) -> bool:
        """Whether an index is at fault, which after mending means that its pages are."""
        return any(finding.sort == "indexes" for finding in self.findings)

    @property
    def loses(self) -> bool:
        """Whether something is wrong that only a backup or salvage can give back."""
        return any(not finding.is_mendable for finding in self.findings)


def check_desk(path: Path, progress: Progress | None = None, stop: Stop | None = None) -> Report:
    """Looks at everything in the desk; about 4 s for 10,000 deals.

    `progress` gets (the title of a part, records so far, in all or 0). Raises KnownError when the
    file is no desk, DamagedDesk when nothing in it can be read, Stopped when `stop` says so.
    """
    from salesdesk.store import check
    from salesdesk.store.connection import check_before_opening
    from salesdesk.store.watch import Watch

    check_before_opening(path)
    told = None if progress is None else _titled(progress)
    return Report(tuple(check.check(path, Watch(told, stop))))


def _titled(progress: Progress) -> Progress:
    return lambda part, done, total: progress(title(part), done, total)


def mend_desk(path: Path, clock: Clock) -> Report:
    """Makes indexes, cards and search anew and checks again; `findings` are what is left.

    A backup is made first; where the damage does not let one be made, a copy of the file beside
    it. Raises KnownError, DeskHeld when a window has the desk open.
    """
    from salesdesk.store import check
    from salesdesk.store.connection import check_before_opening

    check_before_opening(path)
    with DeskLock(path):
        kept = keep(path, clock)
        try:
            check.mend(path)
            report = check_desk(path)
            if not report.has_damaged_index:
                return Report(report.findings, mended=True, kept=kept)
        except DamagedDesk:
            pass  # an index that cannot even be emptied
        rebuilding.prepare(path, clock).put()
        return Report(check_desk(path).findings, mended=True, kept=kept)


def mend_open(desk: Desk) -> tuple[Report, Changes] | Rebuilt:
    """As `mend_desk` for the desk of this window; gives what the screens must read anew too.

    To be called on a worker. Where the damage does not let that be done in the file, it gives a
    desk made anew, which is `put_rebuilt` next. Raises KnownError; nothing is changed then.
    """
    kept = keep(desk.path, desk.clock)
    try:
        desk.run(MakeAnew())
        mended = _mended(desk, kept)
        if not mended[0].has_damaged_index:
            return mended
    except DamagedDesk:
        pass  # an index that cannot even be emptied
    return rebuilding.prepare(desk.path, desk.clock)


def put_rebuilt(desk: Desk, rebuilt: Rebuilt) -> None:
    """Puts the desk made anew in the place of the open one, on the thread that uses `desk.raw`.

    Raises KnownError when the desk was changed meanwhile, or the disk refuses; it is then as it
    was.
    """
    desk.wait()
    rebuilt.refuse_changed()
    desk.replace_file(rebuilt.put)


def look_again(desk: Desk, rebuilt: Rebuilt) -> tuple[Report, Changes]:
    """After `put_rebuilt`, on a worker: what is left, and what the screens must read anew."""
    return _mended(desk, rebuilt.aside)


def _mended(desk: Desk, kept: Path) -> tuple[Report, Changes]:
    from salesdesk.store import check

    report = Report(check_desk(desk.path).findings, mended=True, kept=kept)
    return report, desk.read(lambda connection: check.all_cards(connection, MakeAnew().label))


@dataclass(frozen=True)
class MakeAnew:
    """Makes all that is derived anew. No record changes, so it is no step of the history."""

    @property
    def label(self) -> str:
        """What was done."""
        return _("Make indexes, cards and search anew")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the records beneath are damaged."""
        from salesdesk.store import check

        unit.look(check.make_anew)


def keep(path: Path, clock: Clock) -> Path:
    """A backup of the desk, or where that is too damaged for one, a copy of its file beside it."""
    from salesdesk.store import aside
    from salesdesk.usecases.backups import backup_file

    try:
        return backup_file(path, clock, "before-change").path
    except DamagedDesk:
        return aside.copy(path, aside.free_name(path, "before-mending", clock.now_local()))


def title(sort: str) -> str:
    """The name of a part of the check."""
    return {
        "pages": _("Pages"),
        "indexes": _("Indexes"),
        "references": _("References"),
        "rows": _("Records"),
        "journal": _("History"),
        "order": _("Order"),
        "files": _("Files"),
        "cards": _("Cards"),
        "search": _("Search"),
    }[sort]


def sentence(finding: Finding) -> str:
    """A finding with the part that it belongs to."""
    return f"{title(finding.sort)}: {finding.words}"


def remedy(report: Report) -> str:
    """What to do about what was found, in a sentence or two; "" for a whole desk."""
    if report.is_whole:
        return ""
    if not report.loses:
        return _(
            "No record is damaged: what differs is made from the records and can be made anew."
        )
    return _(
        "Records are damaged. A backup has them as they were; salvage takes all that can be read "
        "into a new desk and lists the rest."
    )
