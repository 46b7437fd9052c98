"""Where the cells of the value map stand, and the curves between them. Called by the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainterPath

from salesdesk.ui.deal.value.cell import Cell
from salesdesk.ui.deal.value.cell_editor import CellEditor
from salesdesk.ui.tokens import Tokens

Slot = tuple[int, int]
"""A line and a column."""
_GUTTER, _ROW_GAP, _LEAST, _MENU = 24, 12, 34, 28
_ROOMY = 520
"""Below this width four columns would show a word or two to a line: what answers a need is stacked
beside it instead."""
_EDITOR = 236
"""The least width of an editor, in pixels at the usual text size."""


class Columns(NamedTuple):
    """Where the columns begin, and how wide each is; in pixels.

    When stacked, all but the first begin at the same place and stand below each other.
    """

    lefts: tuple[int, ...]
    width: int
    is_stacked: bool


def columns(width: int, count: int, look: Tokens) -> Columns:
    """The columns within a width, with room for the lines' menus at the right."""
    gap, room = look.px(_GUTTER), width - look.px(_MENU)
    is_stacked = width < look.px(_ROOMY)
    beside = 2 if is_stacked else count
    each = max(look.px(60), (room - (beside - 1) * gap) // beside)
    lefts = tuple(min(column, beside - 1) * (each + gap) for column in range(count))
    return Columns(lefts, each, is_stacked)


def place_rows(
    cells: Mapping[Slot, Cell], shared: frozenset[Slot], top: int, at: Columns, look: Tokens
) -> tuple[list[int], int]:
    """Places the cells from `top` down. Gives the top of each row, and where the last one ends.

    A cell in `shared` reaches into the rows below that show it too: its own row is no higher,
    unless it stands on a stack.
    """
    gap = look.px(_ROW_GAP)
    between = 2 * gap if at.is_stacked else gap
    ends = [top] * len(at.lefts)
    tops: list[int] = []
    for row in range(max((row for row, _column in cells), default=-1) + 1):
        own = {c: cells[row, c] for c in range(len(ends)) if (row, c) in cells}
        top = y = max(top, *(ends[column] for column in own))
        tops.append(top)
        high = look.px(_LEAST)
        for column, cell in own.items():
            height = max(look.px(_LEAST), cell.height_for(at.width))
            is_on_stack = at.is_stacked and column > 0
            begin = y if is_on_stack else top
            cell.setGeometry(at.lefts[column], begin, at.width, height)
            ends[column] = begin + height + gap
            if is_on_stack:
                y = ends[column]
            if is_on_stack or (row, column) not in shared:
                high = max(high, begin + height - top)
        top += high + between
    return tops, max(top - between, max(ends) - gap) + look.px(4) if tops else 0


def stacked_step(row: int, column: int, across: int, down: int) -> Slot:
    """The next place where the columns but the first stand on a stack, from one of these."""
    if across:
        return row, 0 if across < 0 else column
    rows, place = divmod(column - 1 + down, 3)
    return row + rows, place + 1


def menu_place(top: int, width: int, look: Tokens) -> QRect:
    """Where the menu button of a line stands."""
    side = look.px(_MENU)
    return QRect(width - side, top + look.px(3), side, side)


def place_editor(editor: CellEditor, cell: QRect, width: int, look: Tokens) -> int:
    """Lays an editor over its cell, as wide as it needs. Gives where it ends."""
    wide = min(width, max(cell.width(), look.px(_EDITOR)))
    left = max(0, min(cell.left(), width - wide))
    editor.setFixedWidth(wide)
    layout = editor.layout()
    high = editor.sizeHint().height()
    if layout is not None and layout.hasHeightForWidth():
        high = max(high, layout.totalHeightForWidth(wide))
    editor.setGeometry(left, cell.top(), wide, high)
    return cell.top() + high + look.px(6)


def curve(start: QRect, end: QRect, look: Tokens) -> QPainterPath:
    """From the right side of a cell to the left side of the next, bent where they differ; straight
    down to one below it, and around at the right to one above it."""
    if end.left() <= start.right():
        return _on_stack(start, end, look)
    head = look.px(17)
    begin = QPointF(start.right() + 1, start.top() + min(start.height() / 2, head))
    stop = QPointF(end.left(), end.top() + min(end.height() / 2, head))
    bend = (stop.x() - begin.x()) / 2
    path = QPainterPath(begin)
    path.cubicTo(begin + QPointF(bend, 0), stop - QPointF(bend, 0), stop)
    return path


def _on_stack(start: QRect, end: QRect, look: Tokens) -> QPainterPath:
    if end.top() > start.bottom():
        path = QPainterPath(QPointF(start.center().x(), start.bottom() + 1))
        path.lineTo(QPointF(start.center().x(), end.top()))
        return path
    bend = QPointF(look.px(22), 0)
    begin, stop = (QPointF(each.right() + 1, each.center().y()) for each in (start, end))
    path = QPainterPath(begin)
    path.cubicTo(begin + bend, stop + bend, stop)
    return path


def sequence(cells: Mapping[Slot, Cell], row: int, count: int) -> Sequence[Cell]:
    """The cells of a line from left to right."""
    return [cells[row, column] for column in range(count) if (row, column) in cells]
