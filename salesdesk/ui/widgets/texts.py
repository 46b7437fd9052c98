"""Inputs for words on one line, and how any field says that something is wrong.

Called by forms, lists with a search, and dialogs. Several lines are `text_box`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.draft_fields import note_shown
from salesdesk.ui.widgets.labels import plain_tip, show_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QAction, QFocusEvent, QHelpEvent, QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.widgets.dates import DateEdit
    from salesdesk.ui.widgets.money import MoneyEdit


MOST_KEYS = 1000
"""So many keys a field can take back for certain; with more it forgets them when it is left."""


class LineEdit(QLineEdit):
    """One line of text, at most `longest` characters."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        words: str = "",
        hint: str = "",
        longest: int = 500,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_being_filled = False
        """Whether the program, and not the user, is changing the text."""
        self._keys = 0
        """How many were pressed since there was nothing to undo."""
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText(hint)
        self.setMaxLength(longest)
        self.inputRejected.connect(self._on_self_input_rejected)
        self.setText(words)
        self.setCursorPosition(0)

    def words(self) -> str:
        """The text without white space around it."""
        return self.text().strip()

    def setText(self, words: str | None) -> None:
        """Replace the text; what the user typed there is no draft any more."""
        self.is_being_filled = True
        self._keys = 0
        words = words or ""
        # What is kept is longer than what may be typed: never cut, for it may be written back.
        if len(words) > self.maxLength():
            self.setMaxLength(len(words))
        super().setText(words)
        self.is_being_filled = False
        if self.isVisible():
            note_shown(self)

    def _on_self_input_rejected(self) -> None:
        """More was typed or pasted than fits."""
        most = self.maxLength()
        if len(self.text()) >= most:
            sentence = ngettext("No more than {n} character fits here; the rest was not taken.",
                                "No more than {n} characters fit here; the rest was not taken.",
                                most)  # fmt: skip
            say_below(self, sentence.format(n=format_number(most)))

    def clear(self) -> None:
        """Empty the line."""
        self.setText("")

    def showEvent(self, event: QShowEvent) -> None:
        """What was typed here before a crash comes back."""
        super().showEvent(event)
        note_shown(self)

    def event(self, event: QEvent) -> bool:
        """A tooltip says the whole of a text, or of a hint, that has no room here."""
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            self._keys += 1
        elif kind is QEvent.Type.ToolTip and not self.toolTip():
            show_tip(cast("QHelpEvent", event).globalPos(), self.hidden_words(), self)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """After very many keys there is nothing to undo any more once the line is left."""
        super().focusOutEvent(event)
        if self._keys > MOST_KEYS:
            self._forget_keys()

    def _forget_keys(self) -> None:
        """Lets go of every letter that was ever typed here, which Qt keeps for undoing.

        A line to search with is filled by nobody else, and would grow as long as the window lives.
        """
        self._keys = 0
        is_modified, caret = self.isModified(), self.cursorPosition()
        was_blocked = self.blockSignals(True)
        super().setText(self.text())
        self.setModified(is_modified)
        self.setCursorPosition(caret)
        self.blockSignals(was_blocked)

    def hidden_words(self) -> str:
        """The text, or without one the hint, when it is wider than its room; else ""."""
        words = self.text() or self.placeholderText()
        sides = self.textMargins()
        room = self.width() - sides.left() - sides.right() - 2 * theme.tokens().px(8) - 4
        return words if self.fontMetrics().horizontalAdvance(words) > room else ""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are for the deal, not for the text: the window takes them."""
        if holds_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def set_faulty(self, sentence: str) -> None:
        """Mark as wrong with a sentence, or as right with an empty one."""
        mark_faulty(self, sentence)


class SearchEdit(LineEdit):
    """A line to search with: Escape empties it, and it has a button that does the same."""

    def __init__(self, name: str, label: str, hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, label, hint=hint, parent=parent)
        self._clear: QAction | None = None
        self.is_emptied_by_escape = True
        """Off where Escape rather closes what the line stands in."""
        self.textChanged.connect(self._on_self_text_changed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _on_self_text_changed(self, words: str) -> None:
        if self._clear is None:
            if not words:
                return  # the icon is drawn only once there is something to empty
            from salesdesk.ui.icons import icon

            cross = icon("x", theme.tokens().muted)
            self._clear = self.addAction(cross, QLineEdit.ActionPosition.TrailingPosition)
            self._clear.triggered.connect(lambda _checked=False: self.clear())
            for button in self.findChildren(QAbstractButton):
                button.setObjectName(f"{self.objectName()}_clear")
                button.setAccessibleName(_("Empty the search"))
        self._clear.setVisible(bool(words))

    def sizeHint(self) -> QSize:
        """As in the pictures 260 px at the normal text size, more for a long hint."""
        look = theme.tokens()
        hint = self.fontMetrics().horizontalAdvance(self.placeholderText()) + look.px(28)
        width = min(max(look.px(260), hint), look.px(340))
        return QSize(width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the line; on an empty line it is passed on."""
        if event.key() == Qt.Key.Key_Escape and self.text() and self.is_emptied_by_escape:
            self.clear()
            return
        super().keyPressEvent(event)


def say_below(widget: QWidget, sentence: str) -> None:
    """A sentence below a field, where the eyes are; gone with the next key."""
    if widget.isVisible():
        show_tip(widget.mapToGlobal(QPoint(0, widget.height() - 8)), sentence, widget)


def mark_faulty(widget: QWidget, sentence: str) -> None:
    """Give a widget the red outline and the sentence as description, or take them away."""
    is_faulty = bool(sentence)
    widget.setAccessibleDescription(sentence)
    widget.setToolTip(plain_tip(sentence))
    if bool(widget.property("faulty")) != is_faulty:
        widget.setProperty("faulty", is_faulty)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def is_readable(field: MoneyEdit | DateEdit) -> bool:
    """Whether what was typed there is; marks it, and emits `faulted` when it is not, or is again.

    Not each time: what the form around says of a readable field stays.
    """
    sentence = field.fault()
    field.set_faulty(sentence)
    if sentence or field.is_faulty:
        field.is_faulty = bool(sentence)
        field.faulted.emit(sentence)
    return not sentence


def holds_files(data: QMimeData) -> bool:
    """Whether files are dragged or pasted: those are for the deal, and the window takes them."""
    return any(url.isLocalFile() for url in data.urls())
