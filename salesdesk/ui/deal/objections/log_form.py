"""The form that logs an objection as it was said, with the plays that fit while typing."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.process import Play
from salesdesk.support.i18n import _
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line, take_all
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import (
    Button,
    Card,
    Chip,
    DateEdit,
    FaultLine,
    FlowLayout,
    TextBox,
)
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases.objections import play_finder


class LogForm(Card):
    """Emits `logged()` after the objection was kept."""

    logged = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(name="objection_form", spacing=7)
        self._room = room
        self.play: Play | None = None
        self.words = TextBox(
            "objection_words",
            _("What they said"),
            hint=_("What did they say, in their words?"),
            most_rows=6,
        )
        self._draft = DraftField(room.drafts, "objection_words", self.words)
        self.who = SpeakerPick(room, "objection_who")
        self.day = DateEdit("objection_day", _("Said on"), room.today, value=room.today)
        fix_wide(self.day, 150)
        self._plays = QWidget()
        self._flow = FlowLayout(self._plays, gap=5)
        self.fault = FaultLine("objection_fault")
        log = Button(_("Log objection"), "objection_log", kind="primary", on_click=self._log)
        for widget in (self.words, line(self.who, self.day, 1, log), self._plays, self.fault):
            self.body.addWidget(widget)
        self._timer = QTimer(self, interval=160, singleShot=True)
        self._timer.timeout.connect(self._look)
        self.words.textChanged.connect(self._timer.start)

    def show_deal(self) -> None:
        """Show the draft of the room's deal."""
        self._draft.show(self._room.deal_id)
        self.who.suggest()
        self.day.set_value(self._room.today)
        self._choose(None)
        self._look()

    def begin(self, play: Play | None) -> None:
        """Start with a play chosen."""
        self._choose(play)
        self.words.setFocus()

    def _look(self) -> None:
        """Offer the plays for what was typed."""
        text = self.words.words()
        view = self._room.view
        take_all(self._flow)
        if view is None or len(text) < 3:
            plays: tuple[Play, ...] = (self.play,) if self.play else ()
        else:
            plays = play_finder(self._room.process, text, view.deal.stage_key, 3)
        for play in plays:
            chip = Chip(play.name, f"objection_play_{play.key}", tip=play.short)
            chip.setChecked(self.play is not None and play.key == self.play.key)
            chip.clicked.connect(lambda on, play=play: self._choose(play if on else None))
            self._flow.addWidget(chip)
        self._plays.setVisible(bool(plays))

    def _choose(self, play: Play | None) -> None:
        self.play = play
        self._look()

    def _log(self) -> None:
        from salesdesk.usecases.objections import LogObjection

        day = self.day.value()
        if not self.words.words():
            self.fault.say(_("Write what they said first."))
            self.words.setFocus()
        elif day is None:
            self.fault.say(self.day.fault() or _("Enter the day."))
            self.day.setFocus()
        else:
            self.fault.say("")
            key = self.play.key if self.play else None
            command = LogObjection(
                self._room.deal_id, self.words.words(), self.who.value(), day.isoformat(),
                play_key=key,
            )  # fmt: skip
            self._room.do(command, self._on_logged, self.fault.say, owner=self)

    def _on_logged(self, _changes: Changes) -> None:
        self._draft.clear()
        self._choose(None)
        self.logged.emit()
