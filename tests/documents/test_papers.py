"""The papers as HTML and Markdown: against golden files, and with hostile texts in them.

After a wanted change, `SALESDESK_WRITE_GOLDEN=1` writes the golden files anew; look at the diff.
"""

from __future__ import annotations

import dataclasses
import html
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from salesdesk.documents import PRINTABLES, Printable, discovery_summary, layout, printable
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from tests.documents.facts import GOLDEN, HANDOFF, PROPOSAL, SENDER, SUMMARY, with_texts

FOLDER = Path(__file__).parent / "golden"
HOSTILE = (
    "<b>x</b> <img src='file:///etc/passwd'> & \"q\" {{ 7 * 7 }} `code` [a](javascript:1) *s* |"
)
EVERY = pytest.mark.parametrize("row", PRINTABLES, ids=lambda row: row.kind)


class Reader(HTMLParser):
    """Collects tags and text; complains about tags that are left open."""

    EMPTY = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@EVERY
@pytest.mark.parametrize("ending", ["html", "md"])
def test_each_paper_looks_as_its_golden_file(row: Printable, ending: str) -> None:
    paper = GOLDEN[row.kind]
    text = row.to_html(paper) if ending == "html" else row.to_markdown(paper)
    golden = FOLDER / f"{row.kind}.{ending}"
    if os.environ.get("SALESDESK_WRITE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@EVERY
def test_each_paper_has_a_title_a_module_and_both_templates(row: Printable) -> None:
    assert _(row.title)
    assert printable(row.kind) is row
    for ending in ("html", "md"):
        assert (layout.resources("templates") / f"{row.template}.{ending}.j2").is_file()


def test_an_unknown_paper_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(KnownError, match=", ".join(row.kind for row in PRINTABLES)):
        printable("invoice")


@EVERY
def test_hostile_text_prints_literally_and_brings_no_tag_or_address_along(row: Printable) -> None:
    clean, hostile = (
        Reader(row.to_html(GOLDEN[row.kind])),
        row.to_html(with_texts(GOLDEN[row.kind], HOSTILE)),
    )
    read = Reader(hostile)
    assert HOSTILE in read.words
    assert read.tags <= clean.tags
    assert {name for name, _value in read.attributes} <= {
        "lang",
        "charset",
        "class",
        "width",
        "cellspacing",
        "align",
    }
    assert "49" not in read.words.replace("{{ 7 * 7 }}", "")


@EVERY
def test_every_attribute_is_quoted_and_nothing_is_loaded(row: Printable) -> None:
    text = row.to_html(GOLDEN[row.kind])
    assert re.findall(r"<[a-z][^>]*=[^\"'>\s][^>]*>", text) == []
    assert not {"img", "link", "script", "iframe", "object"} & Reader(text).tags


@EVERY
def test_markdown_shows_hostile_text_literally(row: Printable) -> None:
    text = row.to_markdown(with_texts(GOLDEN[row.kind], HOSTILE))
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)`", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    bare = re.sub(r"\\(.)", r"\1", text)
    assert HOSTILE in bare


def test_a_table_in_markdown_has_as_many_cells_in_each_row_as_in_its_head() -> None:
    row = printable("handoff")
    rows = [
        ln
        for ln in row.to_markdown(with_texts(HANDOFF, HOSTILE)).splitlines()
        if ln.startswith("|")
    ]
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
    assert cells == {6}


def test_endless_words_and_texts_are_cut_and_control_characters_left_out() -> None:
    words = layout.clipped("a" * 1_000_000)
    assert (len(words), words[-1]) == (layout.LONGEST_WORD + 1, "…")
    assert len(layout.clipped("word " * 100_000)) <= layout.LONGEST_TEXT + 2
    assert layout.clipped("a\x00b\x1b[31m\ud800c") == "ab[31mc"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("+ a", "\\+ a"),
        ("1.5 h", "1\\.5 h"),
        ("&lt;", "\\&lt;"),
    ],
)
def test_text_that_looks_like_a_list_or_an_entity_stays_text_in_markdown(
    text: str, kept: str
) -> None:
    assert layout.md(text) == kept


def test_line_breaks_are_kept_and_escaped_around() -> None:
    assert str(layout.broken("a <i>\nb")) == "a &lt;i&gt;<br>b"


def test_the_summary_as_plain_text_holds_every_line_and_ends_with_the_question() -> None:
    text = discovery_summary.to_text(SUMMARY)
    for section in SUMMARY.sections:
        assert f"{section.heading}:" in text
        for line in section.blocks[0].lines:
            assert f"- {line.text} ({line.note})" in text
    assert text.rstrip().endswith(SUMMARY.closing)


def test_what_is_open_is_marked_without_colour() -> None:
    text = printable("handoff").to_html(HANDOFF)
    assert "<b>Open: 1 outcome without a date</b>" in text
    assert "☐ " in text
    assert "☑ " in text
    assert html.escape("Open: Billing contact, nobody has this role") in text


def test_a_logo_stands_inside_the_paper_and_keeps_its_proportions() -> None:
    sender = dataclasses.replace(SENDER, logo=b"\x89PNG", width=800, height=100)
    text = printable("proposal").to_html(dataclasses.replace(PROPOSAL, sender=sender))
    (picture,) = re.findall("<img [^>]*>", text)
    assert 'src="data:image/png;base64,iVBORw=="' in picture
    assert 'width="200" height="25"' in picture
    assert "//" not in picture


def test_a_paper_without_a_sender_has_no_letterhead() -> None:
    text = printable("proposal").to_html(dataclasses.replace(PROPOSAL, sender=None))
    assert "letterhead" not in text
