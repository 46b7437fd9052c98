"""Cleaned names and what is never started."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.file_safety import LONGEST_FILE_NAME, cleaned_name, ending, may_open


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Offer.pdf", "Offer.pdf"),
        ("../../.bashrc", "bashrc"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("Invoice_\u202efdp.exe", "Invoice_fdp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ('what? "now": <then>.docx', "what now then.docx"),
        ("  ", "file"),
        ("...", "file"),
        ("/etc/", "etc"),
        ("report. ", "report"),
        ("Angebot für Müller.pdf", "Angebot für Müller.pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_FILE_NAME - 4) + ".pdf"),
        ("😀" * 120 + ".pdf", "😀" * 54 + ".pdf"),  # 255 bytes are the most that a folder takes
    ],
)
def test_a_name_is_cleaned(given: str, clean: str) -> None:
    assert cleaned_name(given) == clean


@given(st.text(max_size=400))
def test_every_cleaned_name_stands_in_one_folder_and_stays_as_it_is(name: str) -> None:
    clean = cleaned_name(name)
    assert 0 < len(clean) <= LONGEST_FILE_NAME + 1
    assert len(clean.encode()) <= 221
    assert not {"/", "\\", "\x00", "\u202e"} & set(clean)
    assert not clean.startswith(".")
    assert not clean.endswith((".", " "))
    assert cleaned_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"MZ\x90"),
        ("Offer.pdf", b"MZ\x90"),  # a program that says it is a paper
        ("run.sh", b"echo"),
        ("photo.jpg", b"#!/bin/sh\n"),
        ("photo.jpg", b"\x7fELF\x02"),
        ("page.html", b"<p>"),
        ("page.pdf", b"\n <!DOCTYPE HTML><script>"),
        ("link.desktop", b"[Desktop Entry]"),
        ("shortcut.lnk", b"L\x00\x00\x00"),
        ("sums.xlsm", b"PK\x03\x04"),
        ("sums.xlsx", b"PK\x03\x04....xl/vbaProject.bin"),
        ("Invoice_\u202efdp.exe", b"%PDF"),
        ("README", b"no ending"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le")),
    ],
)
def test_programs_and_scripts_are_not_opened(name: str, content: bytes) -> None:
    assert not may_open(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Offer.PDF", b"%PDF-1.7"),
        ("photo.jpg", b"\xff\xd8\xff\xe0"),
        ("notes.txt", b"<html> as a word in a text"),
        ("sums.xlsx", b"PK\x03\x04"),
        ("mail.eml", b"From: a@b.example\r\n"),
    ],
)
def test_papers_pictures_and_mails_are_opened(name: str, content: bytes) -> None:
    assert may_open(name, content)


def test_an_ending_is_the_last_one() -> None:
    assert [ending(name) for name in ("a.TXT", "a.tar.gz", "a", ".bashrc")] == ["txt", "gz", "", ""]
