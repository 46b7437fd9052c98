"""How a file is read (letters, separators, sheet, headings), with its first rows to see it by."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from salesdesk.formats.table import Table
from salesdesk.support.i18n import _
from salesdesk.ui import elided, theme
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.importing.words import delimiters, encodings
from salesdesk.ui.tables.view import name_corner
from salesdesk.ui.widgets import Button, FieldRow, PickOne
from salesdesk.usecases.import_drafts import Draft

_LINES = 30
"""Lines offered for the headings."""


class ReadingOptions(QWidget):
    """Folded to one line until it is wanted."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self.setObjectName("import_reading")
        self._session = session
        self._state: FileState | None = None
        self.toggle = Button(
            _("How the file is read…"), "import_reading_toggle", kind="link",
            on_click=self._on_toggle_clicked,
        )  # fmt: skip
        self.encoding = PickOne("import_encoding", _("Letters"))
        self.delimiter = PickOne("import_delimiter", _("Between cells"))
        self.sheet = PickOne("import_sheet", _("Sheet"))
        self.header = PickOne("import_header", _("Headings"))
        self._rows = {
            field.objectName(): FieldRow(label, field)
            for label, field in (
                (_("Sheet"), self.sheet),
                (_("Letters"), self.encoding),
                (_("Between cells"), self.delimiter),
                (_("Headings"), self.header),
            )
        }
        self.preview = _preview_table()
        self._details = QWidget()
        self._lay_out()
        for choice, picked in (
            (self.encoding, "encoding"),
            (self.delimiter, "delimiter"),
            (self.sheet, "sheet"),
            (self.header, "header_line"),
        ):
            choice.picked.connect(lambda value, key=picked: self._pick(key, value))

    def _lay_out(self) -> None:
        look = theme.tokens()
        column = QVBoxLayout(self._details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        options = QHBoxLayout()
        options.setSpacing(look.px(14))
        for row in self._rows.values():
            options.addWidget(row)
        options.addStretch(1)
        column.addLayout(options)
        column.addWidget(self.preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look.px(4), 0, 0)
        outer.addWidget(self.toggle, alignment=Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self._details)
        self._details.hide()

    def show_file(self, state: FileState, draft: Draft) -> None:
        """Show how a file is read."""
        self._state = state
        found = draft.table.dialect
        is_text = found.format == "csv"
        self._rows["import_encoding"].setVisible(is_text)
        self._rows["import_delimiter"].setVisible(is_text)
        self._rows["import_sheet"].setVisible(len(draft.table.sheets) > 1)
        self.encoding.set_choices(encodings(found.encoding), found.encoding)
        self.delimiter.set_choices(delimiters(found.delimiter), found.delimiter)
        self.sheet.set_choices([(name, name) for name in draft.table.sheets], found.sheet)
        lines = sorted({*range(1, _LINES + 1), max(found.header_line, 1)})
        words = [(0, _("None")), *((n, _("In line {n}").format(n=n)) for n in lines)]
        self.header.set_choices(words, found.header_line)
        model = self.preview.model()
        if not isinstance(model, _Preview) or model.table is not draft.table:
            self.preview.setModel(_Preview(draft.table, self.preview))
            self.preview.resizeColumnsToContents()

    def _on_toggle_clicked(self) -> None:
        is_open = self._details.isHidden()
        self._details.setVisible(is_open)
        shut, unfolded = _("How the file is read…"), _("Hide how the file is read")
        self.toggle.setText(unfolded if is_open else shut)

    def _pick(self, key: str, value: Any) -> None:
        if self._state is not None:
            # Another sheet has other headings; where they stand is then found again.
            again = {"header_line": None} if key == "sheet" else {}
            self._session.look_again(self._state, **{key: value}, **again)


def _preview_table() -> QTableView:
    made = QTableView()
    made.setObjectName("import_preview")
    made.setAccessibleName(_("The first rows of the file"))
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setShowGrid(False)
    made.setFrameShape(QAbstractItemView.Shape.NoFrame)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    made.setItemDelegate(_Cell(made))
    made.setWordWrap(False)
    made.verticalHeader().hide()
    look = theme.tokens()
    made.verticalHeader().setDefaultSectionSize(look.px(24))
    made.horizontalHeader().setMaximumSectionSize(look.px(220))
    made.horizontalHeader().setStretchLastSection(True)
    made.setFixedHeight(look.px(24) * 9)
    name_corner(made)
    return made


class _Cell(QStyledItemDelegate):
    """A cell under its heading, with a hairline below, as in the other tables."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The words and the air beside them."""
        return super().sizeHint(option, index) + QSize(theme.tokens().px(12), 0)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The hairline, and as many words as there is room for."""
        look, box = theme.tokens(), option.rect
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), look.line)
        inside = box.adjusted(look.px(8), 0, -look.px(8), 0)
        elided.draw(painter, inside, index.data(), "body", look.text)


class _Preview(QAbstractTableModel):
    """The first rows of a file as they stand in it."""

    def __init__(self, table: Table, parent: QTableView) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else min(len(self.table.preview), 50)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.headings)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cells = self.table.preview[index.row()][1]
        text = cells[index.column()] if index.column() < len(cells) else ""
        return " ".join(text[:200].split())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.table.headings[section]
        return None
