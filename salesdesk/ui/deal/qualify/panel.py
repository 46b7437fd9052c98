"""The Qualify panel: how the deal stands in its framework, on what that rests, what to ask next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import FactView
from salesdesk.domain.qualification import ElementState, GapQuestion, Suggestion
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.parts import Parts
from salesdesk.ui.deal.qualify import dialogs, framework_dialog
from salesdesk.ui.deal.qualify.element_card import ElementCard
from salesdesk.ui.deal.qualify.head import QualifyHead
from salesdesk.ui.deal.qualify.red_flags import RedFlags
from salesdesk.ui.deal.qualify.research import Research
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows
from salesdesk.ui.widgets import Scroller
from salesdesk.ui.widgets.growing import make_room
from salesdesk.usecases import qualification as use
from salesdesk.usecases.discovery import PlanQuestion
from salesdesk.usecases.qualification import QualifyView, qualify_view

Item = tuple[ElementState, bool, bool, tuple[str, ...]]
"""An element, whether its rubric is open, whether its form for evidence is, and the scale."""


class QualifyPanel(QWidget):
    """A view on the qualification of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("qualify_panel")
        self._room = room
        self.view: QualifyView | None = None
        self._open_key, self._form_key = "", ""
        self._focus = ""
        """What gets the keyboard after the next change was kept."""
        self.head = QualifyHead()
        self.flags = RedFlags()
        self.elements = Rows("qualify_elements", 8, room, 1)
        self.research = Research(room)
        parts = (self.elements, self.flags, self.research)
        self._parts = Parts(room, self, parts, self._fill)
        scroller = self._scroller = Scroller("qualify_scroll", _("Qualify"), fills=True)
        look = theme.tokens()
        scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        for widget in (self.head, *parts):
            scroller.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroller)
        self._connect()

    def show_deal(self) -> None:
        """Show the room's deal from the top."""
        self._open_key = self._form_key = self._focus = ""
        self.elements.forget()
        self.research.show_deal()
        self._read()
        self._parts.show_deal(self.head)
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read how the deal stands anew; what is being typed stays."""
        self._read()
        self._parts.refresh()
        if self._focus:
            self._give_focus(self._focus)
            self._focus = ""

    def reveal(self, target: str) -> None:
        """Open an element by its key, or go to "research", "flags" or the framework."""
        keys = [s.element.key for s in self.view.standing.elements] if self.view else []
        self._finish()
        if target in keys:
            self._open(target, True)
        elif target == "research" and self.research.boxes:
            next(iter(self.research.boxes.values())).setFocus()
            self._scroller.ensureWidgetVisible(self.research)
        elif target == "flags":
            self._scroller.ensureWidgetVisible(self.flags)
        else:
            self.head.framework.setFocus()

    def leave(self) -> None:
        """Save what was typed."""
        self.research.leave()

    def _finish(self) -> None:
        """Make now what is left for later."""
        self._parts.finish()
        self.elements.finish()

    def _read(self) -> None:
        self.view = qualify_view(self._room.desk, self._room.deal_id)
        self.head.show_view(self.view)

    def _fill(self, part: QWidget) -> bool:
        view = self.view
        assert view is not None
        if part is self.flags:
            self.flags.show_states(view.flags)
            return bool(view.flags)
        if part is self.research:
            self.research.show_states(view.research)
            return bool(view.research)
        return self._show_elements(view)

    def _show_elements(self, view: QualifyView) -> bool:
        scale = view.standing.framework.scale
        items = [
            (state, state.element.key == self._open_key, state.element.key == self._form_key, scale)
            for state in view.standing.elements
        ]
        self.elements.show_items(items, self._element)
        return True

    def _connect(self) -> None:
        self.head.framework_picked.connect(self._on_head_framework_picked)
        self.head.plan_requested.connect(self._on_head_plan_requested)
        self.head.make_requested.connect(lambda: framework_dialog.new_framework(self._room))
        self.head.edit_requested.connect(lambda: framework_dialog.edit_framework(self._room))
        self.head.nurture_requested.connect(lambda: dialogs.nurture(self._room))
        self.head.disqualify_requested.connect(lambda: dialogs.disqualify(self._room))
        self.head.copied.connect(lambda: self._room.context.shell.tell(_("Copied")))
        self.research.noted.connect(
            lambda key, text: self._do(use.NoteResearch(self._room.deal_id, key, text))
        )
        self.flags.raised.connect(
            lambda key, is_up: self._do(use.RaiseFlag(self._room.deal_id, key, is_up))
        )

    def _element(self, item: Item) -> QWidget:
        state, is_open, has_form, _scale = item
        assert self.view is not None
        key = state.element.key
        card = ElementCard(
            self._room, self.view.standing.framework, state, is_open=is_open, has_form=has_form,
            parent=self.elements,
        )  # fmt: skip
        card.opened.connect(lambda wanted: self._open(key, wanted))
        card.proof_requested.connect(lambda wanted: self._show_form(key, wanted))
        card.level_requested.connect(lambda level: self._set(key, level))
        card.not_applicable_requested.connect(lambda: self._leave_out(state))
        card.accept_requested.connect(lambda found: self._answer(use.AcceptScore, key, found))
        card.refuse_requested.connect(lambda found: self._answer(use.RefuseSuggestion, key, found))
        card.plan_requested.connect(lambda question: self._plan(key, question))
        card.correct_requested.connect(self._correct)
        card.proof_given.connect(lambda *given: self._prove(key, *given))
        return card

    def _open(self, key: str, wanted: bool) -> None:
        """Open one element, and close the one that was open."""
        self._open_key, self._form_key = (key if wanted else ""), ""
        self.refresh(None)
        self._finish()
        self._bring_soon(key)
        if wanted and self.view is not None:
            found = (s for s in self.view.standing.elements if s.element.key == key)
            state = next(found, None)
            if state is None:
                return  # a card of the framework before, which is still there for a moment
            level = f"level_{state.level}" if state.level is not None else "unknown"
            self._give_focus(f"element_{key}_{level}")
        else:
            self._give_focus(f"element_{key}_open")

    def _give_focus(self, name: str) -> None:
        """Focus a widget that was just made: only once it is shown does it keep the keyboard."""
        QTimer.singleShot(0, self, lambda: self._focus_shown(name))

    def _focus_shown(self, name: str) -> None:
        found = self._shown(name)
        if found is not None:
            found.setFocus()

    def _shown(self, name: str) -> QWidget | None:
        """The widget of this name that is seen; the one that it replaced may not be gone yet."""
        found = self.elements.findChildren(QWidget, name)
        return next((each for each in found if each.isVisibleTo(self.elements)), None)

    def _bring_soon(self, key: str) -> None:
        """Bring an element into sight: its new card is there only once the layout has run."""
        QTimer.singleShot(0, self, lambda: self._bring(f"element_{key}"))

    def _bring(self, name: str) -> None:
        """Scroll so that a card is seen, its head above all."""
        card, inside = self._shown(name), self._scroller.widget()
        if card is not None and inside is not None:
            make_room(card)  # or it would be looked for where it does not stay
            margin = theme.tokens().px(12)
            self._scroller.ensureWidgetVisible(card, 0, margin)
            top = card.mapTo(inside, QPoint()).y() - margin
            bar = self._scroller.verticalScrollBar()
            bar.setValue(min(bar.value(), top))

    def _show_form(self, key: str, wanted: bool) -> None:
        self._open_key, self._form_key = key, key if wanted else ""
        self.refresh(None)
        self._bring_soon(key)
        self._give_focus(f"element_{key}_{'proof_words' if wanted else 'prove'}")

    def _set(self, key: str, level: int | None) -> None:
        where = "unknown" if level is None else f"level_{level}"
        self._focus = f"element_{key}_{where}" if self._open_key == key else f"element_{key}_open"
        self._do(use.SetScore(self._room.deal_id, self._framework(), key, level))

    def _leave_out(self, state: ElementState) -> None:
        from salesdesk.ui.widgets import ask_text

        why = ask_text(
            self.window(), _("{element} does not apply").format(element=state.element.name),
            _("Why not?"), _("Leave it out"), rows=2, name="not_applicable",
        )  # fmt: skip
        if why:
            key = state.element.key
            self._do(use.NotApplicable(self._room.deal_id, self._framework(), key, why))

    def _answer(self, kind: Any, key: str, found: Suggestion) -> None:
        self._focus = f"element_{key}_open"
        source = found.evidence.source
        self._do(kind(self._room.deal_id, self._framework(), key, source, found.level))

    def _plan(self, key: str, question: GapQuestion) -> None:
        deal_id, wanted = self._room.deal_id, not question.is_planned
        if question.key:
            self._do(PlanQuestion(deal_id, question.key, wanted))
        else:
            self._do(use.PlanAsk(deal_id, self._framework(), key, wanted))

    def _prove(
        self, key: str, form: EvidenceForm, said: str, who: str | None, day: dt.date
    ) -> None:
        def kept(_changes: Changes) -> None:
            form.done()
            self._show_form(key, False)

        proof = use.Proof(said, who, day.isoformat())
        command = use.SetScore(self._room.deal_id, self._framework(), key, None, proof)
        self._room.do(command, kept, form.say, owner=form)

    def _correct(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import FactDialog

        FactDialog(self._room, fact, self.window()).exec()

    def _framework(self) -> str:
        assert self.view is not None
        return self.view.standing.framework.key

    def _do(self, command: object) -> None:
        self._room.do(command)

    def _on_head_framework_picked(self, key: str) -> None:
        self._open_key = self._form_key = ""
        self._do(use.ChooseFramework(self._room.deal_id, key))

    def _on_head_plan_requested(self) -> None:
        assert self.view is not None
        self._room.do(
            use.PlanQuestions(
                self._room.deal_id, self.view.gap_keys, self._framework(), self.view.gap_elements
            ),
            lambda changes: self._room.say(changes.label),
        )
