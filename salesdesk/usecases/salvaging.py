"""Takes what can be read of a damaged desk into a new one. Called by the command line and windows.

In two steps, so that a person sees what is missing before anything is settled: `look` gathers,
`Salvage.finish` makes the desk. The damaged file is never written to and never deleted; when the
new desk takes its place it is kept beside.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date, format_number, format_time
from salesdesk.support.lock import DeskLock
from salesdesk.usecases import mending_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salesdesk.store.gathered import Gathered, Lost
    from salesdesk.store.salvage_end import Account
    from salesdesk.store.watch import Progress, Stop, Watch


MOST_BACKUPS = 3
"""So many backups are proved and asked: each is read from end to end."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it. `listed` is the text file that says what is missing."""

    desk: Path
    records: int
    missing: int
    """Records that were there and are not in the new desk."""
    listed: Path
    aside: Path | None
    """Where the damaged file is kept when the new desk took its place."""
    words: str
    """What is in the list."""


class Salvage:
    """What was gathered from one damaged desk. Either `finish` or `give_up` ends it."""

    def __init__(
        self, damaged: Path, target: Path, clock: Clock, gathered: Gathered, backup: Path | None
    ) -> None:
        """Made by `look`."""
        self._damaged, self._target, self._clock = damaged, target, clock
        self._gathered = gathered
        self.backup = backup
        """The newest good backup, or None."""
        self.missing = gathered.lost()
        """What was there and cannot be read."""
        self.in_backup = _in_backup(backup, self.missing)
        """Those of them that the backup has, perhaps in an older form."""

    @property
    def records(self) -> int:
        """How many records were found whole."""
        return self._gathered.count

    @property
    def rebuilt(self) -> int:
        """How many of them are only near what they were, made of what other places still say."""
        return len(self._gathered.rebuilt)

    def finish(self, *, fill: bool = False) -> Salvaged:
        """Makes the new desk, with `fill` completed from the backup, and writes the list beside.

        Raises KnownError when the disk refuses; the damaged desk is then as it was.
        """
        from salesdesk.store import aside, salvage, salvage_end
        from salesdesk.store.gathered import told

        if fill and self.backup is not None:
            try:
                salvage.fill_from(self._gathered, self.backup, self.in_backup)
            except BaseException:
                self.give_up()
                raise
        now, kept, made = self._clock.now_local(), None, self._target
        if _is_same(self._damaged, self._target):
            # Under a free name first: until it is whole, the damaged one stays where it is.
            made = aside.free_name(self._damaged, "salvaged", now)
            kept = aside.free_name(self._damaged, "damaged", now)
        with told(self._target):
            account = salvage_end.finish(self._gathered, made, self._clock, _shipped)
            words = _account(kept or self._damaged, account, self._clock)
            listed = self._put(made, kept, words)
        missing = len(account.missing) + len(account.homeless)
        return Salvaged(self._target, account.records, missing, listed, kept, words)

    def _put(self, made: Path, kept: Path | None, words: str) -> Path:
        """Writes the list of what is missing, and changes the desks' places when `kept` says so.

        When the disk refuses any of it, the new desk and its list are gone again.
        """
        from salesdesk.store import aside

        with ExitStack() as back:
            back.callback(made.unlink, missing_ok=True)
            listed = _write_list(self._target, words, made)
            back.callback(listed.unlink, missing_ok=True)
            if kept is not None:
                aside.move(self._damaged, kept)
                back.callback(aside.move, kept, self._damaged)
                aside.move(made, self._target)
            back.pop_all()
        return listed

    def give_up(self) -> None:
        """Leaves everything as it was."""
        from salesdesk.store.gathered import discard

        self._gathered.raw.close()
        discard(self._gathered.draft)


def look(
    damaged: Path, target: Path, clock: Clock, progress: Progress | None = None,
    stop: Stop | None = None, *, is_ours: bool = False,
) -> Salvage:  # fmt: skip
    """Gathers what can be read of `damaged` for a new desk at `target`, which may be its place.

    `is_ours`: this program has the desk open; what it writes meanwhile waits until all is copied.
    Raises KnownError when another file has that name, when the desk is open in a window, or when
    nothing in it can be read, KeyNeeded for a passphrase that must be known first, Stopped when
    `stop` says so. Everything is then as it was.
    """
    from salesdesk.store import aside
    from salesdesk.store.gathered import discard, told
    from salesdesk.store.watch import Watch

    if not damaged.is_file():
        raise KnownError(_("There is no desk at “{path}”.").format(path=damaged))
    if target.exists() and not _is_same(damaged, target):
        text = _("“{name}” exists already and was left as it is. Choose another name.")
        raise KnownError(text.format(name=target.name))
    draft = target.with_name(f".{target.name}.salvaging")
    copy = target.with_name(f".{target.name}.source")
    with told(target):
        discard(draft)
        discard(copy)
        with aside.writers_held(damaged) if is_ours else DeskLock(damaged):
            aside.copy(damaged, copy)
        watch = Watch(None if progress is None else _titled(progress), stop)
        return _gathered(damaged, target, clock, draft, copy, watch)


def _gathered(
    damaged: Path, target: Path, clock: Clock, draft: Path, copy: Path, watch: Watch
) -> Salvage:
    """What can be read of `copy`, which is used up, in `draft`."""
    from salesdesk.store import first_page, salvage
    from salesdesk.store.gathered import discard

    try:
        lender = first_page.give_back(copy, mending_start.all_kept(damaged))
        if lender is None:
            first_page.refuse_locked(damaged)
    except BaseException:
        discard(copy)
        raise
    backups = [each.path for each in islice(mending_start.good(damaged), MOST_BACKUPS)]
    gathered = salvage.gather(copy, draft, backups, watch)
    gathered.lender = lender or gathered.lender
    if not gathered.count:
        gathered.raw.close()
        discard(draft)
        text = _(
            "Nothing in “{name}” can be read as a record, so no desk was made of it. It was left "
            "as it is. Restore a backup."
        )
        raise KnownError(text.format(name=damaged.name))
    return Salvage(damaged, target, clock, gathered, backups[0] if backups else None)


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _in_backup(backup: Path | None, missing: list[Lost]) -> list[Lost]:
    from salesdesk.store import salvage

    return salvage.in_backup(backup, missing) if backup is not None and missing else []


def _shipped(key: str) -> Mapping[str, Any]:
    """The columns of the shipped process of that key, or of the usual one."""
    from salesdesk.domain.process_plain import to_plain
    from salesdesk.processes import builtin

    process = builtin.load_builtin(*([key] if key in builtin.builtin_keys() else []))
    plain = to_plain(process)
    return {
        "process_key": process.key,
        "name": process.name,
        "number": 1,
        "note": _("Stands in for a process that was lost"),
        "published_at": "",
        "changed_at": "",
        "stages": json.dumps(plain["stages"], ensure_ascii=False),
        "body": json.dumps(plain, ensure_ascii=False),
    }


def _titled(progress: Progress) -> Progress:
    titles = {
        "salvage_rows": _("Reading records"),
        "salvage_pages": _("Looking at every page"),
        "salvage_history": _("Reading the history"),
        "salvage_check": _("Checking the new desk"),
    }
    return lambda part, done, total: progress(titles.get(part, part), done, total)


def _write_list(desk: Path, words: str, made: Path) -> Path:
    """Writes the list beside the desk, whose file is `made` as yet. Raises OSError."""
    from salesdesk.support.durable import write_whole
    from salesdesk.usecases.encryption import is_encrypted

    path = desk.with_name(f"{desk.stem}.missing.txt")
    number = 1
    while path.exists():
        number += 1
        path = desk.with_name(f"{desk.stem}.missing-{number}.txt")
    if is_encrypted(made):
        # Names of records are nothing for a file that anybody can read.
        words = "".join(line for line in words.splitlines(True) if not line.startswith("- "))
    write_whole(path, words.encode("utf-8", "backslashreplace"))
    return path


def _account(damaged: Path, account: Account, clock: Clock) -> str:
    """The list, as text for a person."""
    now = clock.now_local()
    lines = [
        _("Salvage of {path}").format(path=damaged),
        _("{date}, {time}").format(date=format_date(now.date()), time=format_time(now.time())),
        "",
        _("Records in the new desk: {count}").format(count=format_number(account.records)),
    ]
    if account.first_page_from is not None:
        text = _("The first page was taken from the backup {name}.")
        lines.append(text.format(name=account.first_page_from.name))
    if account.is_complete:
        lines += ["", _("Nothing is missing.")]
    for title, entries in _sections(account):
        if entries:
            lines += ["", f"{title} ({len(entries)})", *(f"- {entry}" for entry in entries)]
    return "\n".join(lines) + "\n"


def _sections(account: Account) -> tuple[tuple[str, list[str]], ...]:
    steps = []
    if account.steps_lost:
        text = _("Steps of the history that are gone: {count}. Undo does not go back beyond them.")
        steps = [text.format(count=account.steps_lost)]
    return (
        (_("Missing: these were there and cannot be read"), _listed(account.missing)),
        (_("Left out, since what they belong to is missing"), _listed(account.homeless)),
        (_("Kept, without a link to something that is missing"), account.loosened),
        (_("Processes for which a shipped one stands in"), account.stood_in),
        (_("Rebuilt from the board and the search: look these over"), account.rebuilt),
        (_("Taken from the history"), account.from_history),
        (_("Taken from the backup, as they were then"), account.from_backup),
        (_("History"), steps),
        (_("What the check of the new desk says"), account.faults),
    )


_INNER = ("id", "rev", "changed_at", "checksum", "binned_at", "order_key")


def _listed(lost: Iterable[Lost]) -> list[str]:
    """Each record by name, with what can still be read of it, so that it can be typed again."""
    found = []
    for each in lost:
        held = {
            name: value
            for name, value in each.held.items()
            if value not in (None, "")
            and name not in _INNER
            and not name.endswith("_id")
            and not isinstance(value, bytes)
        }
        words = "; ".join(f"{name}: {_line(value)}" for name, value in held.items())
        found.append(f"{each.words}: {words}" if words else each.words)
    return found


def _line(value: object) -> str:
    return " ".join(str(value).split())[:2000]
