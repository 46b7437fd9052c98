"""The register of formats: every row can be used, and is loaded only when it is."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.formats import FORMATS, Format, by_key, deal_archive, json_in
from salesdesk.formats.reading import estimated_rows, format_of, sniff
from salesdesk.usecases.desk_file import is_desk_file
from salesdesk.usecases.encryption import is_encrypted
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


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no place among files there")
@pytest.mark.timeout(20)
def test_a_pipe_is_no_file_to_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for read in (format_of, lambda path: json_in.read(path, ()), deal_archive.read):
        with pytest.raises(KnownError, match="a device or a pipe"):
            read(pipe)
    assert not is_desk_file(pipe)
    assert not is_encrypted(pipe)
