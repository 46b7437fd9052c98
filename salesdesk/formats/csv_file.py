"""Reads delimited text: any delimiter, encoding, preamble and footer. Called by formats.reading.

``sniff`` looks, ``rows`` streams, ``batches`` is ``rows`` for a child process. Parsing is Python's
csv reader in strict mode, so that a quote never closed is an error with its line, not a file
swallowed into one cell.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from salesdesk.domain.errors import KnownError
from salesdesk.formats import csv_scan
from salesdesk.formats.table import (
    SAMPLE_ROWS,
    Choices,
    Dialect,
    Row,
    Table,
    build_table,
    data_rows,
    dialect_from_plain,
    in_batches,
    packed,
)
from salesdesk.support.i18n import _

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 131_072
"""Characters in one cell: the csv module's own limit, left as it is because it is global."""


def sniff(path: Path, choices: Choices | None = None) -> Table:
    """How the file is to be read, its headings and its first rows.

    Raises KnownError when it is empty, no text, too wide, or cannot be decoded.
    """
    choices = choices or Choices()
    scan = csv_scan.scan(path, choices.encoding)
    text = _decode(path.name, scan)
    text, announced = _announced_delimiter(text)
    quote = '"' if choices.quote is None else choices.quote
    delimiter = choices.delimiter or announced or best_delimiter(text, quote)
    escape = _escape(text, delimiter, quote)
    header = -1 if choices.header_line is None else choices.header_line
    found = Dialect("csv", header, 0, scan.encoding, delimiter, quote, escape)
    sample = _sample(text, found, scan.whole)
    if announced:
        sample = [(line + 1, cells) for line, cells in sample]
    if header > 0 and not any(line == header for line, _cells in sample):
        sample = _sample_from(path, found, header)
    elif len(sample) < 2 and not scan.whole:
        # Rows longer than the sample: such a table is wide, or one cell is very long.
        sample = _sample_from(path, found, 1)
    return build_table(found, sample, path.name, notes=_encoding_notes(scan.encoding, text))


def rows(path: Path, dialect: Dialect, footer: list[Row] | None = None) -> Iterator[Row]:
    """The data rows in order, blank ones left out; ragged ones as they are.

    `footer` is filled with the closing lines that are no data. Raises KnownError for a quote that
    is never closed (with its line), a cell or line too long, or bytes that cannot be decoded.
    """
    csv_scan.scan(path, dialect.encoding)
    with _open(path, dialect) as file:
        before = max(dialect.header_line - 1, 0)
        for _line in islice(file, before):
            pass
        numbered = _numbered(file, dialect, before, path.name)
        if dialect.header_line > 0:
            next(numbered, None)
        yield from data_rows(numbered, dialect.width, [] if footer is None else footer)


def batches(path: str, dialect: dict[str, Any]) -> Iterator[Any]:
    """For ``formats.child``: a ``packed`` batch at a time, then ``{"footer": rows}``."""
    footer: list[Row] = []
    for batch in in_batches(rows(Path(path), dialect_from_plain(dialect), footer)):
        yield packed(batch)
    yield {"footer": footer}


def best_delimiter(text: str, quote: str = '"') -> str:
    """The delimiter that splits most lines of `text` into the same number of cells.

    A comma when none does. Ties go to the wider table, then to the usual order.
    """
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        dialect = Dialect("csv", 0, 0, delimiter=delimiter, quote=quote)
        widths = Counter(
            len(cells) for _line, cells in _sample(text, dialect, whole=False) if any(cells)
        )
        several = Counter({width: n for width, n in widths.items() if width > 1})
        if not several:
            continue
        width, count = several.most_common(1)[0]
        score = (count / widths.total(), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _decode(name: str, scan: csv_scan.Scan) -> str:
    codec, errors = csv_scan.decoding(scan.encoding)
    reader = io.TextIOWrapper(io.BytesIO(scan.sample), codec, errors, newline="")
    if scan.whole:
        try:
            return reader.read()
        except UnicodeError as error:
            raise _undecodable(name, scan.encoding) from error
    pieces: list[str] = []
    try:
        while piece := reader.read(4096):
            pieces.append(piece)
    except UnicodeError:
        # The sample may end inside a character; the rows themselves are read from the file.
        pass
    return "".join(pieces)


def _announced_delimiter(text: str) -> tuple[str, str]:
    """(text without it, delimiter) when the file begins with Excel's ``sep=;`` line."""
    first, _end, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return rest, first[4]
    return text, ""


def _settings(dialect: Dialect, *, strict: bool) -> dict[str, Any]:
    settings: dict[str, Any] = {"delimiter": dialect.delimiter, "strict": strict}
    if dialect.quote:
        settings["quotechar"] = dialect.quote
    else:
        settings["quoting"] = csv.QUOTE_NONE
    if dialect.escape:
        settings["escapechar"] = dialect.escape
    return settings


def _sample(text: str, dialect: Dialect, whole: bool) -> list[Row]:
    """The first rows of `text`, read leniently; a last row that may be cut off is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), **_settings(dialect, strict=False))
    found: list[Row] = []
    line = 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
            if len(found) > SAMPLE_ROWS:
                return found[:SAMPLE_ROWS]
    except csv.Error:
        pass
    return found if whole or len(found) < 2 else found[:-1]


def _sample_from(path: Path, dialect: Dialect, first: int) -> list[Row]:
    """Rows from line `first` on, out of the file itself: what lies beyond the sample."""
    with _open(path, dialect) as file:
        for _line in islice(file, first - 1):
            pass
        numbered = _numbered(file, dialect, first - 1, path.name)
        return list(islice(numbered, SAMPLE_ROWS))


def _escape(text: str, delimiter: str, quote: str) -> str:
    r"""A backslash when quotes are escaped as ``\"`` and only then the text makes sense."""
    if not quote or "\\" + quote not in text:
        return ""
    outcome = []
    for escape in ("", "\\"):
        dialect = Dialect("csv", 0, 0, delimiter=delimiter, quote=quote, escape=escape)
        try:
            for _cells in csv.reader(
                io.StringIO(text, newline=""), **_settings(dialect, strict=True)
            ):
                pass
            outcome.append(True)
        except csv.Error as error:
            outcome.append("unexpected end" in str(error) and bool(escape))
    return "\\" if outcome == [False, True] else ""


def _open(path: Path, dialect: Dialect) -> TextIO:
    codec, errors = csv_scan.decoding(dialect.encoding)
    return path.open(encoding=codec, errors=errors, newline="")


def _numbered(file: TextIO, dialect: Dialect, before: int, name: str) -> Iterator[Row]:
    """Parsed rows with the line they start on; `before` lines were already skipped."""
    reader = csv.reader(file, **_settings(dialect, strict=True))
    line = before + 1
    try:
        for cells in reader:
            yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise KnownError(_csv_fault(name, line, before + reader.line_num, str(error))) from error
    except UnicodeError as error:
        raise _undecodable(name, dialect.encoding) from error


def _csv_fault(name: str, start: int, end: int, what: str) -> str:
    """The csv module's error in words that say where to look."""
    if "field limit" in what:
        text = _(
            "“{name}”: a cell in the row that starts in line {start} is over {most} characters"
            " long, or its quote is never closed. Nothing was imported. Correct that line."
        )
    elif "end of data" in what:
        text = _(
            "“{name}”: the quote opened in the row that starts in line {start} is never closed."
            " Nothing was imported. Close the quote, or remove it."
        )
    else:
        text = _(
            "“{name}”: the row that starts in line {start} has a quote in the wrong place, seen in"
            " line {end}. Nothing was imported. Double the quotes inside a cell, or close the cell."
        )
    return text.format(name=name, start=start, end=end, most=LONGEST_CELL)


def _undecodable(name: str, encoding: str) -> KnownError:
    text = _("“{name}” cannot be read as {encoding}. Choose another encoding.")
    return KnownError(text.format(name=name, encoding=encoding))


def _encoding_notes(encoding: str, text: str) -> Sequence[str]:
    notes = []
    if encoding == csv_scan.MIXED:
        notes.append(_("The file mixes two encodings (UTF-8 and Windows); both were read."))
    if encoding == "cp1252":
        notes.append(_("The file was read as Windows text (cp1252). Look at names with accents."))
    if "\ufffd" in text:
        notes.append(_("Some characters could not be read and are shown as �."))
    return notes
