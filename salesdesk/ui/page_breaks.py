"""Where the pages of a paper break: headings stay with what follows them, table rows stay whole.

Called by `ui.paging` once a paper is laid out. QTextDocument breaks a page between any two lines,
in the middle of a table's row as well, and has no setting against it. `ui.page_rules` says what is
wrong; what moves, and how, is here.
"""

from __future__ import annotations

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

from salesdesk.ui.page_rules import (
    FILLER,
    first_heading,
    first_torn,
    is_filler,
    is_lonely,
    is_open_above,
    is_short,
    is_small_torn,
    is_split,
    lonely_end,
    row_begun,
    row_to_join,
    span,
)

ALWAYS = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
NEVER = QTextFormat.PageBreakFlag.PageBreak_Auto
MOST_TURNS, MOST_TURNS_SHORT = 6, 40
"""How often a paper is looked through; the second turn nearly always finds nothing."""
_LINE = "#808080"
"""The lines of tables, as in `paper.css.j2`."""
_THIN = 1.0
FEW_PAGES = 12
"""Up to this length a paper is laid out anew after each move; a longer one would take too long."""


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
    _break_before(first_heading(heading))
    return True


def _moved(laid: QTextDocument, *, only_first: bool) -> bool:
    """Whether something had to move, in one walk from the first block to the last.

    What is moved changes all that comes after it: with `only_first` the walk ends there, so that
    no break is set where the next layout needs none.
    """
    has_moved = False
    block = laid.begin()
    while block.isValid() and not (has_moved and only_first):
        torn = first_heading(block) if is_lonely(laid, block) else first_torn(laid, block)
        if torn is not None:
            _break_before(torn)
            has_moved = True
        else:
            row = row_begun(block)
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
        if is_filler(table, row - 1):
            table.removeRows(row - 1, 1)
        _fill_before(laid, table, above)
        return True
    if is_open_above(laid, table, row):
        _fill_before(laid, table, row, high=_THIN)
        return True
    return False


def _move_row(laid: QTextDocument, table: QTextTable, row: int) -> None:
    heads = table.format().headerRowCount()
    if row > heads or (row and not heads):
        _fill_before(laid, table, row)
        return
    # A head without a row below it says nothing: the table moves, and its heading with it.
    before = table.firstCursorPosition().block().previous()
    if is_short(before) and before.previous().blockFormat().headingLevel():
        before = before.previous()
    if before.isValid() and before.blockFormat().headingLevel():
        _break_before(first_heading(before))
        return
    _set_table_break(table, ALWAYS)
    _forget_after(table.firstCursorPosition().block())


def _fill_before(
    laid: QTextDocument, table: QTextTable, row: int, high: float | None = None
) -> None:
    """Fills the rest of the page with an empty row without lines, so that the row comes after it.

    A page break inside a cell would leave the lines of the row above open to the page's foot.
    `high`: so high instead, when the row comes after it anyway.
    """
    height = laid.pageSize().height()
    top, _bottom = span(laid, table, row)
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
        blank.setProperty(FILLER, True)
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


def _break_before(block: QTextBlock) -> None:
    """Begins a page with this block."""
    _set_break(block, ALWAYS)
    _forget_after(block)


def _forget_after(block: QTextBlock) -> None:
    """Takes back what was done after a block that moved: it was measured for where it stood."""
    fillers = []
    block = block.next()
    while block.isValid():
        begun = row_begun(block)
        if block.blockFormat().pageBreakPolicy() == ALWAYS:
            _set_break(block, NEVER)
        if begun is not None and begun[1] == 0 and begun[0].format().pageBreakPolicy() == ALWAYS:
            _set_table_break(begun[0], NEVER)
        if begun is not None and block.blockFormat().hasProperty(FILLER):
            fillers.append(begun)
        block = block.next()
    for table, row in reversed(fillers):
        table.removeRows(row, 1)


def _set_break(block: QTextBlock, policy: QTextFormat.PageBreakFlag) -> None:
    layout = block.blockFormat()
    layout.setPageBreakPolicy(policy)
    QTextCursor(block).setBlockFormat(layout)


def _set_table_break(table: QTextTable, policy: QTextFormat.PageBreakFlag) -> None:
    layout = table.format()
    layout.setPageBreakPolicy(policy)
    table.setFormat(layout)
