"""Lays papers out in pages: 96 dpi, black on white. Where pages break: `ui.page_breaks`.

Called by `ui.printing` for PDFs and printers, and by previews on the screen.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any, Literal, cast

from PySide6.QtCore import QRectF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageSize,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)

from salesdesk.ui.page_breaks import keep_together

Paper = Literal["A4", "Letter"]
PAPERS: dict[str, QPageSize.PageSizeId] = {
    "A4": QPageSize.PageSizeId.A4,
    "Letter": QPageSize.PageSizeId.Letter,
}
DPI = 96
SIDE_MM, TOP_MM, BOTTOM_MM = 18.0, 20.0, 18.0
"""The margins around the text; header and footer stand in the top and the bottom one."""
MM = DPI / 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sizes of a page in layout pixels (96 to the inch)."""

    width: float
    height: float

    @property
    def body(self) -> QRectF:
        """Where the text goes."""
        return QRectF(
            SIDE_MM * MM,
            TOP_MM * MM,
            self.width - 2 * SIDE_MM * MM,
            self.height - (TOP_MM + BOTTOM_MM) * MM,
        )


class PaperDocument(QTextDocument):
    """A document that loads nothing: whatever an address asks for, it gets one white pixel.

    The only picture is the sender's logo, a PNG that stands in the paper itself.
    """

    measure: QImage
    """What type is measured with; kept here because the layout only borrows it."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        blank = QImage(1, 1, QImage.Format.Format_RGB32)
        blank.fill(QColor("white"))
        return blank


_LOGO = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]{1,8000000})"')
"""The logo as it stands in a paper; a text of the user cannot look so, since quotes are escaped."""
_LOGO_NAME = "sender:logo"
_ADDRESS = re.compile(r"([\w.+-]{1,64})@(?=([\w-]+\.[\w.-]+))")
_LONG_ADDRESS = 25
"""A mail address with more characters is too wide for a column, and breaks after its @."""
_CELL = re.compile(r'<td class="cell".*?</td>', re.DOTALL)


def _give_logo(laid: PaperDocument, html: str) -> str:
    """Gives the document the logo that stands in the paper, and the paper with its name instead."""
    found = _LOGO.search(html)
    if found is None:
        return html
    picture = QImage()
    if picture.loadFromData(base64.b64decode(found[1])):
        laid.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_LOGO_NAME), picture)
    return _LOGO.sub(f'src="{_LOGO_NAME}"', html, count=1)


def _with_breaks(html: str) -> str:
    """Lets long mail addresses in tables break after the @, and not in the middle of a word."""

    def broken(found: re.Match[str]) -> str:
        is_long = len(found[1]) + 1 + len(found[2]) > _LONG_ADDRESS
        return found[0] + "\u200b" if is_long else found[0]

    return _CELL.sub(lambda cell: _ADDRESS.sub(broken, cell[0]), html)


def sheet(paper: str) -> Sheet:
    """The sizes of a paper; an unknown name counts as A4."""
    size = QPageSize(PAPERS.get(paper, PAPERS["A4"])).size(QPageSize.Unit.Millimeter)
    return Sheet(size.width() * MM, size.height() * MM)


def document(html: str, paper: str | Sheet) -> PaperDocument:
    """The paper laid out in pages; for painting here and for previews on the screen."""
    laid = PaperDocument()
    # Papers are black on white, whatever the palette of the screen.
    laid.setUndoRedoEnabled(False)
    laid.setDocumentMargin(0)
    laid.setUseDesignMetrics(True)
    laid.setDefaultFont(QFont("Noto Sans", 9))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setDefaultTextOption(option)
    laid.measure = _Screen()
    laid.documentLayout().setPaintDevice(laid.measure)
    laid.setIndentWidth(16)
    laid.setHtml(_with_breaks(_give_logo(laid, html)))
    _rule_headings(laid)
    page = sheet(paper) if isinstance(paper, str) else paper
    laid.setPageSize(page.body.size())
    keep_together(laid)
    return laid


class _Screen(QImage):
    """A device of 96 dpi to measure type with, whatever screen or platform there is."""

    def __init__(self) -> None:
        super().__init__(1, 1, QImage.Format.Format_RGB32)
        dots_per_metre = round(DPI / 0.0254)
        self.setDotsPerMeterX(dots_per_metre)
        self.setDotsPerMeterY(dots_per_metre)


def _blocks(laid: QTextDocument) -> list[QTextBlock]:
    found = []
    block = laid.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _rule_headings(laid: QTextDocument) -> None:
    """A thin line under each section heading, which HTML cannot ask QTextDocument for."""
    full = QTextLength(QTextLength.Type.PercentageLength, 100)
    for block in _blocks(laid):
        layout = block.blockFormat()
        if layout.headingLevel() == 2 and not _is_grid_below(block):
            layout.setProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth, full)
            QTextCursor(block).setBlockFormat(layout)
        if layout.headingLevel():
            _exact_size(block)


def _is_grid_below(block: QTextBlock) -> bool:
    """Whether a table with a head follows: its own line stands for that of the heading."""
    # Outside of a table there is none, whatever Qt's stubs say.
    table = cast("QTextTable | None", QTextCursor(block.next()).currentTable())
    return table is not None and table.format().headerRowCount() > 0


def _exact_size(block: QTextBlock) -> None:
    """Takes back the factor by which Qt enlarges headings on top of the size they were given."""
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    exact = cursor.charFormat()
    size = exact.fontPointSize()
    exact.clearProperty(QTextFormat.Property.FontSizeAdjustment)
    exact.setFontPointSize(size)
    cursor.setCharFormat(exact)
