"""The dialogs of Today: done with its outcome and the next one, another day, a first step.

Each gives one command; called by the page.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from salesdesk.domain.action_plan import DONE
from salesdesk.support.i18n import _
from salesdesk.ui.step_form import StepForm
from salesdesk.ui.widgets import DateEdit, Dialog, FieldRow, Form, Segments, TextBox, TimeEdit
from salesdesk.usecases.action_plan import EditPlanStep
from salesdesk.usecases.next_steps import CompleteNextStep, RescheduleStep, SetNextStep
from salesdesk.usecases.today import TodayItem


class DoneDialog(Dialog):
    """What came of a step, and what comes next."""

    def __init__(self, item: TodayItem, today: dt.date, parent: QWidget | None) -> None:
        super().__init__(
            _("Done: {step}").format(step=item.what), "done_dialog", remark=item.deal,
            size=(540, 0), parent=parent,
        )  # fmt: skip
        self._item = item
        self.outcome = TextBox(
            "done_outcome", _("What came of it"), rows=2, hint=_("In a sentence or two")
        )
        self.goes_on = Segments(
            "done_goes_on",
            _("What comes next?"),
            [("step", _("A next step")), ("none", _("Nothing yet"))],
            value="step",
        )
        self.step = StepForm("done_step", today, kind=item.kind or "call")
        self.body.addWidget(FieldRow(_("What came of it"), self.outcome))
        self.body.addWidget(FieldRow(_("What comes next?"), self.goes_on))
        self.body.addWidget(self.step)
        self.goes_on.picked.connect(lambda said: self.step.setVisible(said == "step"))
        self.set_cancel()
        self.set_primary(_("Complete"))
        self.outcome.setFocus()

    def may_accept(self) -> bool:
        """A next step, if there is one, needs words and a date."""
        return self.goes_on.value() == "none" or self.step.check()

    def command(self) -> CompleteNextStep:
        """What was entered. Only after the dialog was accepted."""
        assert self._item.step_id is not None
        following = self.step.value() if self.goes_on.value() == "step" else None
        return CompleteNextStep(self._item.step_id, self.outcome.words() or None, following)


class PlanDoneDialog(Dialog):
    """A step of the action plan is done: on which day, and what is worth keeping."""

    def __init__(self, item: TodayItem, today: dt.date, parent: QWidget | None) -> None:
        super().__init__(
            _("Done: {step}").format(step=item.what), "plan_done_dialog", remark=item.deal,
            size=(480, 0), parent=parent,
        )  # fmt: skip
        self._item, self._today = item, today
        self.day = DateEdit("plan_done_day", _("Done on"), today, value=today)
        self.note = TextBox("plan_done_note", _("Note"), words=item.note, rows=2)
        self.form = Form("plan_done_form")
        self.form.add("day", _("Done on"), self.day)
        self.form.add("note", _("Note"), self.note)
        self.body.addWidget(self.form)
        self.set_cancel()
        self.set_primary(_("Complete"))
        self.note.setFocus()

    def may_accept(self) -> bool:
        """A day up to today."""
        day = self.day.value()
        words = self.day.fault() or ("" if day else _("Enter the day on which it was done."))
        if day is not None and day > self._today:
            words = _("That day is still to come.")
        return self.form.show_faults({"day": words})

    def command(self) -> EditPlanStep:
        """What was entered. Only after the dialog was accepted."""
        day = self.day.value()
        assert day is not None
        assert self._item.step_id is not None
        done = {"state": DONE, "done_on": day.isoformat(), "note": self.note.words()}
        return EditPlanStep(self._item.step_id, done)


class RescheduleDialog(Dialog):
    """Another day for a step; a step of the action plan has no time."""

    def __init__(self, item: TodayItem, today: dt.date, parent: QWidget | None) -> None:
        super().__init__(
            _("Reschedule: {step}").format(step=item.what), "reschedule_dialog",
            remark=item.deal, size=(440, 0), parent=parent,
        )  # fmt: skip
        self._item, self._today = item, today
        self.due = DateEdit("reschedule_due", _("Day"), today)
        at = dt.time.fromisoformat(item.due_time) if item.due_time else None
        self.time = TimeEdit("reschedule_time", _("Time"), value=at)
        self.form = Form("reschedule_form")
        time = ("time", _("Time"), self.time)
        self.form.add_beside([("due", _("Day"), self.due), *([] if item.is_plan else [time])])
        self.body.addWidget(self.form)
        self.set_cancel()
        self.set_primary(_("Reschedule"))
        self.due.setFocus()

    def may_accept(self) -> bool:
        """A day from today on."""
        due = self.due.value()
        words = self.due.fault() or ("" if due else _("Enter the day."))
        if due is not None and due < self._today:
            words = _("That day has passed.")
        faults = {"due": words}
        if not self._item.is_plan:
            faults["time"] = self.time.fault()
        return self.form.show_faults(faults)

    def command(self) -> RescheduleStep | EditPlanStep:
        """What was entered. Only after the dialog was accepted."""
        due, at = self.due.value(), self.time.value()
        assert due is not None
        assert self._item.step_id is not None
        if self._item.is_plan:
            return EditPlanStep(self._item.step_id, {"due_on": due.isoformat()})
        return RescheduleStep(
            self._item.step_id, due.isoformat(), at.strftime("%H:%M") if at else None
        )


class FirstStepDialog(Dialog):
    """A next step for a deal that has none."""

    def __init__(self, item: TodayItem, today: dt.date, parent: QWidget | None) -> None:
        super().__init__(
            _("Next step: {deal}").format(deal=item.deal), "first_step_dialog",
            remark=item.account, size=(520, 0), parent=parent,
        )  # fmt: skip
        self._item = item
        self.step = StepForm("first_step", today)
        self.body.addWidget(self.step)
        self.set_cancel()
        self.set_primary(_("Set next step"))
        self.step.what.setFocus()

    def may_accept(self) -> bool:
        """Words and a date."""
        return self.step.check()

    def command(self) -> SetNextStep:
        """What was entered. Only after the dialog was accepted."""
        return SetNextStep(self._item.deal_id, self.step.value())
