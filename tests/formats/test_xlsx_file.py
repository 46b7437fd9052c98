"""Workbooks: what the cells become, which sheet is read, and what is refused before it hurts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from salesdesk.domain.errors import KnownError
from salesdesk.formats import xlsx_out
from salesdesk.formats.child import Limits
from salesdesk.formats.reading import Rows, sniff
from salesdesk.formats.table import Choices
from salesdesk.formats.xlsx_file import cell_text
from tests.formats.workbooks import Write, book, cell

TITLES = f"<row r='1'>{cell('A1', 'Name')}{cell('B1', 'Amount')}</row>"


def all_rows(path: Path, choices: Choices | None = None) -> list[tuple[int, list[str]]]:
    return [row for batch in Rows(path, sniff(path, choices).dialect).batches() for row in batch]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  kept  ", "  kept  "),
        (12.0, "12"),
        (-0.5, "-0.5"),
        (1e300, "1e+300"),
        (123456789012345680.0, "1.2345678901234568e+17"),
        (True, "TRUE"),
        (dt.date(2026, 11, 22), "2026-11-22"),
        (dt.datetime(2026, 11, 22), "2026-11-22"),
        (dt.datetime(2026, 11, 22, 9, 30), "2026-11-22T09:30:00"),
        (dt.time(9, 30), "09:30:00"),
        (None, ""),
    ],
)
def test_a_cell_becomes_the_text_that_the_rest_of_an_import_reads(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_workbook_is_read_with_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("Cover")
    sheet = workbook.add_worksheet("Deals")
    sheet.write_string(0, 0, "A list of deals")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for column, heading in enumerate(["Deal", "Amount", "Close"]):
        sheet.write_string(2, column, heading)
    sheet.write_string(3, 0, "=1+1")
    sheet.write_number(3, 1, 1250)
    sheet.write_datetime(3, 2, dt.datetime(2026, 3, 4), day)
    sheet.write_string(5, 0, "Total")
    sheet.write_number(5, 1, 1250)
    workbook.close()
    table = sniff(path)
    assert (table.sheets, table.dialect.sheet) == (("Cover", "Deals"), "Deals")
    assert (table.headings, table.dialect.header_line) == (("Deal", "Amount", "Close"), 3)
    rows = Rows(path, table.dialect)
    assert list(rows.batches()) == [[(4, ["=1+1", "1250", "2026-03-04"])]]
    assert rows.footer == [(6, ["Total", "1250", ""])]


def test_a_sheet_can_be_chosen_and_a_missing_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    xlsx_out.write(
        path,
        [
            xlsx_out.Sheet("One", ("a",), [("1",)]),
            xlsx_out.Sheet("Two", ("b",), [("2",)]),
        ],
    )
    assert all_rows(path, Choices(sheet="Two")) == [(2, ["2"])]
    with pytest.raises(KnownError, match=r"no sheet “Three”\. Its sheets are: One, Two"):
        sniff(path, Choices(sheet="Three"))


@pytest.mark.parametrize("far", ["XFD1048576", "XFD2", "B1048576000", "ZZ1048576"])
def test_a_cell_far_away_is_named_before_it_takes_the_memory(tmp_path: Path, far: str) -> None:
    row = far.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = f"{TITLES}<row r='{row}'>{cell(far, 'x')}</row>"
    with pytest.raises(KnownError, match=r"far away|cannot be read"):
        sniff(book(tmp_path / "far.xlsx", rows))


def test_external_entities_are_refused_unread(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    rows = TITLES + "<row r='2'><c r='A2' t='inlineStr'><is><t>&e;</t></is></c></row>"
    with pytest.raises(KnownError, match="refers to things outside itself"):
        sniff(book(tmp_path / "entities.xlsx", rows, doctype))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    book(path, TITLES, extra={"xl/media/big.bin": bytes(650 * 2**20)})
    assert path.stat().st_size < 2**20
    with pytest.raises(KnownError, match="unpacks to more than 600 MB"):
        sniff(path)


def test_many_small_parts_are_a_bomb_too(tmp_path: Path) -> None:
    extra = {f"xl/media/{n}.bin": b"" for n in range(5_100)}
    with pytest.raises(KnownError, match="unpacks to more than"):
        sniff(book(tmp_path / "parts.xlsx", TITLES, extra=extra))


def test_a_sheet_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    rows = TITLES + "".join(
        f"<row r='{n}'>{cell(f'A{n}', 'x' * 50)}{cell(f'ZZ{n}', 'y')}</row>"
        for n in range(2, 9_000)
    )
    path = book(tmp_path / "wide.xlsx", rows)
    from salesdesk.formats import xlsx_file

    with pytest.raises(KnownError, match=r"memory|cannot be read"):
        xlsx_file.sniff(path, limits=Limits(memory_bytes=150 * 2**20))


def test_a_workbook_cut_short_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path / "cut.xlsx", TITLES)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(KnownError, match="not a whole Excel workbook"):
        sniff(path)


def test_a_workbook_with_altered_bytes_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path / "altered.xlsx", TITLES)
    content = bytearray(path.read_bytes())
    content[45:60] = b"\xff" * 15
    path.write_bytes(content)
    with pytest.raises(KnownError, match="not a whole Excel workbook"):
        sniff(path)


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cat.txt", "miaow")
    with pytest.raises(KnownError, match="cannot be read as an Excel workbook"):
        sniff(path)


def test_an_old_excel_file_that_cannot_be_read_is_named_as_that(written: Write) -> None:
    path = written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old.xlsx")
    with pytest.raises(KnownError, match=r"Excel file of the old kind \(\.xls\)"):
        sniff(path)


def test_text_named_xlsx_is_read_as_text(written: Write) -> None:
    assert all_rows(written("a,b\n1,2\n", "really-text.xlsx")) == [(2, ["1", "2"])]


def test_an_empty_sheet_is_named_as_that(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="is empty"):
        sniff(book(tmp_path / "empty.xlsx", ""))
