"""Dialogs of next steps: set one, put one off, complete one with outcome and the next.

Called by the deal page's left column, Overview and actions.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import (
    CheckBox,
    DateEdit,
    Dialog,
    Divider,
    Form,
    LineEdit,
    PickOne,
    PlainLabel,
    TextBox,
    TimeEdit,
)
from salesdesk.usecases.deal_views import StepView
from salesdesk.usecases.next_steps import PlannedStep


class StepForm(Form):
    """What, when, how, with whom; `step()` gives it when `check()` passes."""

    def __init__(self, room: Room, name: str, *, is_required: bool = True) -> None:
        super().__init__(name)
        self._is_required = is_required
        self.what = LineEdit(f"{name}_what", _("What happens next"))
        self.draft = DraftField(room.drafts, name, self.what)
        self.draft.show(room.deal_id)
        self.day = DateEdit(f"{name}_day", _("Day"), room.today)
        self.time = TimeEdit(f"{name}_time", _("Time"))
        self.kind = PickOne(f"{name}_kind", _("Kind"), words.step_kinds(), value="meeting")
        self.attendees = LineEdit(f"{name}_attendees", _("With whom"))
        self.agreed = CheckBox(_("The buyer agreed to it"), f"{name}_agreed")
        self.add("what", _("What happens next"), self.what, is_required=is_required)
        self.add_beside(
            [
                ("day", _("Day"), self.day),
                ("time", _("Time"), self.time),
                ("kind", _("Kind"), self.kind),
            ],
            rule=self._day_fault,
        )
        self.add("attendees", _("With whom"), self.attendees)
        self.add_wide(self.agreed)

    def show_step(self, step: StepView) -> None:
        """Show a step to be changed."""
        self.what.setText(step.what)
        self.day.set_value(dt.date.fromisoformat(step.due_on))
        self.time.set_value(dt.time.fromisoformat(step.due_time) if step.due_time else None)
        self.kind.set_value(step.kind)
        self.attendees.setText(step.attendees or "")
        self.agreed.setChecked(step.agreed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not self.what.words() and self.day.value() is None

    def step(self) -> PlannedStep:
        """What was entered, after a check."""
        day, time = self.day.value(), self.time.value()
        assert day is not None
        return PlannedStep(
            self.what.words(),
            day.isoformat(),
            self.kind.value() or "task",
            time.isoformat("minutes") if time else None,
            attendees=self.attendees.words() or None,
            agreed=self.agreed.isChecked(),
        )

    def check(self) -> bool:
        """Words and a day are needed, unless all may stay empty."""
        if not self._is_required and self.is_empty:
            return self.show_faults({})
        if not self.what.words():
            return self.show_faults({"what": _("Say what happens next.")})
        return super().check()

    def _day_fault(self) -> str:
        if self.day.fault():
            return self.day.fault()
        if self.day.value() is None:
            return _("A next step needs a day.")
        return self.time.fault()


class SetStepDialog(WritingDialog):
    """Sets a next step, or changes one."""

    def __init__(self, room: Room, step: StepView | None = None) -> None:
        title = _("Change the next step") if step else _("Set a next step")
        super().__init__(room, title, "set_step", remark=room.view.deal.name if room.view else "")
        self._step = step
        self.form = StepForm(room, "step")
        if step is not None:
            self.form.show_step(step)
        self.body.addWidget(self.form)
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Save") if step else _("Set next step"), "set_step_accept")
        self.form.what.setFocus()

    def may_accept(self) -> bool:
        """Words and a day."""
        return self.form.check()

    def command(self) -> object:
        """Set or edit."""
        from salesdesk.usecases.next_steps import EditNextStep, SetNextStep

        step = self.form.step()
        if self._step is None:
            return SetNextStep(self._deal_room.deal_id, step)
        return EditNextStep(
            self._step.id,
            {
                "what": step.what,
                "due_on": step.due_on,
                "due_time": step.due_time,
                "kind": step.kind,
                "attendees": step.attendees,
                "agreed": step.agreed,
            },
        )

    def after(self) -> None:
        """The draft is used up."""
        self.form.draft.clear()


class CompleteStepDialog(WritingDialog):
    """Asks what came of a step and what comes next, in one."""

    def __init__(self, room: Room, step: StepView) -> None:
        super().__init__(room, _("Done: {step}").format(step=step.what), "complete_step",
                         remark=words.when(step))  # fmt: skip
        self._step = step
        self.outcome = TextBox(
            "complete_outcome", _("What came of it"), hint=_("In a sentence or two"), rows=2
        )
        self._draft = DraftField(room.drafts, f"outcome:{step.id}", self.outcome)
        self._draft.show(room.deal_id)
        self.done_on = DateEdit("complete_done_on", _("Done on"), room.today, value=room.today)
        top = Form("complete_form")
        top.add("outcome", _("What came of it"), self.outcome)
        top.add("done_on", _("Done on"), self.done_on, rule=self._done_fault)
        self.top = top
        self.next = StepForm(room, "following", is_required=False)
        self.body.addWidget(top)
        self.body.addWidget(Divider())
        self.body.addWidget(PlainLabel(_("What comes next?"), "heading"))
        self.body.addWidget(self.next)
        self.body.addWidget(self.fault)
        self.set_footnote(_("Leave the lower part empty if nothing follows."))
        self.set_cancel()
        self.set_primary(_("Complete"), "complete_step_accept")
        self.outcome.setFocus()

    def may_accept(self) -> bool:
        """A day that has been; the next step whole or empty."""
        return self.top.check() and self.next.check()

    def command(self) -> object:
        """Complete, with the next one when there is one."""
        from salesdesk.usecases.next_steps import CompleteNextStep

        done_on = self.done_on.value()
        return CompleteNextStep(
            self._step.id,
            self.outcome.words() or None,
            None if self.next.is_empty else self.next.step(),
            done_on.isoformat() if done_on else None,
        )

    def after(self) -> None:
        """The drafts are used up."""
        self._draft.clear()
        self.next.draft.clear()

    def _done_fault(self) -> str:
        day = self.done_on.value()
        if day is None:
            return self.done_on.fault() or _("Enter the day on which it was done.")
        return _("That day is still to come.") if day > self._deal_room.today else ""


class RescheduleDialog(WritingDialog):
    """Asks for another day."""

    def __init__(self, room: Room, step: StepView) -> None:
        title = _("Reschedule: {step}").format(step=step.what)
        super().__init__(room, title, "reschedule", remark=words.when(step))
        self._step = step
        day = dt.date.fromisoformat(step.due_on)
        time = dt.time.fromisoformat(step.due_time) if step.due_time else None
        self.day = DateEdit("reschedule_day", _("Day"), room.today, value=day)
        self.time = TimeEdit("reschedule_time", _("Time"), value=time)
        self.form = Form("reschedule_form")
        self.form.add_beside([("day", _("Day"), self.day), ("time", _("Time"), self.time)],
                             rule=self._fault)  # fmt: skip
        self.body.addWidget(self.form)
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Reschedule"), "reschedule_accept")
        self.day.setFocus()
        self.day.line.selectAll()

    def may_accept(self) -> bool:
        """A day is needed."""
        return self.form.check()

    def command(self) -> object:
        """Put it on the day."""
        from salesdesk.usecases.next_steps import RescheduleStep

        day, time = self.day.value(), self.time.value()
        assert day is not None
        return RescheduleStep(
            self._step.id, day.isoformat(), time.isoformat("minutes") if time else None
        )

    def _fault(self) -> str:
        if self.day.value() is None:
            return self.day.fault() or _("Enter the day.")
        return self.time.fault()


def set_step(room: Room, step: StepView | None = None) -> None:
    """Ask for a next step, or for changes to one."""
    _run(SetStepDialog(room, step))


def complete_step(room: Room, step: StepView) -> None:
    """Ask for the outcome of a step and the next one."""
    _run(CompleteStepDialog(room, step))


def reschedule_step(room: Room, step: StepView) -> None:
    """Ask for another day for a step."""
    _run(RescheduleDialog(room, step))


def to_calendar(room: Room, step: StepView) -> None:
    """Hand a step to the calendar on this computer, with a reminder."""
    from salesdesk.usecases.step_calendar import calendar_file

    desk, deal_id = room.desk, room.deal_id
    room.context.bridge.query(
        lambda: calendar_file(desk, deal_id, step.id),
        lambda made: room.outside.open_file(*made),
        owner=room,
    )


def _run(dialog: QWidget) -> None:
    assert isinstance(dialog, Dialog)
    dialog.exec()
