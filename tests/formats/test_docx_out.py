"""Papers as Word documents, read back: texts, tables, heads, boxes, edges, logo, hostile texts."""

from __future__ import annotations

import dataclasses
import io
import itertools
import struct
import time
import zipfile
import zlib
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn

from salesdesk.documents.layout import clipped
from salesdesk.domain.notes import Block, Letterhead, Paper, Section, Table
from salesdesk.formats.docx_out import to_docx
from salesdesk.support.i18n import active_locale
from tests.documents.facts import GOLDEN, HANDOFF, PROPOSAL, SUMMARY, with_texts


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = (b"\0" + b"\xff" * 3 * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))  # fmt: skip


def read(paper: Paper, sheet: str = "A4") -> Document:
    return docx.Document(io.BytesIO(to_docx(paper, clipped, sheet)))


def words(document: Document) -> str:
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", GOLDEN)
def test_every_text_of_a_paper_is_in_the_document(kind: str) -> None:
    paper = GOLDEN[kind]
    found = words(read(paper))
    assert paper.title in found
    for section in paper.sections:
        assert section.heading in found
        for block in section.blocks:
            assert block.heading in found
            for line in block.lines:
                assert line.text in found
                assert line.note in found
            for row in (block.table.head, *block.table.rows) if block.table else ():
                assert all(cell in found for cell in row)


def test_headings_have_their_ranks_and_boxes_are_characters() -> None:
    found = [(p.style.name, p.text) for p in read(HANDOFF).paragraphs if p.style is not None]
    assert ("Title", "Handoff notes") in found
    assert ("Heading 1", "What was sold") in found
    assert ("Heading 2", "☑ Products and services sold") in found
    assert ("Heading 2", "☐ Blackout periods") in found


def test_the_head_of_a_table_repeats_and_no_row_breaks() -> None:
    table = read(HANDOFF).tables[0]
    marks = [[child.tag for child in row._tr.trPr] for row in table.rows]
    assert [qn("w:tblHeader") in each for each in marks] == [True, *[False] * (len(marks) - 1)]
    assert all(qn("w:cantSplit") in each for each in marks)


def test_header_and_footer_name_the_paper_and_count_the_pages() -> None:
    page = read(HANDOFF).sections[0]
    assert page.header.paragraphs[0].text == "Handoff notes · Zoomzone"
    foot = page.footer.paragraphs[0]
    assert foot.text.startswith("November 20, 2026\tPage ")
    fields = [each.text for each in foot._p.iter(qn("w:instrText"))]
    assert fields == [" PAGE ", " NUMPAGES "]


@pytest.mark.parametrize(("sheet", "width"), [("A4", 210.0), ("Letter", 215.9), ("Napkin", 210.0)])
def test_the_page_has_the_size_of_the_paper(sheet: str, width: float) -> None:
    page: Any = read(PROPOSAL, sheet).sections[0]
    assert page.page_width.mm == pytest.approx(width, abs=0.1)


def test_the_logo_stands_in_the_document_with_its_proportions() -> None:
    sender = Letterhead("Northpath", ("Lisboa",), png(400, 100), 400, 100)
    document = read(dataclasses.replace(PROPOSAL, sender=sender))
    (shape,) = document.inline_shapes
    assert shape.width / shape.height == pytest.approx(4, rel=0.01)
    assert "Northpath" in words(document)


def test_control_characters_and_endless_words_do_no_harm() -> None:
    began = time.process_time()
    found = words(read(with_texts(HANDOFF, "a\x00b\x1b\ud800c " + "w" * 1_000_000)))
    assert "abc www" in found
    assert len(max(found.split(), key=len)) < 300
    assert time.process_time() - began < 10


def test_markup_stays_text() -> None:
    content = to_docx(with_texts(PROPOSAL, "<b>x</b> & {{ 7 * 7 }}"), clipped)
    assert "<b>x</b> & {{ 7 * 7 }}" in words(docx.Document(io.BytesIO(content)))
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        assert not [name for name in whole.namelist() if name.endswith((".bin", ".vml"))]


def test_figures_stand_at_the_right_edge_heads_too() -> None:
    table = read(HANDOFF).tables[0]
    for row in table.rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 4]


def test_the_page_number_stands_at_the_right_edge_and_sections_are_ruled() -> None:
    made = read(PROPOSAL)
    foot = made.sections[0].footer.paragraphs[0]
    assert foot.text.count("\t") == 1
    assert list(made.styles["Footer"].paragraph_format.tab_stops) == []
    assert [stop.alignment for stop in foot.paragraph_format.tab_stops] == [WD_TAB_ALIGNMENT.RIGHT]
    assert "w:pBdr" in made.styles["Heading 1"].element.xml
    assert 'w:fill="EEEEEE"' in made.tables[-1].rows[0].cells[0]._tc.xml
    assert "w:shd" not in made.tables[-1].rows[-1].cells[0]._tc.xml


@pytest.mark.parametrize("kind", GOLDEN)
def test_columns_have_one_fixed_width_and_no_row_or_page_has_empty_lines(kind: str) -> None:
    document = read(dataclasses.replace(GOLDEN[kind], sender=Letterhead("Northpath", ("Lisboa",))))
    for table in document.tables:
        assert table.autofit is False
        asked = [int(col.get(qn("w:w"))) for col in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        for row in table.rows:
            assert [cell.width.twips for cell in row.cells] == pytest.approx(asked, abs=2)
        assert sum(asked) == pytest.approx(174 * 56.7, rel=0.01)
    body = [part for part in document.element.body if not part.tag.endswith("}sectPr")]
    for place, part in enumerate(body):
        is_text = part.tag.endswith("}p") and not "".join(part.itertext()).strip()
        if is_text:
            after = body[place + 1].tag[-4:] if place + 1 < len(body) else "}tbl"
            assert (body[place - 1].tag[-4:], after) == ("}tbl", "}tbl")


def test_two_tables_one_below_the_other_stay_two() -> None:
    table = Table(("a", "b"), (("1", "2"),))
    paper = Paper("T", "s", (Section("S", (Block("", (), table), Block("", (), table))),))
    body = [part.tag[-4:] for part in read(paper).element.body]
    assert body.count("}tbl") == 2
    assert ("}tbl", "}tbl") not in list(itertools.pairwise(body))


def test_the_document_speaks_the_language_of_the_program() -> None:
    document = read(PROPOSAL)
    language = active_locale().replace("_", "-")
    assert document.core_properties.language == language
    (lang,) = document.styles.element.iter(qn("w:lang"))
    assert lang.get(qn("w:val")) == language


def test_what_the_buyer_told_is_a_list() -> None:
    found = read(SUMMARY)
    styles = {p.style.name for p in found.paragraphs if p.text in words_of(SUMMARY)}
    assert styles == {"List Bullet"}


def words_of(paper: Paper) -> set[str]:
    """The lines of a paper as they stand in a document, notes behind."""
    return {
        f"{line.text} ({line.note})" if line.note else line.text
        for section in paper.sections
        for block in section.blocks
        for line in block.lines
    }
