"""The list of backups and the tree of a preview: plain text, our colours, whole rows.

Used by the backups page and by the restore dialog.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from salesdesk.domain.facts import N_
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.backups import words
from salesdesk.ui.widgets import clipped

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from salesdesk.ui.bridge import Bridge
    from salesdesk.usecases.backups import Listed, Looked
    from salesdesk.usecases.restore_preview import Item, KindPreview, Preview

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ITEM = Qt.ItemDataRole.UserRole
_NO_FRAME = ~QStyle.StateFlag.State_HasFocus
_MEASURED = 30
"""So many backups say how wide a column must be; each is measured again when one changes."""


class _Cell(QStyledItemDelegate):
    """A marked row is tinted; the system's frame around one cell of it says nothing more."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Everything but the frame."""
        option.state &= _NO_FRAME
        super().paint(painter, option, index)


class Tree(QTreeWidget):
    """A tree in our look; `is_list` leaves out what opens and closes."""

    def __init__(self, name: str, label: str, headings: list[str], *, is_list: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setColumnCount(len(headings))
        self.setHeaderLabels(headings)
        self.setRootIsDecorated(not is_list)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Cell(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # shows above the scroll bar
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(theme.tokens().px(18))
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        look, colours = theme.tokens(), self.palette()
        colours.setColor(QPalette.ColorRole.Highlight, look.accent_soft)
        colours.setColor(QPalette.ColorRole.HighlightedText, look.accent_text)
        self.setPalette(colours)

    def mark(self, place: int) -> None:
        """Make the top row at a place the current one, when there is one."""
        item = self.topLevelItem(place)
        if item is not None:
            self.setCurrentItem(item)

    def make(self, cells: list[str], parent: QTreeWidgetItem | None = None) -> QTreeWidgetItem:
        """A row below `parent`, or at the top."""
        made = QTreeWidgetItem([clipped(cell) for cell in cells])
        # On a column that is not as wide as its words: a hint of none would be its width.
        made.setSizeHint(1, QSize(0, theme.tokens().px(28)))
        if parent is None:
            self.addTopLevelItem(made)
        else:
            parent.addChild(made)
        return made


class BackupList(Tree):
    """Backups, newest first, each looked into on a worker. Emits `chosen(path or None)`."""

    chosen = Signal(object)

    def __init__(self, name: str, bridge: Bridge, look: Callable[[Path], Looked]) -> None:
        super().__init__(name, _("Backups, newest first"), words.headings(), is_list=True)
        self._bridge, self._look = bridge, look
        self._rows: list[Listed] = []
        self.looked: dict[Path, Looked] = {}
        """What was found in those that were looked into."""
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (2, 3):
            self.headerItem().setTextAlignment(column, _RIGHT)
        self.currentItemChanged.connect(lambda item, _before: self._on_current_changed(item))

    def sizeHint(self) -> QSize:
        """No higher than it must be: it gets what is left, and the page need not scroll for it."""
        return QSize(super().sizeHint().width(), max(self.minimumHeight(), theme.tokens().px(120)))

    def show_backups(self, rows: list[Listed], today: dt.date, *, looks_into: int) -> None:
        """Shows these; the first `looks_into` are looked into at once."""
        self._rows, self._today = rows, today
        self.clear()
        for listed in rows:
            item = self.make(list(words.row(listed, self.looked.get(listed.path), today)))
            for column in (2, 3):
                item.setTextAlignment(column, _RIGHT)
        for listed in rows[:looks_into]:
            self.look_into(listed.path)

    def look_into(self, path: Path) -> None:
        """Check a backup and count its deals, once."""
        if path not in self.looked:
            self._bridge.query(
                lambda: self._look(path), lambda found: self._on_looked(path, found), owner=self
            )

    def chosen_path(self) -> Path | None:
        """The backup that is marked."""
        item = self.currentItem()
        place = self.indexOfTopLevelItem(item) if item is not None else -1
        return self._rows[place].path if 0 <= place < len(self._rows) else None

    def choose(self, path: Path | None) -> None:
        """Mark a backup, else the first."""
        paths = [listed.path for listed in self._rows]
        if paths:
            place = paths.index(path) if path in paths else 0
            self.mark(place)

    def _on_looked(self, path: Path, found: Looked) -> None:
        self.looked[path] = found
        for place, listed in enumerate(self._rows):
            item = self.topLevelItem(place)
            if listed.path == path and item is not None:
                for column, cell in enumerate(words.row(listed, found, self._today)):
                    item.setText(column, cell)
                if found.fault:
                    item.setForeground(4, theme.tokens().late)

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(self.chosen_path())


class PreviewTree(Tree):
    """What a restore would change, by kind. Emits `take_changed(take or None)` with the choice."""

    take_changed = Signal(object)

    def __init__(self, name: str) -> None:
        headings = [_("Record"), _("Now"), _("After the restore")]
        super().__init__(name, _("What the restore would change"), headings, is_list=False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.currentItemChanged.connect(lambda item, _before: self._on_current_changed(item))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names get two fifths of the room."""
        super().resizeEvent(event)
        room = self.viewport().width()
        for column, share in enumerate((0.42, 0.29, 0.29)):
            self.setColumnWidth(column, int(room * share))

    def show_preview(self, preview: Preview) -> None:
        """Shows all kinds, closed when they are long."""
        self.clear()
        for kind in preview.kinds:
            self._add_kind(kind)
        self.mark(0)

    def _add_kind(self, kind: KindPreview) -> None:
        counts = words.totals(kind.added, kind.changed, kind.missing).rstrip(".")
        top = self.make([f"{kind.title} · {counts}", "", ""])
        top.setFirstColumnSpanned(True)
        top.setFont(0, theme.font("strong"))
        for item in kind.items:
            self._add_item(item, top)
        if kind.more:
            more = ngettext("… and {n} more", "… and {n} more", kind.more)
            self.make([more.format(n=format_number(kind.more)), "", ""], top)
        top.setExpanded(len(kind.items) <= _SHORT)

    def _add_item(self, item: Item, top: QTreeWidgetItem) -> None:
        name = f"{item.name} · {item.owner}" if item.owner else item.name
        now, then = _STATES[item.how]
        row = self.make([name, _(now), _(then)], top)
        row.setData(0, _ITEM, item)
        tone = {"added": "ok", "missing": "late"}.get(item.how)
        if tone:
            row.setForeground(2, getattr(theme.tokens(), tone))
        for change in item.fields:
            below = self.make([change.label, change.now or "–", change.then or "–"], row)
            below.setData(0, _ITEM, item)
        row.setExpanded(len(item.fields) <= _FEW_FIELDS)

    def _on_current_changed(self, current: QTreeWidgetItem | None) -> None:
        item = current.data(0, _ITEM) if current is not None else None
        self.take_changed.emit(item.take if item is not None else None)


_SHORT = 12
_FEW_FIELDS = 6
_STATES = {
    "added": (N_("not there"), N_("there again")),
    "changed": (N_("as it is"), N_("as it was")),
    "missing": (N_("there"), N_("missing")),
}
