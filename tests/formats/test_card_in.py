"""Reading contact cards: of all versions, many in a file, broken ones, heavy ones."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.formats.card_in import MOST_CARDS, Card, read

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "vcard"


def _card(*lines: str, version: str = "3.0", end: str = "END:VCARD\r\n") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, end]).encode()


def test_a_card_gives_name_title_mail_phone_and_company() -> None:
    raw = _card(
        "N:Lovelace;Ada;;Dr.;", "FN:Dr. Ada Lovelace", "ORG:Acme\\, Inc.;Dispatch",
        "TITLE:Head of\\n Dispatch", "EMAIL;TYPE=WORK:Ada@Acme.example", "TEL;TYPE=cell:+33 1 23",
        "NOTE:secret", "item1.EMAIL:other@acme.example",
    )  # fmt: skip
    assert read(raw) == (
        Card("Dr. Ada Lovelace", "Head of Dispatch", "ada@acme.example", "+33 1 23", "Acme, Inc."),
    )


def test_several_cards_come_in_order_and_versions_2_and_4_are_read() -> None:
    old = _card("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=\r\n=BCrgen",
                version="2.1")  # fmt: skip
    new = _card("FN:Büşra Ü", "TEL;VALUE=uri;TYPE=work:tel:+90-1;ext=5", version="4.0")
    assert [(card.name, card.phone) for card in read(old + b"\r\n" + new)] == [
        ("Jürgen Müller", ""),
        ("Büşra Ü", "+90-1 ext. 5"),
    ]


def test_a_card_in_utf_16_or_windows_letters_is_read() -> None:
    text = _card("FN:Jürgen Müller").decode()
    assert read(text.encode("utf-16"))[0].name == "Jürgen Müller"
    assert read(text.encode("cp1252"))[0].name == "Jürgen Müller"


def test_a_card_without_a_full_name_is_called_by_what_it_has() -> None:
    assert read(_card("N:Doe;Jane;;;"))[0].name == "Jane Doe"
    assert read(_card("ORG:Acme"))[0].name == "Acme"
    assert read(_card("EMAIL:a@b.example"))[0].name == "a@b.example"


def test_52_a_picture_of_fifty_megabytes_is_passed_over_quickly() -> None:
    line = "\r\n " + "QUJD" * 18
    raw = _card("PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" + line * 700_000, "FN:Ada")
    assert len(raw) > 50_000_000
    started = time.process_time()
    assert read(raw) == (Card("Ada"),)
    one_line = _card("PHOTO;BASE64:" + "QUJD" * 5_000_000, "", "FN:Ada", version="2.1")
    assert read(one_line) == (Card("Ada"),)
    assert time.process_time() - started < 10


def test_52_a_picture_of_an_old_phone_ends_at_its_empty_line() -> None:
    raw = _card("PHOTO;JPEG;ENCODING=BASE64:QUJD", "QUJDQUJD", "QUJD=", "", "FN:Ada", version="2.1")
    assert read(raw) == (Card("Ada"),)


def test_53_a_card_without_an_end_is_read_up_to_the_next() -> None:
    raw = _card("FN:Ada", end="") + _card("FN:Bob", end="")
    assert [card.name for card in read(raw)] == ["Ada", "Bob"]


def test_54_what_a_card_points_to_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    raw = _card(
        f"PHOTO;VALUE=uri:file://{secret}", f"LOGO:file://{secret}", "URL:file:///etc/passwd",
        "SOUND;VALUE=uri:http://127.0.0.1:9/x", "FN:Ada",
    )  # fmt: skip
    assert read(raw) == (Card("Ada"),)


@pytest.mark.parametrize(
    "raw", [b"", b"no card", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", b"\x00" * 50]
)
def test_a_file_without_a_card_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(KnownError, match="no contact card"):
        read(raw)


def test_an_address_book_is_refused_and_the_import_named() -> None:
    with pytest.raises(KnownError, match="Import"):
        read(_card("FN:Ada") * (MOST_CARDS + 1))


def test_lines_that_the_library_refuses_are_read_all_the_same() -> None:
    raw = _card("FN:Ada", "TEL;;;=x:1", "EMAIL;TYPE:a@b.example", "  :::", "ORG", "N:")
    assert read(raw)[0].name == "Ada"


@pytest.mark.parametrize(
    "line",
    [
        "TEL;" + "a;" * 9000 + ":x",
        "TEL;" + "a;" * 95 + ":x",
        'EMAIL;TYPE="' + "x" * 19_000,
        "EMAIL;" + "a=" * 9000 + ":x",
        "TEL;TYPE=" + "a," * 90 + ":1",
        "TEL;" + "a=b;" * 10 + "!",
        "N:" + ";" * 19_000,
    ],
)
def test_lines_made_to_keep_a_parser_busy_do_not(
    line: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    started = time.process_time()
    assert read(_card(line, line, "FN:Ada"))[0].name == "Ada"
    assert time.process_time() - started < 2
    assert capfd.readouterr().err == ""  # what stands on a card is in no log
    assert caplog.text == ""


@given(st.text(max_size=200))
def test_any_lines_give_a_card_or_a_sentence(text: str) -> None:
    assert read(_card("FN:Ada", text))[0].name
    with contextlib.suppress(KnownError):
        read(_card(text))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cards are not beside this checkout")
def test_real_cards_from_phones_and_mail_programs_are_read() -> None:
    files = sorted(SHARED.glob("*.vcf"))
    found = {path.name: read(path.read_bytes()) for path in files}
    assert len(found) > 15
    assert found["gmail-single.vcf"] == (
        Card("Greg Dartmouth", "TheJobTitle", "gdartmouth@hotmail.com", "555 555 1111",
             "TheCompany"),
    )  # fmt: skip
    assert [len(found[n]) for n in ("gmail-list.vcf", "rfc2426-example.vcf")] == [3, 2]
    assert found["outlook-2003.vcf"][0].company == "Company, The"


@pytest.mark.parametrize(
    "line",
    [
        "TEL;TYPE=" + "a," * 60 + '":x',
        "FN;" + "X=," * 60 + "!:x",
        "N" + ";a=" * 90 + ":x",
        "TEL" + ";TYP" * 26,
    ],
)
def test_a_head_of_endless_parameters_does_not_hang(line: str) -> None:
    began = time.thread_time()
    raw = f"BEGIN:VCARD\nVERSION:3.0\nEMAIL:ada@acme.example\n{line}\nEND:VCARD\n".encode()
    assert [card.email for card in read(raw)] == ["ada@acme.example"]
    assert time.thread_time() - began < 2
