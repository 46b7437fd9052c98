"""Delimited text: dialects, encodings, what stands around the table, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.formats import csv_file
from salesdesk.formats.reading import Rows, sniff
from salesdesk.formats.table import Choices, Row
from tests.formats.workbooks import Write

LINKEDIN = (
    "\ufeffNotes:\n"
    '"When exporting, some addresses are missing, see https://example.com/a, or b"\n'
    "\n"
    "First Name,Last Name,Email Address,Connected On\n"
    'Priya,Sharma,,12 Mar 2024\nNeha,"Rao, Dr",neha@example.com,7-Feb-22\n'
)
SALESFORCE_END = (
    '\n\n"Grand Totals (2 records)"\n\n"Confidential Information - Do Not Distribute"\n'
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
)


def all_rows(path: Path, choices: Choices | None = None) -> list[list[str]]:
    table = sniff(path, choices)
    return [cells for batch in Rows(path, table.dialect).batches() for _line, cells in batch]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(written: Write, delimiter: str) -> None:
    path = written("name,amount\nAcme,12\nGlobex,13\n".replace(",", delimiter))
    assert sniff(path).dialect.delimiter == delimiter
    assert all_rows(path) == [["Acme", "12"], ["Globex", "13"]]


def test_a_decimal_comma_is_no_delimiter(written: Write) -> None:
    path = written("name;amount;note\nAcme;1,50;a\nGlobex;2,75;b\n")
    assert all_rows(path) == [["Acme", "1,50", "a"], ["Globex", "2,75", "b"]]


def test_excels_sep_line_names_the_delimiter(written: Write) -> None:
    path = written("sep=|\nname|amount, net\nAcme|1,2\n")
    table = sniff(path)
    assert table.headings == ("name", "amount, net")
    assert all_rows(path) == [["Acme", "1,2"]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name\nMüller €\n".encode(), "utf-8"),
        ("name\nMüller €\n".encode("utf-8-sig"), "utf-8-sig"),
        ("name\nMüller €\n".encode("utf-16"), "utf-16"),
        ("name\nMüller €\n".encode("utf-16-be"), "utf-16-be"),
        ("name\nMüller €\n".encode("utf-16-le"), "utf-16-le"),
        ("name\nMüller €\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(written: Write, content: bytes, encoding: str) -> None:
    path = written(content)
    table = sniff(path)
    assert (table.dialect.encoding, table.headings) == (encoding, ("name",))
    assert all_rows(path) == [["Müller €"]]


def test_utf8_mixed_with_windows_text_keeps_both(written: Write) -> None:
    path = written("name\nMüller\n".encode() + "Čapek\n".encode() + "Löwe\n".encode("cp1252"))
    assert sniff(path).dialect.encoding == "mixed"
    assert all_rows(path) == [["Müller"], ["Čapek"], ["Löwe"]]


def test_bytes_that_are_not_utf8_late_in_a_long_file_are_still_seen(written: Write) -> None:
    path = written(b"name,x\n" + b"Acme,1\n" * 200_000 + "Löwe,2\n".encode("cp1252"))
    assert sniff(path).dialect.encoding == "cp1252"
    assert all_rows(path)[-1] == ["Löwe", "2"]


def test_a_character_cut_by_a_piece_of_the_file_is_not_taken_for_another_encoding(
    written: Write,
) -> None:
    path = written(b"n\n" + "äöü€\n".encode() * 400_000)
    assert sniff(path).dialect.encoding == "utf-8"


def test_the_user_may_name_the_encoding(written: Write) -> None:
    path = written("name\nПривет\n".encode("cp1251"))
    assert all_rows(path, Choices(encoding="cp1251")) == [["Привет"]]


@pytest.mark.parametrize("encoding", ["no-such-thing", "base64", "\0"])
def test_an_encoding_that_is_none_is_refused_by_name(written: Write, encoding: str) -> None:
    with pytest.raises(KnownError, match="is not an encoding"):
        sniff(written("a\n1\n"), Choices(encoding=encoding))


def test_the_wrong_encoding_says_so(written: Write) -> None:
    with pytest.raises(KnownError, match="cannot be read as utf-8"):
        all_rows(written(b"a\n\xff\xff\n"), Choices(encoding="utf-8"))


def test_the_text_above_the_headings_is_left_out(written: Write) -> None:
    path = written(LINKEDIN)
    table = sniff(path)
    assert table.headings == ("First Name", "Last Name", "Email Address", "Connected On")
    assert table.dialect.header_line == 4
    assert "line 4" in table.notes[0]
    assert [line for batch in Rows(path, table.dialect).batches() for line, _cells in batch] == [
        5,
        6,
    ]


def test_a_reports_closing_lines_are_no_rows_but_are_shown(written: Write) -> None:
    path = written("Name,Amount\nAcme,1\nGlobex,2" + SALESFORCE_END)
    rows = Rows(path, sniff(path).dialect)
    assert [cells for batch in rows.batches() for _line, cells in batch] == [
        ["Acme", "1"],
        ["Globex", "2"],
    ]
    assert [cells[0][:9] for _line, cells in rows.footer] == ["Grand Tot", "Confident", "Copyright"]


def test_a_last_row_of_totals_is_no_data(written: Write) -> None:
    path = written("Name,Amount\nAcme,1\nTotal,1\n")
    footer: list[Row] = []
    found = list(csv_file.rows(path, sniff(path).dialect, footer))
    assert (found, footer) == ([(2, ["Acme", "1"])], [(3, ["Total", "1"])])


def test_a_short_row_at_the_end_is_still_data(written: Write) -> None:
    assert all_rows(written("a,b,c\n1,2,3\n4\n")) == [["1", "2", "3"], ["4"]]


def test_short_rows_between_full_ones_are_data(written: Write) -> None:
    path = written("a,b\n1,2\nGrand total\n\n3,4\n")
    assert all_rows(path) == [["1", "2"], ["Grand total"], ["3", "4"]]


def test_a_table_of_one_column_keeps_every_row(written: Write) -> None:
    assert all_rows(written("name\nAcme\n\nTotal\n")) == [["Acme"], ["Total"]]


def test_headings_become_unique_and_nameless_columns_get_a_name(written: Write) -> None:
    table = sniff(written("Email,email,,Email\na,b,c,d\n"))
    assert table.headings == ("Email", "email (2)", "Column 3", "Email (3)")
    assert "email (2)" in table.notes[0]


def test_empty_nameless_columns_at_the_end_are_dropped(written: Write) -> None:
    assert sniff(written("a,b,,\n1,2,,\n")).headings == ("a", "b")


def test_ragged_rows_come_through_as_they_are(written: Write) -> None:
    path = written("a,b,c\n1,2\n1,2,3\n1,2,3\n1,2,3,4\n")
    assert [len(row) for row in all_rows(path)] == [2, 3, 3, 4]
    assert sniff(path).dialect.width == 3


def test_line_numbers_count_the_lines_inside_quotes(written: Write) -> None:
    path = written('a,b\n"one\ntwo",1\n3,4\n')
    found = [(line, cells) for b in Rows(path, sniff(path).dialect).batches() for line, cells in b]
    assert found == [(2, ["one\ntwo", "1"]), (4, ["3", "4"])]


def test_old_mac_line_ends_are_line_ends(written: Write) -> None:
    assert all_rows(written('a,b\r1,2\r"x\ry",3\r')) == [["1", "2"], ["x\ry", "3"]]


def test_a_quote_never_closed_names_its_line(written: Write) -> None:
    path = written('a,b\n1,2\n3,"open\n5,6\n7,8\n')
    with pytest.raises(KnownError, match="line 3 is never closed"):
        all_rows(path)


def test_a_quote_closed_too_late_names_its_line(written: Write) -> None:
    path = written('a,b\n1,2\n3,"open\n5,"six"\n')
    with pytest.raises(KnownError, match="starts in line 3 has a quote in the wrong place"):
        all_rows(path)


def test_quotes_escaped_with_a_backslash_are_understood(written: Write) -> None:
    path = written('a,b\n1,"say \\"hi\\", then go"\n')
    assert all_rows(path) == [["1", 'say "hi", then go']]


def test_quotes_can_be_switched_off(written: Write) -> None:
    path = written('a\tb\n5" pipe\t"open\n')
    assert all_rows(path, Choices(quote="")) == [['5" pipe', '"open']]


def test_the_headings_line_can_be_chosen(written: Write) -> None:
    path = written("My list,of things\nname,amount\nAcme,1\n")
    table = sniff(path, Choices(header_line=2))
    assert (table.headings, all_rows(path, Choices(header_line=2))) == (
        ("name", "amount"),
        [["Acme", "1"]],
    )


def test_a_file_may_have_no_headings(written: Write) -> None:
    path = written("Acme,1\nGlobex,2\n")
    table = sniff(path, Choices(header_line=0))
    assert table.headings == ("Column 1", "Column 2")
    assert all_rows(path, Choices(header_line=0)) == [["Acme", "1"], ["Globex", "2"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n"])
def test_an_empty_file_is_named_as_that(written: Write, content: bytes) -> None:
    with pytest.raises(KnownError, match="is empty"):
        sniff(written(content))


def test_nul_bytes_reach_the_plan_which_rejects_their_row(written: Write) -> None:
    assert all_rows(written(b"a,b\n1,2\n\0,3\n")) == [["1", "2"], ["\0", "3"]]


def test_a_lone_surrogate_reaches_the_plan_which_rejects_its_row(written: Write) -> None:
    content = "\ufeffa,b\n1,2\nx\ud800,3\n".encode("utf-16-le", "surrogatepass")
    assert all_rows(written(content)) == [["1", "2"], ["x\ud800", "3"]]


def test_a_line_of_many_megabytes_is_refused_before_it_is_held(written: Write) -> None:
    path = written(b"a,b\n1," + b"x" * (9 * 2**20))
    with pytest.raises(KnownError, match="line of more than 8 MB"):
        sniff(path)


def test_a_cell_over_the_limit_names_its_line(written: Write) -> None:
    path = written(b"a,b\n1,2\n3," + b"x" * 140_000 + b"\n")
    with pytest.raises(KnownError, match=r"starts in line 3 is over 131072 characters"):
        all_rows(path)


def test_a_hundred_thousand_columns_are_refused(written: Write) -> None:
    with pytest.raises(KnownError, match="has 100000 columns; 2000 can be read"):
        sniff(written(",".join(f"c{n}" for n in range(100_000)) + "\n"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", "not a text file but pdf"),
        (b"<html><table><tr><td>Deal</td></tr></table>", "web page"),
    ],
)
def test_what_is_no_table_is_told_by_its_bytes(written: Write, content: bytes, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        sniff(written(content))


def test_a_missing_file_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be read"):
        sniff(tmp_path / "nowhere.csv")


def test_parsed_here_and_in_a_child_the_rows_are_the_same(written: Write) -> None:
    lines = ["name;note;x\x1fy"]
    lines += [f'"A {n}";"line one\nÜ \x1e {n}";{n}' for n in range(2_500)]
    path = written("\n".join(lines) + SALESFORCE_END)
    dialect = sniff(path).dialect
    here, there = Rows(path, dialect, in_child=False), Rows(path, dialect, in_child=True)
    assert list(here.batches()) == list(there.batches())
    assert here.footer == there.footer != []
    assert list(there.batches()) == list(here.batches())


def test_a_second_pass_over_a_file_too_large_to_keep_parses_it_again(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdesk.formats.reading.KEEP_BYTES", 100)
    path = written("a,b\n" + "1,2\n" * 3_000)
    rows = Rows(path, sniff(path).dialect)
    assert [sum(map(len, rows.batches())) for _ in range(2)] == [3_000, 3_000]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    try:
        dialect = csv_file.sniff(path).dialect
        assert all(len(cells) > 0 for _line, cells in csv_file.rows(path, dialect))
    except KnownError as error:
        assert "any.csv" in str(error)  # noqa: PT017  (either outcome is right)
