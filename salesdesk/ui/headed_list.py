"""Entries in a list under headings that cannot be chosen: the model, and the frame of the painting.

Called by the history of a desk and the timeline of a deal. An entry is turned into words only when
it is seen, so a hundred thousand of them cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salesdesk.ui import painting, theme

ENTRY = int(Qt.ItemDataRole.UserRole)
"""The role that gives the entry, or None for a heading."""
_NONE = QModelIndex()

T = TypeVar("T")


class HeadedModel(QAbstractListModel, Generic[T]):
    """Entries in the order given, a heading before each run of those that share it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[T | str] = []

    def heading(self, key: str) -> str:
        """The words of the heading that stands for `key`."""
        raise NotImplementedError

    def spoken(self, entry: T) -> str:
        """The words of an entry for assistive tools."""
        raise NotImplementedError

    def show_under(self, entries: Iterable[T], key_of: Callable[[T], str]) -> None:
        """Show these entries, each under the heading of its key."""
        self.beginResetModel()
        rows: list[T | str] = []
        shown = ""
        for entry in entries:
            key = key_of(entry)
            if key != shown:
                shown = key
                rows.append(key)
            rows.append(entry)
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """Entries and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """The entry; for assistive tools its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ENTRY:
            return None if isinstance(row, str) else row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.heading(row) if isinstance(row, str) else self.spoken(row)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings are passed over."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class HeadedDelegate(QStyledItemDelegate):
    """Paints the headings and what lies behind the chosen entry."""

    HEADING = (10, 6)
    """Where the words of a heading begin in its row, in logical pixels."""
    IS_UNDERLINED = False
    CHOSEN_LEFT = 0
    """How far the ground of the chosen entry keeps from the left edge, in logical pixels."""

    def paint_entry(self, painter: QPainter, look: theme.Tokens, rect: QRect, entry: Any) -> None:
        """An entry on its row."""
        raise NotImplementedError

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A heading, or an entry."""
        look = theme.tokens()
        rect: QRect = option.rect
        painter.save()
        entry = index.data(ENTRY)
        if entry is None:
            self._paint_heading(painter, look, rect, str(index.data()))
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                box = rect.adjusted(look.px(self.CHOSEN_LEFT), 1, -look.px(4), -1)
                painting.rounded(painter, box, look.radius, look.accent_soft)
            self.paint_entry(painter, look, rect, entry)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, look: theme.Tokens, rect: QRect, words: str
    ) -> None:
        painter.setFont(theme.font("heading"))
        painter.setPen(look.text)
        left, top = map(look.px, self.HEADING)
        box = rect.adjusted(left, top, 0, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)
        if self.IS_UNDERLINED:
            under = QRect(rect.left() + left, rect.bottom(), rect.width(), 1)
            painting.bar(painter, under, look.line)
