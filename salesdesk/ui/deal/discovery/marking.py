"""Which letter marks what is being typed as which kind of fact: Alt and the letter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salesdesk.ui.deal import words
from salesdesk.ui.widgets import Chip, FlowLayout, LineEdit, TextBox

MARKS: tuple[tuple[str, str], ...] = (
    ("pain", "P"),
    ("goal", "G"),
    ("metric", "M"),
    ("risk", "R"),
    ("criterion", "C"),
    ("stakeholder", "S"),
    ("quote", "Q"),
    ("process_step", "D"),
    ("timeline", "T"),
    ("technical", "N"),
    ("promise", "O"),
)
"""Kinds of fact with their letters, in the order of the buttons; the first seven are the usual."""

USUAL = 7


def mark_of(event: QKeyEvent) -> str:
    """The kind that a key marks as, "" for another key."""
    if event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return ""
    pressed = event.key()
    return next((kind for kind, letter in MARKS if pressed == ord(letter)), "")


class MarkingBox(TextBox):
    """A text box in which Alt+letter marks. Emits `mark_pressed(kind)`, `next_pressed(way)`."""

    mark_pressed = Signal(str)
    next_pressed = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Take Alt+letter before the menu bar does."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and mark_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Marks; Ctrl+Enter and Ctrl+Down go on, Ctrl+Up goes back."""
        kind = mark_of(event)
        is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if kind:
            self.mark_pressed.emit(kind)
        elif is_ctrl and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.next_pressed.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            self.next_pressed.emit(1)
        else:
            super().keyPressEvent(event)


class MarkingLine(LineEdit):
    """A line in which Alt+letter chooses the kind and Alt+Up and Alt+Down the speaker.

    Alt+digit is left to the tabs of the page. `speaker_pressed` gives 1 for the next, -1 for the
    one before.
    """

    mark_pressed = Signal(str)
    speaker_pressed = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Take Alt+letter and Alt+arrow before the menu bar does."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Marks and speakers."""
        kind, step = mark_of(event), _step(event)
        if kind:
            self.mark_pressed.emit(kind)
        elif step:
            self.speaker_pressed.emit(step)
        else:
            super().keyPressEvent(event)


def _is_ours(event: QKeyEvent) -> bool:
    return bool(mark_of(event)) or _step(event) != 0


def _step(event: QKeyEvent) -> int:
    """1 for Alt+Down, -1 for Alt+Up, else 0."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # (arrows on a Mac)
    if held != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)


class MarkBar(QWidget):
    """The kinds as chips that are on when something is marked so. Emits `toggled(kind)`."""

    toggled = Signal(str)

    def __init__(self, name: str, label: str, count: int = len(MARKS)) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.chips: dict[str, Chip] = {}
        flow = FlowLayout(self, gap=5)
        for kind, letter in MARKS[:count]:
            text = words.kind_label(kind)
            chip = Chip(text, f"{name}_{kind}", tip=f"{text}: Alt+{letter}")
            chip.setAccessibleDescription(f"Alt+{letter}")
            chip.clicked.connect(lambda _on=False, kind=kind: self._toggle(kind))
            self.chips[kind] = chip
            flow.addWidget(chip)

    def show_kinds(self, kinds: set[str]) -> None:
        """Switch on the chips of these kinds."""
        for kind, chip in self.chips.items():
            chip.setChecked(kind in kinds)

    def _toggle(self, kind: str) -> None:
        self.toggled.emit(kind)
