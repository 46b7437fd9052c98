"""A layout that fills rows from the left and goes on in the next row, for chips and tags.

Called by filter bars, tag editors and headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout

from salesdesk.ui.widgets.layout_items import free_with

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items left to right, then down; every item has its size hint."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        free_with(self, self._items)
        self._gap = gap
        self._sized: list[tuple[QLayoutItem, QSize]] | None = None
        """What is shown with its size, until something in it changes: a window that is laid out
        asks for the height in many widths."""
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item behind the last one."""
        self._items.append(item)
        self.invalidate()

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def invalidate(self) -> None:
        """Something in it changed its size, came or went."""
        self._sized = None
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at `index`, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at `index`, or None."""
        self._sized = None
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Rows do not ask for more room than they need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows in this width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one row."""
        sizes = [size for _item, size in self._shown()]
        width = sum(size.width() + self._gap for size in sizes) - self._gap
        height = max((size.height() for size in sizes), default=0)
        return self._with_margins(QSize(max(0, width), height))

    def minimumSize(self) -> QSize:
        """The widest item."""
        size = QSize()
        for item, _size in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[tuple[QLayoutItem, QSize]]:
        if self._sized is None:
            self._sized = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
        return self._sized

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        x, y, row = area.x(), area.y(), 0
        places: list[tuple[QLayoutItem, QRect]] = []
        for item, size in self._shown():
            width = min(size.width(), area.width()) if area.width() > 0 else size.width()
            if x + width > area.right() + 1 and row:
                _put(places, row, move=move)
                x, y, row, places = area.x(), y + row + self._gap, 0, []
            places.append((item, QRect(QPoint(x, y), QSize(width, size.height()))))
            x += width + self._gap
            row = max(row, size.height())
        _put(places, row, move=move)
        return y + row - rect.y() + self.contentsMargins().bottom()


def _put(places: list[tuple[QLayoutItem, QRect]], row: int, *, move: bool) -> None:
    """Place a row: words beside a field stand at its middle, what is much lower at its top."""
    if not move:
        return
    for item, place in places:
        spare = row - place.height()
        item.setGeometry(place.translated(0, spare // 2 if spare <= place.height() else 0))
