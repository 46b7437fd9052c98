"""Writes Excel workbooks: text as text, numbers as numbers. Called by usecases (export).

The same sheets give the same bytes: no time of writing, no user name. Text never becomes a
formula, a link or a number.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.formats.csv_out import CellProblem, lone_surrogate, replacing
from salesdesk.support.i18n import _
from salesdesk.support.surrogates import has_surrogate

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LONGEST_CELL = 32_767
"""Characters that a cell can hold. Source: Excel specifications and limits."""
LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (Excel has no zones)
_EXACT_DIGITS = 15

Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write. The name is made to fit Excel's rules and to be unique."""

    name: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Value]]


def write(path: Path, sheets: Sequence[Sheet]) -> tuple[CellProblem, ...]:
    """Writes the workbook and returns the cells that had to be cut or changed.

    Raises KnownError when the file cannot be written; an older one is then untouched.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    problems: list[CellProblem] = []
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"created": _EPOCH})
    bold = workbook.add_format({"bold": True})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, sheet in zip(sheet_names([s.name for s in sheets]), sheets, strict=True):
        worksheet = workbook.add_worksheet(name)
        worksheet.freeze_panes(1, 0)
        for column, heading in enumerate(sheet.headings):
            worksheet.write_string(0, column, _text(heading), bold)
        _write_rows(worksheet, sheet, date, problems)
    workbook.close()
    with replacing(path) as raw:
        raw.write(buffer.getbuffer())
    return tuple(problems)


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes: 31 characters, none of ``[]:*?/\\``, unique but for case."""
    names: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(wanted, 1):
        base = _FORBIDDEN.sub(" ", _text(name)).strip().strip("'") or _("Sheet {number}").format(
            number=number
        )
        unique, copy = base[:LONGEST_NAME], 2
        while unique.casefold() in taken:
            ending = f" {copy}"
            unique, copy = base[: LONGEST_NAME - len(ending)] + ending, copy + 1
        taken.add(unique.casefold())
        names.append(unique)
    return names


def _write_rows(worksheet: Worksheet, sheet: Sheet, date: Any, problems: list[CellProblem]) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                heading = sheet.headings[column] if column < len(sheet.headings) else str(column)
                problems.extend(_problems(number, heading, value))
                worksheet.write_string(number, column, _text(value))
            elif isinstance(value, dt.date):
                worksheet.write_datetime(number, column, _at_midnight(value), date)
            elif len(str(value).replace(".", "").lstrip("-")) > _EXACT_DIGITS:
                # Excel keeps 15 digits: a longer number would come back as another one.
                worksheet.write_string(number, column, str(value))
            else:
                worksheet.write_number(number, column, float(value))


def _at_midnight(value: dt.date) -> dt.datetime:
    return dt.datetime.combine(value, dt.time())


def _problems(row: int, heading: str, text: str) -> Iterable[CellProblem]:
    if len(text) > LONGEST_CELL:
        message = _("The text was cut at {most} characters, which is all that a cell can hold.")
        yield CellProblem(row, heading, message.format(most=LONGEST_CELL))
    if has_surrogate(text):
        yield CellProblem(row, heading, lone_surrogate())


def _text(text: str) -> str:
    """`text` as a cell can hold it."""
    if has_surrogate(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub("\ufffd", text)[:LONGEST_CELL]
