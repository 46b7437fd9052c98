"""The table itself: whole rows, a header that sorts, Enter or a double click opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from salesdesk.support.i18n import _
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.tables.model import Index, RowsModel

_SELECTED = QStyle.StateFlag.State_Selected


class RowsView(QTableView):
    """Emits `opened(id)`, `chosen(id)`, `bin_wanted(id)`, `sort_wanted(column, descending)`."""

    opened = Signal(str)
    chosen = Signal(str)
    sort_wanted = Signal(str, bool)
    bin_wanted = Signal(str)

    def __init__(self, name: str, label: str, model: RowsModel) -> None:
        super().__init__()
        self._rows = model
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(model)
        self.setItemDelegate(_Cell(self, model))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.sortIndicatorChanged.connect(self._on_header_sort_indicator_changed)
        self.doubleClicked.connect(self._open)
        name_corner(self)
        self.fit()
        theme.current().changed.connect(self.fit)

    def fit(self) -> None:
        """Take the sizes of the look in use."""
        look = theme.tokens()
        self.verticalHeader().setDefaultSectionSize(look.px(32))
        for at, column in enumerate(self._rows.columns):
            self.setColumnWidth(at, look.px(column.width))

    def current_id(self) -> str:
        """The id of the row in front, or ""."""
        at = self.currentIndex().row()
        return self._rows.rows[at].id if 0 <= at < len(self._rows.rows) else ""

    def choose(self, row_id: str) -> bool:
        """Bring a row to the front; whether it is there."""
        at = self._rows.row_of(row_id)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at, max(self.currentIndex().column(), 0)))
        return at >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is in front."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self._rows.rows[current.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete asks for the bin; Home and End go to the first and last row."""
        key = event.key()
        if key == Qt.Key.Key_Delete and self.current_id():
            self.bin_wanted.emit(self.current_id())
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._rows.rows:
            at = 0 if key == Qt.Key.Key_Home else len(self._rows.rows) - 1
            self.setCurrentIndex(self._rows.index(at, max(self.currentIndex().column(), 0)))
        else:
            super().keyPressEvent(event)

    def offer_menu(self, verbs: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """A menu for the row in front, which the right button and the menu key open."""
        from PySide6.QtGui import QAction

        for words, verb in verbs:
            action = QAction(words, self)
            action.triggered.connect(lambda _on=False, verb=verb: verb())
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.rows[index.row()].id)

    def _on_header_sort_indicator_changed(self, at: int, order: Qt.SortOrder) -> None:
        key = self._rows.columns[at].key if 0 <= at < len(self._rows.columns) else ""
        self.sort_wanted.emit(key, order is Qt.SortOrder.DescendingOrder)


def name_corner(table: QTableView) -> None:
    """Give the button that Qt puts into a table's corner a name; it selects everything."""
    for button in table.findChildren(QAbstractButton):
        button.setObjectName(f"{table.objectName()}_corner")
        button.setAccessibleName(_("Select all"))
    table.setCornerButtonEnabled(False)


class _Cell(QStyledItemDelegate):
    """One cell: tinted when its row is in front, a hairline below, words that end in …"""

    def __init__(self, view: RowsView, rows: RowsModel) -> None:
        super().__init__(view)
        self._view, self._rows = view, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.tokens().px(80), theme.tokens().px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = theme.tokens(), option.rect
        row, at = index.row(), index.column()
        is_chosen = _SELECTED in option.state
        painter.fillRect(box, look.accent_soft if is_chosen else look.raised)
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), look.line)
        if at == 0 and row == self._view.currentIndex().row() and self._view.hasFocus():
            mark = QRect(box.left(), box.top(), look.px(3), box.height() - 1)
            painting.rounded(painter, mark, 1, look.accent)
        shown = self._rows.shown(row, at)
        if not shown.words:
            return
        margin = look.px(8)
        inside = box.adjusted(margin, 0, -margin, 0)
        role: theme.Role = "strong" if at == 0 else "body"
        flags = elided.RIGHT if shown.is_number else elided.LEFT
        elided.draw(painter, inside, shown.words, role, getattr(look, shown.tone), flags)
