"""Where the pages of a paper break: headings stay with what follows them, table rows stay whole.

Called by `ui.paging` once a paper is laid out. QTextDocument breaks a page between any two lines,
in the middle of a table's row as well, and has no setting against it.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSizeF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
    QTextTableCellFormat,
)

ALWAYS = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
MOST_TURNS, MOST_TURNS_SHORT = 6, 40
"""How often a paper is looked through; the second turn nearly always finds nothing."""
_LINE = "#808080"
"""The lines of tables, as in `paper.css.j2`."""
_THIN = 1.0
_FILLER = int(QTextFormat.Property.UserProperty) + 1
"""Marks the empty rows that were put in."""
FEW_PAGES = 12
"""Up to this length a paper is laid out anew after each move; a longer one would take too long."""
SECTION = 2
"""The level of the headings of sections."""
LITTLE, SHORT = 0.15, 0.4
"""Parts of a page: what is too little for the last one, and what may be moved there to join it."""
SLACK = 0.5
"""Half a layout pixel: edges that meet count as apart."""
FEW_LINES = 4
"""A paragraph of so many lines is not torn from the heading above it."""
FEW_ROWS = 3
"""A short table with at most so many rows below its head stays on one page."""
EDGE = 12.0
"""What a row needs below its words, in layout pixels: padding, and the thin row that closes it."""


def keep_together(laid: QTextDocument) -> None:
    """Moves lonely headings and split rows to the next page, from the first page to the last.

    A last page of a line or two gets the section that they end, if it is a short one.
    """
    is_short = laid.pageCount() <= FEW_PAGES
    for _turn in range(MOST_TURNS_SHORT if is_short else MOST_TURNS):
        if not _moved(laid, only_first=is_short) and not _ended(laid):
            return
        # After an edit Qt lays out only what it thinks has changed, and leaves out headings further
        # on; laid out as a whole, something else may stand across the edge of a page.
        size = laid.pageSize()
        laid.setPageSize(QSizeF(size.width(), size.height() + 1))
        laid.setPageSize(size)


def _ended(laid: QTextDocument) -> bool:
    """Whether the last section had to move, for little of it stood alone on the last page."""
    heading = lonely_end(laid)
    if heading is None:
        return False
    _break_before(_first_heading(heading))
    return True


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


def _moved(laid: QTextDocument, *, only_first: bool) -> bool:
    """Whether something had to move, in one walk from the first block to the last.

    What is moved changes all that comes after it: with `only_first` the walk ends there, so that
    no break is set where the next layout needs none.
    """
    has_moved = False
    block = laid.begin()
    while block.isValid() and not (has_moved and only_first):
        torn = _first_heading(block) if is_lonely(laid, block) else first_torn(laid, block)
        if torn is not None:
            _break_before(torn)
            has_moved = True
        else:
            row = _row_begun(block)
            has_moved = (row is not None and _row_moved(laid, *row)) or has_moved
        block = block.next()
    return has_moved


def _row_moved(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a row, or the whole table that it begins, had to move, or got its missing line."""
    if is_split(laid, table, row) or is_small_torn(laid, table, row):
        _move_row(laid, table, row)
        return True
    above = row_to_join(laid, table, row)
    if above is not None:
        if _is_filler(table, row - 1):
            table.removeRows(row - 1, 1)
        _fill_before(laid, table, above)
        return True
    if is_open_above(laid, table, row):
        _fill_before(laid, table, row, high=_THIN)
        return True
    return False


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
        return _first_heading(heading) if top % height > height * LITTLE else None
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
    if not _is_short(block):
        return False
    layout, height = laid.documentLayout(), laid.pageSize().height()
    if int((layout.blockBoundingRect(block).bottom() - SLACK) // height) > page:
        return True
    below = block.next()
    if not below.isValid() or _table_of(below) is None:
        return False
    return int((layout.blockBoundingRect(below).top() + SLACK) // height) > page


def _is_short(block: QTextBlock) -> bool:
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
    top, bottom = _span(laid, table, row)
    height = laid.pageSize().height()
    if not _is_filler(table, row):
        bottom += EDGE
    heads = _span(laid, table, 0) if table.format().headerRowCount() and row else (0.0, 0.0)
    room = height - (heads[1] - heads[0])
    return int((top + SLACK) // height) < int((bottom - SLACK) // height) and bottom - top < room


def is_small_torn(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a small table begins here, and its last row is on a later page.

    One that begins near the head of a page is as well off as it can be.
    """
    if row:
        return False
    height = laid.pageSize().height()
    top, bottom = _span(laid, table, 0)[0], _span(laid, table, table.rows() - 1)[1]
    is_few = table.rows() - table.format().headerRowCount() <= FEW_ROWS
    is_small = bottom - top < height * (SHORT if is_few else LITTLE)
    is_torn = int(top // height) < int((bottom - SLACK) // height)
    return is_small and is_torn and top % height > height * LITTLE


def row_to_join(laid: QTextDocument, table: QTextTable, row: int) -> int | None:
    """The row that must go along with the last one, which else stands alone on a page."""
    if row != table.rows() - 1 or row < 2:
        return None
    above = row - 2 if _is_filler(table, row - 1) else row - 1
    if above <= table.format().headerRowCount() or _is_filler(table, above):
        return None
    pages = [_page_of_row(laid, table, each) for each in (above - 1, above, row)]
    # A row so high that it fills a page alone stays where it is.
    is_high = _span(laid, table, row)[1] - _span(laid, table, row)[0] > laid.pageSize().height() / 2
    return above if pages[0] == pages[1] < pages[2] and not is_high else None


def _page_of_row(laid: QTextDocument, table: QTextTable, row: int) -> int:
    return int((_span(laid, table, row)[0] + SLACK) // laid.pageSize().height())


def is_open_above(laid: QTextDocument, table: QTextTable, row: int) -> bool:
    """Whether a row begins a page by itself: Qt then leaves the row before without its last line.

    A table that begins there, and one that was moved there already, has its line.
    """
    heads = table.format().headerRowCount()
    if row <= heads or _is_filler(table, row) or _is_filler(table, row - 1):
        return False
    height = laid.pageSize().height()
    above, own = _span(laid, table, row - 1), _span(laid, table, row)
    return int((above[1] - SLACK) // height) < int((own[0] + SLACK) // height)


def _is_filler(table: QTextTable, row: int) -> bool:
    return table.cellAt(row, 0).firstCursorPosition().blockFormat().hasProperty(_FILLER)


def _span(laid: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    """Top and bottom of a row's words, in layout pixels from the start of the document."""
    layout = laid.documentLayout()
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    tops = [layout.blockBoundingRect(c.firstCursorPosition().block()).top() for c in cells]
    ends = [layout.blockBoundingRect(c.lastCursorPosition().block()).bottom() for c in cells]
    return min(tops), max(ends)


def _row_begun(block: QTextBlock) -> tuple[QTextTable, int] | None:
    """The table and the row that begin with this block."""
    table = _table_of(block)
    if table is None:
        return None
    cell = table.cellAt(block.position())
    is_first = cell.column() == 0 and cell.firstPosition() == block.position()
    return (table, cell.row()) if is_first else None


def _move_row(laid: QTextDocument, table: QTextTable, row: int) -> None:
    heads = table.format().headerRowCount()
    if row > heads or (row and not heads):
        _fill_before(laid, table, row)
        return
    # A head without a row below it says nothing: the table moves, and its heading with it.
    before = table.firstCursorPosition().block().previous()
    if _is_short(before) and before.previous().blockFormat().headingLevel():
        before = before.previous()
    if before.isValid() and before.blockFormat().headingLevel():
        _break_before(_first_heading(before))
        return
    layout = table.format()
    layout.setPageBreakPolicy(ALWAYS)
    table.setFormat(layout)
    _drop_fillers(table.firstCursorPosition().block())


def _fill_before(
    laid: QTextDocument, table: QTextTable, row: int, high: float | None = None
) -> None:
    """Fills the rest of the page with an empty row without lines, so that the row comes after it.

    A page break inside a cell would leave the lines of the row above open to the page's foot.
    `high`: so high instead, when the row comes after it anyway.
    """
    height = laid.pageSize().height()
    top, _bottom = _span(laid, table, row)
    padding = table.cellAt(row, 0).format().toTableCellFormat()
    used = padding.topPadding() + padding.bottomPadding()
    rest = height - top % height - used if high is None else high
    # One edit, or the document is laid out anew for each cell.
    edit = QTextCursor(laid)
    edit.beginEditBlock()
    table.insertRows(row, 1)
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        cell.setFormat(_bare_cell())
        cursor = cell.firstCursorPosition()
        blank = QTextBlockFormat()
        blank.setProperty(_FILLER, True)
        blank.setLineHeight(max(rest, 1.0), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(blank)
        tiny = QTextCharFormat()
        tiny.setFontPointSize(1)
        cursor.setBlockCharFormat(tiny)
    edit.endEditBlock()


def _bare_cell() -> QTextTableCellFormat:
    """A cell without lines and paddings, but for the one above: it closes the row before it."""
    bare = QTextTableCellFormat()
    bare.setPadding(0)
    bare.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    bare.setBorder(0)
    bare.setTopBorder(1)
    bare.setTopBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    bare.setTopBorderBrush(QBrush(QColor(_LINE)))
    return bare


def _first_heading(block: QTextBlock) -> QTextBlock:
    """The first of the headings that stand one below the other."""
    while block.previous().isValid() and block.previous().blockFormat().headingLevel():
        block = block.previous()
    return block


def _break_before(block: QTextBlock) -> None:
    """Begins a page with this block."""
    layout = block.blockFormat()
    layout.setPageBreakPolicy(ALWAYS)
    QTextCursor(block).setBlockFormat(layout)
    _drop_fillers(block)


def _drop_fillers(block: QTextBlock) -> None:
    """Takes away the empty rows after a block that moved: they were measured for where it stood."""
    found = []
    while block.isValid():
        if block.blockFormat().hasProperty(_FILLER):
            row = _row_begun(block)
            found += [row] if row is not None else []
        block = block.next()
    for table, row_number in reversed(found):
        table.removeRows(row_number, 1)
