"""The value question before a proposal: asked, who answered, yes, partly or no, in what words.

Called by the Value panel. Each answer is a fact; the newest one counts.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import FactView
from salesdesk.domain.value import ANSWER_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, flowing, line
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.deal.value import texts
from salesdesk.ui.widgets import (
    Button,
    Card,
    DateEdit,
    FaultLine,
    Pill,
    PlainLabel,
    SectionHeader,
    Segments,
    TextBox,
)
from salesdesk.usecases.facts import BinFact
from salesdesk.usecases.value import KeepAnswer, ValueView


class Checkpoint(QWidget):
    """The form, and what was answered so far."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("value_checkpoint")
        self._room = room
        self.header = SectionHeader(_("Value confirmation"), name="value_checkpoint_header")
        hint = _("If it did this for you, would it be worth having? Ask before the proposal.")
        self.answer = Segments(
            "value_answer", _("What did they answer?"),
            [(key, _(text)) for key, text in ANSWER_LABELS.items()],
        )  # fmt: skip
        self.words = TextBox("value_answer_words", _("In their words"), rows=2, most_rows=6,
                             hint=_("What they answered, in their words"))  # fmt: skip
        self._draft = DraftField(room.drafts, "value_answer_words", self.words)
        self.words.installEventFilter(self)
        self.person = SpeakerPick(room, "value_answer_person", _("Who answered"))
        self.day = DateEdit("value_answer_day", _("Asked on"), room.today, value=room.today)
        self.fault = FaultLine("value_answer_fault")
        self.keep = Button(_("Save answer"), "value_answer_keep", on_click=self._keep)
        self.rows = Rows("value_answers", 4)
        card = Card(name="value_checkpoint_card", spacing=7)
        for widget in (
            self.rows, PlainLabel(hint, "small", "muted", wrap=True),
            flowing(self.answer, self.person, self.day, gap=8), self.words, self.fault,
            line(self.keep, 1),
        ):  # fmt: skip
            card.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(6))
        box.addWidget(self.header)
        box.addWidget(card)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the words keeps them; the box itself would only commit its text."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
            return True
        return False

    def show_deal(self) -> None:
        """Another deal is in front."""
        self._draft.show(self._room.deal_id)
        self.person.set_person(None)
        self.day.set_value(self._room.today)
        self.rows.forget()
        self.fault.say("")

    def show_view(self, view: ValueView) -> None:
        """Show what was answered."""
        newest = view.answers[0] if view.answers else None
        remark = texts.answer_label(newest.measure) if newest is not None else _("Not asked yet")
        self.header.set_words(_("Value confirmation"), remark)
        self.rows.show_items(view.answers, self._row)
        self.rows.setVisible(bool(view.answers))
        self.person.refill()

    def reveal(self) -> None:
        """Give the question the keyboard."""
        self.words.setFocus()

    def _row(self, fact: FactView) -> QWidget:
        tone = texts.ANSWER_TONES.get(fact.measure or "yes", "neutral")
        take = Button(
            _("Take it back"), f"value_answer_{fact.id}_take", kind="link",
            label=_("Take back the answer: {words}").format(words=words.shortened(fact.words, 40)),
            on_click=lambda: self._room.do(
                BinFact(fact.id), lambda changes: self._room.say(changes.label)
            ),
        )  # fmt: skip
        who = PlainLabel(words.said(fact.person, fact.said_on), "small", "muted")
        said = PlainLabel(_("“{words}”").format(words=fact.words), wrap=True)
        return column(line(Pill(texts.answer_label(fact.measure), tone), who, 1, take), said)

    def _keep(self) -> None:
        day = self.day.value()
        if self.answer.value() is None:
            self._fail(_("Choose what they answered."), self.answer)
        elif not self.words.words():
            self._fail(_("Say what they answered, in their words."), self.words)
        elif self.person.value() is None:
            self._fail(_("Choose who answered."), self.person)
        elif not isinstance(day, dt.date):
            self._fail(self.day.fault() or _("Enter the day."), self.day)
        else:
            command = KeepAnswer(
                self._room.deal_id, self.answer.value(), self.words.words(), self.person.value(),
                day.isoformat(),
            )  # fmt: skip
            self._room.do(command, self._on_kept, self.fault.say, owner=self)

    def _on_kept(self, changes: Changes) -> None:
        self._draft.clear()
        self.fault.say("")
        self._room.say(changes.label)

    def _fail(self, sentence: str, field: QWidget) -> None:
        self.fault.say(sentence)
        field.setFocus()
