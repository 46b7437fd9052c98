"""The list model of one column: plain card rows, changed by row operations only.

Made by the board area, one per column, and shown through an unfiltered C++ proxy: without the
proxy Qt would ask Python for `rowCount()` once per row at every insert. Filtering and sorting
happen before rows get here, in pure code.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Signal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import (
        QObject,
        QSize,
    )

    from salesdesk.usecases.board import CardRow

MIME = "application/x-salesdesk-deals"
DISPLAY_ROLE, ACCESSIBLE_ROLE, SIZE_ROLE, USER_ROLE = 0, 11, 13, 256
"""Of Qt.ItemDataRole, as numbers: the first paint does without the enumerations of Qt."""
ROW_ROLE = USER_ROLE + 1
"""The card row itself."""
ID_ROLE = USER_ROLE + 2

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


def pack(deal_ids: Sequence[str]) -> QMimeData:
    """Deal ids as drag data, in the order in which they shall stand."""
    data = QMimeData()
    data.setData(MIME, json.dumps(list(deal_ids)).encode())
    return data


def unpack(data: QMimeData) -> tuple[str, ...]:
    """The deal ids in drag data; empty for anything that is not ours."""
    if not data.hasFormat(MIME):
        return ()
    try:
        ids = json.loads(bytes(data.data(MIME).data()))
    except ValueError:
        return ()
    return tuple(str(deal_id) for deal_id in ids) if isinstance(ids, list) else ()


class ColumnModel(QAbstractListModel):
    """The cards of one column in order.

    `move_requested(ids, column key, before id or "")` is emitted for a drop; the model itself
    changes nothing then. There is no `removeRows` on purpose: Qt would call it after our move,
    with a stale row.
    """

    move_requested = Signal(object, str, str)
    more_requested = Signal(str)

    def __init__(
        self,
        column_key: str,
        sentence: Callable[[CardRow], str],
        may_drop: Callable[[tuple[str, ...], str], bool],
        parent: QObject | None = None,
    ) -> None:
        """`sentence` tells a card to assistive tools; `may_drop` is the pure rule for drops."""
        super().__init__(parent)
        self.column_key = column_key
        self._sentence = sentence
        self._may_drop = may_drop
        self.slot_of: Callable[[], QSize | None] = lambda: None
        """The room of a card; the view says it."""
        self._rows: list[CardRow] = []
        self._total = 0

    @property
    def rows(self) -> Sequence[CardRow]:
        """The rows shown, in order; not to be changed."""
        return self._rows

    def set_rows(self, new: list[CardRow], total: int | None = None) -> None:
        """Shows these rows by the fewest row operations. `total` is larger while pages are out."""
        old, self._total = self._rows, len(new) if total is None else total
        if not old:
            self._fill(new)
            return
        from salesdesk.ui.board.diff import Insert, Remove, operations

        for step in operations(old, new):
            if isinstance(step, Remove):
                self.beginRemoveRows(_NO_INDEX, step.first, step.last)
                self._rows = self._rows[: step.first] + self._rows[step.last + 1 :]
                self.endRemoveRows()
            elif isinstance(step, Insert):
                self.beginInsertRows(_NO_INDEX, step.first, step.last)
                part = new[step.first : step.last + 1]
                self._rows = self._rows[: step.first] + part + self._rows[step.first :]
                self.endInsertRows()
            else:
                self._rows[step.first : step.last + 1] = new[step.first : step.last + 1]
                self.dataChanged.emit(self.index(step.first), self.index(step.last))
        self._rows = list(new)

    def _fill(self, new: list[CardRow]) -> None:
        if new:
            self.beginInsertRows(_NO_INDEX, 0, len(new) - 1)
            self._rows = list(new)
            self.endInsertRows()

    def row_of(self, deal_id: str) -> int:
        """The place of a card, or -1."""
        return next((i for i, row in enumerate(self._rows) if row.deal_id == deal_id), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == SIZE_ROLE:
            return self.slot_of()
        if role == DISPLAY_ROLE:
            return row.name
        if role == ID_ROLE:
            return row.deal_id
        if role == ACCESSIBLE_ROLE:
            return self._sentence(row)
        return None

    def flags(self, index: Index) -> QtCore.Qt.ItemFlag:
        if not index.isValid():
            return QtCore.Qt.ItemFlag.ItemIsDropEnabled
        flags = QtCore.Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsDragEnabled

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.more_requested.emit(self.column_key)

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted(index.row() for index in indexes)
        return pack([self._rows[row].deal_id for row in rows])

    def supportedDropActions(self) -> QtCore.Qt.DropAction:
        return QtCore.Qt.DropAction.MoveAction

    def supportedDragActions(self) -> QtCore.Qt.DropAction:
        return QtCore.Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: QtCore.Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Pure and without SQL: asked at every step of the pointer."""
        ids = unpack(data)
        return bool(ids) and self._may_drop(ids, self.column_key)

    def dropMimeData(
        self, data: QMimeData, action: QtCore.Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Changes nothing: asks for the move and leaves the rest to the controller."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        before = self._rows[row].deal_id if 0 <= row < len(self._rows) else ""
        self.move_requested.emit(unpack(data), self.column_key, before)
        return True


def proxied(model: ColumnModel) -> QSortFilterProxyModel:
    """The unfiltered, unsorted C++ proxy between a column model and its view."""
    proxy = QSortFilterProxyModel(model)
    proxy.setDynamicSortFilter(False)
    proxy.setSourceModel(model)
    return proxy
