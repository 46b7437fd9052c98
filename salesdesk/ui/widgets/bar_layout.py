"""A row of fields and buttons that goes on below where the window is narrow or the letters are
large.

Called by the pages for the bar above their content: a cut button helps nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QSizePolicy, QSpacerItem

from salesdesk.ui.widgets.layout_items import free_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayoutItem, QWidget

_UNLIMITED = 16_777_215
"""Qt's widest widget."""


class _Part(NamedTuple):
    """An item with the widths that it may have; a stretch has none of its own."""

    item: QLayoutItem
    least: int
    best: int
    most: int
    height: int
    is_stretch: bool


class BarLayout(QLayout):
    """Items from the left in one row, those behind a stretch at the right, as in a QHBoxLayout.

    An item is made as narrow as it may be before the row is broken; each further row begins at the
    left.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        free_with(self, self._items)
        self._gap = gap
        self._measured: list[_Part] | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item behind the last one."""
        self._items.append(item)
        self.invalidate()

    def add_stretch(self) -> None:
        """What is added from here on stands at the right, where there is room."""
        grows, stays = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum
        self.addItem(QSpacerItem(0, 0, grows, stays))

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def invalidate(self) -> None:
        """Something in it changed its size, came or went."""
        self._measured = None
        super().invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at `index`, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at `index`, or None."""
        self._measured = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as the page."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrower means more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows in this width."""
        margins = self.contentsMargins()
        rows = self._rows(width - margins.left() - margins.right())
        high = sum(max((part.height for part in row), default=0) for row in rows)
        return high + self._gap * max(len(rows) - 1, 0) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """All in one row."""
        parts = self._parts()
        wide = sum(part.best for part in parts) + self._gaps(parts)
        return self._with_margins(QSize(wide, max((p.height for p in parts), default=0)))

    def minimumSize(self) -> QSize:
        """The widest item, one row."""
        parts = self._parts()
        wide = max((part.least for part in parts), default=0)
        return self._with_margins(QSize(wide, max((p.height for p in parts), default=0)))

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.y()
        for row in self._rows(area.width()):
            high = max((part.height for part in row), default=0)
            x = area.x()
            for part, width in zip(row, self._widths(row, area.width()), strict=True):
                if not part.is_stretch:
                    place = QPoint(x, y + (high - part.height) // 2)
                    part.item.setGeometry(QRect(place, QSize(width, part.height)))
                    x += self._gap
                x += width
            y += high + self._gap

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _parts(self) -> list[_Part]:
        if self._measured is None:  # five times asked for in each layout of a page
            there = (item for item in self._items if item.spacerItem() or not item.isEmpty())
            self._measured = [_part(item) for item in there]
        return self._measured

    def _gaps(self, row: Sequence[_Part]) -> int:
        return self._gap * max(sum(not part.is_stretch for part in row) - 1, 0)

    def _rows(self, width: int) -> list[list[_Part]]:
        """As few rows as hold the items at their least widths."""
        rows: list[list[_Part]] = [[]]
        for part in self._parts():
            row = [*rows[-1], part]
            if sum(p.least for p in row) + self._gaps(row) > width and any(rows[-1]):
                rows.append([])
            rows[-1].append(part)
        return rows

    def _widths(self, row: Sequence[_Part], room: int) -> list[int]:
        """Each item's width: shortened in proportion to what it can spare, or grown."""
        spare = room - self._gaps(row) - sum(part.best for part in row)
        if spare < 0:
            could = sum(part.best - part.least for part in row)
            part_of = min(1.0, -spare / could) if could else 0.0
            return [part.best - round((part.best - part.least) * part_of) for part in row]
        widths = [part.best for part in row]
        growing = [at for at, part in enumerate(row) if part.most > part.best]
        growing.sort(key=lambda at: row[at].most - row[at].best)
        for left, at in zip(range(len(growing), 0, -1), growing, strict=True):
            more = min(spare // left, row[at].most - row[at].best)
            widths[at] += more
            spare -= more
        return widths


def _part(item: QLayoutItem) -> _Part:
    widget = item.widget()
    if widget is None:
        return _Part(item, 0, 0, _UNLIMITED, 0, True)
    least, hint = item.minimumSize().width(), item.sizeHint()
    grows = bool(widget.sizePolicy().horizontalPolicy().value & QSizePolicy.PolicyFlag.ExpandFlag)
    best = max(least, min(hint.width(), widget.maximumWidth()))
    return _Part(item, least, best, widget.maximumWidth() if grows else best, hint.height(), False)
