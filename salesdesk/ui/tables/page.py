"""A page with a table: a bar with search, filter, count and export, and the table below.

Base of the Deals and Accounts pages, which say what is read, how it is narrowed and what opens.
Reading, filtering and sorting run on a worker, so that typing stays smooth over 100,000 rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.plain_files import may_write_plain
from salesdesk.ui.tables.model import Column, RowsModel
from salesdesk.ui.tables.view import RowsView
from salesdesk.ui.widgets import BarLayout, Button, EmptyState, PlainLabel, SearchEdit
from salesdesk.ui.widgets.cards import Panel
from salesdesk.usecases.table_files import write_view
from salesdesk.usecases.tables import ordered

_FACES = 3
"""The table; nothing there; nothing that fits, which is made when it is first so."""


class TablePage(QWidget):
    """Override `load`, `narrow`, `counted` and `open_row`."""

    def __init__(
        self,
        context: Context,
        key: str,
        title: str,
        columns: Sequence[Column],
        *,
        hint: str,
        empty: EmptyState,
    ) -> None:
        super().__init__()
        self.setObjectName(f"page_{key}")
        self._context, self._key = context, key
        self._all: Sequence[Any] = ()
        self._is_read = False
        self._sort: tuple[str, bool] = ("", False)
        self._wanted = ""
        self.model = RowsModel(columns, self)
        self.view = RowsView(f"{key}_table", title, self.model)
        self.search = SearchEdit(f"{key}_search", _("Filter"), hint)
        self.count = PlainLabel("", "body", "muted", name=f"{key}_count")
        self.bar = Panel("bottom", name=f"{key}_bar")
        self.bar_row = BarLayout(self.bar, theme.tokens().px(12))
        self.stack = QStackedWidget()
        self._build(title, empty)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self.view.setFocus)
        self.view.sort_wanted.connect(self._on_view_sort_wanted)
        self.view.opened.connect(self.open_row)
        context.bridge.changed.connect(self._on_bridge_changed)

    def _build(self, title: str, empty: EmptyState) -> None:
        look = theme.tokens()
        row = self.bar_row
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        self.search.setMinimumWidth(look.px(130))
        row.addWidget(PlainLabel(title, "title"))
        row.addWidget(self.search)
        row.addWidget(self.count)
        row.add_stretch()
        self.export_button = Button(
            _("Export…"), f"{self._key}_export", icon="upload", on_click=self.export
        )
        row.addWidget(self.export_button)
        self.stack.addWidget(self.body())
        self.stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)

    def body(self) -> QWidget:
        """What stands below the bar."""
        return self.view

    def load(self) -> Sequence[Any]:
        """All rows; runs on a worker."""
        raise NotImplementedError

    def narrow(self) -> Any:
        """A function from all rows to those shown, for what is chosen now; runs on a worker."""
        raise NotImplementedError

    def counted(self, shown: Sequence[Any], all_rows: Sequence[Any]) -> str:
        """What stands beside the search field."""
        raise NotImplementedError

    def open_row(self, row_id: str) -> None:
        """Open the thing of a row."""
        raise NotImplementedError

    def page_shown(self) -> None:
        """Read anew each time the page comes to the front."""
        self.read()
        self.view.setFocus()

    def read(self) -> None:
        """Read all rows anew."""
        self._context.bridge.query(self.load, self._take, owner=self, latest=f"{self._key}_rows")

    def refresh(self) -> None:
        """Filter and sort what was read."""
        narrow, rows, (key, is_descending) = self.narrow(), self._all, self._sort

        def work() -> Sequence[Any]:
            shown = narrow(rows)
            return ordered(shown, key, descending=is_descending) if key else shown

        self._context.bridge.query(work, self._show, owner=self, latest=f"{self._key}_shown")

    @guarded()
    def export(self) -> None:
        """Write what the table shows to a CSV file."""
        if not may_write_plain(self):
            return
        proposed = str(Path.home() / f"{self._key}.csv")
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Export what the table shows"), proposed, _("CSV (*.csv)")
        )
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the shown rows, in their order and with the columns' titles, on a worker."""
        if not path.suffix:
            path = path.with_suffix(".csv")
        columns, rows = self.model.columns, self.model.rows
        header = self.view.horizontalHeader()
        order = sorted(range(len(columns)), key=header.visualIndex)

        def work() -> str:
            headings = [columns[at].title for at in order]
            write_view(path, headings, ([columns[at].cell(row) for at in order] for row in rows))
            return path.name

        self._context.bridge.query(work, self._on_exported, owner=self)

    def focus_search(self) -> None:
        """Put the keyboard into the filter."""
        self.search.setFocus()
        self.search.selectAll()

    def _take(self, rows: Sequence[Any]) -> None:
        self._all, self._is_read = rows, True
        self.refresh()

    def _show(self, rows: Sequence[Any]) -> None:
        kept = self._wanted or self.view.current_id()
        self._wanted = ""
        self.model.show_rows(rows)
        if not (kept and self.view.choose(kept)) and rows:
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.count.setText(self.counted(rows, self._all))
        is_empty = self._is_read and not self._all
        self._show_face(is_empty, is_nothing=self._is_read and not rows)
        self.search.setVisible(not is_empty)
        self.export_button.setEnabled(bool(rows))

    def _show_face(self, is_empty: bool, *, is_nothing: bool) -> None:
        """The table, that nothing is there yet, or that nothing of it fits."""
        if is_nothing and not is_empty and self.stack.count() == _FACES - 1:
            words, hint = _("Nothing fits"), _("Try other words, or show more than now.")
            self.stack.addWidget(
                EmptyState("search", words, hint=hint, name=f"{self._key}_nothing")
            )
        had_focus = self.view.hasFocus()
        self.stack.setCurrentIndex(1 if is_empty else _FACES - 1 if is_nothing else 0)
        if had_focus and is_nothing and not is_empty:
            self.search.setFocus()

    def _on_exported(self, name: str) -> None:
        self._context.shell.tell(_("Written: {file}").format(file=name))

    def _on_view_sort_wanted(self, key: str, is_descending: bool) -> None:
        self._sort = (key, is_descending)
        self.refresh()

    def _on_bridge_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.read()
