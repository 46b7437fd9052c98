"""Papers as Word documents (.docx), with the look of the printed ones. Called by `usecases.papers`.

Headings, tables whose head repeats on each page, check boxes as characters, a header with title and
account, a footer with the date and "page n of m", the sender's logo. Texts are cut as on paper:
without control characters, without endless words.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from salesdesk.domain.notes import (
    Block,
    DiscoverySummary,
    Letterhead,
    Line,
    Paper,
    Section,
    Table,
)
from salesdesk.formats.docx_marks import (
    align_right,
    field,
    mark,
    rule_below,
    shade,
    speak,
    without_tabs,
)
from salesdesk.support.i18n import _, active_locale

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

SHEETS_MM = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
_SIDE_MM, _TOP_MM, _BOTTOM_MM = 18.0, 20.0, 18.0
_FONT = "Noto Sans"
_LOGO_MM = (53.0, 14.0)
"""The room for the logo; its proportions are kept."""
_MOST_COLUMNS = 40

Clean = Callable[[str], str]
"""Makes a text fit for paper: `documents.layout.clipped`."""


def to_docx(paper: Paper, clean: Clean, sheet: str = "A4") -> bytes:
    """The paper as the bytes of a Word document. An unknown paper size counts as A4."""
    return _Writer(paper, clean, sheet).write()


class _Writer:
    """Builds one document, from the top to the bottom."""

    def __init__(self, paper: Paper, clean: Clean, sheet: str) -> None:
        import docx
        from docx.shared import Mm, Pt

        self._paper, self._clean = paper, clean
        self._doc: Document = docx.Document()
        self._width_mm = SHEETS_MM.get(sheet, SHEETS_MM["A4"])[0] - 2 * _SIDE_MM
        page = self._doc.sections[0]
        width, height = SHEETS_MM.get(sheet, SHEETS_MM["A4"])
        page.page_width, page.page_height = Mm(width), Mm(height)
        page.left_margin = page.right_margin = Mm(_SIDE_MM)
        page.top_margin, page.bottom_margin = Mm(_TOP_MM), Mm(_BOTTOM_MM)
        normal: Any = self._doc.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(9)
        normal.paragraph_format.space_after = Pt(2)
        for name, size in (("Title", 17), ("Heading 1", 11), ("Heading 2", 9)):
            self._style(name, size)
        rule_below(self._doc.styles["Heading 1"])
        for name in ("Header", "Footer"):
            without_tabs(self._doc.styles[name])
        speak(self._doc.styles.element, active_locale().replace("_", "-"))
        self._lines_as = "List Bullet" if isinstance(paper, DiscoverySummary) else None

    def write(self) -> bytes:
        """The whole document."""
        paper = self._paper
        self._properties()
        self._edges()
        if paper.sender is not None:
            self._letterhead(paper.sender)
        self._doc.add_paragraph(self._text(paper.title), style="Title")
        self._note(self._text(paper.subtitle))
        for label, value in paper.facts:
            line = self._doc.add_paragraph()
            line.add_run(f"{self._text(label)}: ").bold = True
            line.add_run(self._text(value))
        self._paragraphs(paper.intro)
        for section in paper.sections:
            self._section(section)
        self._paragraphs(paper.closing)
        self._part_tables()
        file = io.BytesIO()
        self._doc.save(file)
        return file.getvalue()

    def _style(self, name: str, size: int) -> None:
        """A heading black and bold, in the font of the text."""
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style: Any = self._doc.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:hAnsi"), _FONT)
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None and name == "Title":
            border.getparent().remove(border)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 10)
        style.paragraph_format.space_after = Pt(3)

    def _properties(self) -> None:
        """Names the paper; the template's author and dates are not ours."""
        core = self._doc.core_properties
        core.title = self._text(self._paper.title)[:255]
        core.author = self._text(self._paper.sender.company if self._paper.sender else "")[:255]
        core.language = active_locale().replace("_", "-")
        core.comments = core.last_modified_by = ""
        core.created = core.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (the format has no zone)

    def _edges(self) -> None:
        """Header with title and account, footer with the date and "page n of m"."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        page, paper = self._doc.sections[0], self._paper
        head = page.header.paragraphs[0]
        text = " · ".join(filter(None, (self._text(paper.title), self._text(paper.account))))
        self._small(head, text)
        foot = page.footer.paragraphs[0]
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(self._width_mm), WD_TAB_ALIGNMENT.RIGHT)
        self._small(foot, self._text(paper.date) + "\t")
        before, number, middle, count, after = _page_words()
        for piece in (before, number, middle, count, after):
            self._small(foot, piece, is_field=piece in ("PAGE", "NUMPAGES"))

    def _letterhead(self, sender: Letterhead) -> None:
        """Logo or company at the left, how to reach them at the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        grid = self._doc.add_table(rows=1, cols=2)
        self._set_widths(grid, (50, 50))
        left, right = grid.rows[0].cells
        first = left.paragraphs[0]
        if sender.logo and sender.width and sender.height:
            share = min(_LOGO_MM[0] / sender.width, _LOGO_MM[1] / sender.height)
            first.add_run().add_picture(
                io.BytesIO(sender.logo),
                width=Mm(sender.width * share),
                height=Mm(sender.height * share),
            )
        else:
            first.add_run(self._text(sender.company)).bold = True
        lines = ((sender.company,) if sender.logo else ()) + sender.lines
        for index, text in enumerate(lines):
            line = right.paragraphs[0] if index == 0 else right.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._small(line, self._text(text))

    def _section(self, section: Section) -> None:
        self._doc.add_heading(self._text(section.heading), level=1)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        box = "" if block.is_done is None else "☑ " if block.is_done else "☐ "
        if block.heading:
            self._doc.add_heading(box + self._text(block.heading), level=2)
        if block.table is not None:
            self._table(block.table)
        for line in block.lines:
            self._line(line)

    def _line(self, line: Line) -> None:
        made = self._paragraph(self._lines_as)
        made.add_run(self._text(line.text)).bold = line.is_open or None
        if line.note:
            self._small(made, f" ({self._text(line.note)})")

    def _table(self, table: Table) -> None:
        """A grid with a head that repeats; a row is not broken over pages."""
        columns = min(len(table.head), _MOST_COLUMNS)
        if not columns:
            return
        self._part_tables()
        grid = self._doc.add_table(rows=1, cols=columns, style="Table Grid")
        for row in table.rows:
            cells = grid.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.paragraphs[0].add_run(self._text(text))
        for cell, text in zip(grid.rows[0].cells, table.head, strict=False):
            cell.paragraphs[0].add_run(self._text(text)).bold = True
        align_right(grid, table.figures)
        mark(grid.rows[0], "w:tblHeader")
        for cell in grid.rows[0].cells:
            shade(cell)
        for each in grid.rows:
            mark(each, "w:cantSplit")
        self._set_widths(grid, table.shares)

    def _set_widths(self, grid: Any, parts: Sequence[float]) -> None:
        """Columns of fixed widths, in percent; both as Word and as LibreOffice look for them."""
        from docx.shared import Mm

        grid.autofit = False
        for column, share in zip(grid.columns, parts, strict=False):
            column.width = Mm(self._width_mm * share / 100)
            for cell in column.cells:
                cell.width = column.width

    def _is_below_table(self) -> bool:
        last = [part for part in self._doc.element.body if not part.tag.endswith("}sectPr")][-1:]
        return bool(last) and last[0].tag.endswith("}tbl")

    def _part_tables(self) -> None:
        """A narrow gap after a table: without a paragraph between, two tables become one."""
        from docx.shared import Pt

        if self._is_below_table():
            gap = self._doc.add_paragraph().paragraph_format
            gap.line_spacing, gap.space_after = Pt(5), Pt(0)

    def _paragraph(self, style: str | None = None) -> Paragraph:
        """A new paragraph, a little lower when it follows a table."""
        from docx.shared import Pt

        is_below = self._is_below_table()
        made = self._doc.add_paragraph(style=style)
        if is_below:
            made.paragraph_format.space_before = Pt(4)
        return made

    def _paragraphs(self, text: str) -> None:
        for part in self._text(text).split("\n"):
            if part.strip():
                self._paragraph().add_run(part)

    def _note(self, text: str) -> None:
        if text:
            self._small(self._doc.add_paragraph(), text)

    def _small(self, line: Paragraph, text: str, *, is_field: bool = False) -> None:
        from docx.shared import Pt, RGBColor

        run = line.add_run("" if is_field else text)
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x33, 0x33, 0x33)
        if is_field:
            field(run, text)

    def _text(self, text: str) -> str:
        return self._clean(text)


def _page_words() -> list[str]:
    """ "Page n of m" taken apart, in the language's own order of words."""
    words = _("Page {n} of {m}")
    marked = words.replace("{n}", "\0PAGE\0").replace("{m}", "\0NUMPAGES\0")
    pieces = marked.split("\0")
    return (pieces + [""] * 5)[:5]
