"""CSV, rejected rows, workbooks: guarded, the same bytes each time, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.domain.formula_guard import guard, unguard
from salesdesk.domain.importing import rejected
from salesdesk.domain.importing_dates import NO_SUCH_DAY
from salesdesk.domain.importing_headings import guess_mapping
from salesdesk.formats import csv_out, reject_file, xlsx_out
from salesdesk.formats.reading import Rows, sniff
from salesdesk.formats.table import Choices, Dialect

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(CELL)
def test_unguarding_gives_back_what_was_guarded(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@given(st.lists(st.lists(CELL, min_size=2, max_size=2).filter(all), min_size=1, max_size=8))
def test_what_is_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "out.csv"
    assert csv_out.write(path, ["one", "two"], rows) == ()
    dialect = Dialect("csv", 1, 2, "utf-8", ",")
    found = [
        [unguard(cell) for cell in cells] for b in Rows(path, dialect).batches() for _n, cells in b
    ]
    found += [[unguard(c) for c in cells] for _n, cells in _footer(path, dialect)]
    assert found == rows


def _footer(path: Path, dialect: Dialect) -> list[tuple[int, list[str]]]:
    rows = Rows(path, dialect)
    for _batch in rows.batches():
        pass
    return rows.footer


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.lists(st.text(max_size=8), min_size=1, max_size=4)),
        min_size=1,
        max_size=20,
    )
)
def test_a_batch_packed_and_unpacked_is_the_same(batch: list[tuple[int, list[str]]]) -> None:
    from salesdesk.formats.table import packed, unpacked

    assert unpacked(packed(batch)) == batch


def test_text_that_a_spreadsheet_would_run_is_guarded_and_numbers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    csv_out.write(path, ["a", "b"], [["=cmd|' /C calc'!A0", -5], ["@x", None], ["-1", "+49 30"]])
    with path.open(newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["'=cmd|' /C calc'!A0", "-5"],
            ["'@x", ""],
            ["'-1", "'+49 30"],
        ]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [["Müller, K", 1], ['5" pipe', 2]]
    for name in ("a.csv", "b.csv"):
        csv_out.write(tmp_path / name, ["n", "x"], rows)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == 'n,x\r\n"Müller, K",1\r\n"5"" pipe",2\r\n'.encode()


def test_half_a_character_is_replaced_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    problems = csv_out.write(path, ["n", "x"], [["ok", "1"], ["bad\ud800", "2"]])
    assert [(p.row, p.heading) for p in problems] == [(2, "n")]
    assert "bad\ufffd" in path.read_text(encoding="utf-8")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def rows() -> Iterator[list[str]]:
        yield ["new"]
        raise OSError(28, "No space left on device")

    with pytest.raises(KnownError, match="disk is full"):
        csv_out.write(path, ["a"], rows())
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text() == "old"


def test_a_missing_folder_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="was not written"):
        csv_out.write(tmp_path / "no" / "out.csv", ["a"], [])


def test_rejected_rows_can_be_corrected_and_imported_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    why = rejected(NO_SUCH_DAY, value="2024-02-30", heading="Close Date")
    headings = ("Deal Name", "Close Date")
    reject_file.write(
        path,
        headings,
        [
            reject_file.RejectedRow(7, ("=Acme", "2024-02-30"), why),
            reject_file.RejectedRow(9, ("Globex",), why),
            reject_file.RejectedRow(11, ("Initech", "x", "one too many"), why),
        ],
    )
    table = sniff(path)
    rows = [cells for batch in Rows(path, table.dialect).batches() for _line, cells in batch]
    assert rows[0][:2] == ["'=Acme", "2024-02-30"]
    assert rows[0][3:] == ["7", "“2024-02-30” in “Close Date” is not a day in the calendar."]
    assert rows[2][2] == "one too many"
    mapped = {column.heading: column.target for column in guess_mapping("deals", table.headings)}
    assert mapped["SalesDesk: line"] == mapped["SalesDesk: reason"] == ""
    assert mapped["Deal Name"] == "name"


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows: list[tuple[xlsx_out.Value, ...]] = [
        ("=1+1", 12, Decimal("3.5"), dt.date(2026, 11, 22)),
        ("https://example.com", None, Decimal("12345678901234567.89"), None),
        ("007", 1, None, None),
    ]
    sheet = xlsx_out.Sheet("Deals: open/won?", ("text", "whole", "part", "day"), rows)
    assert xlsx_out.write(path, [sheet]) == ()
    table = sniff(path)
    assert table.sheets == ("Deals  open won",)
    assert [cells for batch in Rows(path, table.dialect).batches() for _line, cells in batch] == [
        ["=1+1", "12", "3.5", "2026-11-22"],
        ["https://example.com", "", "12345678901234567.89", ""],
        ["007", "1", "", ""],
    ]


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        xlsx_out.write(tmp_path / name, [xlsx_out.Sheet("S", ("a",), [("x",), (5,)])])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_text_too_long_for_a_cell_is_cut_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    problems = xlsx_out.write(path, [xlsx_out.Sheet("S", ("a",), [("x" * 40_000,), ("\ud800",)])])
    assert [(problem.row, problem.heading) for problem in problems] == [(1, "a"), (2, "a")]
    found = [
        cells[0] for batch in Rows(path, sniff(path).dialect).batches() for _line, cells in batch
    ]
    assert (len(found[0]), found[1]) == (32_767, "\ufffd")


def test_sheet_names_fit_excels_rules() -> None:
    names = xlsx_out.sheet_names(["a" * 40, "A" * 40, "", "x:y", "'q'"])
    assert names == ["a" * 31, "A" * 29 + " 2", "Sheet 3", "x y", "q"]


def test_choices_are_kept_as_json_values() -> None:
    from salesdesk.formats.table import to_plain

    assert Choices(**to_plain(Choices(encoding="cp1252", header_line=3))) == Choices(
        encoding="cp1252", header_line=3
    )
