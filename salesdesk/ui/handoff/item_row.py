"""One line of the checklist: check mark, name, what fills it or what is missing, the link.

Below it stands the item's editor while it is open.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.handoff.editors import editor_for, verb_for
from salesdesk.ui.handoff.item_editor import ItemEditor
from salesdesk.ui.handoff.room import HandoffRoom
from salesdesk.ui.widgets import Button, PlainLabel, paint_check
from salesdesk.usecases.handoff import ItemView


class CheckMark(QWidget):
    """Ready or not. It is no button: only what is filled in makes an item ready."""

    def __init__(self, is_ready: bool) -> None:
        super().__init__()
        self._is_ready = is_ready
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_ready(self, is_ready: bool) -> None:
        """Show another state."""
        self._is_ready = is_ready
        self.setAccessibleName(_("ready") if is_ready else _("open"))
        self.update()

    def sizeHint(self) -> QSize:
        """The box as in the pictures."""
        look = theme.tokens()
        return QSize(look.px(19), look.px(19))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box."""
        look = theme.tokens()
        side = look.px(15)
        state = Qt.CheckState.Checked if self._is_ready else Qt.CheckState.Unchecked
        paint_check(QPainter(self), QRect(1, look.px(2), side, side), state, look)


class ItemRow(QWidget):
    """One item. `opened(key)` and `closed(key)` follow its editor; `stepped(±1)` the arrow keys."""

    opened = Signal(str)
    closed = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, room: HandoffRoom, item: ItemView) -> None:
        super().__init__()
        self.setObjectName(f"handoff_row_{item.key}")
        self._room, self.item = room, item
        self.editor: ItemEditor | None = None
        look = theme.tokens()
        self.mark = CheckMark(item.is_ready)
        self.title = PlainLabel(item.name, "body", wrap=True)
        self.state = PlainLabel("", "small", "muted", wrap=True, name=f"handoff_state_{item.key}")
        self.link = Button("", f"handoff_link_{item.key}", kind="link", on_click=self.toggle)
        self.link.installEventFilter(self)
        grid = QGridLayout()
        grid.setContentsMargins(0, look.px(7), 0, look.px(7))
        grid.setHorizontalSpacing(look.px(9))
        grid.setVerticalSpacing(look.px(1))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.mark, 0, 0, 2, 1, top)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.state, 1, 1)
        grid.addWidget(self.link, 0, 2, 1, 1, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addLayout(grid)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._below)
        self.refresh(item)

    @property
    def is_open(self) -> bool:
        """Whether the editor is there."""
        return self.editor is not None

    def refresh(self, item: ItemView) -> None:
        """Show the item as it is now."""
        self.item = item
        self.mark.set_ready(item.is_ready)
        words = item.filled_from if item.is_ready else _missing(item)
        is_bold = not item.is_ready and item.is_required
        self.state.setText(words)
        self.state.set_role("small_strong" if is_bold else "small")
        self.state.setVisible(bool(words))
        verb = _("Close") if self.is_open else verb_for(item)
        self.link.setText(verb)
        ready = _("ready") if item.is_ready else _("open")
        self.link.setAccessibleName(f"{verb}: {item.name}, {ready}. {words}")
        if self.editor is not None:
            self.editor.refresh(item)

    def open(self) -> None:
        """Show the editor and go into it."""
        if self.editor is None:
            self.editor = editor_for(self._room, self.item)
            self._below.addWidget(self.editor)
            look = theme.tokens()
            self._below.setContentsMargins(look.px(28), 0, 0, look.px(10))
            self.refresh(self.item)
            self.opened.emit(self.item.key)
        first = self.editor.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Save what is being typed and take the editor away."""
        if self.editor is None:
            return
        self.editor.leave()
        editor, self.editor = self.editor, None
        self._below.removeWidget(editor)
        self._below.setContentsMargins(0, 0, 0, 0)
        editor.hide()
        editor.deleteLater()
        self.refresh(self.item)
        self.closed.emit(self.item.key)

    def toggle(self) -> None:
        """Open or close."""
        if self.is_open:
            self.close_editor()
        else:
            self.open()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole line opens the editor, not only the link."""
        if event.button() is Qt.MouseButton.LeftButton and not self.is_open:
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the editor."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_editor()
            self.link.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down walk from link to link, Enter presses; a button knows neither."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.stepped.emit(self.item.key, step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.toggle()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme.tokens().line)


def _missing(item: ItemView) -> str:
    """What is missing, as a sentence; what is merely nice to have says so."""
    words = item.missing or _("Still open")
    if item.is_required:
        return words
    return _("Optional: {what}").format(what=words[:1].lower() + words[1:])
