"""Exports a whole desk: JSON that holds everything, a workbook or CSV files to look into.

Called by the command line and by File → Export. The same desk gives the same bytes, whatever the
day, the file's name or the language. JSON keeps rows whole, with ids, revisions and checksums, and
the history, so that a desk can be made of it again (`taking_desk`); the tables give names beside
ids and amounts as decimals, and no history.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from salesdesk.domain.errors import KnownError
from salesdesk.formats.csv_out import CellProblem
from salesdesk.support.durable import sync_folder
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary
from salesdesk.support.surrogates import has_surrogate
from salesdesk.usecases.export_tables import Sheet, sheets

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.usecases.desk import Desk

VERSION: Final = 1
"""Of the form of our JSON."""
HEAD: Final = {"format": "salesdesk-desk", "version": VERSION}
"""How our JSON begins; the schema's number follows."""


_WorkbookCell = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `problems`: (kind, cell) of values that a table could not hold as is."""

    path: Path
    rows: int
    problems: tuple[tuple[str, CellProblem], ...]


def export_desk(desk: Desk, target: Path, *, is_folder: bool = False) -> Exported:
    """Exports to a ``.json`` or ``.xlsx`` file, or with `is_folder` to a folder of CSV files.

    An earlier export is replaced; anything else of that name is left alone. Raises KnownError;
    then nothing is written and an earlier export is as it was.
    """
    target = target.absolute()  # “.” has no name that could be told
    if is_folder:
        return desk.read(lambda connection: _to_folder(connection, target))
    write, is_ours = _WRITERS[suffix_of(target)]
    if target.exists() and not _is(is_ours, target):
        raise _not_ours(target)
    done = desk.read(lambda connection: write(connection, target))
    sync_folder(target.parent)
    return done


def _is(ours: Callable[[Path], bool], target: Path) -> bool:
    """Whether what is there may be replaced; what cannot be looked into may not."""
    try:
        return ours(target)
    except OSError:
        return False


def suffix_of(target: Path) -> str:
    """The file's kind by its name. Raises KnownError for a name that we write nothing to."""
    suffix = target.suffix.lower()
    if suffix not in _WRITERS:
        text = _(
            "“{name}” is no name for an export. Let it end in .json or .xlsx, or name a folder."
        )
        raise KnownError(text.format(name=target.name))
    return suffix


def _to_json(connection: SqlConnection, target: Path) -> Exported:
    from salesdesk.formats import json_out
    from salesdesk.store.reads import whole

    counted = 0

    def counting(kind: str) -> Iterator[Mapping[str, Any]]:
        nonlocal counted
        for row in whole.rows(connection, kind):
            counted += 1
            yield row

    head = {**HEAD, "schema": whole.SCHEMA}
    lists = {kind: counting(kind) for kind in whole.kinds()} | {"blob": _contents(connection)}
    beside = [(name, _beside(connection, name)) for name in whole.BESIDE]
    sections = (("records", sorted(lists.items())), ("beside", beside))
    problems = json_out.write(target, head, sections)
    return Exported(target, counted, tuple((p.heading.partition(".")[0], p) for p in problems))


def _contents(connection: SqlConnection) -> Iterator[Mapping[str, Any]]:
    """The bytes of files, in base 64; rows name them by their digest."""
    from salesdesk.store.reads import whole

    for digest, content in whole.contents(connection):
        yield {"digest": digest, "bytes": b64encode(content).decode("ascii")}


def _beside(connection: SqlConnection, name: str) -> Iterator[Mapping[str, Any]]:
    """What is kept beside the records, such as the history; bytes in base 64."""
    from salesdesk.store.reads import whole

    for row in whole.beside(connection, name):
        yield {
            name: b64encode(value).decode("ascii") if isinstance(value, bytes) else value
            for name, value in row.items()
        }


def _is_our_json(target: Path) -> bool:
    from salesdesk.formats import json_out

    start = json_out.opening(HEAD)
    with open_ordinary(target) as file:
        return file.read(len(start)) == start


def _to_workbook(connection: SqlConnection, target: Path) -> Exported:
    from salesdesk.formats import xlsx_out

    found = list(sheets(connection, leave_out=_TOO_LONG_FOR_CELLS))
    for sheet in found:
        if sheet.count >= _MOST_ROWS:
            text = _("There are too many rows ({kind}) for a workbook. Export to JSON or a folder.")
            raise KnownError(text.format(kind=sheet.kind))
    where: list[str] = []
    written = xlsx_out.write(
        target, [xlsx_out.Sheet(each.kind, each.headings, _cells(each, where)) for each in found]
    )
    rows = sum(sheet.count for sheet in found)
    return Exported(target, rows, tuple(zip(where, written, strict=True)))


def _cells(sheet: Sheet, where: list[str]) -> Iterator[list[_WorkbookCell]]:
    """The sheet's rows; `where` gets its kind for each problem that the writer will tell of."""
    from salesdesk.formats.xlsx_out import LONGEST_CELL

    for row in sheet.rows:
        for value in row:
            if isinstance(value, str):
                where += [sheet.kind] * ((len(value) > LONGEST_CELL) + has_surrogate(value))
        yield [_cell(heading, value) for heading, value in zip(sheet.headings, row, strict=True)]


_MOST_ROWS: Final = 1_048_575
"""Rows of a sheet beside its headings. Source: Excel specifications and limits."""
_TOO_LONG_FOR_CELLS: Final = frozenset({("process_version", "stages"), ("process_version", "body")})
"""Whole processes; JSON and CSV hold them."""
_DAY = re.compile(r"(19|[2-9]\d)\d\d-\d\d-\d\d")


def _cell(heading: str, value: Any) -> _WorkbookCell:
    """A value as a workbook holds it: days and amounts as such, so that they sort and add up."""
    if isinstance(value, Decimal | int | None):
        return value
    text = str(value)
    if heading.endswith("_on") and _DAY.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _is_our_workbook(target: Path) -> bool:
    from salesdesk.store.reads import whole

    try:
        with open_ordinary(target) as file, zipfile.ZipFile(file) as archive:
            listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError):
        return False
    found = re.findall(r'<sheet name="([^"]*)"', listed)
    return bool(found) and set(found) <= set(whole.kinds()) and "process_version" in found


def _to_folder(connection: SqlConnection, target: Path) -> Exported:
    """Writes beside the target and then changes names, so that the folder is never half new."""
    from salesdesk.formats import csv_out

    if target.exists() and not _is(_is_our_folder, target):
        raise _not_ours(target)
    problems: list[tuple[str, CellProblem]] = []
    count = 0
    try:
        making = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        text = _("“{name}” was not written: {why}. Choose another folder.")
        raise KnownError(text.format(name=target.name, why=error.strerror)) from error
    try:
        for sheet in sheets(connection):
            rows = ([_plain(value) for value in row] for row in sheet.rows)
            found = csv_out.write(making / f"{sheet.kind}.csv", sheet.headings, rows)
            problems += [(sheet.kind, problem) for problem in found]
            count += sheet.count
        sync_folder(making)
        _change_places(making, target)
    except OSError as error:
        text = _("“{name}” was not written: {why}. Choose another folder.")
        raise KnownError(text.format(name=target.name, why=error.strerror)) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Exported(target, count, tuple(problems))


def _change_places(making: Path, target: Path) -> None:
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
        os.replace(target, old / target.name)
        try:
            os.replace(making, target)
        except OSError:
            os.replace(old / target.name, target)
            raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(making, target)
    sync_folder(target.parent)


def _plain(value: Any) -> str | int | None:
    return str(value) if isinstance(value, Decimal) else value


def _is_our_folder(target: Path) -> bool:
    """Whether nothing is in it but tables as we write them."""
    from salesdesk.store.reads import whole

    known = {f"{kind}.csv" for kind in whole.kinds()}
    if not target.is_dir():
        return False
    for path in target.iterdir():
        if path.name not in known or not path.is_file():
            return False
        with open_ordinary(path) as file:
            if file.read(3) != b"id,":
                return False
    return True


def _not_ours(target: Path) -> KnownError:
    text = _(
        "“{name}” exists and is no export of ours, so it was left as it is. Choose another name."
    )
    return KnownError(text.format(name=target.name))


_Writer = tuple[Callable[["SqlConnection", Path], Exported], Callable[[Path], bool]]
_WRITERS: Final[dict[str, _Writer]] = {
    ".json": (_to_json, _is_our_json),
    ".xlsx": (_to_workbook, _is_our_workbook),
}
