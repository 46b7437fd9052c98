"""What triage asks for an answer: a date with a step, a pause, a loss. Made by the page.

Each form has `check()`, which shows what is missing, and `answer()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from salesdesk.domain.process import Reason
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.step_form import StepForm
from salesdesk.ui.widgets import Chip, DateEdit, FlowLayout, Form, LineEdit, Segments
from salesdesk.usecases.closing import LoseDeals
from salesdesk.usecases.triage import Date, Lose, Pause


class DateForm(StepForm):
    """It goes on, with this next step."""

    def __init__(self, today: dt.date, what: str) -> None:
        super().__init__("triage_step", today, what=what)

    def start(self) -> None:
        """Begin with the day: the words are suggested."""
        self.due.setFocus()

    def answer(self) -> Date:
        """The answer. Only after `check`."""
        return Date(self.value())


class PauseForm(Form):
    """Set aside until a day, with a reason."""

    def __init__(self, today: dt.date) -> None:
        super().__init__("triage_pause")
        self._today = today
        self.reason = LineEdit("triage_pause_reason", _("What does it wait for?"))
        self.until = DateEdit(
            "triage_pause_until", _("Until"), today, value=today + dt.timedelta(days=30)
        )
        self.add_beside(
            [
                ("reason", _("What does it wait for?"), self.reason),
                ("until", _("Until"), self.until),
            ]
        )

    def start(self) -> None:
        """Begin with the reason."""
        self.reason.setFocus()

    def check(self) -> bool:
        """A reason and a day to come; shows what is missing."""
        until = self.until.value()
        is_later = until is not None and until > self._today
        return self.show_faults(
            {
                "reason": "" if self.reason.words() else _("Say what it waits for."),
                "until": self.until.fault()
                or ("" if is_later else _("Choose a later day than today.")),
            }
        )

    def answer(self) -> Pause:
        """The answer. Only after `check`."""
        until = self.until.value()
        assert until is not None
        return Pause(self.reason.words(), until.isoformat())


class LoseForm(Form):
    """It is over: lost to someone or no decision, and why."""

    def __init__(self, today: dt.date, reasons: Sequence[Reason]) -> None:
        super().__init__("triage_lose")
        self._today, self._reasons = today, reasons
        self.outcome = Segments(
            "triage_outcome",
            _("How did it end?"),
            [("lost", _("Lost to someone else")), ("no_decision", _("No decision"))],
            value="no_decision",
        )
        self.chips: dict[str, Chip] = {}
        self._chip_box = QWidget()
        self._chip_box.setObjectName("triage_reasons")
        self._flow = FlowLayout(self._chip_box, theme.tokens().px(6))
        self.closed_on = DateEdit("triage_closed_on", _("On"), today, value=today)
        self.note = LineEdit("triage_note", _("In a few words"))
        self.add("outcome", _("How did it end?"), self.outcome)
        self.add("reasons", _("Why?"), self._chip_box)
        self.add_beside(
            [("closed_on", _("On"), self.closed_on), ("note", _("In a few words"), self.note)]
        )
        self.outcome.picked.connect(self._offer)
        self._offer("no_decision")

    def start(self) -> None:
        """Begin with the first reason."""
        first = next(iter(self.chips.values()), None)
        if first is not None:
            first.setFocus()

    def check(self) -> bool:
        """A reason, its words where it wants some, a day that has come; shows what is missing."""
        chosen = self._chosen()
        needs_note = any(r.note_required for r in self._reasons if r.key in chosen)
        day = self.closed_on.value()
        is_to_come = day is not None and day > self._today
        return self.show_faults(
            {
                "reasons": "" if chosen or not self.chips else _("Choose at least one."),
                "note": _("Say in a few words what it was.")
                if needs_note and not self.note.words()
                else "",
                "closed_on": self.closed_on.fault()
                or (_("That day is still to come.") if is_to_come else ""),
            }
        )

    def answer(self) -> Lose:
        """The answer. Only after `check`."""
        day = self.closed_on.value() or self._today
        review = LoseDeals(
            (),
            self.outcome.value(),
            self._chosen(),
            closed_on=day.isoformat(),
            note=self.note.words() or None,
        )
        return Lose(review)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(key for key, chip in self.chips.items() if chip.isChecked())

    def _offer(self, outcome: str) -> None:
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for reason in self._reasons:
            if reason.outcome == outcome:
                chip = Chip(reason.name, f"triage_reason_{reason.key}")
                self._flow.addWidget(chip)
                chip.show()
                self.chips[reason.key] = chip


AnswerForm = DateForm | PauseForm | LoseForm
