"""What every reader of rows shares: the choices, the dialect found, headings, header and footer.

Used by the readers of this package and, through ``formats.reading``, by the import wizard and the
command line. Rows are ``(line, cells)``: the line (or sheet row) on which the row starts, from 1,
and its cells as text.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

Row = tuple[int, list[str]]
"""The line on which the row starts, from 1, and its cells."""
Batch = list[Row]

MOST_COLUMNS = 2_000
BATCH_ROWS = 1_000
PREVIEW_ROWS = 100
SAMPLE_ROWS = 200

_FOOTER = re.compile(
    r"^\W*(grand total|totals?\b|subtotal|sum\b|copyright|\(c\) |©|confidential|report generated"
    r"|generated (by|on)|exported (by|on|from)|end of report)",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"^(grand |sub)?totals?( \([\d,. ]+\w*\))?:?$", re.IGNORECASE)
_MOST_FOOTER = 50


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided about how a file is read; None lets the reader decide.

    `header_line` is the line of the headings from 1; 0 says that the file has none.
    `quote` may be ``"``, ``'`` or empty (no quoting).
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_line: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is read: all that ``rows`` needs. JSON-ready by :func:`to_plain`."""

    format: str
    header_line: int
    width: int
    """Number of headings."""
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file looked at: its dialect, its headings and the first rows."""

    dialect: Dialect
    headings: tuple[str, ...]
    """Unique and never empty: a second “Email” is “Email (2)”, a nameless one “Column 38”."""
    preview: tuple[Row, ...]
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about what was noticed: lines skipped, characters replaced, columns renamed."""


def to_plain(value: Table | Dialect | Choices) -> dict[str, Any]:
    """JSON-ready values; the ``*_from_plain`` functions are the inverses."""
    return dataclasses.asdict(value)


def dialect_from_plain(plain: dict[str, Any]) -> Dialect:
    """A dialect from what :func:`to_plain` gave."""
    return Dialect(**plain)


def table_from_plain(plain: dict[str, Any]) -> Table:
    """A table from what :func:`to_plain` gave, also after a trip through JSON."""
    return Table(
        dialect=dialect_from_plain(plain["dialect"]),
        headings=tuple(plain["headings"]),
        preview=tuple((line, list(cells)) for line, cells in plain["preview"]),
        sheets=tuple(plain["sheets"]),
        notes=tuple(plain["notes"]),
    )


def usual_width(rows: Iterable[Sequence[str]]) -> int:
    """The commonest number of cells; the earliest wins a tie, so the headings' own width."""
    widths = Counter(len(cells) for cells in rows if any(cell.strip() for cell in cells))
    return widths.most_common(1)[0][0] if widths else 0


def find_header(rows: Sequence[Row]) -> int:
    """Line of the headings: the first row that is about as wide as the table, and mostly filled.

    What stands above it (notes of an export, a report's title, blank lines) is preamble. 0 when
    there is no row at all.
    """
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    width = usual_width(cells for _line, cells in filled)
    for line, cells in filled:
        names = sum(1 for cell in cells if cell.strip())
        if names * 2 >= width and (len(cells) >= 2 or width < 2):
            return line
    wide = next((line for line, cells in filled if len(cells) == width), 0)
    return wide or (filled[0][0] if filled else 0)


def clean_headings(raw: Sequence[str], width: int) -> tuple[str, ...]:
    """One unique name per column, also for those that had none."""
    names: list[str] = []
    taken: set[str] = set()
    for index in range(width):
        name = " ".join(raw[index].split()) if index < len(raw) else ""
        if not name:
            name = _("Column {number}").format(number=index + 1)
        unique, copy = name, 2
        while unique.casefold() in taken:
            unique, copy = f"{name} ({copy})", copy + 1
        taken.add(unique.casefold())
        names.append(unique)
    return tuple(names)


def build_table(
    found: Dialect, sample: Sequence[Row], name: str, *, sheets: Sequence[str] = (),
    notes: Sequence[str] = ()
) -> Table:  # fmt: skip
    """The table of `sample`; `found` still has its user-chosen header line, or -1 for "find it".

    Raises KnownError when there is nothing in it, or too many columns.
    """
    header = find_header(sample) if found.header_line < 0 else found.header_line
    body = [row for row in sample if row[0] > header and "".join(row[1]).strip()]
    raw = next((cells for line, cells in sample if line == header), [])
    if not "".join(raw).strip() and not body:
        raise KnownError(_("“{name}” is empty. There is nothing to import.").format(name=name))
    width = _table_width(raw, body)
    if width > MOST_COLUMNS:
        text = _("“{name}” has {count} columns; {most} can be read. Remove the columns not needed.")
        raise KnownError(text.format(name=name, count=width, most=MOST_COLUMNS))
    headings = clean_headings(raw, width)
    remarks = [*notes, *_remarks(header, raw, headings)]
    dialect = dataclasses.replace(found, header_line=header, width=width)
    return Table(dialect, headings, tuple(body[:PREVIEW_ROWS]), tuple(sheets), tuple(remarks))


def _table_width(raw: Sequence[str], body: Sequence[Row]) -> int:
    """Columns to offer: those with a heading, and nameless ones in which rows have cells."""
    named = max((index + 1 for index, cell in enumerate(raw) if cell.strip()), default=0)
    usual = usual_width(cells for _line, cells in body)
    last = 0
    for _line, cells in body:
        if len(cells) <= max(usual, len(raw)):
            last = max(
                last, max((i + 1 for i, cell in enumerate(cells) if cell.strip()), default=0)
            )
    return max(named, last, 1)


def _remarks(header: int, raw: Sequence[str], headings: Sequence[str]) -> Iterator[str]:
    if header > 1:
        yield _("The headings stand in line {line}; what is above them is left out.").format(
            line=header
        )
    plain = [" ".join(cell.split()) for cell in raw]
    renamed = [new for old, new in zip(plain, headings, strict=False) if old and old != new]
    if renamed:
        yield _("Columns with the same heading were told apart: {names}.").format(
            names=", ".join(renamed[:5])
        )


def data_rows(rows: Iterable[Row], width: int, footer: list[Row]) -> Iterator[Row]:
    """The rows that are data: blank ones left out, the report's closing lines put into `footer`.

    Closing lines are rows at the very end with text in their first cell only, after a blank line
    or in the words that reports end with (grand totals, copyright), and a last row of totals.
    """
    if width < 2:
        yield from (row for row in rows if any(row[1]))
        return
    held: list[Row] = []
    last: Row | None = None
    for row in rows:
        cells = row[1]
        if len(cells) > 1 and (cells[1] or any(cells[2:])):
            if last is not None:
                yield last
            if held:
                yield from (kept for kept in held if any(kept[1]))
                held.clear()
            last = row
        else:
            held.append(row)
            if len(held) > _MOST_FOOTER:
                if last is not None:
                    yield last
                    last = None
                if any(held[0][1]):
                    yield held[0]
                del held[0]
    yield from _ending(last, held, footer)


def _ending(last: Row | None, held: list[Row], footer: list[Row]) -> Iterator[Row]:
    """What of the last full row and of the short rows after it is data."""
    start = next((i for i, (_line, cells) in enumerate(held) if _closes(cells)), len(held))
    if last is not None:
        first = next((cell.strip() for cell in last[1] if cell.strip()), "")
        if start == 0 and _TOTAL.match(first):
            footer.append(last)
        else:
            yield last
    yield from (row for row in held[:start] if any(row[1]))
    footer.extend(row for row in held[start:] if any(row[1]))


def _closes(cells: Sequence[str]) -> bool:
    """Whether a row with text in its first cell at most begins a report's closing lines."""
    first = cells[0].strip() if cells else ""
    return not first or bool(_FOOTER.match(first))


def in_batches(rows: Iterable[Row], size: int = BATCH_ROWS) -> Iterator[Batch]:
    """The rows in lists of `size`, the last one shorter; never an empty list."""
    batch: Batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


_CELL, _ROW = "\x1f", "\x1e"


def packed(batch: Batch) -> list[Any]:
    """A batch as ``[lines, text]`` for the way out of a child: joining is ten times as fast as
    encoding each cell. ``[lines, cells]`` when a cell holds one of the separators."""
    lines = [row[0] for row in batch]
    text = _ROW.join([_CELL.join(row[1]) for row in batch])
    cells = sum(len(row[1]) for row in batch)
    if text.count(_CELL) + text.count(_ROW) == cells - 1 and all(row[1] for row in batch):
        return [lines, text]
    return [lines, [row[1] for row in batch]]


def unpacked(item: Any) -> Batch:
    """The batch that :func:`packed` was given."""
    lines, rows = item
    if isinstance(rows, str):
        rows = [row.split(_CELL) for row in rows.split(_ROW)]
    return list(zip(lines, rows, strict=True))
