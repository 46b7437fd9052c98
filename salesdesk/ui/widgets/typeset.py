"""Gives a Markdown document air and rank: Qt sets it solid, with huge headings and bare tables.

Called by the Markdown view after each text.
"""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from salesdesk.ui import theme

_HEADING_STEPS = {1: 2, 2: 1}
"""Qt's own scale of sizes beside the body: 2 is 1.5 times, 1 is 1.2 times, 0 the same."""
_LINE_HEIGHT_PERCENT = 135.0


def polish(document: QTextDocument) -> None:
    """Set spacing, headings, quotations, code and tables in the present look."""
    edit = QTextCursor(document)
    # As one edit: in a view, Qt lays all of the text out again after each.
    edit.beginEditBlock()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _polish_table(frame)
    block = document.begin()
    while block.isValid():
        _polish_block(block)
        block = block.next()
    edit.endEditBlock()


def _polish_block(block: QTextBlock) -> None:
    look = theme.tokens()
    cursor = QTextCursor(block)
    shape = QTextBlockFormat()
    level = block.blockFormat().headingLevel()
    is_listed = block.textList() is not None
    in_table = cursor.currentTable() is not None
    shape.setLineHeight(
        _LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    )
    if not in_table:
        shape.setTopMargin(look.px(18 if level == 2 else 12) if level > 1 else 0)
        shape.setBottomMargin(look.px(3 if is_listed else 9))
    if _is_code(block):
        # Each line of code is a block of its own; together they are one, and long ones wrap.
        shape.setNonBreakableLines(False)
        shape.setBottomMargin(0 if _is_code(block.next()) else look.px(9))
    cursor.mergeBlockFormat(shape)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    ink = QTextCharFormat()
    if level:
        ink.setProperty(QTextFormat.Property.FontSizeAdjustment, _HEADING_STEPS.get(level, 0))
        ink.setFontWeight(QFont.Weight.DemiBold)
        cursor.mergeCharFormat(ink)
    elif block.blockFormat().hasProperty(QTextFormat.Property.BlockQuoteLevel):
        ink.setForeground(look.muted)
        cursor.mergeCharFormat(ink)


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _polish_table(table: QTextTable) -> None:
    look = theme.tokens()
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderBrush(look.line)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setCellPadding(look.px(6))
    shape.setCellSpacing(0)
    shape.setBottomMargin(look.px(10))
    shape.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
    table.setFormat(shape)
    _drop_empty_line(table)
    heavy = QTextCharFormat()
    heavy.setFontWeight(QFont.Weight.DemiBold)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(heavy)


def _drop_empty_line(table: QTextTable) -> None:
    """Qt's Markdown reader leaves an empty line above the words of the first cell."""
    cursor = table.cellAt(0, 0).firstCursorPosition()
    if not cursor.block().text() and cursor.block().next().position() <= (
        table.cellAt(0, 0).lastPosition()
    ):
        cursor.deleteChar()
