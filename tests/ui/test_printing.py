"""PDFs and printed pages, read back: facts, fonts, pages, heads, and refusals of the disk."""

from __future__ import annotations

import io
import os
import resource
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QImage, QPageSize, QTextDocument, QTextTable
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.documents import layout, printable
from salesdesk.domain.errors import KnownError
from salesdesk.domain.notes import Block, HandoffNotes, Line, Section, Table
from salesdesk.formats import csv_out, json_out
from salesdesk.ui import page_rules, paging, printing
from salesdesk.ui.page_rules import is_open_above
from salesdesk.usecases.papers import map_of
from tests.desks import shipped_process
from tests.documents.facts import GOLDEN, HANDOFF

pytestmark = pytest.mark.usefixtures("qapp")
HEADS = "<style>h2 { font-size: 11pt; margin-top: 14px; }</style>"
PAPERS = pytest.mark.parametrize("paper", ["A4", "Letter"])


def written(html: str, folder: Path, paper: str = "A4") -> PdfReader:
    """The paper written as a PDF and read back."""
    target = folder / "out.pdf"
    count = printing.write_pdf(html, target, paper, "Handoff notes · Zoomzone", "November 20, 2026")
    reader = PdfReader(io.BytesIO(target.read_bytes()))
    assert len(reader.pages) == count == printing.pages(html, paper)
    return reader


def flat(text: str) -> str:
    """Text as a search would see it: ligatures apart, white space as one space."""
    return " ".join(text.replace("ﬁ", "fi").replace("ﬀ", "ff").replace("ﬂ", "fl").split())


def long_notes(rows: int, text: str = "Driver retraining takes longer than planned") -> str:
    """Handoff notes with a table and paragraphs over several pages."""
    table = Table(("Risk", "Severity"), tuple((f"{text} {n}", "High") for n in range(rows)))
    lines = tuple(Line(f"Line number {n} of the history") for n in range(rows))
    blocks = (Block("Known risks", table=table), Block("", lines))
    sections = tuple(Section(f"Section {n}", blocks) for n in range(3))
    return printable("handoff").to_html(HandoffNotes("Handoff notes", "Fleet", sections))


@PAPERS
@pytest.mark.parametrize("kind", sorted(GOLDEN))
def test_every_fact_of_a_paper_is_in_its_pdf(tmp_path: Path, kind: str, paper: str) -> None:
    reader = written(printable(kind).to_html(GOLDEN[kind]), tmp_path, paper)
    text = flat("\n".join(page.extract_text() for page in reader.pages))
    for section in GOLDEN[kind].sections:
        for block in section.blocks:
            for line in block.lines:
                assert flat(line.text)[:40] in text
            for cell in (c for row in (block.table.rows if block.table else ()) for c in row):
                assert flat(cell)[:10] in text


@PAPERS
def test_the_page_has_the_size_of_the_paper_and_embedded_fonts_only(
    tmp_path: Path, paper: str
) -> None:
    page = written(printable("handoff").to_html(HANDOFF), tmp_path, paper).pages[0]
    size = (round(page.mediabox.width), round(page.mediabox.height))
    assert size == {"A4": (595, 842), "Letter": (612, 792)}[paper]
    fonts = page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        inner = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in inner or "/FontFile3" in inner


def test_pages_carry_header_footer_and_number_and_tables_repeat_their_heads(tmp_path: Path) -> None:
    reader = written(long_notes(60), tmp_path)
    count = len(reader.pages)
    assert count >= 5
    texts = [flat(page.extract_text()) for page in reader.pages]
    for number, text in enumerate(texts, 1):
        assert "Handoff notes · Zoomzone" in text
        assert "November 20, 2026" in text
        assert f"Page {number} of {count}" in text
    split = [text for text in texts if "planned 59" in text and "Section" not in text]
    for text in (texts[1], *split):
        assert "Risk Severity" in text


def test_no_line_is_lost_or_doubled_at_a_page_break(tmp_path: Path) -> None:
    reader = written(long_notes(80), tmp_path)
    text = flat("\n".join(page.extract_text() for page in reader.pages))
    for number in range(80):
        assert text.count(f"Line number {number} of the history") == 3
        assert text.count(f"longer than planned {number} ") == 3


@PAPERS
def test_no_line_is_cut_in_two_by_the_end_of_a_page(paper: str) -> None:
    laid = paging.document(long_notes(50), paper)
    height = laid.pageSize().height()
    block = laid.begin()
    seen = 0
    while block.isValid():
        top = laid.documentLayout().blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            start = top + line.y()
            assert int((start + 0.5) // height) == int((start + line.height() - 0.5) // height)
            seen += 1
        block = block.next()
    assert seen > 200


def tall_notes(rows: int, lead: int) -> str:
    """Notes whose tables, with and without lines, have rows of many lines."""
    table = Table(("Risk", "Severity"), tuple((f"Risk {n} " * 40, "High") for n in range(rows)))
    pairs = tuple(Block(f"Item {n}", (Line("A long answer " * 30),)) for n in range(rows))
    before = Block("", tuple(Line(f"Line {n}") for n in range(lead)))
    blocks = (before, Block("Known risks", table=table), *pairs)
    notes = HandoffNotes("Handoff notes", "Fleet", (Section("Section", blocks),))
    return printable("handoff").to_html(notes)


@PAPERS
@pytest.mark.parametrize("lead", [0, 7, 38, 50])
def test_a_row_of_a_table_is_never_on_two_pages(paper: str, lead: int) -> None:
    laid = paging.document(tall_notes(30, lead), paper)
    assert laid.pageCount() > 2
    height = laid.pageSize().height()
    lines, layout = 0, laid.documentLayout()
    for table in (f for f in laid.rootFrame().childFrames() if isinstance(f, QTextTable)):
        for row in range(table.rows()):
            cells = [table.cellAt(row, column) for column in range(table.columns())]
            first = [layout.blockBoundingRect(c.firstCursorPosition().block()) for c in cells]
            last = [layout.blockBoundingRect(c.lastCursorPosition().block()) for c in cells]
            top, bottom = min(r.top() for r in first), max(r.bottom() for r in last)
            assert int((top + 0.5) // height) == int((bottom - 0.5) // height)
            assert not is_open_above(laid, table, row), "the row above has no last line"
            lines += bottom - top > 30
    assert lines >= 60


@pytest.mark.parametrize("lead", [0, 7, 38, 50])
def test_no_heading_is_lost_after_rows_were_moved(tmp_path: Path, lead: int) -> None:
    rows = tuple((f"Risk {n} " * 40, "High") for n in range(9))
    before = Block("", tuple(Line(f"Line {n}") for n in range(lead)))
    sections = tuple(
        Section(
            f"Section number {n}",
            (before if n == 0 else Block("", ()), Block("Known", table=Table(("R", "S"), rows)),
             Block(f"Item {n}", (Line("An answer " * 30),))),
        )
        for n in range(8)
    )  # fmt: skip
    notes = HandoffNotes("Handoff notes", "Fleet", sections)
    reader = written(printable("handoff").to_html(notes), tmp_path)
    text = flat(" ".join(page.extract_text() for page in reader.pages))
    for number in range(8):
        assert text.count(f"Section number {number}") == 1


def test_a_row_longer_than_a_page_flows_on_and_nothing_is_lost(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(2500))
    table = Table(("Risk",), (("short",), (words,), ("after",)))
    notes = HandoffNotes("Notes", "Fleet", (Section("S", (Block("Risks", table=table),)),))
    reader = written(printable("handoff").to_html(notes), tmp_path)
    text = flat("\n".join(page.extract_text() for page in reader.pages))
    assert all(f"word{n} " in text for n in range(0, 2400, 97))
    assert "after" in text


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for rows in range(20, 60, 3):
        laid = paging.document(long_notes(rows), "A4")
        block = laid.begin()
        while block.isValid():
            assert not page_rules.is_lonely(laid, block)
            block = block.next()


@PAPERS
def test_no_heading_is_parted_from_its_list_by_the_end_of_a_page(paper: str) -> None:
    height = paging.sheet(paper).body.height()
    for lead in range(40, 62):
        before = "".join(f"<p>Line {n}</p>" for n in range(lead))
        laid = paging.document(f"{HEADS}{before}<h2>Dates</h2><ul><li>In May</li></ul>", paper)
        item = laid.findBlock(laid.find("In May").position())
        heading = laid.findBlock(laid.find("Dates").position())
        pages = [
            int((block.layout().position().y() + block.layout().lineAt(0).y() + 0.5) // height)
            for block in (heading, item)
        ]
        assert pages[0] == pages[1]


@PAPERS
def test_a_line_alone_on_the_last_page_gets_the_section_that_it_ends(paper: str) -> None:
    ends = []
    for lead in range(30, 62):
        before = "".join(f"<p>Line {n}</p>" for n in range(lead))
        steps = "".join(f"<p>Step {n}</p>" for n in range(6))
        laid = paging.document(f"{HEADS}<h2>History</h2>{before}<h2>Sign-off</h2>{steps}", paper)
        assert page_rules.lonely_end(laid) is None
        height = laid.pageSize().height()
        end = laid.documentLayout().blockBoundingRect(laid.lastBlock()).bottom()
        ends.append(end / height)
    assert any(1.1 < end < 1.3 for end in ends)  # the whole section went over


@PAPERS
def test_a_deal_on_a_page_is_on_one_page(paper: str) -> None:
    html = printable("deal").to_html(GOLDEN["deal"])
    assert printing.pages(html, paper) == 1


@PAPERS
@pytest.mark.parametrize("key", ["eight-step", "seven-step"])
def test_the_map_of_each_shipped_process_fits_on_one_page(key: str, paper: str) -> None:
    html = printable("process").to_html(map_of(shipped_process(key), "November 20, 2026"))
    assert printing.pages(html, paper) == 1


def test_markup_in_names_prints_literally(tmp_path: Path) -> None:
    notes = HandoffNotes("<b>Notes</b>", "<i>Fleet</i>", ())
    text = written(printable("handoff").to_html(notes), tmp_path).pages[0].extract_text()
    assert "<b>Notes</b>" in text
    assert "<i>Fleet</i>" in text


def test_a_word_of_a_megabyte_is_cut_and_a_long_one_wraps_inside_the_page(tmp_path: Path) -> None:
    words = ("x" * 1_000_000, "y" * layout.LONGEST_WORD)
    block = Block("Long", tuple(Line(word) for word in words), Table(("A", "B"), (words,)))
    html = printable("handoff").to_html(HandoffNotes("Notes", "Fleet", (Section("S", (block,)),)))
    laid = paging.document(html, "A4")
    assert laid.idealWidth() <= paging.sheet("A4").body.width() + 1
    assert len(written(html, tmp_path).pages) == 1


def test_the_document_loads_nothing_whatever_it_is_asked_for(tmp_path: Path) -> None:
    picture = tmp_path / "secret.png"
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.save(str(picture))
    laid = paging.document(f'<p>a<img src="{picture.as_uri()}">b</p>', "A4")
    got = laid.resource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture.as_uri()))
    assert (got.width(), got.height()) == (1, 1)


def test_a_target_that_cannot_be_written_keeps_what_was_there(tmp_path: Path) -> None:
    html = printable("summary").to_html(GOLDEN["summary"])
    with pytest.raises(KnownError, match="could not be written"):
        printing.write_pdf(html, tmp_path / "gone" / "a.pdf", "A4", "h", "f")
    folder = tmp_path / "folder.pdf"
    folder.mkdir()
    with pytest.raises(KnownError, match="could not be written"):
        printing.write_pdf(html, folder, "A4", "h", "f")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.pdf"]


def test_67_a_target_that_is_open_elsewhere_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_draft: object, _target: object) -> None:
        # What Windows says of a file that another program has open.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", held)
    html = printable("summary").to_html(GOLDEN["summary"])
    outputs: dict[str, Callable[[Path], object]] = {
        "a.pdf": lambda target: printing.write_pdf(html, target, "A4", "h", "f"),
        "a.csv": lambda target: csv_out.write(target, ["a"], [["b"]]),
        "a.json": lambda target: json_out.write(target, {"format": "x"}, ()),
    }
    for name, write in outputs.items():
        target = tmp_path / name
        target.write_bytes(b"the one from before")
        with pytest.raises(KnownError, match=r"open in another program|has it open"):
            write(target)
        assert target.read_bytes() == b"the one from before"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(outputs)


def test_a_disk_that_takes_only_a_part_is_noticed_and_the_old_pdf_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"the one from before")
    html = printable("handoff").to_html(HANDOFF)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(KnownError, match="What was there before is kept"):
            printing.write_pdf(html, target, "A4", "h", "f")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert target.read_bytes() == b"the one from before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_pdf_is_the_users_alone(tmp_path: Path) -> None:
    written(printable("summary").to_html(GOLDEN["summary"]), tmp_path)
    assert stat.S_IMODE((tmp_path / "out.pdf").stat().st_mode) == 0o600


def test_a_printer_gets_the_same_pages_as_the_pdf(tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(paging.PAPERS["A4"]))
    printer.setFullPage(True)
    html = long_notes(30)
    printing._print_on(printer, html, "Title", "Date")
    reader = PdfReader(tmp_path / "printed.pdf")
    assert len(reader.pages) == printing.pages(html, "A4")
    assert "Page 2 of" in flat(reader.pages[1].extract_text())


def test_the_preview_shows_the_pages_and_closes(qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPrintPreviewDialog)
        seen.append((dialog.objectName(), dialog.windowTitle()))
        dialog.reject()

    QTimer.singleShot(0, look)
    printing.print_preview(None, printable("deal").to_html(GOLDEN["deal"]), "A4", "Fleet", "Date")
    assert seen == [("print_preview", "Print preview: Fleet")]
