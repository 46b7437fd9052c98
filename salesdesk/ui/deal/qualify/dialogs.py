"""The dialogs that leave a deal from the Qualify panel: for good with a reason, or until a date.

Called by the panel and by the actions of the deal page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salesdesk.domain.action_plan import working_day
from salesdesk.domain.process import Reason
from salesdesk.support.i18n import _
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import (
    DateEdit,
    Dialog,
    Form,
    PickOne,
    Segments,
    TextBox,
)
from salesdesk.usecases.qualification import Disqualify, Nurture, qualify_view

LIKELY = ("lost-poor-fit", "lost-bad-lead")
"""Reasons offered first, where the process has them."""


class DisqualifyDialog(WritingDialog):
    """Asks how and why; the review keeps how the deal stood."""

    def __init__(self, room: Room, reasons: Sequence[Reason], standing: str) -> None:
        assert room.view is not None
        title = _("Disqualify: {deal}").format(deal=room.view.deal.name)
        super().__init__(room, title, "disqualify_dialog")
        self._reasons, self._standing = tuple(reasons), standing
        outcomes = [("lost", _("It does not fit")), ("no_decision", _("Nothing will be decided"))]
        self.outcome = Segments("disqualify_outcome", _("How does it end?"), outcomes, value="lost")
        self.outcome.picked.connect(lambda _outcome: self._show_reasons())
        self.reason = PickOne("disqualify_reason", _("Reason"))
        self.note = TextBox("disqualify_note", _("Note"), rows=2, most_rows=6)
        self._draft = DraftField(room.drafts, "disqualify_note", self.note)
        self._draft.show(room.deal_id)
        self.form = Form("disqualify_form")
        self.form.add("reason", _("Reason"), self.reason, is_required=True)
        self.form.add("note", _("In a few words, for the next time"), self.note)
        for widget in (self.outcome, self.form, self.fault):
            self.body.addWidget(widget)
        self._show_reasons()
        self.set_footnote(_("How it stands now is kept in the review. Undo takes all of it back."))
        self.set_cancel()
        self.set_primary(_("Disqualify"))
        self.reason.setFocus()

    def _show_reasons(self) -> None:
        found = [r for r in self._reasons if r.outcome == self.outcome.value()]
        found.sort(key=lambda r: r.key not in LIKELY)
        self.reason.set_choices([(r.key, r.name) for r in found], found[0].key if found else None)

    def may_accept(self) -> bool:
        """A reason, and a note where it wants one."""
        chosen = next((r for r in self._reasons if r.key == self.reason.value()), None)
        needs = chosen is not None and chosen.note_required and not self.note.words()
        return self.form.show_faults(
            {
                "reason": "" if chosen else _("Choose a reason."),
                "note": _("Say in a few words what it was.") if needs else "",
            }
        )

    def command(self) -> Disqualify:
        """End the deal."""
        return Disqualify(
            self._deal_room.deal_id, self.outcome.value(), self.reason.value(),
            self.note.words() or None, self._standing or None,
        )  # fmt: skip

    def after(self) -> None:
        """What was drafted is kept now."""
        self._draft.clear()


class NurtureDialog(WritingDialog):
    """Asks until when and why."""

    def __init__(self, room: Room) -> None:
        assert room.view is not None
        title = _("Nurture: {deal}").format(deal=room.view.deal.name)
        super().__init__(room, title, "nurture_dialog", size=(480, 0))
        start = working_day(room.today + dt.timedelta(days=90), 0)
        self.until = DateEdit("nurture_until", _("Until"), room.today, value=start)
        self.why = TextBox(
            "nurture_why", _("What are you waiting for?"), rows=2, most_rows=6,
            hint=_("Such as their new budget year"),
        )  # fmt: skip
        self._draft = DraftField(room.drafts, "nurture_why", self.why)
        self._draft.show(room.deal_id)
        self.form = Form("nurture_form")
        self.form.add("until", _("Until"), self.until, is_required=True)
        self.form.add("why", _("What are you waiting for?"), self.why, is_required=True)
        self.body.addWidget(self.form)
        self.body.addWidget(self.fault)
        self.set_footnote(_("It comes back into Today by itself on that day."))
        self.set_cancel()
        self.set_primary(_("Nurture"))
        self.why.setFocus()

    def may_accept(self) -> bool:
        """A later day, and words."""
        until = self.until.value()
        fault = self.until.fault() or ("" if until else _("Enter the day."))
        if until is not None and until <= self._deal_room.today:
            fault = _("Enter a day after today.")
        why = "" if self.why.words() else _("Say what you are waiting for.")
        return self.form.show_faults({"until": fault, "why": why})

    def command(self) -> Nurture:
        """Set the deal aside."""
        until = self.until.value()
        assert until is not None
        return Nurture(self._deal_room.deal_id, until.isoformat(), self.why.words())

    def after(self) -> None:
        """What was drafted is kept now."""
        self._draft.clear()


def disqualify(room: Room) -> None:
    """Ask why the room's deal ends here."""
    view = qualify_view(room.desk, room.deal_id)
    _run(DisqualifyDialog(room, view.reasons, view.paragraph))


def nurture(room: Room) -> None:
    """Ask until when the room's deal waits."""
    _run(NurtureDialog(room))


def _run(dialog: Dialog) -> None:
    dialog.exec()
    dialog.deleteLater()
