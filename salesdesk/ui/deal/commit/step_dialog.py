"""The dialog of one step of the mutual action plan: what, when, who, how it stands."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import KINDS, PlanStep
from salesdesk.support.i18n import _
from salesdesk.ui.deal.commit import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import DateEdit, Form, LineEdit, PickOne, Segments, TextBox
from salesdesk.usecases.commitment import AddPlanStep, BinPlanStep, EditPlanStep


class PlanStepDialog(WritingDialog):
    """Adds a step (`kind` set) or changes one."""

    def __init__(self, room: Room, step: PlanStep | None = None, kind: str = "other") -> None:
        title = _("Change a step of the plan") if step else _("Add a step to the plan")
        super().__init__(room, title, "plan_step", size=(560, 0))
        self._step = step
        if step is not None:
            self.setProperty("draft_about", step.id)
        shown = step or PlanStep("", kind, "" if kind == "other" else words.kind_label(kind))
        self._make_fields(room, shown)
        self._make_form()
        self.body.addWidget(self.form)
        self.body.addWidget(self.fault)
        if step is not None:
            delete = self.add_button(_("Delete step"), "plan_step_delete", kind="danger")
            delete.clicked.connect(self._delete)
        self.set_footnote(_("A step counts as planned with a day and a name."))
        self.set_cancel()
        self.set_primary(_("Save") if step else _("Add step"), "plan_step_accept")
        self.what.setFocus()

    def _make_fields(self, room: Room, step: PlanStep) -> None:
        day = dt.date.fromisoformat(step.due_on) if step.due_on else None
        done = dt.date.fromisoformat(step.done_on) if step.done_on else None
        self.what = LineEdit("plan_step_what", _("What is done"), words=step.what)
        kinds = [(kind, words.kind_label(kind)) for kind in KINDS]
        self.kind = PickOne("plan_step_kind", _("Kind"), kinds, value=step.kind)
        self.day = DateEdit("plan_step_day", _("By"), room.today, value=day)
        sides = [(side, words.side_label(side)) for side in plans.SIDES]
        self.side = Segments("plan_step_side", _("Whose step is it?"), sides, value=step.side)
        people = room.view.stakeholders if room.view else ()
        known = [(None, _("Somebody else")), *((p.person_id, p.name) for p in people)]
        self.person = PickOne("plan_step_person", _("Who"), known, value=step.person_id)
        self.person.picked.connect(self._on_person_picked)
        self.owner = LineEdit("plan_step_owner", _("Name"), words=step.owner)
        states = [(key, _(text)) for key, text in words.STEP_STATES.items()]
        self.state = Segments("plan_step_state", _("How it stands"), states, value=step.state)
        self.state.picked.connect(lambda _state: self._show_fields())
        self.done_on = DateEdit("plan_step_done", _("Done on"), room.today, value=done)
        self.note = TextBox("plan_step_note", _("Note"), words=step.note, most_rows=5)

    def _make_form(self) -> None:
        form = self.form = Form("plan_step_form")
        form.add("what", _("What is done"), self.what, is_required=True)
        form.add_beside([("kind", _("Kind"), self.kind), ("day", _("By"), self.day)])
        form.add("side", _("Whose step is it?"), self.side)
        form.add_beside([("person", _("Who"), self.person), ("owner", _("Name"), self.owner)])
        form.add("state", _("How it stands"), self.state)
        form.add("done_on", _("Done on"), self.done_on)
        form.add("note", _("Note, for both sides: it stands on the paper too"), self.note)
        self._show_fields()

    def may_accept(self) -> bool:
        """Words, and dates that are dates; a missing day or name is said later, not refused."""
        return self.form.check()

    def command(self) -> object:
        """Add or change."""
        day, done = self.day.value(), self.done_on.value()
        fields = {
            "kind": self.kind.value(),
            "what": self.what.words(),
            "due_on": day.isoformat() if day else None,
            "side": self.side.value(),
            "person_id": self.person.value(),
            "owner": self.owner.words() or None,
            "state": self.state.value(),
            "done_on": done.isoformat() if done else None,
            "note": self.note.words() or None,
        }
        if self._step is None:
            return AddPlanStep(self._deal_room.deal_id, fields)
        return EditPlanStep(self._step.id, fields)

    def _show_fields(self) -> None:
        self.form.row("owner").setVisible(self.person.value() is None)
        self.form.row("done_on").setVisible(self.state.value() == plans.DONE)

    def _on_person_picked(self, person_id: str | None) -> None:
        if person_id is not None:
            self.owner.setText("")
            if self.side.value() == plans.SELLER:
                self.side.set_value(plans.BUYER)
        self._show_fields()

    def _delete(self) -> None:
        assert self._step is not None
        command = BinPlanStep(self._step.id)
        self._deal_room.do(command, self._on_done, self._on_failed, owner=self)
