"""Lists with a heading before each day or month: the model, and the ground that rows stand on.

The bases of the history and of a deal's timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salesdesk.ui import elided, painting, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
"""The role that gives a row as it was put in, or None for a heading."""
NO_INDEX = QModelIndex()
_SELECTED = QStyle.StateFlag.State_Selected


class SectionedModel(QAbstractListModel):
    """Headings are texts and cannot be selected; subclasses put them and the rows in `_rows`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Rows and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row; for assistive tools its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return None if isinstance(row, str) else row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._heading(row) if isinstance(row, str) else self._spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _heading(self, heading: str) -> str:
        """A heading in the words that are shown."""
        return heading

    def _spoken(self, row: Any) -> str:
        """What a screen reader says of a row."""
        raise NotImplementedError


class SectionedDelegate(QStyledItemDelegate):
    """Paints headings and the ground of the row in front; subclasses paint the rows on it."""

    INSETS = (0, 0, 0)
    """Of a heading the left one and the one above, of the ground the left one; logical pixels."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading, or a row."""
        look, box = theme.tokens(), option.rect
        left, above, ground = (inset and look.px(inset) for inset in self.INSETS)
        painter.save()
        row = index.data(ROW)
        if row is None:
            self._paint_heading(painter, look, box.adjusted(left, above, 0, 0), str(index.data()))
        else:
            if _SELECTED in option.state:
                under = box.adjusted(ground, 1, -look.px(4), -1)
                painting.rounded(painter, under, look.radius, look.accent_soft)
            self._paint_row(painter, look, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, look: theme.Tokens, box: QRect, words: str) -> None:
        elided.draw(painter, box, words, "heading", look.text)

    def _paint_row(
        self, painter: QPainter, look: theme.Tokens, option: QStyleOptionViewItem, row: Any
    ) -> None:
        raise NotImplementedError
