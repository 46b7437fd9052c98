"""The files of an import, one line each: name, what it holds, what is to be decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.importing.session import FileState
from salesdesk.ui.importing.words import about

_STATE = int(Qt.ItemDataRole.UserRole)


class FileList(QListWidget):
    """Emits `picked(FileState)` when the user chooses a line."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_files")
        self.setAccessibleName(_("Files"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_FileLine(self))
        self.setMouseTracking(True)
        self.setSpacing(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._on_self_current_row_changed)
        self._files: list[FileState] = []

    def show_files(self, files: Sequence[FileState], chosen: FileState) -> None:
        """Show these, with one chosen; this is no choice of the user's."""
        was_blocked = self.blockSignals(True)
        if list(files) != self._files:
            self.clear()
            self._files = list(files)
            for state in files:
                item = QListWidgetItem()
                item.setData(_STATE, state)
                self.addItem(item)
        for row, state in enumerate(files):
            name, detail, _tone = described(state)
            self.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {detail}")
        self.setCurrentRow(self._files.index(chosen))
        self.blockSignals(was_blocked)
        self.viewport().update()

    def _on_self_current_row_changed(self, row: int) -> None:
        if 0 <= row < len(self._files):
            self.picked.emit(self._files[row])


def described(state: FileState) -> tuple[str, str, str]:
    """Name, a line about it, and its tone: muted, warn or late."""
    if state.draft is None:
        words = _("Say what it holds") if state.needs_kind else _("Cannot be read")
        return state.path.name, words, "warn" if state.needs_kind else "late"
    asked = state.draft.questions
    count = len(asked.dates) + len(asked.numbers) + len(asked.stages) + len(asked.statuses)
    words = about(state.draft.plan.kind, state.draft.rows)
    if not count:
        return state.path.name, words, "muted"
    open_words = ngettext("{n} to look at", "{n} to look at", count).format(n=count)
    return state.path.name, f"{words} · {open_words}", "warn"


class _FileLine(QStyledItemDelegate):
    """Name over detail."""

    def sizeHint(self, option: Option, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.tokens().px(120), theme.tokens().px(46))

    def paint(
        self, painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.tokens()
        box, flags = option.rect, option.state
        is_chosen = bool(flags & QStyle.StateFlag.State_Selected)
        if is_chosen or flags & QStyle.StateFlag.State_MouseOver:
            painting.rounded(
                painter, box, look.radius, look.accent_soft if is_chosen else look.hover
            )
        name, detail, tone = described(index.data(_STATE))
        inside = box.adjusted(look.px(10), look.px(5), -look.px(8), -look.px(5))
        half = inside.height() // 2
        for words, role, ink, line in (
            (name, "strong", look.accent_text if is_chosen else look.text, 0),
            (detail, "small", _ink(look, tone), 1),
        ):
            place = inside.adjusted(0, half * line, 0, half * (line - 1))
            elided.draw(painter, place, words, role, ink, cut=elided.IN_MIDDLE)  # type: ignore[arg-type]


def _ink(look: theme.Tokens, tone: str) -> QColor:
    return {"muted": look.muted, "warn": look.warn, "late": look.late}[tone]
