"""Reads Excel workbooks in a child process. Called by ``formats.reading``.

``sniff_plain`` and ``batches`` run in the child; ``sniff`` is the same from outside. Cells become
text: dates as ISO, whole numbers without “.0”, truth values as TRUE and FALSE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.domain.errors import KnownError
from salesdesk.formats import child, xlsx_check
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
    table_from_plain,
    to_plain,
)
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_EXACT = 1e15
"""Above it a float no longer holds every whole number."""


def sniff(
    path: Path,
    choices: Choices | None = None,
    *,
    limits: child.Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """The headings and first rows of a sheet: the one chosen, else the first visible with rows.

    Raises KnownError when the file is damaged, protected, hostile or empty, or has no such sheet.
    """
    arguments = {"path": str(path), "choices": to_plain(choices or Choices())}
    target = f"{__name__}:sniff_plain"
    found = list(child.run(target, arguments, name=path.name, limits=limits, cancelled=cancelled))
    return table_from_plain(found[0])


def sniff_plain(path: str, choices: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the child: yields one table as plain values."""
    file, wanted = Path(path), Choices(**choices)
    workbook = _workbook(file)
    sheets = [meta.name for meta in workbook.sheets_metadata if _is_table(meta)]
    name, sheet = _choose(file, workbook, wanted.sheet)
    sample = list(islice(_numbered(sheet), SAMPLE_ROWS))
    header = -1 if wanted.header_line is None else wanted.header_line
    if header > SAMPLE_ROWS:
        sample = list(islice(_numbered(sheet), header - 1, header - 1 + SAMPLE_ROWS))
    found = Dialect("xlsx", header, 0, sheet=name)
    yield to_plain(build_table(found, sample, file.name, sheets=sheets))


def batches(path: str, dialect: dict[str, Any]) -> Iterator[Any]:
    """In the child: a ``packed`` batch at a time, then ``{"footer": rows}``."""
    found, file = dialect_from_plain(dialect), Path(path)
    _name, sheet = _choose(file, _workbook(file), found.sheet)
    footer: list[Row] = []
    numbered = (row for row in _numbered(sheet) if row[0] > found.header_line)
    for batch in in_batches(data_rows(numbered, found.width, footer)):
        yield packed(batch)
    yield {"footer": footer}


def cell_text(value: object) -> str:
    """A cell as the text that the rest of an import works on."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat() if value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _workbook(path: Path) -> CalamineWorkbook:
    """The opened workbook. Raises KnownError when it cannot be, saying why."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    xlsx_check.check(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise _protected(path.name) from error
    except (CalamineError, OSError) as error:
        with path.open("rb") as file:
            is_old = file.read(8) == xlsx_check.OLE
        raise _old_or_locked(path.name) if is_old else _damaged(path.name, error) from error


def _is_table(meta: Any) -> bool:
    return str(meta.typ).endswith("WorkSheet")


def _choose(
    path: Path, workbook: CalamineWorkbook, wanted: str | None
) -> tuple[str, CalamineSheet]:
    """The sheet asked for, else the first visible one with rows, else the first with rows."""
    names = [meta.name for meta in workbook.sheets_metadata if _is_table(meta)]
    if wanted:
        if wanted not in names:
            text = _("“{name}” has no sheet “{sheet}”. Its sheets are: {sheets}.")
            raise KnownError(text.format(name=path.name, sheet=wanted, sheets=", ".join(names)))
        return wanted, _sheet(path, workbook, wanted)
    visible = [
        meta.name
        for meta in workbook.sheets_metadata
        if _is_table(meta) and str(meta.visible).endswith("Visible")
    ]
    for name in [*visible, *(name for name in names if name not in visible)]:
        sheet = _sheet(path, workbook, name)
        if sheet.start is not None:
            return name, sheet
    raise KnownError(_("“{name}” is empty. There is nothing to import.").format(name=path.name))


def _sheet(path: Path, workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_name(name)
    except CalamineError as error:
        raise _damaged(path.name, error) from error


def _numbered(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows with their number in the sheet; the reader gives the empty ones on top too."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [cell if type(cell) is str else cell_text(cell) for cell in cells]


def _protected(name: str) -> KnownError:
    text = _("“{name}” is protected by a password. Save a copy without one and import that.")
    return KnownError(text.format(name=name))


def _old_or_locked(name: str) -> KnownError:
    text = _(
        "“{name}” is an Excel file of the old kind (.xls), or protected by a password, and cannot"
        " be read. Open it in a spreadsheet program, save it as XLSX or CSV, and import that."
    )
    return KnownError(text.format(name=name))


def _damaged(name: str, error: Exception) -> KnownError:
    text = _(
        "“{name}” cannot be read as an Excel workbook ({why}). Nothing was imported. Open it in a"
        " spreadsheet program, save it again and import that."
    )
    return KnownError(text.format(name=name, why=error))
