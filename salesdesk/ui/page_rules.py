"""What is wrong with where the pages of a paper end: lonely headings, torn rows, tables and lists.

Called by `ui.page_breaks`, which moves what is found here. All sizes are in layout pixels.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable

FILLER = int(QTextFormat.Property.UserProperty) + 1
"""Marks the empty rows that were put in."""
SECTION = 2
"""The level of the headings of sections."""
LITTLE, SHORT = 0.15, 0.4
"""Parts of a page: what is too little for the last one, and what may be moved there to join it."""
SMALL = 0.25
"""Part of a page: a table so high, whatever its rows, stays whole."""
FEW_ROWS = 3
"""A table with at most so many rows below its head stays whole unless they are long."""
SLACK = 0.5
"""Half a layout pixel: edges that meet count as apart."""
FEW_LINES = 4
"""A paragraph of so many lines is not torn from the heading above it."""
EDGE = 12.0
"""What a row needs below its words, in layout pixels: padding, and the thin row that closes it."""


def lonely_end(laid: QTextDocument) -> QTextBlock | None:
    """The heading of the last section, when little but its end is on the last page; else None."""
    height = laid.pageSize().height()
    last = laid.lastBlock()
    end = laid.documentLayout().blockBoundingRect(last).bottom() - SLACK
    block = last
    while block.isValid() and block.blockFormat().headingLevel() != SECTION:
        block = block.previous()
    if not block.isValid() or end // height == 0 or end % height > height * LITTLE:
        return None
    top = laid.documentLayout().blockBoundingRect(block).top()
    is_before = int(top // height) == int(end // height) - 1
    return block if is_before and height - top % height < height * SHORT else None


def is_lonely(laid: QTextDocument, block: QTextBlock) -> bool:
    """Whether a heading stands on an earlier page than what follows it."""
    following = block.next()
    if not block.blockFormat().headingLevel() or not following.isValid():
        return False
    layout, height = laid.documentLayout(), laid.pageSize().height()
    own = layout.blockBoundingRect(block)
    page = int(own.top() // height)
    if page < _page_of(laid, following):
        return True
    return own.top() % height > height * LITTLE and _is_torn(laid, following, page)


def _page_of(laid: QTextDocument, block: QTextBlock) -> int:
    """The page, from 0, on which a block's words begin."""
    top = laid.documentLayout().blockBoundingRect(block).top()
    # The first line may stand on the next page while the block, with its margin, begins on this.
    first = block.layout().lineAt(0)
    begins = block.layout().position().y() + first.y() if first.isValid() else top
    return int((max(top, begins) + SLACK) // laid.pageSize().height())


def first_torn(laid: QTextDocument, heading: QTextBlock) -> QTextBlock | None:
    """What must move so that no line of the list under a heading stands alone on a page.

    That is the heading when one line alone stands below it at the foot, and the line before the
    last one when the last stands alone at the head of the next page; None when all is well.
    """
    lines = _lines_below(heading) if heading.blockFormat().headingLevel() else []
    if len(lines) < 2:
        return None
    pages = [_page_of(laid, each) for each in (heading, *lines)]
    if pages[0] == pages[1] < pages[2]:
        top, height = (
            laid.documentLayout().blockBoundingRect(heading).top(),
            laid.pageSize().height(),
        )
        return first_heading(heading) if top % height > height * LITTLE else None
    return lines[-2] if pages[-2] < pages[-1] else None


def _lines_below(heading: QTextBlock) -> list[QTextBlock]:
    """The paragraphs under a heading, up to the next heading or table."""
    found = []
    block = heading.next()
    while block.isValid() and not block.blockFormat().headingLevel() and _table_of(block) is None:
        found.append(block)
        block = block.next()
    return found


def _is_torn(laid: QTextDocument, block: QTextBlock, page: int) -> bool:
    """Whether the short paragraph under a heading ends on a later page, or the table below it
    begins there.
    """
    if not is_short(block):
        return False
    layout, height = laid.documentLayout(), laid.pageSize().height()
    if int((layout.blockBoundingRect(block).bottom() - SLACK) // height) > page:
        return True
    below = block.next()
    if not below.isValid() or _table_of(below) is None:
        return False
    return int((layout.blockBoundingRect(below).top() + SLACK) // height) > page


def is_short(block: QTextBlock) -> bool:
    """Whether it is a paragraph of few lines outside of tables."""
    if not block.isValid() or block.blockFormat().headingLevel():
        return False
    is_few = 0 < block.layout().lineCount() <= FEW_LINES
    return is_few and _table_of(block) is None


def _table_of(block: QTextBlock) -> QTextTable | None:
    # Outside of a table there is none, whatever Qt's stubs say.
    return cast("QTextTable | None", QTextCursor(block).currentTable())


def is_split(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a row that would fit on one page is on two."""
    top, bottom = span(laid, table, row)
    height = laid.pageSize().height()
    if not is_filler(table, row):
        bottom += EDGE
    heads = span(laid, table, 0) if table.format().headerRowCount() and row else (0.0, 0.0)
    room = height - (heads[1] - heads[0])
    return int((top + SLACK) // height) < int((bottom - SLACK) // height) and bottom - top < room


def is_small_torn(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a small table begins here, and its last row is on a later page.

    One that begins near the head of a page is as well off as it can be.
    """
    if row:
        return False
    height = laid.pageSize().height()
    top, bottom = span(laid, table, 0)[0], span(laid, table, table.rows() - 1)[1]
    is_few = table.rows() - table.format().headerRowCount() <= FEW_ROWS
    is_small = bottom - top < height * (SHORT if is_few else SMALL)
    is_torn = int(top // height) < int((bottom - SLACK) // height)
    return is_small and is_torn and top % height > height * LITTLE


def row_to_join(laid: QTextDocument, table: QTextTable, row: int) -> int | None:
    """The row that must go along with the last one, which else stands alone on a page."""
    if row != table.rows() - 1 or row < 2:
        return None
    above = row - 2 if is_filler(table, row - 1) else row - 1
    if above <= table.format().headerRowCount() or is_filler(table, above):
        return None
    pages = [_page_of_row(laid, table, each) for each in (above - 1, above, row)]
    # A row so high that it fills a page alone stays where it is.
    is_high = span(laid, table, row)[1] - span(laid, table, row)[0] > laid.pageSize().height() / 2
    return above if pages[0] == pages[1] < pages[2] and not is_high else None


def _page_of_row(laid: QTextDocument, table: QTextTable, row: int) -> int:
    return int((span(laid, table, row)[0] + SLACK) // laid.pageSize().height())


def is_open_above(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a row begins a page by itself: Qt then leaves the row before without its last line.

    A table that begins there, and one that was moved there already, has its line.
    """
    heads = table.format().headerRowCount()
    if row <= heads or is_filler(table, row) or is_filler(table, row - 1):
        return False
    height = laid.pageSize().height()
    above, own = span(laid, table, row - 1), span(laid, table, row)
    return int((above[1] - SLACK) // height) < int((own[0] + SLACK) // height)


def is_filler(table: QTextTable, row: int) -> bool:
    """Whether a row was put in to fill the rest of a page, or to close the row above."""
    return table.cellAt(row, 0).firstCursorPosition().blockFormat().hasProperty(FILLER)


def span(laid: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    """Top and bottom of a row's words, in layout pixels from the start of the document."""
    layout = laid.documentLayout()
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    tops = [layout.blockBoundingRect(c.firstCursorPosition().block()).top() for c in cells]
    ends = [layout.blockBoundingRect(c.lastCursorPosition().block()).bottom() for c in cells]
    return min(tops), max(ends)


def row_begun(block: QTextBlock) -> tuple[QTextTable, int] | None:
    """The table and the row that begin with this block."""
    table = _table_of(block)
    if table is None:
        return None
    cell = table.cellAt(block.position())
    is_first = cell.column() == 0 and cell.firstPosition() == block.position()
    return (table, cell.row()) if is_first else None


def first_heading(block: QTextBlock) -> QTextBlock:
    """The first of the headings that stand one below the other."""
    while block.previous().isValid() and block.previous().blockFormat().headingLevel():
        block = block.previous()
    return block
