"""The question in front in call mode: in large type, what to listen for, what was said so far."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.discovery import LAYER_LABELS, Answer, QuestionState
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.rows import flowing, take_all
from salesdesk.ui.widgets import Card, ElidedLabel, Pill, PlainLabel, PointLabel, Scroller
from salesdesk.ui.widgets.chips import PillTone
from salesdesk.ui.widgets.labels import plain_tip

_SAID = 6
"""Lines said so far that are shown; the latest ones."""


class Asked(QWidget):
    """Shows one question at a time. Nothing in it takes the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call_question")
        look = theme.tokens()
        self.head = QHBoxLayout()
        self.head.setSpacing(look.px(6))
        self.layer = Pill("", "accent", name="call_layer")
        self.needed = Pill("", "warn", name="call_needed")
        self.state = Pill("", "ok", name="call_question_state")
        self.place = PlainLabel("", "body", "faint", name="call_place")
        for pill in (self.layer, self.needed, self.state):
            self.head.addWidget(pill)
        self.suits = ElidedLabel("", "body", "faint", name="call_suits")
        self.head.addWidget(self.suits, 1)
        self.head.addWidget(self.place)
        self.above = PlainLabel("", "body", "muted", wrap=True, name="call_question_above")
        self.text = PlainLabel("", "huge", wrap=True, name="call_question_text")
        self.listen = PlainLabel("", "lead", "soft", wrap=True, name="call_listen")
        self._card = Card("focus", name="call_question_card", spacing=8)
        self._scroller = Scroller("call_question_scroll", _("Question in front"))
        self._scroller.body.setContentsMargins(0, 0, look.px(4), 0)
        content = self._scroller.widget()
        assert content is not None
        for part in (content, self._scroller.viewport()):
            part.setAutoFillBackground(True)
            part.setBackgroundRole(QPalette.ColorRole.Base)
        self._under = QVBoxLayout()
        self._under.setSpacing(look.px(5))
        self._build()

    def minimumSizeHint(self) -> QSize:
        """It scrolls where there is no room."""
        return QSize(theme.tokens().px(260), theme.tokens().px(110))

    def show_none(self, sentence: str) -> None:
        """There is no question to ask."""
        for pill in (self.layer, self.needed, self.state):
            pill.set_words("")
        self.suits.setText("")
        self.place.setText("")
        self.above.hide()
        self.listen.hide()
        self.text.setText(sentence)
        take_all(self._under)

    def show_question(self, state: QuestionState, follow_up: int | None, place: str) -> None:
        """A question, or one of its follow-ups in its stead."""
        self.layer.set_words(_(dict(LAYER_LABELS).get(state.layer, state.layer)))  # type: ignore[call-overload]
        self.needed.set_words(_("Needed here") if state.needed_for else "")
        self.needed.setToolTip(plain_tip(state.needed_for))
        self.state.set_words(*_standing(state))
        self.place.setText(place)
        self.suits.setText(words.suits(state.personas))
        is_follow_up = follow_up is not None and follow_up < len(state.follow_ups)
        self.text.setText(state.follow_ups[follow_up or 0] if is_follow_up else state.text)
        self.above.setText(state.text)
        self.above.setVisible(is_follow_up)
        self.listen.setText(_("Listen for: {what}").format(what=state.listen_for))
        self.listen.setVisible(bool(state.listen_for))
        self.setAccessibleName(self.text.text())
        self.setAccessibleDescription(self.listen.text())
        take_all(self._under)
        self._add_follow_ups(state, follow_up)
        self._add_said(state)

    def set_size(self, *, is_small: bool, is_large: bool) -> None:
        """Smaller type in a low window, larger in a high one."""
        self.text.set_role("large" if is_small else "vast" if is_large else "huge")
        self.listen.set_role("body" if is_small else "lead")

    def turn_page(self, way: int) -> None:
        """A page down (1) or up (-1), where there is more than fits."""
        bar = self._scroller.verticalScrollBar()
        bar.setValue(bar.value() + way * bar.pageStep() * 3 // 4)

    def _build(self) -> None:
        body = self._scroller.body
        body.addLayout(self.head)
        body.addWidget(self.above)
        body.addWidget(self.text)
        body.addWidget(self.listen)
        body.addSpacing(theme.tokens().px(4))
        body.addLayout(self._under)
        self._card.body.addWidget(self._scroller, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)

    def _add_follow_ups(self, state: QuestionState, follow_up: int | None) -> None:
        if not state.follow_ups:
            return
        self._under.addWidget(PlainLabel(_("Follow up with (F3)"), "small_strong", "muted"))
        for place, text in enumerate(state.follow_ups):
            is_here = place == follow_up
            label = PointLabel(text, mark="▸" if is_here else "›")
            if is_here:
                label.set_role("strong")
                label.set_tone("accent")
            self._under.addWidget(label)

    def _add_said(self, state: QuestionState) -> None:
        if not state.answers:
            return
        self._under.addSpacing(theme.tokens().px(4))
        self._under.addWidget(PlainLabel(_("What they said"), "small_strong", "muted"))
        for answer in state.answers[-_SAID:]:
            self._under.addWidget(said_line(answer))


def said_line(answer: Answer) -> QWidget:
    """A line as it was kept: the words, what they are, who said them."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, theme.tokens().px(2))
    column.setSpacing(theme.tokens().px(2))
    text = PlainLabel(words.shortened(answer.words, 400), "body", wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    column.addWidget(text)
    pills: list[QWidget] = [
        Pill(words.kind_label(fact.kind), words.KIND_TONES.get(fact.kind, "accent"))
        for fact in answer.facts
    ]
    pills.append(PlainLabel(words.said(answer.person, answer.answered_on), "small", "faint"))
    column.addWidget(flowing(*pills))
    return box


def _standing(state: QuestionState) -> tuple[str, PillTone]:
    if state.skipped_why:
        return _("Skipped"), "neutral"
    return (_("Answered"), "ok") if state.is_answered else ("", "ok")
