"""The lists of the pre-call sheet that can be edited: the agenda's points, the exit checklist."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.calls import MOST_MINUTES, MOST_POINTS, Exit, Point
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.rows import take_all
from salesdesk.ui.widgets import Button, CheckBox, IconButton, LineEdit, TextBox
from salesdesk.ui.widgets.wide import fix_wide

STEP = 5


class Minutes(LineEdit):
    """A number of minutes; up and down step by five. Emits `value_changed(minutes)`."""

    value_changed = Signal(int)

    def __init__(self, name: str, label: str, value: int, *, least: int = 0) -> None:
        super().__init__(name, label, words=str(value), longest=4)
        self._least = least
        self.setValidator(QIntValidator(0, 9999, self))
        fix_wide(self, 58)
        self.textChanged.connect(lambda _words: self.value_changed.emit(self.value()))

    def value(self) -> int:
        """What is entered; the least there may be for nothing. The command checks the range."""
        return int(self.words()) if self.words().isdecimal() else self._least

    def set_value(self, value: int) -> None:
        """Show another number."""
        self.setText(str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down."""
        step = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: -STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(min(max(self.value() + step, self._least), MOST_MINUTES))


class Sentence(TextBox):
    """A line of the sheet: as high as its words need, so that nothing of a long one is cut."""

    def __init__(self, name: str, label: str, words: str) -> None:
        super().__init__(name, label, words=words, most_rows=12, longest=300)

    def words(self) -> str:
        """The words on one line."""
        return " ".join(super().words().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the sheet, as in a line edit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Lines(QWidget):
    """Rows that can be added to and taken away. Emits `changed()`."""

    changed = Signal()

    def __init__(self, name: str, add: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.lines: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.tokens().px(5))
        self.add = Button(add, f"{name}_add", kind="link", on_click=self._on_add_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(5))
        column.addLayout(self._rows)
        column.addWidget(self.add)

    def _clear(self) -> None:
        take_all(self._rows)
        self.lines = []

    def _append(self, row: QWidget, focus: QWidget | None = None) -> None:
        self.lines.append(row)
        self._rows.addWidget(row)
        self.add.setEnabled(len(self.lines) < MOST_POINTS)
        if focus is not None:
            focus.setFocus()
        self.changed.emit()

    def _drop(self, row: QWidget) -> None:
        place = self.lines.index(row)
        self.lines.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setEnabled(True)
        left = self.lines[min(place, len(self.lines) - 1)] if self.lines else self.add
        (_fields(left)[0] if _fields(left) else self.add).setFocus()
        self.changed.emit()

    def _on_add_clicked(self) -> None:
        raise NotImplementedError


def _row(*parts: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.tokens().px(6))
    for part in parts:
        row.addWidget(part, int(isinstance(part, Sentence)))
    return box


def _fields(row: QWidget) -> list[Sentence]:
    """The inputs for words in a row."""
    return row.findChildren(Sentence)


def _words_of(row: QWidget) -> str:
    return _fields(row)[0].words()


class AgendaRows(_Lines):
    """Minutes and words of each point."""

    def __init__(self) -> None:
        super().__init__("sheet_agenda", _("Add a point"))
        self._made = 0

    def show_points(self, points: Sequence[Point]) -> None:
        """Show an agenda in place of the one there is."""
        self._clear()
        for point in points:
            self._add(point, is_new=False)
        self.changed.emit()

    def points(self) -> tuple[tuple[int, str], ...]:
        """What is entered; points without words too."""
        return tuple((row.findChildren(Minutes)[0].value(), _words_of(row)) for row in self.lines)

    def _add(self, point: Point, *, is_new: bool) -> None:
        self._made += 1
        name = f"sheet_point_{self._made}"
        minutes = Minutes(f"{name}_minutes", _("Minutes of the point"), point.minutes)
        words = Sentence(f"{name}_words", _("Point of the agenda"), point.words)
        drop = IconButton("x", f"{name}_drop", _("Take the point off the agenda"))
        row = _row(minutes, words, drop)
        drop.clicked.connect(lambda _on=False: self._drop(row))
        minutes.value_changed.connect(lambda _value: self.changed.emit())
        words.textChanged.connect(self.changed)
        self._append(row, words if is_new else None)

    def _on_add_clicked(self) -> None:
        self._add(Point(5, ""), is_new=True)


class ExitRows(_Lines):
    """What should be so when the call ends."""

    def __init__(self) -> None:
        super().__init__("sheet_exits", _("Add a line"))
        self._made = 0

    def show_exits(self, exits: Sequence[Exit]) -> None:
        """Show a checklist in place of the one there is."""
        self._clear()
        for each in exits:
            self._add(each, is_new=False)

    def exits(self) -> tuple[tuple[str, bool], ...]:
        """What is entered; lines without words too."""
        return tuple(
            (_words_of(row), row.findChildren(CheckBox)[0].isChecked()) for row in self.lines
        )

    def _add(self, each: Exit, *, is_new: bool) -> None:
        self._made += 1
        name = f"sheet_exit_{self._made}"
        box = CheckBox("", f"{name}_reached", label=_("Reached"))
        box.setChecked(each.is_reached)
        words = Sentence(f"{name}_words", _("What should be so when the call ends"), each.words)
        drop = IconButton("x", f"{name}_drop", _("Take the line off the checklist"))
        row = _row(box, words, drop)
        drop.clicked.connect(lambda _on=False: self._drop(row))
        words.textChanged.connect(self.changed)
        self._append(row, words if is_new else None)

    def _on_add_clicked(self) -> None:
        self._add(Exit(""), is_new=True)
