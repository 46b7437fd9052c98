"""The dialogs of deals that leave the board: Won, Lost with its review, Pause.

Each gives one command. Called by `outcomes`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, format_money, ngettext
from salesdesk.ui import theme
from salesdesk.ui.board.reasons import Reasons
from salesdesk.ui.widgets import (
    DateEdit,
    Dialog,
    FaultLine,
    Form,
    LineEdit,
    MoneyEdit,
    PickOne,
    PlainLabel,
    Segments,
    TextBox,
)
from salesdesk.usecases.board import CardRow
from salesdesk.usecases.closing import LoseDeals, WinDeal
from salesdesk.usecases.deals import PauseDeals

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Reason = tuple[str, str, bool]


class Leaving(Dialog):
    """What the three have in common: a deal that went meanwhile takes no words along.

    `desk`, set by who opens it, is where the deals are looked for before the dialog closes.
    """

    desk: Desk | None = None
    _rows: Sequence[CardRow]

    def accept(self) -> None:
        """Stay, with all that was typed, when a deal was binned, or is not in a restored desk."""
        if not self.may_accept():
            return
        from salesdesk.usecases.drafts import deal_names

        ids = [row.deal_id for row in self._rows]
        there = ids if self.desk is None else deal_names(self.desk, ids)
        gone = [row.name for row in self._rows if row.deal_id not in there]
        self.fault.say(_gone(gone) if gone else "")
        if not gone:
            super().accept()

    def make_fault(self) -> None:
        """The line for that, below the form."""
        self.fault = FaultLine(f"{self.objectName()}_gone")
        self.body.addWidget(self.fault)


class WonDialog(Leaving):
    """Amount, date and reasons of a win."""

    def __init__(
        self, row: CardRow, reasons: Sequence[Reason], today: dt.date, parent: QWidget | None
    ) -> None:
        super().__init__(_("Won: {deal}").format(deal=row.name), "won_dialog", parent=parent)
        self._rows, self._today = (row,), today
        self.amount = MoneyEdit("won_amount", _("Amount"), row.currency, value=row.amount_minor)
        self.won_on = DateEdit("won_on", _("Won on"), today, value=today)
        self.reasons = Reasons("won_reasons", _("What decided it?"), reasons)
        self.note = TextBox("won_note", _("Note"), rows=2)
        self.form = Form("won_form")
        self.form.add_beside(
            [("amount", _("Amount"), self.amount), ("won_on", _("Won on"), self.won_on)]
        )
        self.form.add("reasons", _("What decided it?"), self.reasons)
        self.form.add("note", _("In their words, or yours"), self.note)
        self.body.addWidget(self.form)
        self.make_fault()
        self.set_footnote(_("The handoff starts now and is due in a week."))
        self.set_cancel()
        self.set_primary(_("Mark as won"))
        self.amount.setFocus()

    def may_accept(self) -> bool:
        """Amount, a day that has come, and at least one reason."""
        won_on = self.won_on.value()
        late = won_on is not None and won_on > self._today
        faults = {
            "amount": self.amount.fault()
            or ("" if self.amount.value() is not None else _("What was it won for?")),
            "won_on": self.won_on.fault()
            or (_("That day is still to come.") if late else "")
            or ("" if won_on else _("When was it won?")),
            "reasons": self.reasons.fault(),
            "note": self._note_fault(),
        }
        return self.form.show_faults(faults)

    def command(self) -> WinDeal:
        """What was entered. Only after the dialog was accepted."""
        won_on = self.won_on.value() or self._today
        return WinDeal(
            self._rows[0].deal_id,
            self.amount.value(),
            won_on.isoformat(),
            self.reasons.value(),
            self.note.words() or None,
        )

    def _note_fault(self) -> str:
        is_missing = self.reasons.needs_note() and not self.note.words()
        return _("Say in a few words what it was.") if is_missing else ""


class LostDialog(Leaving):
    """The loss review. No decision is told apart from lost to someone."""

    def __init__(
        self,
        rows: Sequence[CardRow],
        reasons: Mapping[str, Sequence[Reason]],
        stages: Sequence[tuple[str, str]],
        today: dt.date,
        parent: QWidget | None,
    ) -> None:
        super().__init__(_lost_title("lost", rows), "lost_dialog", remark=_amounts(rows),
                         size=(600, 0), parent=parent)  # fmt: skip
        self._rows, self._reasons, self._today = rows, reasons, today
        outcomes = [("lost", _("Lost to someone else")), ("no_decision", _("No decision"))]
        self.outcome = Segments("lost_outcome", _("How did it end?"), outcomes, value="lost")
        self.outcome.picked.connect(self._on_outcome_picked)
        self.reasons = Reasons("lost_reasons", _("Why?"), reasons["lost"])
        self.closed_on = DateEdit("lost_on", _("On"), today, value=today)
        self.competitor = LineEdit("lost_competitor", _("Who won it instead?"))
        self.what_happened = TextBox("lost_what", _("What happened?"))
        broke = [(None, _("Not sure")), *((name, name) for _key, name in stages)]
        self.where_broke = PickOne(
            "lost_where", _("Where did the process break?"), broke, value=None
        )
        self.missed = TextBox("lost_signal", _("Which signal did we miss?"))
        self.change = TextBox("lost_change", _("What do we change?"))
        self.note = LineEdit("lost_note", _("Note"))
        self.body.addWidget(self.outcome)
        self._make_form()
        self.set_cancel()
        self._close = self.set_primary(_("Close as lost"))

    def _make_form(self) -> None:
        form = self.form = Form("lost_form")
        form.add("reasons", _("Why?"), self.reasons)
        form.add_beside(
            [
                ("closed_on", _("On"), self.closed_on),
                ("where_broke", _("Where did the process break?"), self.where_broke),
                ("competitor", _("Who won it instead?"), self.competitor),
            ]
        )
        form.add("what_happened", _("What happened?"), self.what_happened)
        form.add("missed", _("Which signal did we miss?"), self.missed)
        form.add("change", _("What do we change?"), self.change)
        form.add("note", _("Note"), self.note)
        self.body.addWidget(form)
        self.make_fault()

    def may_accept(self) -> bool:
        """A reason, its note where one is needed, and a day that has come."""
        day = self.closed_on.value()
        late = day is not None and day > self._today
        needs_note = self.reasons.needs_note() and not self.note.words()
        return self.form.show_faults(
            {
                "reasons": self.reasons.fault(),
                "closed_on": self.closed_on.fault()
                or (_("That day is still to come.") if late else ""),
                "note": _("Say in a few words what it was.") if needs_note else "",
            }
        )

    def command(self) -> LoseDeals:
        """What was entered. Only after the dialog was accepted."""
        day = self.closed_on.value() or self._today
        return LoseDeals(
            tuple(row.deal_id for row in self._rows),
            self.outcome.value(),
            self.reasons.value(),
            closed_on=day.isoformat(),
            note=self.note.words() or None,
            what_happened=self.what_happened.words() or None,
            where_broke=self.where_broke.value(),
            missed_signal=self.missed.words() or None,
            change=self.change.words() or None,
            competitor=self.competitor.words() or None,
        )

    def told(self) -> tuple[str, str]:
        """What was done, for one deal and for several."""
        if self.outcome.value() == "lost":
            return _("Lost {deal}"), _("Lost {n} deals")
        return _("Ended {deal} without a decision"), _("Ended {n} deals without a decision")

    def _on_outcome_picked(self, outcome: str) -> None:
        self.reasons.set_reasons(self._reasons[outcome])
        is_lost = outcome == "lost"
        self.form.row("competitor").setVisible(is_lost)
        self._close.setText(_("Close as lost") if is_lost else _("Close without a decision"))
        self.set_title(_lost_title(outcome, self._rows), _amounts(self._rows))


class PauseDialog(Leaving):
    """Reason and date of a pause."""

    def __init__(self, rows: Sequence[CardRow], today: dt.date, parent: QWidget | None) -> None:
        super().__init__(_title(_("Pause: {deal}"), _("Pause: {n} deals"), rows), "pause_dialog",
                         size=(460, 0), parent=parent)  # fmt: skip
        self._rows, self._today = rows, today
        self.until = DateEdit("pause_until", _("Until"), today, value=today + dt.timedelta(days=30))
        self.reason = LineEdit("pause_reason", _("What does it wait for?"))
        self.form = Form("pause_form")
        self.form.add("reason", _("What does it wait for?"), self.reason, is_required=True)
        self.form.add("until", _("Until"), self.until)
        words = PlainLabel(
            _("A paused deal is never stalled. It comes back by itself on that day."),
            "small",
            "muted",
            wrap=True,
        )
        self.body.addWidget(self.form)
        self.make_fault()
        self.body.addWidget(words)
        self.body.addSpacing(theme.tokens().px(2))
        self.set_cancel()
        self.set_primary(_("Pause"))
        self.reason.setFocus()

    def may_accept(self) -> bool:
        """A reason and a day to come."""
        # No rules in the form: a bound method there would tie form and dialog into a cycle.
        words = "" if self.reason.words() else _("Say what it waits for.")
        return self.form.show_faults({"reason": words, "until": self._until_fault()})

    def command(self) -> PauseDeals:
        """What was entered. Only after the dialog was accepted."""
        until = self.until.value() or self._today
        ids = tuple(row.deal_id for row in self._rows)
        return PauseDeals(ids, self.reason.words(), until.isoformat())

    def _until_fault(self) -> str:
        until = self.until.value()
        if until is None:
            return self.until.fault() or _("Choose the day it comes back.")
        return "" if until > self._today else _("Choose a later day than today.")


def _gone(names: Sequence[str]) -> str:
    words = ngettext(
        "“{names}” is not in use any more: it is in the bin, or not in the desk. Nothing was "
        "changed, and what you typed stays here. Restore the deal and try again.",
        "These deals are not in use any more: {names}. Nothing was changed, and what you typed "
        "stays here. Restore them and try again, or close this and leave them out.",
        len(names),
    )
    return words.format(names=", ".join(names[:5]))


def _title(one: str, many: str, rows: Sequence[CardRow]) -> str:
    return ngettext(one, many, len(rows)).format(deal=rows[0].name, n=len(rows))


def _lost_title(outcome: str, rows: Sequence[CardRow]) -> str:
    if outcome == "lost":
        return _title(_("Lost: {deal}"), _("Lost: {n} deals"), rows)
    return _title(_("No decision: {deal}"), _("No decision: {n} deals"), rows)


def _amounts(rows: Sequence[CardRow]) -> str:
    known = len(rows) == 1 and rows[0].amount_minor is not None
    return format_money(rows[0].amount_minor, rows[0].currency) if known else ""
