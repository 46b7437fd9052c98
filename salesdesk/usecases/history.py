"""The history of changes: what was done, what undo would take back, and whether to ask first.

Called by the Edit menu, the undo toast and the history list. The store's journal keeps it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, format_date

if TYPE_CHECKING:
    from salesdesk.store.journal import Entry
    from salesdesk.usecases.desk import Desk

LARGE = 500
"""An undo of so many rows or more asks first, whatever made them."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change. `on` is its local date; `state` done, undone, dropped (can't be done again) or
    begun (can't be undone)."""

    seq: int
    label: str
    command: str
    at: dt.datetime
    on: dt.date
    state: str
    rows: int


def entries(desk: Desk, limit: int = 200) -> tuple[HistoryLine, ...]:
    """The latest changes, newest first; `at` is in the local zone."""
    from salesdesk.store import journal

    found = desk.read(lambda connection: journal.history(connection, limit))
    return tuple(
        HistoryLine(
            entry.seq,
            entry.label,
            entry.command,
            dt.datetime.fromisoformat(entry.at).astimezone(),
            dt.date.fromisoformat(entry.on),
            entry.state,
            entry.rows,
        )
        for entry in found
    )


def may_undo_quietly(entry: Entry | HistoryLine, today: dt.date) -> bool:
    """Whether undo need not ask: not an import or another large change, and from today."""
    return _day(entry) == today and not is_large(entry)


def is_large(entry: Entry | HistoryLine) -> bool:
    """Whether the change was an import or touched very many rows."""
    return entry.command.startswith("Import") or entry.rows >= LARGE


def question(entry: Entry | HistoryLine, today: dt.date) -> str:
    """What to ask before an undo that may not go quietly; empty when it may."""
    if may_undo_quietly(entry, today):
        return ""
    if is_large(entry):
        return _("Undo “{label}”? {rows} records go back to what they were.").format(
            label=entry.label, rows=entry.rows
        )
    return _("“{label}” was done on {day}. Undo it now?").format(
        label=entry.label, day=format_date(_day(entry))
    )


def _day(entry: Entry | HistoryLine) -> dt.date:
    return entry.on if isinstance(entry.on, dt.date) else dt.date.fromisoformat(entry.on)
