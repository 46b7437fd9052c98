"""One element of the framework: how it stands, on what that rests, what is suggested, what to ask.

At rest a few lines; open, the whole rubric to choose from. Called by the Qualify panel, which
rebuilds it when its element changed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from salesdesk.domain.process import Framework
from salesdesk.domain.qualification import (
    KNOWN,
    NOT_APPLICABLE,
    UNKNOWN,
    ElementState,
    Evidence,
    GapQuestion,
    Suggestion,
)
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.qualify.level_row import LevelRow
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import column, flowing, line
from salesdesk.ui.widgets import Button, Card, Pill, PlainLabel
from salesdesk.ui.widgets.chips import PillTone
from salesdesk.ui.widgets.wrapped_link import WrappedLink

_SHOWN_SUGGESTIONS, _SHOWN_QUESTIONS, _SHOWN_HISTORY = 3, 4, 6


class ElementCard(Card):
    """Emits what is asked for; the panel knows how to do it.

    `level_requested(level or None)`, `not_applicable_requested()`, `accept_requested(Suggestion)`,
    `refuse_requested(Suggestion)`, `plan_requested(GapQuestion)`, `correct_requested(FactView)`,
    `proof_given(form)`, `opened(bool)`, `proof_requested(bool)`.
    """

    level_requested = Signal(object)
    not_applicable_requested = Signal()
    accept_requested = Signal(object)
    refuse_requested = Signal(object)
    plan_requested = Signal(object)
    correct_requested = Signal(object)
    proof_given = Signal(object, str, object, object)
    proof_requested = Signal(bool)
    opened = Signal(bool)

    def __init__(
        self,
        room: Room,
        framework: Framework,
        state: ElementState,
        *,
        is_open: bool = False,
        has_form: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("focus" if is_open else "plain", name=f"element_{state.element.key}",
                         spacing=5, parent=parent)  # fmt: skip
        self._room, self._framework, self.state = room, framework, state
        self._is_open = is_open
        self._name = f"element_{state.element.key}"
        self.setAccessibleName(f"{state.element.name}: {standing_words(framework, state)}")
        self._build_head()
        if is_open:
            self._build_levels()
        self._build_evidence(has_form)
        self._build_suggestions()
        self._build_questions()
        if is_open:
            self._build_history()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit sets the level, U not known, N does not apply, A accepts; Escape closes."""
        key, focused = event.text().lower(), QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and self._is_open:
            self.opened.emit(False)
        elif not isinstance(focused, QAbstractButton) or not self._pressed(key):
            super().keyPressEvent(event)

    def _pressed(self, key: str) -> bool:
        """Do what a key asks for; False when it asks for nothing here."""
        if key.isascii() and key.isdigit() and int(key) <= self.state.top:
            self.level_requested.emit(int(key))
        elif key == "u":
            self.level_requested.emit(None)
        elif key == "n":
            self.not_applicable_requested.emit()
        elif key == "a" and self.state.suggestions:
            self.accept_requested.emit(self.state.suggestions[0])
        else:
            return False
        return True

    def _build_head(self) -> None:
        state = self.state
        pill = Pill(standing_words(self._framework, state), tone_of(state))
        verb = _("Close") if self._is_open else _("Score")
        toggle = Button(
            verb,
            f"{self._name}_open",
            kind="link",
            label=_("{verb}: {element}").format(verb=verb, element=state.element.name),
            on_click=lambda: self.opened.emit(not self._is_open),
        )
        self.body.addWidget(line(PlainLabel(state.element.name, "strong"), pill, 1, toggle))
        text = state.element.asks
        if not self._is_open and state.level is not None:
            text = state.element.levels[state.level]
        elif not self._is_open and state.state == NOT_APPLICABLE:
            text = state.words
        self.body.addWidget(PlainLabel(text, "small", "muted", wrap=True))

    def _build_levels(self) -> None:
        state, name = self.state, self._name
        rows: list[QWidget] = []
        for level, rubric in enumerate(state.element.levels):
            rows.append(
                LevelRow(
                    str(level), self._framework.scale[level], rubric, f"{name}_level_{level}",
                    lambda level=level: self.level_requested.emit(level),  # type: ignore[misc]
                    is_chosen=state.level == level,
                )
            )  # fmt: skip
        rows.append(
            LevelRow(
                "?", _("Not known yet"), _("Counts neither for nor against."), f"{name}_unknown",
                lambda: self.level_requested.emit(None), is_chosen=state.state == UNKNOWN,
            )
        )  # fmt: skip
        why = state.words if state.state == NOT_APPLICABLE else _("Left out of the total.")
        rows.append(
            LevelRow(
                "–", _("Does not apply"), why, f"{name}_not_applicable",
                self.not_applicable_requested.emit, is_chosen=state.state == NOT_APPLICABLE,
            )
        )  # fmt: skip
        self.body.addWidget(column(*rows, gap=1))

    def _build_evidence(self, has_form: bool) -> None:
        evidence = self.state.evidence
        if evidence is not None:
            self.body.addWidget(self._evidence(evidence))
        elif self.state.state == KNOWN and self.state.level:
            text = _("Rests on your own judgement. What did they say or do?")
            self.body.addWidget(PlainLabel(text, "small", "warn", wrap=True))
            if self.state.words:
                own = PlainLabel(self.state.words, "small", wrap=True, selectable=True)
                self.body.addWidget(own)
        if not self._is_open:
            return
        if has_form:
            form = EvidenceForm(
                self._room, f"{self._name}_proof", _("In their words"), needs_person=False
            )
            form.given.connect(lambda said, who, day: self.proof_given.emit(form, said, who, day))
            form.cancelled.connect(lambda: self.proof_requested.emit(False))
            self.body.addWidget(form)
        else:
            add = Button(
                _("Add evidence"),
                f"{self._name}_prove",
                kind="link",
                label=_("Add evidence: {element}").format(element=self.state.element.name),
                on_click=lambda: self.proof_requested.emit(True),
            )
            self.body.addWidget(line(add, 1))

    def _evidence(self, evidence: Evidence) -> QWidget:
        if evidence.is_lost:
            text = _("What it rested on was deleted. Add evidence, or lower the level.")
            return PlainLabel(text, "small", "warn", wrap=True)
        label = PlainLabel(
            _("Rests on: {evidence}").format(evidence=evidence_words(evidence)), "small", "soft",
            wrap=True, name=f"{self._name}_evidence",
        )  # fmt: skip
        if evidence.fact is None:
            return label
        correct = WrappedLink(
            _("Correct it"),
            f"{self._name}_correct",
            lambda: self.correct_requested.emit(evidence.fact),
            label=_("Correct: {words}").format(words=words.shortened(evidence.words, 40)),
        )
        return column(label, correct, gap=0)

    def _build_suggestions(self) -> None:
        found = self.state.suggestions
        most = _SHOWN_SUGGESTIONS if self._is_open else 1
        for place, suggestion in enumerate(found[:most]):
            self.body.addWidget(self._suggestion(place, suggestion))
        left = len(found) - most
        if left > 0:
            text = ngettext("{n} more speaks for it", "{n} more speak for it", left)
            self.body.addWidget(PlainLabel(text.format(n=left), "small", "faint"))

    def _suggestion(self, place: int, suggestion: Suggestion) -> QWidget:
        name = f"{self._name}_suggestion_{place}"
        level = self._framework.scale[suggestion.level]
        text = _("Suggested from: {evidence}").format(evidence=evidence_words(suggestion.evidence))
        accept = Button(
            _("Accept as {level}").format(level=level.lower()),
            f"{name}_accept",
            label=_("Accept {element} as {level}").format(
                element=self.state.element.name, level=level.lower()
            ),
            on_click=lambda: self.accept_requested.emit(suggestion),
        )
        refuse = Button(
            _("Not this"),
            f"{name}_refuse",
            kind="link",
            label=_("Turn down the suggestion for {element}").format(
                element=self.state.element.name
            ),
            on_click=lambda: self.refuse_requested.emit(suggestion),
        )
        card = Card("accent", name=name, spacing=4, parent=self)
        card.body.addWidget(PlainLabel(text, "small", wrap=True))
        card.body.addWidget(flowing(accept, refuse, gap=10))
        return card

    def _build_questions(self) -> None:
        state = self.state
        if not state.is_gap or (state.suggestions and not self._is_open):
            return
        most = _SHOWN_QUESTIONS if self._is_open else 1
        chosen = sorted(state.questions, key=lambda question: not question.is_planned)
        for place, question in enumerate(chosen[:most]):
            self.body.addWidget(self._question(place, question))

    def _question(self, place: int, question: GapQuestion) -> QWidget:
        name = f"{self._name}_question_{place}"
        text = _("Ask: {question}").format(question=question.text)
        verb = _("Planned ✓") if question.is_planned else _("Plan question")
        plan = Button(
            verb,
            f"{name}_plan",
            kind="link",
            label=_("{verb}: {question}").format(
                verb=verb, question=words.shortened(question.text, 60)
            ),
            tip=_("For the next call; click again to take it off the plan"),
            on_click=lambda: self.plan_requested.emit(question),
        )
        label = PlainLabel(text, "small", "muted", wrap=True)
        row = line(label, plan)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return row

    def _build_history(self) -> None:
        history = [score for score in self.state.history if score.accepted]
        if len(history) < 2:
            return
        lines = []
        for score in history[:_SHOWN_HISTORY]:
            said: dict[str, str] = {
                KNOWN: "",
                UNKNOWN: _("Not known yet"),
                NOT_APPLICABLE: _("Does not apply"),
            }
            text = said.get(score.state, "")
            if score.level is not None and score.level < len(self._framework.scale):
                text = f"{score.level} · {self._framework.scale[score.level]}"
            lines.append(f"{words.short_day(score.scored_on)}: {text}")
        text = _("History: {lines}").format(lines=" ← ".join(lines))
        self.body.addWidget(PlainLabel(text, "small", "faint", wrap=True))


def standing_words(framework: Framework, state: ElementState) -> str:
    """ "2 · Proven", "Not known yet" or "Does not apply"."""
    if state.state == NOT_APPLICABLE:
        return _("Does not apply")
    if state.level is None:
        return _("Not known yet")
    return f"{state.level} · {framework.scale[state.level]}"


def tone_of(state: ElementState) -> PillTone:
    """The colour of an element's standing."""
    if state.level is None:
        return "neutral"
    if state.level == state.top:
        return "ok"
    return "late" if state.level == 0 else "warn" if state.level == 1 else "accent"


def evidence_words(evidence: Evidence) -> str:
    """ "“34 hours a week” · Dana Reyes · Nov 12 · confirmed"."""
    is_person = evidence.source.startswith("person:")
    text = words.shortened(evidence.words)
    parts = [text if is_person else _("“{words}”").format(words=text)]
    if not is_person:
        parts.append(words.said(evidence.person, evidence.said_on))
    if evidence.is_confirmed:
        parts.append(_("confirmed"))
    return " · ".join(filter(None, parts))
