"""The value map as a picture: four columns of cells joined by painted lines, edited in place.

Called by the map section of the Value panel, which runs the commands. A pain with several
capabilities stands once, and so does an outcome that several lines lead to.
"""

from __future__ import annotations

import datetime as dt
import itertools

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.value import MapLine
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.value import map_layout, texts, wires
from salesdesk.ui.deal.value.cell import Cell
from salesdesk.ui.deal.value.cell_editor import COLUMNS, CellEditor
from salesdesk.ui.deal.value.cell_texts import make_cell
from salesdesk.ui.deal.value.map_layout import Slot
from salesdesk.ui.widgets import ElidedLabel, IconButton
from salesdesk.usecases.value import ValueView


class MapBoard(QWidget):
    """Emits `kept(line, column, values)`, `move_requested(line, way)`, `remove_requested(line)`,
    `menu_requested(line, global point)` and `details_requested(fact)`.
    """

    kept = Signal(object, str, object)
    move_requested = Signal(object, int)
    remove_requested = Signal(object)
    menu_requested = Signal(object, object)
    details_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("value_board")
        self.setAccessibleName(_("Value map"))
        self._view: ValueView | None = None
        self._today = dt.date.min
        self.cells: dict[Slot, Cell] = {}
        """Of each line and column that has a cell of its own."""
        self._shares: dict[Slot, Slot] = {}
        self._menus: list[IconButton] = []
        self.editor: CellEditor | None = None
        self._focus_next: tuple[str, int] | None = None
        self._open_next: tuple[str, int] | None = None
        """The cell to open once the one being edited is kept."""
        self._is_keeping = False
        """Whether what the editor holds is on its way into the desk."""
        titles = (_("They said"), _("We can"), _("Proof"), _("They get"))
        self._titles = [
            ElidedLabel(title, "small_strong", "muted", parent=self) for title in titles
        ]
        self._heads = (titles[1], " › ".join(titles[1:]))
        """The second title, and that of all that is stacked in a narrow window."""
        self._is_stacked = False

    def show_view(self, view: ValueView, today: dt.date, at_once: int | None = None) -> None:
        """Show the map anew; the keyboard stays on the cell where it was.

        With `at_once` only so many lines are made now, the others by `add_line`.
        """
        if self._view is not None and (view.lines, view.outcomes) == (
            self._view.lines, self._view.outcomes,
        ):  # fmt: skip
            self._view = view
            return
        at_once = len(view.lines) if at_once is None else at_once
        focus = self._focus_next or self._focused()
        self._focus_next = None
        typing = self._typing(view)
        self._clear(but=typing)
        self._view, self._today = view, today
        for line in view.lines[:at_once]:
            self._make_line(line)
        self._tab_order()
        self._arrange()
        if self._open_next is not None:
            key, column = self._open_next
            self.edit(key, COLUMNS[column])
        elif typing is not None:
            typing.raise_()
        elif focus is not None:
            self._focus_on(*focus)

    def add_line(self) -> bool:
        """Make one more line that was left; tells whether there are more."""
        lines = self._view.lines if self._view is not None else ()
        if len(self._menus) < len(lines):
            self._make_line(lines[len(self._menus)])
            self._tab_order()
            self._arrange()
        return len(self._menus) < len(lines)

    def finish(self) -> None:
        """Make now what was left."""
        lines = self._view.lines if self._view is not None else ()
        if len(self._menus) < len(lines):
            for line in lines[len(self._menus) :]:
                self._make_line(line)
            self._tab_order()
            self._arrange()

    def _make_line(self, line: MapLine) -> None:
        row = len(self._menus)
        for column in range(len(COLUMNS)):
            self._place(row, column, line)
        self._add_menu(row, line)

    def edit(self, key: str, column: str) -> None:
        """Open a cell by its line's key and its column's name."""
        self.finish()
        row = self._row_of(key)
        if row is not None:
            self._open(row, COLUMNS.index(column))

    def leave(self) -> None:
        """Keep what is being typed."""
        if self.editor is not None:
            self.editor.keep()

    def close_editor(self) -> None:
        """Put the editor away; its cell gets the keyboard."""
        editor, self.editor, self._is_keeping = self.editor, None, False
        if editor is None:
            return
        had_focus = editor.isAncestorOf(QApplication.focusWidget() or self)
        editor.hide()
        editor.setObjectName("")
        editor.deleteLater()
        self._arrange()
        if had_focus:
            self._focus_on(editor.line.key, COLUMNS.index(editor.column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines between the cells."""
        if self._view is None:
            return
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for wire in wires.wires(self._view.lines):
            start, end = self._cell(wire.row, wire.column), self._cell(wire.row, wire.column + 1)
            if start is None or end is None:
                continue
            painter.setPen(QPen(*wires.pen(wire, look)))
            painter.drawPath(map_layout.curve(start.geometry(), end.geometry(), look))

    def _cell(self, row: int, column: int) -> Cell | None:
        slot = self._shares.get((row, column), (row, column))
        return self.cells.get(slot)

    def _place(self, row: int, column: int, line: MapLine) -> None:
        """A cell, unless an earlier line shows the same fact there."""
        assert self._view is not None
        for before in range(row):
            if wires.is_shared(self._view.lines[before], line, column):
                self._shares[row, column] = self._shares.get((before, column), (before, column))
                return
        cell = make_cell(line, column, row, self)
        cell.clicked.connect(lambda: self._open(row, column))
        cell.arrow_pressed.connect(lambda dx, dy: self._walk(row, column, dx, dy))
        cell.move_requested.connect(lambda way: self._move(line, column, way))
        cell.menu_requested.connect(lambda place: self.menu_requested.emit(line, place))
        cell.remove_requested.connect(lambda: self.remove_requested.emit(line))
        cell.resize(1, 1)  # it gets its place; without a size Qt would measure it first
        cell.show()
        self.cells[row, column] = cell

    def _add_menu(self, row: int, line: MapLine) -> None:
        button = IconButton(
            "ellipsis", f"value_menu_{row}",
            _("What to do with: {line}").format(line=texts.line_name(line)), parent=self,
        )  # fmt: skip
        button.clicked.connect(
            lambda: self.menu_requested.emit(
                line, button.mapToGlobal(QPoint(0, button.height()))
            )
        )  # fmt: skip
        button.resize(1, 1)
        button.show()
        self._menus.append(button)

    def _keep(self, editor: CellEditor, values: object) -> None:
        self._is_keeping = True
        self.kept.emit(editor.line, editor.column, values)

    def done(self) -> None:
        """What was typed is kept; the map may have been shown anew already."""
        if self._is_keeping:
            self.close_editor()

    def say(self, sentence: str) -> None:
        """What was typed cannot be kept: the editor stays open and says why."""
        self._is_keeping, self._open_next = False, None
        if self.editor is not None:
            self.editor.say(sentence)
            self._arrange()

    def _move(self, line: MapLine, column: int, way: int) -> None:
        self._focus_next = (line.key, column)
        self.move_requested.emit(line, way)

    def _walk(self, row: int, column: int, across: int, down: int) -> None:
        """The next cell that way; over cells that are shared."""
        self.finish()
        step = map_layout.stacked_step if self._is_stacked and column else self._grid_step
        row, column = step(row, column, across, down)
        while (row, column) in self._shares and down > 0:
            row, column = step(row, column, 0, 1)
        cell = self._cell(row, column)
        if cell is not None:
            cell.setFocus()

    @staticmethod
    def _grid_step(row: int, column: int, across: int, down: int) -> Slot:
        return row + down, column + across

    def _open(self, row: int, column: int) -> None:
        assert self._view is not None
        if self.editor is not None:
            self._open_next = (self._view.lines[row].key, column)
            self.editor.keep()
            if self.editor is not None:
                return  # until it is kept, or for good where it says what is wrong
        self._open_next = None
        line = self._view.lines[row]
        if COLUMNS[column] == "need" and line.fact is None:
            self.menu_requested.emit(line, self._menus[row].mapToGlobal(QPoint(0, 0)))
            return
        editor = CellEditor(self._view, line, COLUMNS[column], self._today, self)
        editor.kept.connect(lambda values: self._keep(editor, values))
        editor.left.connect(self.close_editor)
        editor.details_requested.connect(
            lambda: self.details_requested.emit(line.fact if column == 0 else line.outcome)
        )
        self.editor = editor
        self._arrange()
        editor.show()
        editor.raise_()
        editor.first_field().setFocus()

    def _typing(self, view: ValueView) -> CellEditor | None:
        """The editor that something else than itself changed the map under, if its line is left."""
        editor = self.editor
        if editor is None or self._is_keeping or not editor.changes():
            return None
        line = next((ln for ln in view.lines if ln.key == editor.line.key), None)
        if line is None:
            return None
        editor.line = line
        return editor

    def _clear(self, but: CellEditor | None) -> None:
        editors = (self.editor,) if self.editor is not None and self.editor is not but else ()
        self.editor, self._is_keeping = but, False
        for widget in (*editors, *self.cells.values(), *self._menus):
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()
        self.cells, self._shares, self._menus = {}, {}, []

    def _focused(self) -> tuple[str, int] | None:
        """Line and column of the cell with the keyboard, or of the one being edited."""
        assert self._view is not None or not self.cells
        if self.editor is not None and self.editor.isAncestorOf(QApplication.focusWidget() or self):
            return self.editor.line.key, COLUMNS.index(self.editor.column)
        for (row, column), cell in self.cells.items():
            if cell.hasFocus() and self._view is not None:
                return self._view.lines[row].key, column
        return None

    def _focus_on(self, key: str, column: int) -> None:
        row = self._row_of(key)
        cell = self._cell(row, column) if row is not None else None
        if cell is not None:
            cell.setFocus()

    def _row_of(self, key: str) -> int | None:
        """The row of a line; a fact that got its first line is known by the fact still."""
        lines = self._view.lines if self._view is not None else ()
        exact = (i for i, line in enumerate(lines) if line.key == key)
        by_fact = (i for i, ln in enumerate(lines) if ln.fact is not None and ln.fact.id == key)
        return next(iter((*exact, *by_fact)), None)

    def _tab_order(self) -> None:
        """Line by line, from left to right, the line's menu last."""
        order: list[QWidget] = []
        for row, menu in enumerate(self._menus):
            order += map_layout.sequence(self.cells, row, len(COLUMNS))
            order.append(menu)
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)

    def _arrange(self) -> None:
        """Places all cells; the board's height follows."""
        look = theme.tokens()
        if self._view is None or self.width() <= 0:
            return
        at = map_layout.columns(self.width(), len(COLUMNS), look)
        head = self._titles[0].sizeHint().height()
        self._place_titles(at, head, look)
        shared = frozenset(self._shares.values())
        tops, y = map_layout.place_rows(self.cells, shared, head + look.px(6), at, look)
        for top, button in zip(tops, self._menus, strict=True):
            button.setGeometry(map_layout.menu_place(top, self.width(), look))
        if self.editor is not None:
            y = max(y, self._arrange_editor(self.editor))
        if y != self.height() or y != self.minimumHeight():
            self.setFixedHeight(max(1, y))
        self.update()

    def _place_titles(self, at: map_layout.Columns, head: int, look: theme.Tokens) -> None:
        self._is_stacked = at.is_stacked
        is_any = self._view is not None and bool(self._view.lines)
        self._titles[1].setText(self._heads[at.is_stacked])
        for column, (left, title) in enumerate(zip(at.lefts, self._titles, strict=True)):
            title.setVisible(is_any and (column < 2 or not at.is_stacked))
            title.setGeometry(left + look.px(2), 0, at.width, head)

    def _arrange_editor(self, editor: CellEditor) -> int:
        row = self._row_of(editor.line.key)
        cell = self._cell(row or 0, COLUMNS.index(editor.column))
        place = cell.geometry() if cell is not None else QRect()
        return map_layout.place_editor(editor, place, self.width(), theme.tokens())
