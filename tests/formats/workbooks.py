"""Makes workbooks for the tests, good ones and hostile ones, out of nothing but XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

Write = Callable[..., Path]
"""The fixture `written`: content and name to a path."""

_OPEN = "http://schemas.openxmlformats.org"
_PARTS = "application/vnd.openxmlformats"
_MAIN = f"{_OPEN}/spreadsheetml/2006/main"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_OPEN}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PARTS}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    f' ContentType="{_PARTS}-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    f' ContentType="{_PARTS}-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}"'
    f' xmlns:r="{_OPEN}/officeDocument/2006/relationships">'
    '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_SHEET = (
    '<?xml version="1.0"?>{doctype}<worksheet xmlns="{main}">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def cell(ref: str, text: str) -> str:
    """One inline text cell."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{_OPEN}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OPEN}/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"/></Relationships>'
    )


def book(path: Path, rows: str, doctype: str = "", extra: dict[str, bytes] | None = None) -> Path:
    """A workbook with one sheet whose rows are the XML `rows`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relation("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _relation("worksheet", "worksheets/sheet1.xml"),
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", _SHEET.format(doctype=doctype, rows=rows, main=_MAIN)
        )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path
