"""What backups are called in lists: when, why, how large. Used by the parts of this package."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from salesdesk.support.i18n import _, format_date, format_number, format_time, ngettext

if TYPE_CHECKING:
    from salesdesk.usecases.backups import Listed, Looked

_MB: Final = 1_000_000


def when(at: dt.datetime, today: dt.date) -> str:
    """A local instant: the time for today, else the day too."""
    time = format_time(at)
    return time if at.date() == today else f"{format_date(at.date())}, {time}"


def shortly(at: dt.datetime, today: dt.date) -> str:
    """The same where there is little room: the time for today, else the day alone."""
    return format_time(at) if at.date() == today else format_date(at.date())


def why(reason: str) -> str:
    """Why a backup was made."""
    return {
        "by-hand": _("by hand"),
        "timed": _("by itself"),
        "before-import": _("before an import"),
        "before-change": _("before a large change"),
        "before-upgrade": _("before an upgrade"),
        "before-restore": _("before a restore"),
    }.get(reason, _("chosen"))


def size(count: int) -> str:
    """A file's size."""
    if count < _MB:
        return _("{n} KB").format(n=format_number(max(1, round(count / 1000))))
    return _("{n} MB").format(n=format_number(round(count / _MB, 1)))


def row(listed: Listed, looked: Looked | None, today: dt.date) -> tuple[str, str, str, str, str]:
    """A backup's cells: made, why, deals, size, check."""
    if looked is None:
        deals, check = "…", _("checking…")
    elif looked.fault:
        deals, check = "–", _("damaged")
    else:
        deals, check = format_number(looked.deals), _("whole")
    return when(listed.made_at, today), why(listed.reason), deals, size(listed.size), check


def headings() -> list[str]:
    """The headings over these cells."""
    return [_("Made"), _("Why"), _("Deals"), _("Size"), _("Check")]


def totals(added: int, changed: int, missing: int) -> str:
    """What a restore would do, in a line."""
    parts = [
        ngettext("{n} record would come back", "{n} records would come back", added),
        ngettext("{n} would change", "{n} would change", changed),
        ngettext("{n} would be missing", "{n} would be missing", missing),
    ]
    counts = (added, changed, missing)
    said = [words.format(n=format_number(n)) for words, n in zip(parts, counts, strict=True) if n]
    return ", ".join(said) + "." if said else _("This backup is equal to the desk as it is now.")
