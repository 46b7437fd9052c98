"""The line at the foot of call mode that always has the keyboard, its kinds and its speakers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.discovery.marking import MARKS, USUAL, MarkingLine
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import take_all
from salesdesk.ui.deal.speaker import likely_speaker
from salesdesk.ui.widgets import Chip, ElidedLabel, FlowLayout, Panel, PlainLabel

DIGITS = 9
"""People who have a key of their own; the others are reached with Alt+Down."""
_WALKS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES: dict[int, int] = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


@dataclass(frozen=True, slots=True)
class Said:
    """A line as it was entered. `parts` are (kind, words) marked inside it."""

    words: str
    kind: str | None
    person_id: str | None
    parts: tuple[tuple[str, str], ...]
    is_later: bool
    """Whether it is to be filed afterwards."""


class TalkLine(MarkingLine):
    """Emits `entered(is later)`, `walked(way)`, `paged(way)` and `speaker_chosen(number)`."""

    entered = Signal(bool)
    walked = Signal(int)
    paged = Signal(int)
    speaker_chosen = Signal(int)
    undo_requested = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Alt+digit before anything else does."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _digit(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps; up and down walk through the questions; Alt+digit chooses the speaker."""
        digit, key = _digit(event), event.key()
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif digit is not None:
            self.speaker_chosen.emit(digit)
        elif is_plain and key in _WALKS:
            self.walked.emit(_WALKS[key])
        elif not self.text() and event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()  # nothing is typed: the last line that was kept is meant
        elif is_plain and key in _PAGES:
            self.paged.emit(_PAGES[key])
        else:
            super().keyPressEvent(event)


class Talk(Panel):
    """Emits `said(Said)` when a line is entered, `typed()` at each change."""

    said = Signal(object)
    typed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__("top", name="call_talk")
        self._room = room
        self._kind = ""
        self._parts: tuple[tuple[str, str], ...] = ()
        self._person: str | None = None
        self._people: list[tuple[str, str]] = []
        self.line = TalkLine(
            "call_line", _("What the buyer says"), hint=_("What did they just say?"), longest=4000
        )
        self.line.setFont(theme.font("lead"))
        self.message = ElidedLabel("", "small", "muted", name="call_message")
        self.kinds: dict[str, Chip] = {}
        self._kind_row, self._people_row = QWidget(), QWidget()
        self._build()
        self.line.textChanged.connect(lambda _words: self.typed.emit())
        self.line.entered.connect(self._on_line_entered)
        self.line.mark_pressed.connect(self.mark)
        self.line.speaker_pressed.connect(self._step_speaker)
        self.line.speaker_chosen.connect(self._choose_speaker)

    @property
    def person_id(self) -> str | None:
        """Who speaks now."""
        return self._person

    def show_people(self) -> None:
        """Offer the deal's people as they are now; who spoke last speaks on."""
        view = self._room.view
        people = [(p.person_id, p.name) for p in view.stakeholders] if view else []
        if people == self._people:
            return
        self._people = people
        if self._person not in {person_id for person_id, _name in people}:
            self._person = likely_speaker(self._room)
        self._fill_people()

    def set_low(self, is_low: bool) -> None:
        """In a low window only the usual kinds are shown; the others' letters work all the same."""
        for place, chip in enumerate(self.kinds.values()):
            chip.setVisible(place < USUAL or not is_low or chip.isChecked())

    def give_back(self, said: Said) -> None:
        """Put a line back that could not be kept."""
        self.line.setText(said.words)
        self._kind, self._parts = said.kind or "", said.parts
        self._show_marks()

    def tell(self, words_: str, tone: str = "muted") -> None:
        """Say something under the line."""
        self.message.setText(words_)
        self.message.set_tone(tone)  # type: ignore[arg-type]

    def mark(self, kind: str) -> None:
        """Mark the line, or only what is selected in it; once more takes the mark off."""
        part = " ".join(self.line.selectedText().split())
        if part and part != self.line.words():
            pair = (kind, part)
            kept = tuple(each for each in self._parts if each != pair)
            self._parts = kept if pair in self._parts else (*self._parts, pair)
        else:
            self._kind = "" if kind == self._kind else kind
        self._show_marks()
        self.line.setFocus()

    def _build(self) -> None:
        look = theme.tokens()
        flow = FlowLayout(self._kind_row, gap=look.px(5))
        for kind, letter in MARKS:
            label = words.kind_label(kind)
            chip = Chip(f"{letter}  {label}", f"call_kind_{kind}", label=label,
                        tip=f"Alt+{letter}")  # fmt: skip
            chip.setAccessibleDescription(f"Alt+{letter}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _on=False, kind=kind: self.mark(kind))
            self.kinds[kind] = chip
            flow.addWidget(chip)
        self._people_flow = FlowLayout(self._people_row, gap=look.px(5))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(20), look.px(9), look.px(20), look.px(9))
        column.setSpacing(look.px(6))
        titles = [_("Kind: Alt and"), _("Speaker: Alt and")]
        heads = [PlainLabel(title, "small", "faint") for title in titles]
        wide = max(look.px(104), *(head.sizeHint().width() for head in heads))
        for head, chips in zip(heads, (self._kind_row, self._people_row), strict=True):
            head.setFixedWidth(wide)
            column.addLayout(_titled(head, chips))
        column.addWidget(self.line)
        column.addWidget(self.message)

    def _fill_people(self) -> None:
        take_all(self._people_flow)
        for number, (person_id, name) in enumerate([("", _("Nobody named")), *self._people]):
            shown = words.shortened(name, 40)
            key = f"{number}  " if number <= DIGITS else ""
            chip = Chip(f"{key}{shown}", f"call_speaker_{number}", label=name)
            chip.setAccessibleDescription(f"Alt+{number}" if key else "Alt+↓")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setChecked((person_id or None) == self._person)
            chip.clicked.connect(lambda _on=False, n=number: self._choose_speaker(n))
            self._people_flow.addWidget(chip)
            if number > DIGITS and not chip.isChecked():
                chip.hide()

    def _show_marks(self) -> None:
        for kind, chip in self.kinds.items():
            chip.setChecked(kind == self._kind)
        marks = [_("{kind}: “{words}”").format(kind=words.kind_label(kind), words=part)
                 for kind, part in self._parts]  # fmt: skip
        self.tell(" · ".join(marks), "accent")

    def _choose_speaker(self, number: int) -> None:
        if number > len(self._people):
            return
        self._person = self._people[number - 1][0] if number else None
        self._fill_people()
        self.line.setFocus()

    def _step_speaker(self, way: int) -> None:
        ids = [None, *(person_id for person_id, _name in self._people)]
        here = ids.index(self._person) if self._person in ids else 0
        self._choose_speaker((here + way) % len(ids))

    def _on_line_entered(self, is_later: bool) -> None:
        text = self.line.words()
        if not text:
            self.tell(_("Type what they said first."), "warn")
            return
        flat = " ".join(text.split())
        # What was marked and then typed away again is no fact.
        parts = tuple(pair for pair in self._parts if pair[1] in flat)
        made = Said(text, self._kind or None, self._person, parts, is_later)
        self.line.clear()
        self._kind, self._parts = "", ()
        self._show_marks()
        self.said.emit(made)


def _titled(label: PlainLabel, row: QWidget) -> QHBoxLayout:
    look = theme.tokens()
    made = QHBoxLayout()
    made.setSpacing(look.px(10))
    made.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
    made.addWidget(row, 1)
    return made


def _digit(event: QKeyEvent) -> int | None:
    """The digit of Alt+digit, else None."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held != Qt.KeyboardModifier.AltModifier:
        return None
    number = event.key() - Qt.Key.Key_0.value
    return number if 0 <= number <= DIGITS else None
