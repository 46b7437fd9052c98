"""Writes the rows that an import did not take, each with its line and the reason.

Called by ``usecases.importing``. The columns are those of the source, so that the file can be
corrected and imported as it is: the two columns at the end are known and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesdesk.domain.importing import Rejected
from salesdesk.domain.importing_headings import REJECT_HEADINGS
from salesdesk.formats import csv_out
from salesdesk.support.i18n import _


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row as it stood in the file, where it stood, and why it was not taken."""

    line: int
    cells: tuple[str, ...]
    why: Rejected


def reason(why: Rejected) -> str:
    """The reason in the user's language."""
    return _(why.message).format(**dict(why.values))


def write(path: Path, headings: Sequence[str], rows: Iterable[RejectedRow]) -> None:
    """Writes the file, in the order given. Rows wider than the headings get nameless columns.

    Raises KnownError when the file cannot be written.
    """
    rejected = list(rows)
    width = max([len(headings), *(len(row.cells) for row in rejected)])
    names = [*headings, *([""] * (width - len(headings))), *REJECT_HEADINGS]
    csv_out.write(path, names, (_row(row, width) for row in rejected), bom=True)


def _row(row: RejectedRow, width: int) -> list[csv_out.Value]:
    blanks = [""] * (width - len(row.cells))
    return [*row.cells, *blanks, row.line, reason(row.why)]
