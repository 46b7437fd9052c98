"""Mail drafts: the file, the link, and what is refused."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.formats.mail_draft import LONGEST_LINK, Draft, fits_link, mailto, to_eml

GOLDEN = Path(__file__).parent / "golden"
DRAFT = Draft(
    ("Ada Lovelace <ada@acme.example>", "bob@acme.example"),
    "What we heard on Tuesday: Grüße",
    "Hello Ada,\n\n“No missed slots in Lyon” is what counts.\n\nBest regards\n",
    (("Proposal v2.pdf", "application/pdf", b"%PDF-1.7\n"),),
)


def _read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def test_a_draft_is_written_as_the_golden_file() -> None:
    raw = to_eml(DRAFT, sender="Robin Rep <robin@seller.example>")
    assert raw == (GOLDEN / "draft.eml").read_bytes()


def test_a_draft_opens_unsent_with_its_people_words_and_file() -> None:
    mail = _read(to_eml(DRAFT))
    assert mail["X-Unsent"] == "1"
    assert mail["Date"] is None
    assert mail["From"] is None
    assert mail["To"] == "Ada Lovelace <ada@acme.example>, bob@acme.example"
    assert mail["Subject"] == DRAFT.subject
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == DRAFT.body
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Proposal v2.pdf", b"%PDF-1.7\n")


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_words_give_a_whole_mail_and_always_the_same(body: str, subject: str) -> None:
    draft = Draft(("ada@acme.example",), subject, body, (("a.bin", "x", b"\x00\r\n.\r\n"),))
    raw = to_eml(draft)
    assert raw == to_eml(draft)
    mail = _read(raw)
    assert mail["To"] == "ada@acme.example"
    assert [part.get_content() for part in mail.iter_attachments()] == [b"\x00\r\n.\r\n"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    mail = _read(to_eml(Draft(("a@b.example",), "Hi\r\nBcc: all@b.example", "x")))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi Bcc: all@b.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@b.example",
        "a@b@c d",
        "a b@c.example x",
        "a@b.example\nBcc: c@d.example",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(address: str) -> None:
    for make in (to_eml, mailto):
        with pytest.raises(KnownError, match="not a mail address"):
            make(Draft((address,), "Hi", "x"))


def test_a_name_outside_ascii_and_a_foreign_domain_are_written_for_every_server() -> None:
    raw = to_eml(Draft(("Jürgen <j@bücher.example>",), "x", "y"))
    raw.decode("ascii")
    assert _read(raw)["To"] == "Jürgen <j@xn--bcher-kva.example>"


def test_a_link_carries_people_subject_and_words() -> None:
    link = mailto(DRAFT)
    parts = urlsplit(link)
    asked = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert unquote(parts.path) == "ada@acme.example,bob@acme.example"
    assert asked["subject"] == [DRAFT.subject]
    assert asked["body"] == [DRAFT.body.strip().replace("\n", "\r\n")]
    assert "+" not in link
    assert not fits_link(DRAFT)  # the file does not go along
    assert fits_link(Draft(DRAFT.to, DRAFT.subject, DRAFT.body))


@pytest.mark.parametrize("body", ["word " * 2000, "x" * 5000, "ü" * 5000])
def test_a_long_text_is_cut_to_what_a_link_takes(body: str) -> None:
    draft = Draft(("a@b.example",), "Hi", body)
    link = mailto(draft)
    assert LONGEST_LINK - 20 < len(link) <= LONGEST_LINK
    assert parse_qs(urlsplit(link).query)["body"][0].endswith("…")
    assert not fits_link(draft)


def test_too_many_people_for_a_link_are_refused_and_the_file_is_named() -> None:
    people = tuple(f"person{n}@acme.example" for n in range(200))
    with pytest.raises(KnownError, match="draft file"):
        mailto(Draft(people, "Hi", ""))
    assert to_eml(Draft(people, "Hi", "x"))
    with pytest.raises(KnownError, match="500"):
        to_eml(Draft(people * 3, "Hi", "x"))
