"""A table model over plain rows: a hundred thousand of them cost nothing until they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salesdesk.usecases.table_files import Cell

Index = QModelIndex | QPersistentModelIndex
Tone = Literal["text", "soft", "muted", "faint", "accent", "ok", "warn", "late"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is the field it is sorted by; `cell` what an export writes."""

    key: str
    title: str
    words: Callable[[Any], str]
    cell: Callable[[Any], Cell]
    width: int = 120
    """Logical pixels at the usual text size."""
    is_number: bool = False
    tone: Callable[[Any], Tone] | None = None


MOST_SHOWN = 500
"""Characters of a cell that are shown, more than any is wide enough for: to measure a word of a
megabyte takes a second."""


class Shown(NamedTuple):
    """What a cell paints."""

    words: str
    tone: Tone
    is_number: bool


class RowsModel(QAbstractTableModel):
    """Shows `rows` in the order given; `show_rows` puts others in their place."""

    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, row_id: str) -> int:
        """Where the row with this id is, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def shown(self, at: int, column_at: int) -> Shown:
        """What a cell paints; without the way through Qt that `data` takes for each part of it."""
        column, row = self.columns[column_at], self.rows[at]
        tone = column.tone(row) if column.tone is not None else "text"
        return Shown(column.words(row)[:MOST_SHOWN], tone, column.is_number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(index.row(), index.column()).words
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
