"""Writes CSV: exports and rejected rows. Called by usecases (export) and ``formats.reject_file``.

Byte for byte the same for the same rows: commas, line ends CR LF, UTF-8, quotes only where needed.
Text that a spreadsheet could run as a formula is guarded (``domain.formula_guard``), which our own
reader takes off again. The file appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from salesdesk.domain.errors import KnownError
from salesdesk.domain.formula_guard import guard
from salesdesk.support.i18n import _
from salesdesk.support.surrogates import has_surrogate

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that could not be written as it was. `row` counts from 1, the headings not counted."""

    row: int
    heading: str
    message: str


def write(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, bom: bool = False
) -> tuple[CellProblem, ...]:
    """Writes the file and returns what had to be changed (lone surrogates became U+FFFD).

    `bom` puts a byte order mark first, by which Excel knows the encoding. Raises KnownError when
    the file cannot be written; an older one is then untouched.
    """
    problems: list[CellProblem] = []
    with replacing(path) as raw:
        if bom:
            raw.write(b"\xef\xbb\xbf")
        for line in _lines(headings, rows, problems):
            raw.write(line)
    return tuple(problems)


def _lines(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], problems: list[CellProblem]
) -> Iterator[bytes]:
    """The encoded lines; `problems` grows on the way."""
    out = _Line()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(_with_headings(headings, rows)):
        writer.writerow([guard(value) if isinstance(value, str) else value for value in row])
        try:
            line = out.text.encode()
        except UnicodeEncodeError:
            problems.extend(
                CellProblem(number, heading, lone_surrogate())
                for heading in _with_surrogates(headings, row)
            )
            line = out.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        yield line


def _with_headings(
    headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Iterator[Sequence[Value]]:
    yield headings
    yield from rows


class _Line:
    """What csv.writer writes to: keeps the last line."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def lone_surrogate() -> str:
    """What is said of a cell with half a character."""
    return _("Half a character (a lone surrogate) was written as �.")


def _with_surrogates(headings: Sequence[str], row: Sequence[Value]) -> Iterator[str]:
    for index, value in enumerate(row):
        if has_surrogate(value):
            yield headings[index] if index < len(headings) else str(index + 1)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes `path`'s place when all went well.

    Raises KnownError for a full disk, a folder that is missing or read-only, or a target that
    another program keeps open.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as raw:
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            if temporary:
                Path(temporary).unlink()


def _not_written(path: Path, error: OSError) -> KnownError:
    if error.errno == errno.ENOSPC:
        text = _("The disk is full: “{name}” was not written. Make room, or choose another folder.")
    elif isinstance(error, PermissionError):
        text = _(
            "“{name}” was not written: it is open in another program, or the folder may not be"
            " written to. Close it, or choose another name or folder."
        )
    else:
        text = _("“{name}” was not written: {why}. Choose another folder.")
    return KnownError(text.format(name=path.name, why=error.strerror or error))
