"""The middle of call mode: the question in front, what comes next, and what they may be at.

Knows the plan of the call and walks through it; the window gives it keys and what is being said.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.discovery import QuestionState
from salesdesk.domain.likely import likely
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.call.asked import Asked
from salesdesk.ui.deal.call.plan import CallPlan
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import ElidedLabel
from salesdesk.usecases.discovery import DiscoverView

_LOOK_MS = 150
"""After the last key, when the questions are looked through for what fits."""


class Asking(QWidget):
    """Emits `told(sentence)` for what cannot be done, `shown(layer)` when a question is shown."""

    told = Signal(str)
    shown = Signal(str)

    def __init__(self, room: Room, view: DiscoverView) -> None:
        super().__init__()
        self.setObjectName("call_asking")
        self._room = room
        self.states: dict[str, QuestionState] = {}
        self.plan = CallPlan([item.question.key for item in view.plan])
        self.fits: tuple[QuestionState, ...] = ()
        """The questions that what they say may belong to, best first."""
        self._saying = ""
        self.asked = Asked()
        self.coming = ElidedLabel("", "body", "muted", name="call_coming")
        self.fitting = ElidedLabel("", "body", "accent", name="call_fits")
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(20), look.px(14), look.px(16), look.px(8))
        column.setSpacing(look.px(6))
        column.addWidget(self.asked, 1)
        column.addWidget(self.coming)
        column.addWidget(self.fitting)
        self._timer = QTimer(self, interval=_LOOK_MS, singleShot=True)
        self._timer.timeout.connect(self.look_for_fits)

    def set_low(self, is_low: bool, is_high: bool) -> None:
        """In a low window the question has the room of what comes next."""
        self.asked.set_size(is_small=is_low, is_large=is_high)
        self.coming.setVisible(not is_low)

    @property
    def question(self) -> QuestionState | None:
        """The question in front."""
        return self.states.get(self.plan.key)

    def show_view(self, view: DiscoverView) -> None:
        """Show what the desk has now."""
        self.states = {q.key: q for layer in view.layers for q in layer.questions}
        self.show_question()

    def hear(self, saying: str) -> None:
        """What is being said now; nothing new leaves what was said last."""
        if saying:
            self._saying = saying
            self._timer.start()

    def walk(self, way: int) -> None:
        """To the next question of the plan, or the one before."""
        if not self.plan.walk(way):
            is_end = way > 0
            last = _("That was the last question of the plan. F10 ends the call.")
            self.told.emit(last if is_end else _("This is the first question."))
        self.show_question()

    def follow_up(self) -> None:
        """Ask the next follow-up of the question in front."""
        state = self.question
        if state is None or not state.follow_ups:
            self.told.emit(_("This question has no follow-ups."))
            return
        self.plan.next_follow_up(len(state.follow_ups))
        self.show_question()

    def jump(self) -> None:
        """To the question that fits best what they are saying."""
        self.look_for_fits()
        if self.fits:
            self.plan.jump(self.fits[0].key)
            self.show_question()
        else:
            self.told.emit(_("No other question is open."))

    def back(self) -> None:
        """To where the last jump came from."""
        if not self.plan.back():
            self.told.emit(_("You did not jump from another question."))
        self.show_question()

    def skip(self, why: str) -> bool:
        """Leave the question out, or take that back; whether the reason was used."""
        from salesdesk.usecases.answers import SkipQuestion

        state = self.question
        if state is None:
            return False
        if state.is_answered:
            self.walk(1)
            return False
        if state.skipped_why:
            self._room.do(SkipQuestion(self._room.deal_id, state.key, "", False), owner=self)
            return False
        reason = why or _("Did not come up in the call")
        self._room.do(SkipQuestion(self._room.deal_id, state.key, reason), owner=self)
        self.walk(1)
        return bool(why)

    def look_for_fits(self) -> None:
        """Find the questions that what is being said may belong to."""
        self._timer.stop()
        self.fits = likely(list(self.states.values()), self.plan.key, self._saying)
        shown = words.shortened(self.fits[0].text, 90) if self.fits else ""
        self.fitting.setText(_("F4: {question}").format(question=shown) if shown else "")

    def show_question(self) -> None:
        """Show where the call is."""
        self.plan.keep(self.states)
        state = self.question
        if state is None:
            self.asked.show_none(_("Nothing is planned. Ask what brought them here."))
        else:
            place = _("{place} of {total}").format(place=self.plan.place, total=len(self.plan.keys))
            self.asked.show_question(state, self.plan.follow_up, place)
        coming = " · ".join(words.shortened(self.states[k].text, 60) for k in self.plan.coming(2))
        self.coming.setText(_("Next: {questions}").format(questions=coming) if coming else "")
        self.shown.emit(state.layer if state else "")
        self.look_for_fits()
