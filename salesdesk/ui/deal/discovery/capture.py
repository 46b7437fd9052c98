"""The line at the bottom of Discover that takes what the buyer says out of order.

Alt+letter chooses the kind, Alt+arrow the speaker, Enter keeps the line to be filed later,
Shift+Enter files it under the question that is open.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.discovery.marking import MARKS, USUAL, MarkBar, MarkingLine
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.stylesheet import SCROLL_BAR
from salesdesk.ui.widgets import Button, ElidedLabel, Panel

_NARROW = 600
"""Logical pixels below which the bar says less."""


class _Line(MarkingLine):
    entered = Signal(bool)
    """Whether Shift was held."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)


def _asked() -> str:
    return _("Capture a line: what did they just say?")


class CaptureBar(Panel):
    """Emits `file_requested()` to go through the lines that are not filed yet."""

    file_requested = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__("top", name="capture_bar")
        self._room = room
        self.question_key = ""
        """The question that Shift+Enter files under, "" while none is open."""
        self._kind = ""
        self._is_narrow = False
        self.line = _Line("capture", _("What the buyer says"), hint=_asked(), longest=4000)
        self._draft = DraftField(room.drafts, "capture", self.line)
        self.who = SpeakerPick(room, "capture_who")
        self.marks = MarkBar("capture_marks", _("Mark the line as"), USUAL)
        self.unfiled = Button("", "capture_unfiled", kind="link", on_click=self.file_requested.emit)
        self.hint = ElidedLabel("", "small", "muted", name="capture_hint")
        self._build()
        self.line.entered.connect(self._on_line_entered)
        self.line.mark_pressed.connect(self._choose)
        self.line.speaker_pressed.connect(self._speak)
        self.marks.toggled.connect(self._choose)
        self._say_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorter words where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.tokens().px(_NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.line.setPlaceholderText(_("What did they say?") if is_narrow else _asked())
            self._say_keys()

    def show_deal(self, unfiled: int) -> None:
        """Show the line of the room's deal with its draft."""
        self._draft.show(self._room.deal_id)
        self.who.suggest()
        self.refresh(unfiled)

    def refresh(self, unfiled: int) -> None:
        """Offer the people there are, and say how many lines wait."""
        self.who.refill()
        text = ngettext("{n} line to file", "{n} lines to file", unfiled).format(n=unfiled)
        self.unfiled.setText(text)
        self.unfiled.setVisible(unfiled > 0)

    def _build(self) -> None:
        look = theme.tokens()
        column = QVBoxLayout(self)
        # It ends where the cards above do: beside those stands the scroll bar.
        right = look.px(14) + SCROLL_BAR
        column.setContentsMargins(look.px(20), look.px(8), right, look.px(8))
        column.setSpacing(look.px(5))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self.who)
        row.addWidget(self.unfiled)
        self.who.setMaximumWidth(look.px(170))
        column.addLayout(row)
        column.addWidget(self.marks)
        column.addWidget(self.hint)

    def _say_keys(self) -> None:
        """One line that tells the keys, with the kind chosen."""
        if self._kind:
            text = _("Enter keeps it as: {kind}").format(kind=words.kind_label(self._kind))
        elif self._is_narrow:
            letters = ", ".join(letter for _kind, letter in MARKS[:3])
            text = _("Alt+{letters} …: kind · Alt+↓: speaker · Enter: keep").format(letters=letters)
        else:
            letters = ", ".join(f"{letter} {words.kind_label(kind).lower()}"
                                for kind, letter in MARKS[:3])  # fmt: skip
            text = _("Alt with {letters} … chooses the kind, Alt+↓ the speaker, Enter keeps the "
                     "line").format(letters=letters)  # fmt: skip
        self.hint.setText(text)

    def _choose(self, kind: str) -> None:
        self._kind = "" if kind == self._kind else kind
        self.marks.show_kinds({self._kind} if self._kind else set())
        self._say_keys()
        self.line.setFocus()

    def _speak(self, step: int) -> None:
        """The next speaker or the one before, nobody among them."""
        view = self._room.view
        people = [None, *(person.person_id for person in view.stakeholders)] if view else [None]
        here = people.index(self.who.value()) if self.who.value() in people else 0
        self.who.set_person(people[(here + step) % len(people)])

    def _on_line_entered(self, files: bool) -> None:
        from salesdesk.usecases.answers import CaptureLine

        text = self.line.words()
        if not text:
            self.hint.setText(_("Type what they said first."))
            return
        command = CaptureLine(
            self._room.deal_id,
            text,
            self._kind or None,
            self.who.value(),
            (self.question_key or None) if files else None,
        )
        self._draft.clear()

        def failed(sentence: str) -> None:
            self.line.setText(text)
            self.hint.setText(sentence)

        self._room.do(command, self._on_kept, failed, owner=self)

    def _on_kept(self, _changes: Changes) -> None:
        self._kind = ""
        self.marks.show_kinds(set())
        self._say_keys()
