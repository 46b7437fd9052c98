"""Quick add at the foot of a column: a name and Enter makes a deal, Escape leaves.

Made by each column. "Acme; 42k" after the name is not parsed: what is typed is the name.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import Button, LineEdit


class QuickAdd(QWidget):
    """A quiet button that turns into a line. `entered(name)` for each deal, `left` when done."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName(f"quick_add_{key}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button = Button(
            _("Add deal"), f"quick_add_button_{key}", kind="flat", icon="plus", on_click=self.begin
        )
        self.line = LineEdit(
            f"quick_add_line_{key}",
            _("Name of the new deal"),
            hint=_("Name, then Enter"),
            longest=200,
        )
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(8), 0, look.px(8), look.px(2))
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.line)
        self.line.hide()
        self.line.installEventFilter(self)

    def begin(self) -> None:
        """Shows the line and puts the keyboard in it."""
        self.button.hide()
        self.line.show()
        self.line.setFocus()

    def end(self) -> None:
        """Shows the button again."""
        self.line.clear()
        self.line.hide()
        self.button.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds and stays for the next; Escape, or leaving it empty, ends."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                self.left.emit()
                return True
        elif event.type() is QEvent.Type.FocusOut and not self.line.words():
            self.end()
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        words = self.line.words()
        if words:
            self.line.clear()
            self.entered.emit(words)
