"""Which cells of the value map are joined, and how the line between them looks.

Pure but for the colours; called by the board.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from salesdesk.domain.value import LOUD, MapLine
from salesdesk.ui.tokens import Tokens

NEED, CAPABILITY, PROOF, OUTCOME = range(4)


class Wire(NamedTuple):
    """A line from the cell in `column` to the next; `state` whole, gap or idle."""

    row: int
    column: int
    state: str


def wires(lines: Sequence[MapLine]) -> Iterator[Wire]:
    """The lines to paint, from the left to the right of each line of the map."""
    for row, line in enumerate(lines):
        for column in (NEED, CAPABILITY, PROOF):
            yield Wire(row, column, _state(line, column))


def pen(wire: Wire, look: Tokens) -> tuple[QColor, float, Qt.PenStyle]:
    """Colour, width and style: whole ones solid, gaps dashed in red, the rest dashed and pale."""
    if wire.state == "whole":
        return look.accent, 1.6, Qt.PenStyle.SolidLine
    colour = look.late_fill if wire.state == "gap" else look.line_strong
    return colour, 1.4, Qt.PenStyle.DashLine


def is_loud(line: MapLine, column: int) -> bool:
    """Whether a loud gap gapes in this cell."""
    gaps = set(line.gaps) & LOUD
    return bool(gaps & _GAPS[column])


def is_shared(before: MapLine, line: MapLine, column: int) -> bool:
    """Whether a line shows the same fact in a column as one above it does."""
    if column == NEED:
        return line.fact is not None and before.fact is not None and before.fact.id == line.fact.id
    if column == OUTCOME:
        one, other = before.outcome, line.outcome
        return one is not None and other is not None and one.id == other.id
    return False


_GAPS = {
    NEED: {"untied"},
    CAPABILITY: {"no_capability"},
    PROOF: {"no_proof"},
    OUTCOME: {"no_outcome", "no_measure", "no_target"},
}


def _state(line: MapLine, column: int) -> str:
    """How the way from a column to the next stands."""
    there = {
        CAPABILITY: bool(line.capability),
        PROOF: bool(line.proof),
        OUTCOME: line.outcome is not None,
    }
    if there[column + 1] and (column != NEED or line.fact is not None):
        return "whole"
    return "gap" if is_loud(line, column + 1) or is_loud(line, column) else "idle"
