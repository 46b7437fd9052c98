"""The register of formats: every row can be used, and is loaded only when it is."""

from __future__ import annotations

import importlib

import pytest

from salesdesk.formats import FORMATS, Format, by_key
from salesdesk.formats.reading import estimated_rows, format_of, sniff
from tests.formats.workbooks import Write


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_can_be_loaded_and_does_what_it_says(row: Format) -> None:
    assert row.reader or row.writer
    if row.reader:
        assert {"sniff", "batches"} <= set(dir(importlib.import_module(row.reader)))
    if row.writer:
        assert hasattr(importlib.import_module(row.writer), "write")
    assert by_key(row.key) is row


def test_no_suffix_belongs_to_two_formats() -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_the_first_bytes_say_more_than_the_name(written: Write) -> None:
    assert format_of(written("a,b\n", "deals.xlsx")).key == "csv"
    assert format_of(written(b"PK\x03\x04....", "deals.csv")).key == "xlsx"


def test_the_number_of_rows_is_estimated_from_the_size(written: Write) -> None:
    path = written("name,amount\n" + "Acme,12345\n" * 5_000)
    assert 4_500 < estimated_rows(path, sniff(path)) < 5_500
