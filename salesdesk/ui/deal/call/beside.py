"""What stands beside the question in call mode: what must be learned, how far we are, notes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from salesdesk.domain.discovery import LAYER_LABELS, LayerState
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.widgets import Button, Meter, Panel, PlainLabel
from salesdesk.usecases.call_views import CallView

_LEARN = 5
"""Lines of what must be learned that are shown; the sheet (F9) has them all."""


class NotesBox(QPlainTextEdit):
    """Free notes. Escape or F2 leave them; Tab does too."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call_notes")
        self.setAccessibleName(_("Notes"))
        self.setPlaceholderText(_("Free notes (F2). Each keystroke is kept."))
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumHeight(theme.tokens().px(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Back to the line with Escape or Tab."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit()
            return
        super().keyPressEvent(event)


class Coverage(QWidget):
    """A meter for each layer of questions."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call_coverage")
        self.setAccessibleName(_("How far we are"))
        look = theme.tokens()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(10))
        self._grid.setVerticalSpacing(look.px(5))
        self._grid.setColumnStretch(1, 1)
        self.meters: dict[str, Meter] = {}
        self._names: dict[str, PlainLabel] = {}
        self._counts: dict[str, PlainLabel] = {}
        for row, (key, label) in enumerate(LAYER_LABELS.items()):
            name = PlainLabel(_(label), "small", "soft")
            meter = Meter(_(label), name=f"call_coverage_{key}")
            count = PlainLabel("", "small", "muted", name=f"call_count_{key}")
            for place, widget in enumerate((name, meter, count)):
                self._grid.addWidget(widget, row, place)
            self.meters[key], self._names[key], self._counts[key] = meter, name, count

    def show_layers(self, layers: tuple[LayerState, ...], here: str) -> None:
        """Show what is answered; the layer of the question in front stands out."""
        for layer in layers:
            total = layer.total
            self.meters[layer.key].set_shares(layer.answered / total if total else 0)
            count = _("{done} of {total}").format(done=layer.answered, total=total)
            self._counts[layer.key].setText(count)
            self._names[layer.key].set_role("small_strong" if layer.key == here else "small")


class Beside(Panel):
    """Emits `file_requested()` to go through the lines that wait; `notes` is the box."""

    file_requested = Signal()

    def __init__(self) -> None:
        super().__init__("left", name="call_beside")
        look = theme.tokens()
        self.learn_title = PlainLabel(_("What I must learn"), "small_strong", "muted")
        self.learn = PlainLabel("", "body", "soft", wrap=True, name="call_must_learn")
        self.coverage = Coverage()
        self.notes = NotesBox()
        self.state = PlainLabel("", "small", "faint", name="call_kept")
        self.unfiled = Button("", "call_unfiled", kind="link", on_click=self.file_requested.emit)
        self.unfiled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(18), look.px(14), look.px(18), look.px(12))
        column.setSpacing(look.px(7))
        column.addWidget(PlainLabel(_("How far we are"), "small_strong", "muted"))
        column.addWidget(self.coverage)
        column.addSpacing(look.px(4))
        column.addWidget(self.learn_title)
        column.addWidget(self.learn)
        column.addWidget(PlainLabel(_("Notes"), "small_strong", "muted"))
        column.addWidget(self.notes, 1)
        column.addWidget(self.state)
        column.addWidget(self.unfiled, 0, Qt.AlignmentFlag.AlignLeft)
        self._learn_words = ""
        self._is_low = False

    def show_call(self, call: CallView) -> None:
        """Show what the sheet says must be learned."""
        lines = [line.strip() for line in call.must_learn.splitlines() if line.strip()]
        self._learn_words = "\n".join(words.shortened(line, 120) for line in lines[:_LEARN])
        self.learn.setText(self._learn_words)
        self._show_learn()

    def show_unfiled(self, count: int) -> None:
        """How many lines wait to be filed."""
        text = ngettext("{n} line to file (F7)", "{n} lines to file (F7)", count).format(n=count)
        self.unfiled.setText(text)
        self.unfiled.setVisible(count > 0)

    def set_low(self, is_low: bool) -> None:
        """In a low window the notes come first."""
        self._is_low = is_low
        self._show_learn()

    def _show_learn(self) -> None:
        shows = bool(self._learn_words) and not self._is_low
        self.learn_title.setVisible(shows)
        self.learn.setVisible(shows)
