"""The fields of a next step: what, when, how, and whether the buyer agreed to it.

Shared by Today and triage, which put it into a dialog and onto a page.
"""

from __future__ import annotations

import datetime as dt

from salesdesk.support.i18n import _
from salesdesk.ui.widgets import CheckBox, DateEdit, Form, LineEdit, PickOne, TimeEdit
from salesdesk.usecases.next_steps import PlannedStep


class StepForm(Form):
    """`check()` shows what is missing; `value()` is the step as entered."""

    def __init__(self, name: str, today: dt.date, *, what: str = "", kind: str = "call") -> None:
        super().__init__(name)
        self.what = LineEdit(f"{name}_what", _("What happens next"), words=what, longest=200)
        self.kind = PickOne(f"{name}_kind", _("Kind"), kinds(), value=kind)
        self.due = DateEdit(f"{name}_due", _("Day"), today)
        self.time = TimeEdit(f"{name}_time", _("Time"))
        self.agreed = CheckBox(_("The buyer agreed to it"), f"{name}_agreed")
        self.add("what", _("What happens next"), self.what, is_required=True)
        self.add_beside(
            [
                ("due", _("Day"), self.due),
                ("time", _("Time"), self.time),
                ("kind", _("Kind"), self.kind),
            ]
        )
        self.add_wide(self.agreed)

    def check(self) -> bool:
        """Whether there are words and a date; shows what is missing."""
        day = self.due.value()
        return self.show_faults(
            {
                "what": "" if self.what.words() else _("Say what happens next."),
                "due": self.due.fault() or ("" if day else _("A next step needs a day.")),
                "time": self.time.fault(),
            }
        )

    def value(self) -> PlannedStep:
        """The step. Only after `check`."""
        due, at = self.due.value(), self.time.value()
        assert due is not None
        return PlannedStep(
            self.what.words(),
            due.isoformat(),
            self.kind.value() or "task",
            at.strftime("%H:%M") if at else None,
            agreed=self.agreed.isChecked(),
        )


def kinds() -> list[tuple[str, str]]:
    """What a next step can be."""
    return [
        ("call", _("Call")),
        ("email", _("Email")),
        ("meeting", _("Meeting")),
        ("demo", _("Demo")),
        ("task", _("Task")),
    ]
