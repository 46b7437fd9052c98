"""The small form in the rail that ticks a criterion by hand: who, in what words, when."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import Button, DateEdit, FaultLine, TextBox


class EvidenceForm(QWidget):
    """Emits `given(words, person id, day)` when whole, `cancelled()` on Escape."""

    given = Signal(str, object, object)
    cancelled = Signal()

    def __init__(self, room: Room, name: str, hint: str, *, needs_person: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self._needs_person = needs_person
        self.words = TextBox(f"{name}_words", _("What they said or did"), hint=hint, most_rows=5)
        self._draft = DraftField(room.drafts, name, self.words)
        self._draft.show(room.deal_id)
        self.person = SpeakerPick(room, f"{name}_person")
        self.person.suggest()
        self.day = DateEdit(f"{name}_day", _("When"), room.today, value=room.today)
        self.fault = FaultLine(f"{name}_fault")
        save = Button(_("Save"), f"{name}_save", kind="primary", on_click=self._save)
        cancel = Button(_("Cancel"), f"{name}_cancel", kind="flat", on_click=self.cancelled.emit)
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(6))
        column.setSpacing(look.px(5))
        for widget in (self.words, self.person, self.day, self.fault, line(save, cancel, 1)):
            column.addWidget(widget)
        self.setFocusProxy(self.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Ctrl+Enter keeps."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def say(self, sentence: str) -> None:
        """Show what is wrong."""
        self.fault.say(sentence)

    def suggest(self, words: str) -> None:
        """Offer words that the first key typed replaces; what was typed before stays."""
        if not self.words.words():
            self.words.set_words(words)
            self.words.selectAll()

    def done(self) -> None:
        """What was typed is kept elsewhere now."""
        self._draft.clear()

    def _save(self) -> None:
        day = self.day.value()
        if not self.words.words():
            self._fail(_("Say what they said or did."), self.words)
        elif self._needs_person and self.person.value() is None:
            self._fail(_("Choose who on their side it was."), self.person)
        elif not isinstance(day, dt.date):
            self._fail(self.day.fault() or _("Enter the day."), self.day)
        else:
            self.say("")
            self.given.emit(self.words.words(), self.person.value(), day)

    def _fail(self, sentence: str, field: QWidget) -> None:
        self.say(sentence)
        field.setFocus()
