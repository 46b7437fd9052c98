"""A plain list to pick one from, in our colours.

Called by dialogs that offer plays, questions or desks. Long lists are models with a delegate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from salesdesk.ui import elided, painting, theme
from salesdesk.ui.widgets.labels import plain_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter


class PickList(QListWidget):
    """Lines of one height, elided where there is no room; the tooltip has all of them."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTextElideMode(mode)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.setItemDelegate(_Inset(self))
        self._dress()

    def add(self, words: str, value: object = None) -> None:
        """Add a line with what it stands for."""
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setToolTip(plain_tip(words))
        item.setSizeHint(QSize(0, theme.tokens().px(34)))
        self.addItem(item)

    def chosen(self) -> object:
        """What the line in front stands for, or None."""
        row = self.currentRow()
        return self.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None

    def changeEvent(self, event: QEvent) -> None:
        """Take the new colours when the look changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        look, colours = theme.tokens(), self.palette()
        colours.setColor(QPalette.ColorRole.Highlight, look.accent_soft)
        colours.setColor(QPalette.ColorRole.HighlightedText, look.accent_text)
        if colours != self.palette():
            self.setPalette(colours)


class _Inset(QStyledItemDelegate):
    """A line on a rounded ground when it is chosen, its words with room at both sides."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The line's ground, then its words."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        is_chosen = bool(own.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        if is_chosen:
            look, has_focus = theme.tokens(), own.state & QStyle.StateFlag.State_HasFocus
            ground, ring = own.rect.adjusted(0, 1, 0, -1), look.accent if has_focus else None
            painting.rounded(painter, ground, look.radius, look.accent_soft, ring)
        pad = theme.tokens().px(8)
        room = own.rect.adjusted(pad, 0, -pad, 0)
        words = own.fontMetrics.elidedText(own.text, own.textElideMode, room.width())
        painter.setPen(own.palette.color(role))
        painter.setFont(own.font)
        painter.drawText(room, elided.LEFT, words)
