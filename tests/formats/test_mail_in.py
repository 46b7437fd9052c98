"""Reading mails: whole ones, broken ones, and ones made to harm."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.formats.html_text import to_text
from salesdesk.formats.mail_in import (
    LONGEST_BODY,
    MOST_FILES,
    MOST_PEOPLE,
    _with_short_head,
    decoded,
    read,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "eml"
HEAD = b"From: Ada <ada@acme.example>\nTo: rep@seller.example\nSubject: Hi\n"
DATE = b"Date: Mon, 2 Nov 2026 10:00:00 +0100\n"
QUICK = 5.0
"""Seconds; without bounds these take minutes or never end."""


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ada Lovelace <Ada@acme.example>"
    mail["To"] = "Robin <rep@seller.example>, bob@acme.example"
    mail["Cc"] = "bob@acme.example, Büşra <busra@acme.example>"
    mail["Subject"] = "Lieferung für Lyon"
    mail["Date"] = "Mon, 2 Nov 2026 10:00:00 +0100"
    mail.set_content("Hello,\n\nno missed slots in Lyon. ü\n")
    mail.add_alternative("<p>Hello</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Plan ü.pdf")
    return mail


def test_a_mail_gives_people_date_words_and_files() -> None:
    mail = read(_mail().as_bytes())
    assert mail.subject == "Lieferung für Lyon"
    assert mail.sent == dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    assert [(p.name, p.address, p.part) for p in mail.people] == [
        ("Ada Lovelace", "ada@acme.example", "from"),
        ("Robin", "rep@seller.example", "to"),
        ("", "bob@acme.example", "to"),
        ("Büşra", "busra@acme.example", "cc"),
    ]
    assert mail.body == "Hello,\n\nno missed slots in Lyon. ü"
    assert [(f.name, f.content, f.media_type) for f in mail.files] == [
        ("Plan ü.pdf", b"%PDF-1.7", "application/pdf")
    ]
    assert mail.remarks == ()


def test_a_page_is_read_as_words_without_what_runs_or_loads() -> None:
    page = (
        b"<html><head><title>x</title><style>p{}</style></head><body><!-- hidden -->"
        b"<script>alert('no')</script><p>One &amp; two</p><div>Three<br>four</div>"
        b"<img src='http://track.example/x.gif'><a href='javascript:x'>link</a></body>"
    )
    mail = read(HEAD + DATE + b"Content-Type: text/html; charset=utf-8\n\n" + page)
    assert mail.body == "One & two\n\nThree\nfour\nlink"
    assert mail.files == ()


def test_a_mail_within_a_mail_is_a_file_and_a_picture_of_the_page_is_not() -> None:
    mail = _mail()
    mail.add_attachment(_mail())
    picture = EmailMessage()
    picture.set_content(b"GIF89a", "image", "gif", cid="<logo>", disposition="inline")
    mail.attach(picture)
    found = read(mail.as_bytes())
    assert [file.media_type for file in found.files] == ["application/pdf", "message/rfc822"]
    assert read(found.files[1].content).subject == "Lieferung für Lyon"


def test_what_is_no_mail_is_refused_with_a_sentence() -> None:
    for raw in (b"", b"Just words\n\nand more", b"\x89PNG\r\n\x1a\n\x00\x00", b"a: b\n\nc"):
        with pytest.raises(KnownError, match="no mail"):
            read(raw)


def test_a_mail_without_a_date_takes_the_last_servers_or_says_so() -> None:
    received = b"Received: by mx.example; Tue, 3 Nov 2026 11:00:00 +0100\n"
    assert read(HEAD + received + b"\nx").sent == dt.datetime(2026, 11, 3, 10, tzinfo=dt.UTC)
    for date in (b"", b"Date: soon\n", b"Date: Mon, 99 Foo 20260 10:00:00\n", b"Date: \xff\n"):
        mail = read(HEAD + date + b"\nx")
        assert mail.sent is None
        assert "does not say when" in mail.remarks[0]


def test_55_deeply_nested_parts_are_not_opened_and_the_head_is_read() -> None:
    deep = HEAD + DATE
    for level in range(3000):
        deep += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    started = time.process_time()
    mail = read(deep + b"Content-Type: text/plain\n\nwords\n")
    assert time.process_time() - started < QUICK
    assert mail.people[0].address == "ada@acme.example"
    assert "too many parts" in mail.remarks[0]


def test_55_a_hundred_levels_and_a_hundred_thousand_parts_do_not_hang() -> None:
    levels = HEAD + DATE
    for level in range(99):
        levels += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    parts = (
        HEAD + DATE + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 100_000
    )
    started = time.process_time()
    assert read(levels + b"Content-Type: text/plain\n\nwords\n").body == "words"
    assert read(parts).subject == "Hi"
    assert time.process_time() - started < QUICK


def test_56_twenty_thousand_recipients_do_not_hang_and_are_counted() -> None:
    people = b", ".join(b"Person %d <p%d@acme.example>" % (n, n) for n in range(20_000))
    started = time.process_time()
    mail = read(b"From: ada@acme.example\nSubject: Hi\nTo: " + people + b"\n" + DATE + b"\nx")
    assert time.process_time() - started < QUICK
    assert len(mail.people) == MOST_PEOPLE
    assert f"{MOST_PEOPLE} are shown" in mail.remarks[0]


@pytest.mark.parametrize(
    ("charset", "content", "words"),
    [
        ("x-unknown", "Grüße".encode(), "Grüße"),
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("hex", b"4142", "4142"),
        ("punycode", b"abc-" + b"9" * 50, "abc-" + "9" * 50),
        ("shift_jis", "てすと".encode("shift_jis"), "てすと"),
        ("\x00", b"x", "x"),
    ],
)
def test_57_an_unknown_or_wrong_charset_still_gives_words(
    charset: str, content: bytes, words: str
) -> None:
    assert decoded(content, charset) == words
    head = b"Content-Type: text/plain; charset=" + charset.encode() + b"\n\n"
    assert read(HEAD + DATE + head + content).subject == "Hi"


def test_57_encoded_words_in_an_unknown_charset_are_shown() -> None:
    mail = read(b"From: a@b.example\nSubject: =?x-unknown?Q?Gr=C3=BC=C3=9Fe?=\n" + DATE + b"\nx")
    assert mail.subject == "Grüße"


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 8_000_000,  # one line
        b"<" * 3_000_000,
        b"<script>" * 300_000,
        b"<!--" * 500_000,
        b"<a b='" * 400_000,
        b"&" * 2_000_000,
    ],
)
def test_long_lines_and_broken_pages_do_not_hang(body: bytes) -> None:
    started = time.process_time()
    for kind in (b"plain", b"html"):
        mail = read(HEAD + DATE + b"Content-Type: text/" + kind + b"\n\n" + body)
        assert len(mail.body) <= LONGEST_BODY + 2
    assert time.process_time() - started < 2 * QUICK


@pytest.mark.parametrize(
    ("line", "times"), [(b"X: y\n", 10**6), (b" y\n", 10**6), (b"X: " + b"y" * 10**6 + b"\n", 3)]
)
def test_no_more_of_a_head_is_looked_at_than_a_mail_has(line: bytes, times: int) -> None:
    raw = HEAD + DATE + line * times + b"\r\n\r\nWords"
    found = read(raw)
    assert (found.subject, found.body) == ("Hi", "Words")
    assert found.sent is not None
    assert len(_with_short_head(raw)) < 200_000


def test_long_headers_and_many_files_are_bounded() -> None:
    assert len(read(HEAD + b"X-Long: " + b"y" * 5_000_000 + b"\n" + DATE + b"\nx").subject) == 2
    mail = EmailMessage()
    mail["From"] = "ada@acme.example"
    mail.set_content("x")
    for number in range(MOST_FILES + 5):
        mail.add_attachment(b"x", "text", "csv", filename=f"{number}.csv")
    found = read(mail.as_bytes())
    assert len(found.files) == MOST_FILES
    assert any("taken out" in remark for remark in found.remarks)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(tail: bytes) -> None:
    assert read(HEAD + tail).people
    with contextlib.suppress(KnownError):
        read(tail)


@given(st.text(max_size=300))
def test_any_page_gives_words(page: str) -> None:
    assert isinstance(to_text(page, 1000), str)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared mails are not beside this checkout")
def test_real_mails_whole_and_broken_are_read_or_refused_in_no_time() -> None:
    refused = []
    started = time.process_time()
    files = sorted(SHARED.rglob("*.eml"))
    for path in files:
        try:
            mail = read(path.read_bytes())
        except KnownError:
            refused.append(path.name)
            continue
        assert "=?" not in mail.subject or "bad" in path.name, path.name
    assert len(files) > 50
    assert refused == ["example13.eml"]  # a part of a mail, without sender and subject
    assert time.process_time() - started < QUICK


def test_a_file_name_in_bytes_that_are_no_ascii_is_read_as_what_it_was() -> None:
    raw = (
        HEAD + DATE + b"Content-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename=Pl\xc3\xa4ne.pdf\n\n%PDF"
    )
    assert [file.name for file in read(raw).files] == ["Pläne.pdf"]


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        (b"Big Bug bb@bug.example", ["bb@bug.example"]),
        (b"tim@x.example concierge@x.example", ["tim@x.example", "concierge@x.example"]),
        (b"Undisclosed", []),
    ],
)
def test_addresses_are_found_in_a_sender_that_keeps_to_no_rule(
    sender: bytes, found: list[str]
) -> None:
    mail = read(b"From: " + sender + b"\nSubject: Hi\n" + DATE + b"\nHello\n")
    assert [person.address for person in mail.people] == found
    assert any("Who wrote it" in remark for remark in mail.remarks) == (not found)


def test_a_file_that_came_empty_is_named() -> None:
    raw = (
        HEAD + DATE + b"Content-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename=plan.pdf\n\n"
    )
    mail = read(raw)
    assert mail.files == ()
    assert "“plan.pdf” came empty" in mail.remarks[0]
