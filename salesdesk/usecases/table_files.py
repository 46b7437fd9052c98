"""Writes what a table shows to a CSV file. Called by the Deals and Accounts screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from salesdesk.formats import csv_out

Cell = str | int | Decimal | None


def write_view(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes the rows in the order given, amounts as decimals, dates as ISO text, unknown blank.

    Raises KnownError when the file cannot be written; an older one is then untouched.
    """
    csv_out.write(path, headings, (list(map(_plain, row)) for row in rows), bom=True)


def _plain(cell: Cell) -> str | int | None:
    return str(cell) if isinstance(cell, Decimal) else cell
