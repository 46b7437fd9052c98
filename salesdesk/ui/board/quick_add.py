"""Quick add at the foot of a column: a name and Enter makes a deal, Escape leaves.

Made by each column. "Acme; 42k" after the name is not parsed: what is typed is the name.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from salesdesk.ui.widgets.buttons import Button
    from salesdesk.ui.widgets.texts import LineEdit


class QuickAdd(QWidget):
    """A quiet button that turns into a line. `entered(name)` for each deal, `left` when done."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName(f"quick_add_{key}")
        self._key = key
        self.setFixedHeight(self._height())

    @cached_property
    def button(self) -> Button:
        """What turns into the line."""
        from salesdesk.ui.widgets.buttons import Button

        name = f"quick_add_button_{self._key}"
        return Button(_("Add deal"), name, kind="flat", icon="plus", on_click=self.begin)

    @cached_property
    def line(self) -> LineEdit:
        """Where the name is typed; made when first it is wanted."""
        from salesdesk.ui.widgets.texts import LineEdit

        made = LineEdit(
            f"quick_add_line_{self._key}",
            _("Name of the new deal"),
            hint=_("Name, then Enter"),
            longest=200,
        )
        made.hide()
        made.installEventFilter(self)
        self._column.addWidget(made)
        return made

    def complete(self) -> None:
        """Makes the button; its column calls it after the first paint."""
        look = theme.tokens()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(8), 0, look.px(8), look.px(2))
        self._column.addWidget(self.button, alignment=QtCore.Qt.AlignmentFlag.AlignLeft)

    def _height(self) -> int:
        look = theme.tokens()
        line = max(QFontMetrics(theme.font("body")).height(), look.px(16))
        return line + 2 * look.px(6) + look.px(2)

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
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
                self._enter()
                return True
            if event.key() == QtCore.Qt.Key.Key_Escape:
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
