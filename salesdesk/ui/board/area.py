"""The columns side by side: their widths, scrolling across, walking from one to the next.

Made by the page; holds one `Column` per stage and one for Won.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.board.column import COLLAPSED, NARROWEST, WIDEST
from salesdesk.ui.board.column_model import unpack
from salesdesk.ui.board.scroll_bar import AcrossBar, EdgeScroller
from salesdesk.ui.properties import put
from salesdesk.ui.widgets.layout_items import free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QResizeEvent,
    )

    from salesdesk.ui.board.column import Column

WON_SHARE = 0.8
"""The Won column is narrower than a stage."""


class BoardArea(QScrollArea):
    """Scrolls across when the columns do not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("board_area")
        self.setAccessibleName(_("Board"))
        self.setHorizontalScrollBar(AcrossBar())
        self.setViewport(QWidget())  # our own, as in the card list
        put(
            self,
            frameShape="NoFrame",
            focusPolicy="NoFocus",
            verticalScrollBarPolicy="ScrollBarAlwaysOff",
        )
        self.setWidgetResizable(True)
        self.setAcceptDrops(True)
        look = theme.tokens()
        content = QWidget()
        content.setObjectName("board_columns")
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(12))
        self._row.setSpacing(look.px(10))
        self.setWidget(content)
        self.columns: list[Column] = []

    @cached_property
    def _across(self) -> EdgeScroller:
        """Scrolls while something is dragged near a side; made with the first drag."""
        bar, area = self.horizontalScrollBar(), self.viewport()
        return EdgeScroller(bar, area, QtCore.Qt.Orientation.Horizontal)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Puts other columns in the place of those there were."""
        for old in self.columns:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
            old.cards.column.deleteLater()
        while self._row.count():
            free(self._row.takeAt(0))
        self.columns = list(columns)
        for column in self.columns:
            self._row.addWidget(column)
        self._row.addStretch(0)
        self.fit()

    def column(self, key: str) -> Column | None:
        """The column with that key, or None."""
        return next((column for column in self.columns if column.key == key), None)

    def fit(self) -> None:
        """Shares the width out: between narrow enough to see many and wide enough to read."""
        opened = [column for column in self.columns if not column.is_collapsed]
        shut = len(self.columns) - len(opened)
        margins = self._row.contentsMargins()
        look = theme.tokens()
        room = self.viewport().width() - margins.left() - margins.right()
        room -= self._row.spacing() * max(0, len(self.columns) - 1) + shut * look.px(COLLAPSED)
        shares = sum(WON_SHARE if column.quick_add is None else 1 for column in opened)
        wide = min(max(room / shares if shares else 0, look.px(NARROWEST)), look.px(WIDEST))
        for column in self.columns:
            if column.is_collapsed:
                column.setFixedWidth(look.px(COLLAPSED))
            else:
                column.setFixedWidth(int(wide * (WON_SHARE if column.quick_add is None else 1)))
        self.fit_headers()

    def fit_headers(self) -> None:
        """Gives all headers as many lines as the totals of one of them need."""
        opened = [column for column in self.columns if not column.is_collapsed]
        needed = [column.header.lines_needed(column.maximumWidth()) for column in opened]
        totals = max((total for total, _weighted in needed), default=1)
        weighted = max((weighted for _total, weighted in needed), default=0)
        for column in self.columns:
            column.header.set_lines((totals, weighted))

    def reveal(self, column: Column) -> None:
        """Scrolls a column into view."""
        self.ensureWidgetVisible(column, theme.tokens().px(16), 0)

    def walk(self, key: str, dx: int) -> Column | None:
        """The next open column `dx` to the right of one, or None at the end."""
        keys = [column.key for column in self.columns]
        at = keys.index(key) + dx
        while 0 <= at < len(self.columns):
            if not self.columns[at].is_collapsed:
                return self.columns[at]
            at += 1 if dx > 0 else -1
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the width out anew."""
        super().resizeEvent(event)
        self.fit()

    # Dragging --------------------------------------------------------------------------------

    def drag_over(self, where: QPoint) -> Column | None:
        """A drag is at this global position: mark the column under it, scroll at the edges."""
        inside = self.viewport().mapFromGlobal(where)
        self._across.point(inside)
        found: Column | None = None
        for column in self.columns:
            left = column.mapTo(self.viewport(), QPoint(0, 0)).x()
            is_here = left <= inside.x() < left + column.width()
            column.set_target(is_here)
            found = column if is_here else found
        return found

    def column_at(self, where: QPoint) -> Column | None:
        """The column at a global position, or None."""
        if not self.viewport().rect().contains(self.viewport().mapFromGlobal(where)):
            return None
        found = (c for c in self.columns if c.rect().contains(c.mapFromGlobal(where)))
        return next(found, None)

    def deal_at(self, where: QPoint) -> str:
        """The deal whose card is at a global position, "" for none."""
        from salesdesk.ui.board.column_model import ID_ROLE

        for column in self.columns:
            view = column.cards.viewport()
            inside = view.mapFromGlobal(where)
            if not column.is_collapsed and view.isVisible() and view.rect().contains(inside):
                return str(column.cards.indexAt(inside).data(ID_ROLE) or "")
        return ""

    def end_drag(self) -> None:
        """Takes away all that a drag showed."""
        self._across.stop()
        for column in self.columns:
            column.end_drag()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Between columns nothing is taken, but the edges still scroll."""
        if unpack(event.mimeData()):
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drag_over(self.mapToGlobal(event.position().toPoint()))
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        for column in self.columns:
            column.set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.ignore()
