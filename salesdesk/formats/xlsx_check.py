"""A cheap look into a workbook before it is parsed: bombs, far cells, entities. In the child only.

python-calamine keeps a sheet as a full rectangle, so one stray cell in the last column asks for
more memory than there is, and aborts. This check finds it first and can name it; the child's
memory limit stands behind it. Called by ``formats.xlsx_file``.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.formats.table import MOST_COLUMNS
from salesdesk.support.i18n import _

MOST_ENTRIES = 5_000
MOST_BYTES = 600 * 2**20
"""Unpacked size of all parts together."""
MOST_CELLS = 12_000_000
"""Of the rectangle around all cells of a sheet."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, KeyError,
)  # fmt: skip
"""What zipfile raises for archives that are cut, altered, encrypted or packed in odd ways."""
_CHUNK = 2**20
_OVERLAP = 64
_HEAD = 64 * 1024
_COLUMN = re.compile(rb'\sr="([A-Z]{1,3})[0-9]{1,7}"')
_FAR_ROW = re.compile(rb'\sr="[A-Z]{0,3}([0-9]{6,7})"')


def check(path: Path) -> None:
    """Raises KnownError when the file is no workbook, or one that must not be parsed."""
    with path.open("rb") as file:
        if file.read(8) == OLE:
            return
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path.name, archive)
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_entities(path.name, archive, info)
                if re.search(r"worksheets/[^/]+\.xml$", info.filename):
                    _check_cells(path.name, archive, info)
    except _BROKEN as error:
        text = _(
            "“{name}” is damaged: it is not a whole Excel workbook. Nothing was imported. Open it"
            " in a spreadsheet program, save it again and import that."
        )
        raise KnownError(text.format(name=path.name)) from error


def _check_sizes(name: str, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES or sum(info.file_size for info in infos) > MOST_BYTES:
        text = _(
            "“{name}” unpacks to more than {size} MB, which is far more than a table needs. It was"
            " not opened. Save the sheet you need as CSV and import that."
        )
        raise KnownError(text.format(name=name, size=MOST_BYTES // 2**20))


def _check_entities(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    with archive.open(info) as part:
        head = part.read(_HEAD).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        text = _(
            "“{name}” refers to things outside itself (an XML document type in {part}), which no"
            " spreadsheet program writes. It was not opened."
        )
        raise KnownError(text.format(name=name, part=info.filename))


def _check_cells(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    letters: set[bytes] = set()
    last_row = 0
    for chunk in _chunks(archive, info):
        letters.update(_COLUMN.findall(chunk))
        last_row = max(last_row, max(map(int, _FAR_ROW.findall(chunk)), default=0))
    columns = max(map(_number, letters), default=1)
    if columns > MOST_COLUMNS or columns * last_row > MOST_CELLS:
        far = max(letters, key=_number, default=b"A").decode()
        text = _(
            "“{name}” has a cell far away from the others: the sheet reaches to column {column}"
            " and row {row}. Nothing was imported. Delete the empty columns and rows around the"
            " table, or save it as CSV, and import that."
        )
        raise KnownError(text.format(name=name, column=far, row=last_row or "1–99,999"))


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no cell reference is cut."""
    tail = b""
    with archive.open(info) as part:
        while piece := part.read(_CHUNK):
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _number(letters: bytes) -> int:
    """Column number of its letters: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
