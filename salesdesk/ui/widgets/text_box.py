"""A box for words on several lines that grows with what is typed.

Called by forms, discovery panels and dialogs. It takes and gives plain text only.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from salesdesk.support.i18n import _, format_number
from salesdesk.ui import theme
from salesdesk.ui.draft_fields import note_shown
from salesdesk.ui.widgets.growing import make_room
from salesdesk.ui.widgets.labels import LONGEST_WORD
from salesdesk.ui.widgets.texts import MOST_KEYS, holds_files, mark_faulty, say_below

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget


class TextBox(QPlainTextEdit):
    """Several lines of plain text; grows from `rows` to `most_rows`, then scrolls.

    Emits `committed(text)` when the field is left, or Ctrl+Enter is pressed, after a change.
    """

    committed = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        *,
        words: str = "",
        hint: str = "",
        rows: int = 1,
        most_rows: int = 12,
        longest: int = 100_000,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows, self._most_rows, self._longest = rows, most_rows, longest
        self._kept, self._keys = words, 0
        self.is_being_filled = False
        """Whether the program, and not the user, is changing the text."""
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        self.set_words(words)
        self.textChanged.connect(self._on_self_text_changed)
        self._fit()

    def words(self) -> str:
        """The text without white space around it."""
        return self.toPlainText().strip()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are for the deal, not for the text: the window takes them."""
        return not holds_files(source) and super().canInsertFromMimeData(source)

    def setPlainText(self, words: str) -> None:
        """Replace the text; what the user typed there is no draft any more."""
        self.is_being_filled = True
        self._keys = 0
        super().setPlainText(words)
        self.is_being_filled = False
        if self.isVisible():
            note_shown(self)

    def clear(self) -> None:
        """Empty the box."""
        self.setPlainText("")

    def showEvent(self, event: QShowEvent) -> None:
        """What was typed here before a crash comes back."""
        super().showEvent(event)
        note_shown(self)

    def set_words(self, words: str) -> None:
        """Replace the text; this is no change to commit."""
        # What is kept is longer than what may be typed: never cut, for it may be written back.
        if words != self.toPlainText():
            shown = break_long_words(words)
            self._longest = max(self._longest, len(shown))
            self.setPlainText(shown)
        self._kept = self.words()  # as it stands here: only what the user changes is committed

    def set_faulty(self, sentence: str) -> None:
        """Mark as wrong with a sentence, or as right with an empty one."""
        mark_faulty(self, sentence)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text; over-long words get places to break, more than fits is refused."""
        words = break_long_words(source.text())
        replaced = len(self.textCursor().selectedText())
        if len(words) > self._longest - self.document().characterCount() + 1 + replaced:
            self._say_full(len(words))
            return
        self.insertPlainText(words)

    def _say_full(self, count: int) -> None:
        sentence = _(
            "This text has {n} characters; {most} fit in this field. Nothing was pasted. Paste it "
            "in parts, or add it as a file."
        )
        say_below(self, sentence.format(n=format_number(count), most=format_number(self._longest)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter commits, and goes on to the form around, which may keep all of itself."""
        self._keys += 1
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._commit()
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits what was changed; after very many keys nothing is undone."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._commit()
        if self._keys > MOST_KEYS:
            self._keys = 0
            # Off and on again: Qt keeps each letter that was ever typed, for undoing.
            self.setUndoRedoEnabled(False)
            self.setUndoRedoEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means another number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        """The lines there are."""
        return QSize(theme.tokens().px(240), self._height())

    def minimumSizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(theme.tokens().px(80), self._height())

    def _commit(self) -> None:
        if self.words() != self._kept:
            self._kept = self.words()
            self.committed.emit(self._kept)

    def _height(self) -> int:
        metrics = QFontMetricsF(self.font())  # a line of text is as high as this, rounded up
        # In a plain text edit the document's height counts lines, not pixels.
        lines = max(self._rows, min(self._lines(), self._most_rows))
        frame = 2 * theme.tokens().px(5) + 4
        return lines * ceil(metrics.lineSpacing()) + frame + 2

    def _lines(self) -> int:
        """How many lines the text takes; without one, its hint."""
        if self.placeholderText() and self.document().isEmpty():
            metrics = QFontMetrics(self.font())
            room = QRect(0, 0, max(1, self.viewport().width() - 4), 10_000)
            wraps = int(Qt.TextFlag.TextWordWrap)
            high = metrics.boundingRect(room, wraps, self.placeholderText()).height()
            return round(high / metrics.lineSpacing())
        return int(self.document().size().height())

    def _fit(self) -> None:
        is_more = self.document().size().height() > self._most_rows
        wanted = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            wanted.ScrollBarAsNeeded if is_more else wanted.ScrollBarAlwaysOff
        )
        height = self._height()
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
            is_alone = not self.is_being_filled and not theme.current().is_changing
            if is_alone and self.isVisible():
                make_room(self)

    def _on_self_text_changed(self) -> None:
        if self.document().characterCount() > self._longest + 1:
            cursor = self.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            surplus = self.document().characterCount() - 1 - self._longest
            cursor.movePosition(
                QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, surplus
            )
            cursor.removeSelectedText()
            sentence = _("No more than {most} characters fit here.")
            say_below(self, sentence.format(most=format_number(self._longest)))
        self._fit()


def break_long_words(words: str) -> str:
    """`words` with a line break inside each word longer than a layout can take."""
    if len(words) <= LONGEST_WORD * 20:
        return words
    import re

    longest = LONGEST_WORD * 20
    return re.sub(rf"\S{{{longest},}}", lambda found: _chopped(found.group(), longest), words)


def _chopped(word: str, size: int) -> str:
    return "\n".join(word[i : i + size] for i in range(0, len(word), size))
