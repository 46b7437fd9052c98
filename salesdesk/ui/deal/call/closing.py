"""The end of a call: what came of it, the summary in the buyer's words, and the next step.

Opened by call mode. Leaving without a next step asks for one, or for the reason.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import column
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.deal.step_dialog import StepForm
from salesdesk.ui.widgets import (
    CheckBox,
    Dialog,
    Divider,
    FaultLine,
    FieldRow,
    Form,
    LineEdit,
    PickOne,
    PlainLabel,
    Segments,
    TextBox,
)
from salesdesk.usecases.call_ends import Ending
from salesdesk.usecases.call_views import CallView, call_view
from salesdesk.usecases.deal_views import StepView

_FULFILLED = ("call", "meeting", "demo")
"""Kinds of next steps that a call may be."""


class ClosingDialog(Dialog):
    """Emits `ended(step id)` when the call is over, with the step that was set or nothing;
    `left()` when the rep steps out and it runs on."""

    ended = Signal(str)
    left = Signal()

    def __init__(self, room: Room, call_id: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("End the call"), "closing", remark=room.view.deal.name if room.view else "",
            size=(680, 640), parent=parent,
        )  # fmt: skip
        self._deal_room, self._step_id = room, ""
        self._call: CallView = call_view(room.desk, call_id)
        self.subject = LineEdit(
            "closing_subject", _("What it was about"), words=_("Discovery call")
        )
        self.kind = Segments(
            "closing_kind", _("How"), [("call", _("Call")), ("meeting", _("Meeting"))], value="call"
        )
        self.outcome = TextBox(
            "closing_outcome", _("What came of it"), hint=_("In a sentence or two"), most_rows=5
        )
        self.who = SpeakerPick(room, "closing_who", _("With whom"))
        self.was = PickOne("closing_was", _("Which planned step it was"))
        self.summary = TextBox(
            "closing_summary", _("Summary in the buyer's words"), rows=5, most_rows=12
        )
        self.next = StepForm(room, "closing_step", is_required=False)
        self.why = LineEdit("closing_why", _("Why there is no next step"))
        self.fault = FaultLine("closing_fault")
        self._drafts = {
            name: DraftField(room.drafts, f"closing:{name}", field)
            for name, field in (("outcome", self.outcome), ("summary", self.summary))
        }
        self._build()
        self._fill()
        self.outcome.setFocus()

    def accept(self) -> None:
        """End the call, unless it has no next step and no reason."""
        from salesdesk.usecases.call_ends import EndCall

        if not (self.form.check() and self.next.check()):
            return
        command = EndCall(self._call.id, self._ending())
        self._step_id = command.step_id if command.ending.step is not None else ""
        self._deal_room.do(command, self._on_ended, self._on_failed, owner=self)

    def _ending(self) -> Ending:
        return Ending(
            self.subject.words(),
            self.outcome.words() or None,
            self.kind.value() or "call",
            self.who.value(),
            self.summary.words() or None,
            None if self.next.is_empty else self.next.step(),
            self.why.words() or None,
            self.was.value(),
        )

    def _build(self) -> None:
        self.form = Form("closing_form")
        self.form.add("outcome", _("What came of it"), self.outcome)
        self.form.add("subject", _("What it was about"), self.subject, is_required=True)
        self.form.add_beside(
            [
                ("kind", _("How"), self.kind),
                ("who", _("With whom"), self.who),
                ("was", _("The planned step it was"), self.was),
            ]
        )
        self.body.addWidget(self.form)
        self._add_next()
        self._add_exits()
        self.body.addWidget(Divider())
        self.unfiled = PlainLabel("", "body", "warn", wrap=True, name="closing_unfiled")
        self.body.addWidget(self.unfiled)
        self.body.addWidget(FieldRow(_("Summary in the buyer's words, to be sent and confirmed"),
                                     self.summary))  # fmt: skip
        self._add_buttons()

    def _add_next(self) -> None:
        self.body.addWidget(Divider())
        self.body.addWidget(PlainLabel(_("What happens next?"), "heading"))
        self.stands = PlainLabel("", "body", "muted", wrap=True, name="closing_stands")
        self.body.addWidget(self.stands)
        self.body.addWidget(self.next)
        self.why_row = FieldRow(
            _("Why there is no next step"), self.why,
            hint=_("It is kept with the call, and the coach asks about it."),
        )  # fmt: skip
        self.why_row.hide()
        self.body.addWidget(self.why_row)
        self.fault.hide()
        self.body.addWidget(self.fault)

    def _add_exits(self) -> None:
        if not self._call.exits:
            return
        self.body.addWidget(Divider())
        self.body.addWidget(PlainLabel(_("Before you hang up"), "heading"))
        boxes = []
        for place, each in enumerate(self._call.exits):
            box = CheckBox(each.words, f"closing_exit_{place}")
            box.setChecked(each.is_reached)
            box.toggled.connect(lambda is_on, place=place: self._tick(place, is_on))
            boxes.append(box)
        self.body.addWidget(column(*boxes, gap=4))

    def _add_buttons(self) -> None:
        self.undone = self.add_button(_("It did not take place"), "closing_undone", kind="flat")
        self.undone.clicked.connect(lambda _on=False: self._take_back())
        self.step_out = self.add_button(_("Step out, it runs on"), "closing_step_out", kind="flat")
        self.step_out.clicked.connect(lambda _on=False: self._step_out())
        self.set_cancel(_("Back to the call"))
        self.set_primary(_("End the call"), "closing_accept")

    def _fill(self) -> None:
        view = self._deal_room.view
        steps = view.next_steps if view else ()
        attended = [each.id for each in self._call.attendees if each.id]
        self.who.set_person(attended[0] if attended else None)
        if not attended:
            self.who.suggest()
        self.was.set_choices(
            [(None, _("None")), *((step.id, step.what) for step in steps)], self._likely(steps)
        )
        self.was.picked.connect(lambda _value: self._say_what_stands())
        self._drafts["outcome"].show(self._deal_room.deal_id)
        self._drafts["summary"].show(self._deal_room.deal_id, self._summary())
        self._say_what_stands()
        unfiled = len(self._captures())
        note = ngettext(
            "{n} line stands under no question yet; F7 files it, also after the call.",
            "{n} lines stand under no question yet; F7 files them, also after the call.", unfiled,
        )  # fmt: skip
        self.unfiled.setText(note.format(n=unfiled))
        self.unfiled.setVisible(unfiled > 0)

    def _likely(self, steps: tuple[StepView, ...]) -> str | None:
        """The open step that this call probably was: a talk, due today or before."""
        today = self._deal_room.today.isoformat()
        due = [s for s in steps if s.kind in _FULFILLED and s.due_on <= today]
        return due[-1].id if due else None

    def _say_what_stands(self) -> None:
        """The next step that is set already; then the form may stay empty."""
        view = self._deal_room.view
        today, was = self._deal_room.today.isoformat(), self.was.value()
        steps = view.next_steps if view else ()
        found = next((s for s in steps if s.id != was and s.due_on >= today), None)
        text = ""
        if found is not None:
            text = _("It stands already: {step}, {when}. Add another only if you agreed on one.")
            text = text.format(step=found.what, when=words.when(found))
        self.stands.setText(text)
        self.stands.setVisible(bool(text))

    def _captures(self) -> tuple[object, ...]:
        from salesdesk.usecases.discovery import discover_view

        return discover_view(self._deal_room.desk, self._deal_room.deal_id).captures

    def _summary(self) -> str:
        from salesdesk.documents import discovery_summary as documents
        from salesdesk.usecases.discovery import discovery_summary

        paper = discovery_summary(self._deal_room.desk, self._deal_room.deal_id)
        return documents.to_text(paper) if paper.sections else ""

    def _tick(self, place: int, is_on: bool) -> None:
        from salesdesk.usecases.calls import TickExit

        self._deal_room.do(TickExit(self._call.id, place, is_on), None, self._show_fault)

    def _take_back(self) -> None:
        from salesdesk.usecases.calls import UnstartCall

        def done(_changes: Changes) -> None:
            self.left.emit()
            self.reject()

        self._deal_room.do(UnstartCall(self._call.id), done, self._show_fault, owner=self)

    def _step_out(self) -> None:
        self.left.emit()
        self.reject()

    def _on_ended(self, changes: Changes) -> None:
        for draft in (*self._drafts.values(), self.next.draft):
            draft.clear()
        self._keep_size()
        self.done(int(Dialog.DialogCode.Accepted))
        self._deal_room.say(changes.label)
        self.ended.emit(self._step_id)

    def _on_failed(self, sentence: str) -> None:
        if self.next.is_empty:
            self.why_row.show()
            self.next.what.setFocus()
        self._show_fault(sentence)

    def _show_fault(self, sentence: str) -> None:
        self.fault.say(sentence)
