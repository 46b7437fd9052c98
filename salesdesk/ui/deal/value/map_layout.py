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
_ROOMY = 480
"""Below this width the curves are shorter, for the sake of the words."""
_EDITOR = 236
"""The least width of an editor, in pixels at the usual text size."""


class Columns(NamedTuple):
    """Where the columns begin, and how wide each is; in pixels."""

    lefts: tuple[int, ...]
    width: int


def columns(width: int, count: int, look: Tokens) -> Columns:
    """The columns within a width, with room for the lines' menus at the right."""
    gap = look.px(_GUTTER if width >= look.px(_ROOMY) else _GUTTER // 2)
    each = max(look.px(60), (width - look.px(_MENU) - (count - 1) * gap) // count)
    return Columns(tuple(column * (each + gap) for column in range(count)), each)


def place_rows(
    cells: Mapping[Slot, Cell], shared: frozenset[Slot], top: int, at: Columns, look: Tokens
) -> tuple[list[int], int]:
    """Places the cells from `top` down. Gives the top of each row, and where the last one ends.

    A cell in `shared` reaches into the rows below that show it too: its own row is no higher.
    """
    gap = look.px(_ROW_GAP)
    ends = [top] * len(at.lefts)
    tops: list[int] = []
    for row in range(max((row for row, _column in cells), default=-1) + 1):
        own = {c: cells[row, c] for c in range(len(ends)) if (row, c) in cells}
        top = max(top, *(ends[column] for column in own))
        tops.append(top)
        high = look.px(_LEAST)
        for column, cell in own.items():
            height = max(look.px(_LEAST), cell.height_for(at.width))
            cell.setGeometry(at.lefts[column], top, at.width, height)
            ends[column] = top + height + gap
            if (row, column) not in shared:
                high = max(high, height)
        top += high + gap
    return tops, max(top, *ends) - gap + look.px(4) if tops else 0


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
    """From the right side of a cell to the left side of the next, bent where they differ."""
    head = look.px(17)
    begin = QPointF(start.right() + 1, start.top() + min(start.height() / 2, head))
    stop = QPointF(end.left(), end.top() + min(end.height() / 2, head))
    bend = (stop.x() - begin.x()) / 2
    path = QPainterPath(begin)
    path.cubicTo(begin + QPointF(bend, 0), stop - QPointF(bend, 0), stop)
    return path


def sequence(cells: Mapping[Slot, Cell], row: int, count: int) -> Sequence[Cell]:
    """The cells of a line from left to right."""
    return [cells[row, column] for column in range(count) if (row, column) in cells]
