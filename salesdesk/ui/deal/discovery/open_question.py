"""The question being answered: hints, the growing answer, who and when, marks, follow-ups.

One at a time in the Discover panel, in the place of the question at rest.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain.discovery import Answer, QuestionState
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.discovery.marking import MarkBar, MarkingBox
from salesdesk.ui.deal.discovery.saver import AnswerSaver, Typed
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, line
from salesdesk.ui.deal.speaker import SpeakerPick, likely_speaker
from salesdesk.ui.widgets import (
    Button,
    Card,
    Chip,
    DateEdit,
    FlowLayout,
    Pill,
    PlainLabel,
    PointLabel,
)
from salesdesk.ui.widgets.labels import StandingLabel, Tone
from salesdesk.ui.widgets.wide import fix_wide


class OpenQuestion(Card):
    """Emits `walk_requested(way)`, `close_requested()`, `fact_requested(FactView)`."""

    walk_requested = Signal(int)
    close_requested = Signal()
    fact_requested = Signal(object)
    skip_requested = Signal(object)
    plan_requested = Signal(object)
    reword_requested = Signal(object)
    remove_requested = Signal(object, object)
    """(QuestionState, answer id or None for an own question itself)."""

    def __init__(self, room: Room, state: QuestionState) -> None:
        super().__init__("focus", name=f"open_question_{state.key}", spacing=6)
        self._room = room
        self.state = state
        self.setAccessibleName(state.text)
        self._build()
        self.saver = AnswerSaver(room, state.key, self._typed, self)
        self.saver.saved.connect(self._on_saver_saved)
        self.saver.failed.connect(self._on_saver_failed)
        self._start()
        self.answer.textChanged.connect(self._on_answer_text_changed)
        self.answer.committed.connect(lambda _words: self.saver.save())
        self.who.spoken.connect(lambda _person: self.saver.save())
        self.day.changed.connect(lambda _day: self.saver.save())

    def refresh(self, state: QuestionState) -> None:
        """Show what the store has now, without touching what is being typed."""
        self.who.refill()
        self.state = state
        self.saver.learn(state)
        if self.saver.may_take_stored():
            stored = self._answer()
            if stored is None and not self.saver.is_another and state.answers:
                stored = state.answers[0]
            if stored is not None or not self.saver.is_another:
                self._show_answer(stored)
        self._show_facts()
        self._show_voices()
        self._show_footer()

    def flush(self) -> None:
        """Save now."""
        self.saver.save()

    def focusables(self) -> list[QWidget]:
        """The widgets that Tab goes through, in order."""
        window = self.window()
        inside = [
            w
            for w in self.findChildren(QWidget)
            if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.window() is window
        ]
        first: list[QWidget] = [self.answer]
        return first + [w for w in inside if w is not self.answer]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the question."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        state = self.state
        name = f"answer_{state.key}"
        self.body.addWidget(PlainLabel(state.text, "strong", wrap=True, name=f"{name}_question"))
        if state.needed_for:
            need = _("Needed to leave: {criterion}").format(criterion=state.needed_for)
            self.body.addWidget(line(Pill(need[:60], "accent"), 1))
        if state.listen_for:
            hint = _("Listen for: {what}").format(what=state.listen_for)
            self.body.addWidget(PlainLabel(hint, "small", "muted", wrap=True))
        suits = words.suits(state.personas)
        if suits:
            self.body.addWidget(PlainLabel(suits, "small", "muted", wrap=True))
        self._voices = Rows(f"{name}_voices")
        self.body.addWidget(self._voices)
        self.answer = MarkingBox(
            name, state.text, hint=_("Type what they said, in their words"), rows=2, most_rows=14
        )
        self.answer.mark_pressed.connect(self._mark)
        self.answer.next_pressed.connect(self.walk_requested)
        self.body.addWidget(self.answer)
        self.who = SpeakerPick(self._room, f"{name}_who")
        self.day = DateEdit(f"{name}_day", _("Answered on"), self._room.today)
        fix_wide(self.day, 150)
        self.status = StandingLabel(name=f"{name}_status")
        row = line(self.who, self.day, self.status)
        cast("QHBoxLayout", row.layout()).setStretchFactor(self.status, 1)
        self.body.addWidget(row)
        self.remark = PlainLabel("", "small", "muted", wrap=True, name=f"{name}_remark")
        self.remark.hide()
        self.body.addWidget(self.remark)
        self.marks = MarkBar(f"{name}_marks", _("Mark the answer as"))
        self.marks.toggled.connect(self._mark)
        self.body.addWidget(self.marks)
        self._facts = Rows(f"{name}_facts")
        self.body.addWidget(self._facts)
        self._add_hints()
        self._footer = Rows(f"{name}_footer")
        self.body.addWidget(self._footer)

    def _add_hints(self) -> None:
        state = self.state
        if state.green_flag or state.red_flag:
            flags = QWidget()
            row = QHBoxLayout(flags)
            row.setContentsMargins(0, 2, 0, 0)
            row.setSpacing(theme.tokens().px(16))
            for title, text, tone in (
                (_("A good sign"), state.green_flag, "ok"),
                (_("A warning"), state.red_flag, "late"),
            ):
                if text:
                    heading = PlainLabel(title, "small_strong", tone)  # type: ignore[arg-type]
                    row.addWidget(column(heading, PlainLabel(text, "small", "soft", wrap=True)), 1)
            self.body.addWidget(flags)
        if state.follow_ups:
            self.body.addWidget(PlainLabel(_("Follow up with"), "small_strong", "muted"))
            for text in state.follow_ups:
                self.body.addWidget(PointLabel(text, "small"))

    def _start(self) -> None:
        """Show the stored answer, and over it the draft that was never saved."""
        state = self.state
        self._show_answer(state.answers[0] if state.answers else None)
        draft = self._room.drafts.get(self._room.deal_id, f"answer:{state.key}")
        if draft and draft != self.answer.words():
            self.answer.setPlainText(draft)
            self._say(_("Not saved yet"))
        self._show_facts()
        self._show_voices()
        self._show_footer()

    def _show_answer(self, answer: Answer | None) -> None:
        """Put a stored answer into the editor."""
        if answer is None:
            person, day = self.who.value() or likely_speaker(self._room), self._room.today
            text = ""
        else:
            person, day = answer.person_id, dt.date.fromisoformat(answer.answered_on)
            text = answer.words
        if text != self.answer.words():
            was_blocked = self.answer.blockSignals(True)
            self.answer.set_words(text)
            self.answer.blockSignals(was_blocked)
            self.answer.updateGeometry()
        self.who.set_person(person)
        self.day.set_value(day)
        kept = self._typed() if answer else Typed("", None, "")
        self.saver.take(self.state, answer.id if answer else None, kept)

    def _answer(self) -> Answer | None:
        wanted = self.saver.answer_id
        return next((a for a in self.state.answers if a.id == wanted), None)

    def _typed(self) -> Typed:
        day = self.day.value() or self._room.today
        return Typed(self.answer.words(), self.who.value(), day.isoformat())

    def _mark(self, kind: str) -> None:
        """Mark the answer, or the selected part of it; marking again takes the mark off."""
        from salesdesk.usecases.facts import MarkAnswer

        selected = self.answer.textCursor().selectedText().replace("\u2029", "\n").strip()
        if not self.answer.words():
            self._show_facts()
            self._say(_("Type what they said first, then mark it."))
            self.answer.setFocus()
            return

        def mark() -> None:
            if self.saver.answer_id is not None:
                part = selected if selected and selected != self.answer.words() else None
                self._room.do(MarkAnswer(self.saver.answer_id, kind, {}, part))

        self.saver.save(mark)

    def _show_facts(self) -> None:
        answer = self._answer()
        facts = answer.facts if answer else ()
        self.marks.show_kinds({fact.kind for fact in facts})
        self._facts.show_items([facts] if facts else [], self._fact_row)

    def _fact_row(self, facts: tuple[FactView, ...]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=5)
        for fact in facts:
            text = words.fact_chip(fact)
            chip = Chip(
                words.shortened(f"{text}  ✎", 60),
                f"fact_{fact.id}",
                checkable=False,
                label=_("Change the fact: {fact}").format(fact=text),
                tip=fact.words,
            )
            chip.clicked.connect(lambda _on=False, fact=fact: self.fact_requested.emit(fact))
            flow.addWidget(chip)
        return box

    def _show_voices(self) -> None:
        """Chips to choose between several voices; nothing for one."""
        voices = self.state.answers
        # By what the chips say: they stay where they are while the words of an answer change.
        said = tuple((each.id, each.person, each.answered_on) for each in voices)
        shown = [(said, self.saver.answer_id)] if len(voices) > 1 else []
        self._voices.show_items(shown, lambda _item: self._voice_row(voices))

    def _voice_row(self, voices: tuple[Answer, ...]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, gap=5)
        for answer in voices:
            chip = Chip(words.said(answer.person, answer.answered_on), f"voice_{answer.id}")
            chip.setChecked(answer.id == self.saver.answer_id)
            chip.clicked.connect(lambda _on=False, answer_id=answer.id: self._switch(answer_id))
            flow.addWidget(chip)
        return box

    def _switch(self, answer_id: str) -> None:
        self.saver.save()
        self._show_answer(next((a for a in self.state.answers if a.id == answer_id), None))
        self._show_facts()
        self._voices.forget()
        self._show_voices()

    def _another(self) -> None:
        self.saver.save()
        self.answer.set_words("")
        self.saver.begin_another(Typed("", None, ""))
        self._show_facts()
        self._say(_("A second voice to the same question"))
        self.answer.setFocus()

    def _show_footer(self) -> None:
        state = self.state
        shape = (state.is_answered, bool(state.skipped_why), state.is_planned, state.is_own)
        self._footer.show_items([shape], lambda _shape: self._footer_row())

    def _footer_row(self) -> QWidget:
        state, name = self.state, f"answer_{self.state.key}"
        links: list[QWidget | int] = []

        def add(words_: str, key: str, signal: object) -> None:
            button = Button(words_, f"{name}_{key}", kind="link")
            button.clicked.connect(lambda _on=False: signal())  # type: ignore[operator]
            links.append(button)

        if state.is_answered:
            add(_("Another voice"), "another", self._another)
            add(_("Delete answer"), "delete",
                lambda: self.remove_requested.emit(self.state, self.saver.answer_id))  # fmt: skip
        else:
            text = _("Ask it after all") if state.skipped_why else _("Skip…")
            add(text, "skip", lambda: self.skip_requested.emit(self.state))
            text = _("Take off the plan") if state.is_planned else _("Plan for the next call")
            add(text, "plan", lambda: self.plan_requested.emit(self.state))
        if state.is_own:
            add(_("Reword"), "reword", lambda: self.reword_requested.emit(self.state))
            add(_("Delete question"), "remove",
                lambda: self.remove_requested.emit(self.state, None))  # fmt: skip
        links.append(1)
        return line(*links, gap=14)

    def _say(self, sentence: str, tone: Tone = "muted") -> None:
        """A sentence below the answer until the next key; "" takes it away."""
        self.remark.set_tone(tone)
        self.remark.setText(sentence)
        self.remark.setVisible(bool(sentence))

    def _on_answer_text_changed(self) -> None:
        if self.status.text():
            self.status.setText("")
        if self.remark.isVisibleTo(self):
            self._say("")
        self.saver.note_typing()

    def _on_saver_saved(self) -> None:
        self.status.setText(_("Saved"))

    def _on_saver_failed(self, sentence: str) -> None:
        self.status.setText("")
        self._say(sentence, "late")
